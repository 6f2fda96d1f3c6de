"""Draw each explorer once when the site is built: what a page shows before anyone touches it, and on paper.

Vega is four times as large as all else on a page. So a page loads it when an explorer is in view and somebody is there
to move the slider; until then, and where JavaScript is off, the drawing stands in its place. There are two, for a
screen and for a phone, since the letters of a drawing shrink with it.
"""

import hashlib
import json
import re
from functools import cache

import vl_convert
from sphinx.application import Sphinx

EXPLORER = re.compile(
    r'(?P<before><div class="lossbook-explorer"[^>]*><script type="application/json">(?P<spec>.*?)</script>)', re.DOTALL
)
WIDTHS = {"wide": 600, "narrow": 260}  # pixels of the plot itself


def add_drawings(html: str) -> str:
    """The same HTML with drawings in its explorers."""
    return EXPLORER.sub(lambda match: match["before"] + drawings(match["spec"]), html)


@cache
def drawings(spec: str) -> str:
    """The first state of an explorer, in two widths."""
    return "".join(
        f'<div class="still {name}" aria-hidden="true">{draw(spec, width)}</div>' for name, width in WIDTHS.items()
    )


def draw(spec: str, width: int) -> str:
    """An explorer's specification as SVG."""
    given = json.loads(spec, object_hook=lambda part: {**part, "width": width} if "width" in part else part)
    svg = vl_convert.vegalite_to_svg(given)
    own = hashlib.sha256(f"{spec} {width}".encode()).hexdigest()[:8]  # a page has several, and an id is there once
    return re.sub(r'(?<=id=")clip\d+(?=")|(?<=url\(#)clip\d+(?=\))', lambda match: f"{match[0]}-{own}", svg)


def draw_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Draw the explorers of a page that is about to be written."""
    if "body" in context:
        context["body"] = add_drawings(context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Draw the explorers of every page."""
    app.connect("html-page-context", draw_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
