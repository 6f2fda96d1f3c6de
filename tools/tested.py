"""Print what is tested of each loss in each package: how many cases for values, gradients and every other aspect.

``make test`` runs this. A test says with the marker ``aspect`` what it guarantees; what is counted here are its cases,
as pytest collects them. A dash stands where a package has no such thing, and a zero, which is an error, where no case
is; ``--holes`` prints those alone. That each aspect's cases fail when the guarantee is taken out is what
``tools/taken_out.py`` shows.
"""

import contextlib
import io
import sys
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from lossbook.catalog import CATALOG

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("numpy", "tensorflow", "torch")
ASPECTS = {  # and the packages that have it
    "value": PACKAGES,
    "gradient": PACKAGES,
    "second derivative": ("tensorflow", "torch"),
    "reductions": PACKAGES,
    "weights": PACKAGES,
    "empty": PACKAGES,
    "dtypes": PACKAGES,
    "bad input": PACKAGES,
    "illegal value": PACKAGES,
    "NaN": PACKAGES,
    "left out": PACKAGES,
    "state": ("tensorflow", "torch"),
    "functions saved": ("tensorflow",),
    "compile": ("tensorflow", "torch"),
    "fullgraph without gradient": ("torch",),
    "forward mode": ("torch",),
    "parity": (),  # counted where there is a peer, and missed nowhere
}


def main(holes_alone: bool) -> int:
    """Print a Markdown table, or what is missing in it alone; the exit status is 1 if there is a hole."""
    counts = count(collected())
    holes = [place for place in product(CATALOG, PACKAGES, ASPECTS) if not counts[place] and is_wanted(*place)]
    if not holes_alone:
        print(f"| loss | package | {' | '.join(ASPECTS)} |\n|---|---|{'---|' * len(ASPECTS)}")
        for name, package in product(CATALOG, PACKAGES):
            found = {aspect: counts[name, package, aspect] for aspect in ASPECTS}
            shown = [str(n or (0 if is_wanted(name, package, aspect) else "–")) for aspect, n in found.items()]
            print(f"| {name} | {package} | {' | '.join(shown)} |")
    print(f"{sum(counts.values())} cases of {len(CATALOG)} losses; {len(holes)} holes")
    for hole in holes:
        print("missing:", *hole)
    return int(bool(holes))


def is_wanted(name: str, package: str, aspect: str) -> bool:
    """Whether the loss has this aspect there; a loss whose inputs may be any real numbers has no illegal value."""
    if aspect == "illegal value" and not any(given.domain.bounded for given in CATALOG[name].inputs()):
        return False
    return package in ASPECTS[aspect]


def collected() -> list[pytest.Item]:
    """All tests of the library, as pytest would run them."""

    class Keep:
        def __init__(self) -> None:
            self.items: list[pytest.Item] = []

        def pytest_collection_finish(self, session: pytest.Session) -> None:
            self.items = session.items

    keep, output = Keep(), io.StringIO()
    with contextlib.redirect_stdout(output):
        arguments = [str(ROOT / "tests" / "library"), "--collect-only", "-q"]
        status = pytest.main(arguments, plugins=[keep])
    if status:
        sys.exit(output.getvalue())
    return keep.items


def count(items: list[pytest.Item]) -> Counter:
    """How many cases there are for a loss, a package and an aspect, which ``tests/conftest.py`` says of each."""
    counts: Counter = Counter()
    for item in items:
        for _, (aspect, package, loss) in item.user_properties:
            if aspect not in ASPECTS:
                sys.exit(f"{item.nodeid} tests {aspect!r}, which is no aspect; there are {', '.join(ASPECTS)}")
            counts[loss, package, aspect] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main("--holes" in sys.argv[1:]))
