"""Make catalogues for translators, and the pages that they have translated.

    python tools/translations.py [NAME …]

What ``make translations`` runs: it writes a template for every page to _build/gettext, and brings the catalogues in
book/locale in step with it. A changed paragraph is marked as fuzzy there and stays English on the site until its
translation is looked at again. A NAME, such as 03-kl-divergence, begins the translation of a page.
"""

import os
import posixpath
import re
import shutil
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from jupyter_book.sphinx import build_sphinx
from sphinx_intl.basic import update

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
BUILD = ROOT / "_build"
SITE = BUILD / "html"

sys.path.insert(0, str(BOOK / "_ext"))

from translated import ENGLISH, FOLDERS, LOCALE, catalogue, say, translated_pages  # noqa: E402  (it is found only once the path above is set)

GLUED = re.compile(r"(\{glue:text\}`)(?=\w+[:`])")
ADDRESS = re.compile(r'\b(?P<name>href|src|action|content|data-content_root)="(?P<url>[^"#][^"]*)"')
ELSEWHERE = re.compile(r"(?!english:)[a-z]+:|/")
STYLE_AND_SCRIPT = re.compile(r"(lossbook-site\.(?:css|js))(?:\?v=\w+)?")


def main(begun: list[str]) -> int:
    """Write the templates, then bring the catalogues in step; the exit status is 0 if every page could be read."""
    os.environ |= {"LOSSBOOK_SITE": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    if unknown := [name for name in begun if not (BOOK / f"{name}.md").exists()]:
        print(f"No such page in book/: {', '.join(unknown)}", file=sys.stderr)
        return 1
    templates = BUILD / "gettext"
    if run_sphinx("gettext", templates):
        return 1
    for language in FOLDERS:
        with tempfile.TemporaryDirectory() as wanted:
            for name in {*translated_pages(language), *begun}:
                (Path(wanted) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(templates / f"{name}.pot", Path(wanted) / f"{name}.pot")
            update(str(LOCALE), wanted, (language,), line_width=-1)
    return 0


def run_sphinx(builder: str, target: Path, pages: tuple[Path, ...] = (), **configuration: object) -> int:
    """Run Sphinx with the book's configuration and the outputs that the pages have; 0 if nothing was warned about."""
    configuration = {
        "external_toc_path": str(ROOT / "_toc.yml"),
        "latex_individualpages": False,
        "nb_execution_cache_path": str(BUILD / ".jupyter_cache"),
        "gettext_compact": False,
        "gettext_location": False,
        "gettext_additional_targets": ["image"],
        "nitpicky": True,
        **configuration,
    }
    result = build_sphinx(
        str(BOOK),
        str(target),
        noconfig=True,
        path_config=str(ROOT / "_config.yml"),
        confoverrides=configuration,
        doctreedir=str(target.with_name(f".doctrees-{target.name}")),
        filenames=[str(page) for page in pages],
        builder=builder,
        warningiserror=True,
        keep_going=True,
        quiet=True,
        freshenv=True,  # Sphinx does not read a page anew when its catalogue or an extension changes
    )
    return int(bool(result))


def build_translations() -> bool:
    """Build the translated pages and put each language into its folder of the site."""
    for language, folder in FOLDERS.items():
        names = translated_pages(language)
        compiled = BUILD / "locale"
        for name in names:
            compile_catalogue(language, name, compiled / language / "LC_MESSAGES" / f"{name}.mo")
        pages = tuple(BOOK / f"{name}.md" for name in names)
        built = BUILD / f"html-{folder}"
        configuration = {
            "language": language,
            "locale_dirs": [str(compiled)],
            "gettext_auto_build": False,
            **{f"nb_code_prompt_{it}": say(language, f"{it.title()} the code of this cell") for it in ("show", "hide")},
        }
        if run_sphinx("html", built, pages, **configuration):
            return False
        put_in_place(built, folder, {f"{name}.html" for name in names})
    return True


def compile_catalogue(language: str, name: str, target: Path) -> None:
    """Write a catalogue as Sphinx reads it.

    A number that a page's cells have glued is known to the page's own text alone; a translated sentence has to name the
    page.
    """
    made = catalogue(language, name)
    for entry in made:
        entry.string = GLUED.sub(rf"\g<1>{Path(name).name}.md::", entry.string)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, made)


def put_in_place(built: Path, folder: str, pages: set[str]) -> None:
    """Copy pages into a folder of the English site, and let them use what lies there: pictures, styles, other pages."""
    english = (SITE / "index.html").read_text(encoding="utf-8")
    digests = {match[1]: match[0] for match in STYLE_AND_SCRIPT.finditer(english)}
    shutil.rmtree(SITE / folder, ignore_errors=True)
    for page in pages:
        html = (built / page).read_text(encoding="utf-8")
        html = ADDRESS.sub(lambda match, page=page: moved(match, page, folder, pages), html)
        html = STYLE_AND_SCRIPT.sub(lambda match: digests[match[1]], html)
        target = SITE / folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")


def moved(match: re.Match, page: str, folder: str, pages: set[str]) -> str:
    """An attribute whose address leads from the page's new place to where it led before."""
    name, url = match["name"], match["url"]
    if ELSEWHERE.match(url) or (name == "content" and not url.startswith("_")):  # a <meta> mostly leads nowhere
        return match[0]
    here = posixpath.dirname(page)
    path, mark, rest = re.match("([^?#]*)([?#]?)(.*)", url).groups()
    path = path.removeprefix("english:") if path.startswith("english:") else posixpath.join(here, path)
    path = posixpath.normpath(path)
    if path in pages and not url.startswith("english:"):
        return match[0]
    away = posixpath.relpath(path, posixpath.join(folder, here)) + "/" * url.endswith("/")
    language = f' hreflang="{ENGLISH}"' if name == "href" and path.endswith(".html") else ""
    return f'{name}="{away}{mark}{rest}"{language}'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
