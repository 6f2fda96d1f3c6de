"""The foot of every page: version, commit and day of what it was built from."""

import os
import subprocess
import time
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from babel.dates import format_date
from sphinx.application import Sphinx

from lossbook_site.addresses import repository
from lossbook_site.contents import ROOT
from lossbook_site.languages import ENGLISH, say


def commit() -> str:
    """The commit in short, linked where the repository is known; ``+`` says that files differ from it."""
    command = ["git", "describe", "--always", "--exclude=*", "--abbrev=10", "--dirty=+"]
    try:
        name = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):  # no git here, or no repository
        return "?"
    known = repository() and name.isalnum()
    return f'<a href="{repository()}/commit/{name}">{name}</a>' if known else name


@cache
def built_from(language: str) -> str:
    """Version, commit and day, which SOURCE_DATE_EPOCH sets for whoever wants to build the same site again."""
    now = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC)
    date = format_date(now, "long", "en_GB" if language == ENGLISH else language)
    known = {"version": version("lossbook"), "commit": commit(), "date": date}
    return say(language, "Version %(version)s, commit %(commit)s, built on %(date)s.", **known)


def sign(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Hand the sentence to the template."""
    context["built_from"] = built_from(app.config.language)


def setup(app: Sphinx) -> dict[str, bool]:
    """Sign each page as it is written."""
    app.connect("html-page-context", sign)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
