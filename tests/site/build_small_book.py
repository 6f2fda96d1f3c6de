"""Build a book with our configuration: ``python build_small_book.py SOURCE TARGET SETTINGS``, settings as JSON.

Its warnings are left in ``TARGET/warnings.txt``.

In a process of its own: sphinx-external-toc asks every living object of the process for its type, and where TensorFlow
was used before, some of them are references to what is gone, for which asking is an error.
"""

import json
import sys
from pathlib import Path

from sphinx.application import Sphinx

from lossbook_site import languages
from lossbook_site.contents import BOOK


def main(source: Path, target: Path, settings: dict) -> None:
    """Build the book."""
    given = {
        "external_toc_path": "_toc.yml",
        "nb_execution_mode": "off",
        "templates_path": [str(BOOK / "_templates")],
        "html_static_path": [str(BOOK / "_static")],
        "html_logo": str(BOOK / "_static" / "logo.svg"),
        "html_favicon": str(BOOK / "_static" / "favicon.svg"),
        "bibtex_bibfiles": [str(BOOK / "references.bib")],
        **settings,
    }
    if "locale_dirs" in settings:
        languages.LOCALE = Path(settings["locale_dirs"][0])
    target.mkdir(parents=True, exist_ok=True)
    with (target / "warnings.txt").open("w") as warnings:
        Sphinx(source, source, target, target / ".doctrees", "html", given, status=None, warning=warnings).build()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
