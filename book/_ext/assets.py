"""What the pages load: one style sheet, one script, and files of other projects served from the site itself.

No page asks another host for anything. The theme and the extensions of Sphinx bring eleven style sheets, twelve
scripts and an icon font of 700 kB. Here they are joined into ``lossbook-site.css``, without the rules that no page
needs, and ``lossbook-site.js``; the icons are in ``icons.css``. Vega comes in vl-convert-python and MathJax's fonts
in django-static-mathjax, both pinned in requirements.txt, so nothing is vendored in the repository.
"""

import hashlib
import json
import re
import shutil
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import mathematics
import stylesheet
import vl_convert
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from translated import FOLDERS, TAGS, words

STYLE = "lossbook-site.css"
SCRIPT = "lossbook-site.js"

# In the order in which a page would load them.
THEIR_STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "copybutton.css",
    "mystnb.*.css",
    "exercise.css",
    "proof.css",
    "sphinx-design.min.css",
)
OUR_STYLES = ("lossbook.css", "icons.css")
SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "design-tabs.js",
    "words.js",
    "page.js",
    "folds.js",
    "reach.js",
    "progress.js",
    "gallery.js",
    "explorer.js",
)
# Not joined, and not asked for by any page: page.js and folds.js do the work of the theme's scripts and of the toggle
# button, and nothing starts Thebe.
LEFT_OUT = (
    "scripts/",
    "togglebutton.css",
    "togglebutton.js",
    "sphinx-thebe.css",
    "sphinx-thebe.js",
    "thebe",
    "mathjax",
    "translations.js",
)
OTHERS = (
    "locales",
    "vendor/fontawesome",
    "styles",
    "scripts",
    "images",
    "*.map",
    "minus.png",
    "plus.png",
    "*-macros.html",
)

ICON = re.compile(r"fa-|fa[srb]?$")  # the classes of the icon font, which icons.css draws
ICON_FONT = re.compile(r"@font-face\s*\{[^}]*Font Awesome[^}]*\}|(?<=[{;])[\w-]+:[^;}]*Font Awesome[^;}]*")
FONTS = "output/chtml/fonts/woff-v2"


def copy_assets(app: Sphinx) -> None:
    """Put Vega and MathJax's fonts under ``_static/vendor``, unless they are there already in these versions."""
    if app.builder.format != "html":
        return
    vendor = Path(app.outdir) / "_static" / "vendor"
    versions = {package: version(package) for package in ("django-static-mathjax", "vl-convert-python")}
    stamp = vendor / "versions.json"
    if (
        stamp.exists()
        and json.loads(stamp.read_text()) == versions
        and (vendor / "mathjax" / "MathJax_Zero.woff").exists()
    ):
        return
    shutil.rmtree(vendor, ignore_errors=True)
    fonts = vendor / "mathjax"
    fonts.mkdir(parents=True)
    shutil.copy(mathematics.mathjax_folder() / "LICENSE", fonts)
    for font in (mathematics.mathjax_folder() / "es5" / FONTS).glob("*.woff"):
        shutil.copy(font, fonts)
    # As a classic script it loads from a plain folder too; a module would not.
    bundle = f"(() => {{\n{vl_convert.javascript_bundle()}\n}})();\n"
    (vendor / "vega.js").write_text(bundle, encoding="utf-8")
    stamp.write_text(json.dumps(versions, indent=1))


def name_two(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Let a page name the two joined files in place of all others; one that nobody knows is an error."""
    known = {*THEIR_STYLES, *OUR_STYLES, *SCRIPTS}
    for kind in ("css_files", "script_files"):
        for file in context.get(kind, []):
            name = str(file.filename or "").partition("?")[0].removeprefix("_static/")
            name = re.sub(r"^mystnb\..*\.css$", "mystnb.*.css", name)
            if name and name not in known and not any(word in name for word in LEFT_OUT):
                raise ExtensionError(f"{pagename} asks for {name}, which book/_ext/assets.py doesn't join")
        context[kind] = []
    context["site_style"], context["site_script"] = STYLE, SCRIPT


def join(app: Sphinx, exception: Exception | None) -> None:
    """Write the two files, name their content in the pages' links, and remove what no page asks for."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static = site / "_static"
    pages = sorted(path for path in site.rglob("*.html") if static not in path.parents)
    script = joined_script(static, exercises(app))
    style = joined_style(static, pages, script)
    (static / SCRIPT).write_text(script, encoding="utf-8")
    (static / STYLE).write_text(style, encoding="utf-8")
    address = {SCRIPT: f"{SCRIPT}?v={digest(script)}", STYLE: f"{STYLE}?v={digest(style)}"}
    for page in pages:
        name_content(page, address)
    for pattern in (*THEIR_STYLES, *OUR_STYLES, *SCRIPTS, *LEFT_OUT, *OTHERS):
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def exercises(app: Sphinx) -> dict[str, int]:
    """How many exercises each page has, so that every page can say how many of them are solved."""
    registry = getattr(app.env, "sphinx_exercise_registry", {})
    return dict(Counter(it["docname"] for it in registry.values() if it["type"].startswith("exercise")))


def joined_script(static: Path, exercises: dict[str, int]) -> str:
    """The scripts, one after another, and what they have to know about the other pages."""
    scripts = [(static / name).read_text(encoding="utf-8") for name in SCRIPTS]
    said = {TAGS[language]: words_in(scripts, words(language)) for language in FOLDERS}
    parts = [
        f"const LOSSBOOK_EXERCISES = {json.dumps(exercises, sort_keys=True)};",
        f"const LOSSBOOK_FOLDERS = {json.dumps(list(FOLDERS.values()))};",
        f"const LOSSBOOK_WORDS = {json.dumps(said, ensure_ascii=False)};",
        *scripts,
    ]
    return "\n;\n".join(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", part).strip() for part in parts)


def words_in(scripts: list[str], words: dict[str, str]) -> dict[str, str]:
    """Of the words of the interface those that scripts say; the others are said by templates."""
    return {text: said for text, said in words.items() if any(f'"{text}"' in script for script in scripts)}


def joined_style(static: Path, pages: list[Path], script: str) -> str:
    """The style sheets without what no page needs; our own stay whole."""
    used = stylesheet.Used()
    for page in pages:
        used.add_page(page.read_text(encoding="utf-8"))
    used.add_script(script)
    used.names = {name for name in used.names if not ICON.match(name)}
    theirs = [mathematics.style_sheet()]
    theirs += [path.read_text(encoding="utf-8") for name in THEIR_STYLES for path in sorted(static.glob(name))]
    ours = [(static / name).read_text(encoding="utf-8") for name in OUR_STYLES]
    used.properties.update(name for sheet in ours for name in stylesheet.CUSTOM.findall(sheet))
    whole = stylesheet.Everything()
    theirs = [ICON_FONT.sub("", sheet) for sheet in theirs]
    return stylesheet.joined(theirs, used) + stylesheet.joined(ours, whole)


def digest(text: str) -> str:
    """A few letters that change with the text, so that a browser keeps a file as long as it is the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def name_content(page: Path, address: dict[str, str]) -> None:
    """Put the digests into a page's links."""
    html = page.read_text(encoding="utf-8")
    named = html
    for name, with_digest in address.items():
        named = re.sub(re.escape(name) + r"(\?v=\w+)?", with_digest, named)
    if named != html:
        page.write_text(named, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Copy the files when a build begins, join the others when it ends."""
    app.connect("builder-inited", copy_assets)
    app.connect("html-page-context", name_two, priority=990)
    app.connect("build-finished", join, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
