"""Print the peak memory of one side, in MiB above imports and inputs: a process of its own for each (Linux)."""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from benchmarks.sides import both
from lossbook.catalog import CATALOG


def main() -> None:
    """Take the loss, framework, elements, ``eager``, ``compiled`` or ``checked``, and ``ours`` or ``theirs``."""
    name, framework, elements, mode, side = sys.argv[1:]
    both(CATALOG[name], framework, 1000, mode)[side == "theirs"]()  # kernels and threads come up
    run = both(CATALOG[name], framework, int(elements), mode)[side == "theirs"]
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far was the imports'
    before = status("VmRSS")
    run()
    print((status("VmHWM") - before) / 1024)


def status(field: str) -> int:
    """A line of this process's status, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1])


if __name__ == "__main__":
    main()
