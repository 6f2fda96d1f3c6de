"""Execute the pages and build the site: what ``make book`` runs.

Sphinx knows neither that a page's output depends on the library nor that a page which it read in a failed build still
has its warnings. So this keeps two fingerprints: when what pages execute with changes, all of them are executed anew;
when what shapes the site changes, or a build fails, all of them are read anew. Nothing else is thrown away.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lossbook_site.contents import BOOK, ROOT
from lossbook_site.execution import CACHE, execute_pages
from lossbook_site.languages import ENGLISH, FOLDERS
from lossbook_site.live.parts import gather

BUILD = ROOT / "_build"
DOCTREES = BUILD / ".doctrees"
SITE = BUILD / "html"

PINS = [ROOT / "requirements.txt", ROOT / "constraints.txt"]


def main() -> int:
    """Build the site; the exit status is 0 if every page executed and nothing was warned about."""
    options = argparse.ArgumentParser(prog="python -m lossbook_site", description=__doc__.splitlines()[0])
    options.add_argument("--looks", action="store_true", help="write the English pages anew, as they were executed")
    looks = options.parse_args().looks
    began = time.monotonic()
    os.environ |= {"LOSSBOOK_SITE": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    BUILD.mkdir(exist_ok=True)
    if not bring_python():
        return 1
    if looks:
        built = build(ENGLISH, "--write-all")
    else:
        forget_what_changed()
        with ThreadPoolExecutor() as pool:
            built = execute_pages(CACHE) and all(list(pool.map(build, FOLDERS)))
    if not built:
        forget(DOCTREES)  # pages that Sphinx has read keep quiet about their warnings
        print("The book was not built; the messages above say why.", file=sys.stderr)
        return 1
    print(f"The book is built, in {time.monotonic() - began:.0f} s: {SITE / 'index.html'}")
    return 0


def bring_python() -> bool:
    """Look for what lets pages run and draw; without it the book has no buttons, which is an error for CI alone."""
    parts = gather(BUILD / ".pyodide", os.environ.get("LOSSBOOK_PYODIDE", ""))
    for refusal in parts.refused:
        print(refusal, file=sys.stderr)
    os.environ["LOSSBOOK_LIVE"] = str(parts.folder) if parts.run else ""
    os.environ["LOSSBOOK_DRAWS"] = "" if parts.missing else "1"
    if parts.missing:
        what = "draw" if parts.run else "run its code"
        print(f"No page can {what}: no source has {', '.join(parts.missing)}", file=sys.stderr)
    return parts.run or not os.environ.get("CI")


def build(language: str, *options: str) -> bool:
    """Run Sphinx for one language, strictly: every warning is an error, and all of them are told."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-d", DOCTREES / language, "-D", f"language={language}"]
    command += ["--fail-on-warning", "--keep-going", "--quiet", *options]
    return subprocess.run([*command, BOOK, SITE / FOLDERS[language]], cwd=ROOT).returncode == 0


def forget_what_changed() -> None:
    """Throw away what pages gave with another library, and what another workshop made of them."""
    imported = [*files(ROOT / "lossbook"), *files(ROOT / "lossbook_course")]
    # No cell of a page reads the questions; Sphinx knows which page does.
    if changed("executed-with", [*(path for path in imported if path.suffix != ".yml"), *PINS]):
        forget(CACHE, DOCTREES)
    shaping = [ROOT / "_toc.yml", *files(ROOT / "lossbook_site"), *files(BOOK / "_templates"), *PINS]
    addresses = [os.environ.get(name, "") for name in ("REPOSITORY_URL", "SITE_URL", "LOSSBOOK_LIVE", "LOSSBOOK_DRAWS")]
    catalogues = sorted((BOOK / "locale").rglob("*.po"))  # Sphinx does not read a page anew when its catalogue changes
    if changed("shaped-by", [BOOK / "conf.py", *catalogues, *shaping], *addresses):
        forget(DOCTREES, SITE)


def files(folder: Path) -> list[Path]:
    """Every file of a folder but what Python compiled and what installing it left there."""
    left = {"__pycache__", "build", f"{folder.name}.egg-info"}
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not left & set(path.relative_to(folder).parts)
    )


def changed(name: str, paths: Iterable[Path], *words: str) -> bool:
    """Whether the files, the words or Python differ from those of the last build; they are then remembered."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update("\0".join([sys.version, *words]).encode())
    fingerprint = BUILD / f".{name}"
    if fingerprint.exists() and fingerprint.read_text() == digest.hexdigest():
        return False
    fingerprint.write_text(digest.hexdigest())
    return True


def forget(*folders: Path) -> None:
    """Remove folders that the build will make again."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
