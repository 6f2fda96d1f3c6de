"""What a page shows in one way on the site and in another in a notebook."""

import inspect
import os
import sys
from textwrap import dedent
from typing import Any

# Of what kind an output is that MyST-NB keeps for the prose; no program shows it.
RECORDED = "application/papermill.record/"
RECORD = f"{RECORDED}text/plain"


def on_site() -> bool:
    """Whether this page is being executed for the site; the site's build sets ``LOSSBOOK_SITE=1``."""
    return os.environ.get("LOSSBOOK_SITE") == "1"


def display_html(html: str, text: str, **others: Any) -> None:
    """Display ``html``, with ``text`` for whoever cannot show HTML: a terminal, or a screen reader's notebook.

    Args:
        html: what the site shows.
        text: the same in words.
        others: the same in other forms, by their MIME types, for programs that know them.
    """
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        sys.modules["IPython"].display.display({"text/html": html, "text/plain": text, **others}, raw=True)
    else:
        print(text)


def glue(name: str, value: Any) -> None:
    """Make a computed number quotable in the prose of the page, as ``{glue:text}`name:.4f```.

    Nothing is seen of it where it is called. The value goes with the outputs of the cell, as a record that MyST-NB
    reads when it makes the site, and ``make notebooks`` when it writes the prose of the notebook.

    Args:
        name: how prose refers to it; unique on the page.
        value: a number, or text. NumPy's, TensorFlow's and PyTorch's scalars become Python numbers, since the site
            formats what the value prints as, and NumPy prints ``np.float64(2.585)``.
    """
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "item"):
        value = value.item()
    from IPython.display import display

    display({RECORD: repr(value)}, metadata={"scrapbook": {"name": name, "mime_prefix": RECORDED}}, raw=True)


def display_markdown(markdown: str) -> None:
    """Display Markdown, which is its own text for whoever cannot show it.

    Args:
        markdown: on the site, MyST as the pages are written in; elsewhere what every notebook program understands.
    """
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        sys.modules["IPython"].display.display({"text/markdown": markdown, "text/plain": markdown}, raw=True)
    else:
        print(markdown)


def show_code(*parts: Any) -> None:
    """Display the library's own code of functions, methods or classes, one below the other.

    Args:
        parts: what to show, with its docstrings.
    """
    from IPython.display import Markdown, display

    code = "\n\n".join(dedent(inspect.getsource(part)) for part in parts)
    display(Markdown(f"```python\n{code}```"))
