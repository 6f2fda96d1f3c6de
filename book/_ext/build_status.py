"""Say on the site what it was built from and how long its pages took, and have a page for addresses that don't exist.

The line in every page's foot is written when the build ends, into all pages, since Sphinx writes only those anew whose
text changed.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from babel.dates import format_date
from myst_nb.sphinx_ import NbMetadataCollector
from repository import repository, site
from sphinx.application import Sphinx
from translated import ENGLISH, TAGS, say

ROOT = Path(__file__).resolve().parents[2]
STATUS, MISSING = "status", "404"
MARK = "<!-- built from -->"
LANGUAGE = re.compile(r'<html[^>]* lang="(?P<tag>[\w-]+)"')
SIGNED = re.compile(f"{MARK}.*?{MARK}")


def commit() -> tuple[str, bool]:
    """The commit in short, and whether the files differ from it; no name if there is none."""
    try:
        name = git("rev-parse", "--short=10", "HEAD").strip()
        return name, bool(git("status", "--porcelain", "--untracked-files=no").strip())
    except (OSError, subprocess.CalledProcessError):
        return "", False


def git(*words: str) -> str:
    """What git says about the repository."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return done.stdout


def built_on(language: str) -> str:
    """Today, or the day that whoever wants to build the same site again gives."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    locale = "en_GB" if language == ENGLISH else language
    return format_date(datetime.fromtimestamp(seconds, UTC), "long", locale)


def built_from(language: str) -> str:
    """Version, commit and date, for the foot of every page."""
    name, changed = commit()
    known = {"version": version("lossbook"), "date": built_on(language)}
    if not name:
        return say(language, "Version %(version)s, without a commit, built on %(date)s.", **known)
    if changed:
        return say(
            language, "Version %(version)s, commit %(commit)s with changes, built on %(date)s.", commit=name, **known
        )
    if repository():
        name = f'<a href="{repository()}/commit/{name}">{name}</a>'
    return say(language, "Version %(version)s, commit %(commit)s, built on %(date)s.", commit=name, **known)


def executed(app: Sphinx) -> list[dict]:
    """What is known about the execution of every page, in the order of the book."""
    pages = []
    for name in contents(app):
        data = NbMetadataCollector.get_exec_data(app.env, name)
        if data is not None:
            title = app.env.titles[name].astext()
            when = datetime.fromtimestamp(data["mtime"], UTC).strftime("%Y-%m-%d %H:%M")
            pages.append({"name": name, "title": title, "seconds": data["runtime"], "when": when, **data})
    return pages


def more_pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The two pages that no source has."""
    pages = executed(app)
    total = sum(page["seconds"] or 0 for page in pages)
    title = "How this site was built"
    yield STATUS, {"title": title, "executed": pages, "seconds": total, "built_mark": MARK}, "status.html"
    listed = [{"name": name, "title": app.env.titles[name].astext()} for name in contents(app)]
    path = urlsplit(site()).path or "/"
    yield MISSING, {"title": "There is no such page", "listed": listed, "site_path": path}, "404.html"


def contents(app: Sphinx) -> list[str]:
    """All pages, in the order of the book."""
    order, waiting = [], [app.config.root_doc]
    while waiting:
        name = waiting.pop(0)
        order.append(name)
        waiting = [*app.env.toctree_includes.get(name, []), *waiting]
    return order


def mark(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Mark the place where version, commit and date will stand."""
    context["built_mark"] = MARK


def sign(app: Sphinx, exception: Exception | None) -> None:
    """Write version, commit and date between two marks on every page."""
    if exception is not None or app.builder.format != "html":
        return
    lines = {tag: built_from(language) for language, tag in TAGS.items()}
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if MARK in html:
            line = lines[LANGUAGE.search(html)["tag"]]
            signed = SIGNED.sub(lambda match, line=line: f"{MARK}{line}{MARK}", html)
            if signed != html:
                page.write_text(signed, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the two pages, and sign all of them."""
    app.connect("html-collect-pages", more_pages)
    app.connect("html-page-context", mark)
    app.connect("build-finished", sign)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
