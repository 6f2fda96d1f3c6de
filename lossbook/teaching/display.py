"""What a page shows in one way on the site and in another in a notebook."""

import inspect
import os
import sys
from textwrap import dedent
from typing import Any

from lossbook.teaching.sources import loss_source


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
    """Make a computed number quotable in the prose of the page.

    On the site, prose quotes it as ``{glue:text}`name:.4f```. In a notebook, which has no such role, the value is
    printed under its name, and the prose names it.

    Args:
        name: how prose refers to it; unique on the page.
        value: a number, or text. NumPy's, TensorFlow's and PyTorch's scalars become Python numbers, since the site
            formats what the value prints as, and NumPy prints ``np.float64(2.585)``.
    """
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "item"):
        value = value.item()
    if not on_site():
        print(f"{name} = {value:.6g}" if isinstance(value, float) else f"{name} = {value}")
        return
    from myst_nb import glue as glue_on_site

    glue_on_site(name, value, display=False)


def show_source(name: str) -> None:
    """Print the library's own code of a loss in NumPy, TensorFlow and PyTorch, without docstrings.

    Args:
        name: the loss as the catalog calls it, such as ``"binary_focal"``.

    Raises:
        KeyError: the catalog has no loss of that name.
    """
    print("\n\n\n".join(f"# {framework}\n\n{code}" for framework, code in loss_source(name).items()))


def show_code(*parts: Any) -> None:
    """Display the library's own code of functions, methods or classes, one below the other.

    Args:
        parts: what to show, with its docstrings.
    """
    from IPython.display import Markdown, display

    code = "\n\n".join(dedent(inspect.getsource(part)) for part in parts)
    display(Markdown(f"```python\n{code}```"))
