"""Every page asks for one style sheet: Sphinx, the theme and the extensions bring nine, and a phone waits for each.

Nothing is taken out of them: they stand one after the other, in their order.
"""

import zlib
from pathlib import Path

from sphinx.application import Sphinx

from lossbook_site.contents import BOOK, ROOT

MAKERS = (ROOT / "requirements.txt", ROOT / "constraints.txt", BOOK / "_static" / "lossbook.css")


class OneSheet:
    """The sheets that pages name, and the file that they become when the build is over and all sheets are there."""

    def __init__(self) -> None:
        self.sheets: list[str] = []

    def replace(self, app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
        """Note the page's style sheets; page.html names `site.css` in their place, with the mark of this edition.

        All pages have the same ones. Where pages are written side by side, Sphinx writes the first in its own process.
        """
        self.sheets = [sheet.filename for sheet in sorted(context["css_files"], key=lambda sheet: sheet.priority)]
        context["edition"] = f"{zlib.crc32(b''.join(path.read_bytes() for path in MAKERS)):08x}"

    def write(self, app: Sphinx, error: Exception | None) -> None:
        """Write `site.css`."""
        if self.sheets and not error:
            text = "\n".join(Path(app.outdir, sheet).read_text(encoding="utf-8") for sheet in self.sheets)
            Path(app.outdir, "_static", "site.css").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Join them after all extensions have named theirs, and written them."""
    sheet = OneSheet()
    app.connect("html-page-context", sheet.replace, priority=990)
    app.connect("build-finished", sheet.write, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
