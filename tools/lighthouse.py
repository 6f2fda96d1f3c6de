"""Measure the built site with Lighthouse, as on a phone, and print a row for every page.

    npm install --prefix ~/lighthouse lighthouse
    python -m tools.lighthouse ~/lighthouse/node_modules/.bin/lighthouse [--runs 3] [--site FOLDER] [PAGE …]

Lighthouse is no part of the project and comes from npm; CHROME_PATH says which browser it takes. The server is that of
``make serve``, with gzip. The times depend on the machine: a busy one makes them worse.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from lossbook_site.contents import pages
from lossbook_site.serve import SITE, served

SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def main() -> int:
    """Measure the pages; the exit status is 0 if each reaches what the site promises."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("lighthouse")
    options.add_argument("pages", nargs="*")
    options.add_argument("--runs", type=int, default=1, help="the best of so many runs counts")
    options.add_argument("--site", type=Path, default=SITE)
    given = options.parse_intermixed_args()
    wanted = given.pages or [f"{name}.html" for name in pages()]
    print(f"{'page':38}", *(f"{name[:14]:>14}" for name in SCORES), *(f"{name[:12]:>12}" for name in (*TIMES, "KiB")))
    rows = []
    with served(given.site) as address:
        for page in wanted:
            runs = [measure(given.lighthouse, f"{address}/{page}") for _ in range(given.runs)]
            row = max(runs, key=lambda run: run["performance"])
            print(
                f"{page:38}", *(f"{row[name]:14.0f}" for name in SCORES), *(f"{row[it]:12.2f}" for it in TIMES), end=""
            )
            print(f"{row['KiB']:12.0f}", flush=True)
            rows.append(row)
    for name in SCORES:
        found = [row[name] for row in rows]
        print(f"{name}: least {min(found):.0f}, median {statistics.median(found):.0f}")
    return 0 if all(row["performance"] >= 95 and min(row[name] for name in SCORES[1:]) == 100 for row in rows) else 1


def measure(lighthouse: str, address: str) -> dict[str, float]:
    """The scores of one run, and its times in milliseconds."""
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}"]
        command += ["--chrome-flags=--headless --no-sandbox", f"--only-categories={','.join(SCORES)}"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser})
        found = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: 100 * found["categories"][name]["score"] for name in SCORES}
    times = {name: found["audits"][name]["numericValue"] for name in TIMES}
    return {**scores, **times, "KiB": found["audits"]["total-byte-weight"]["numericValue"] / 1024}


if __name__ == "__main__":
    sys.exit(main())
