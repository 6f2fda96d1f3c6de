"""How the notebooks' kernels are reached when they are tested."""

import tempfile
from itertools import count

import nbval.kernel
from jupyter_client.manager import KernelManager

FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")
NUMBERS = count()


def reached_by_files(**options) -> KernelManager:
    """A manager whose kernel listens on files of its own.

    Two processes that test side by side may find the same free port, and the second kernel to take it dies.
    """
    return KernelManager(transport="ipc", ip=f"{FOLDER.name}/{next(NUMBERS)}", **options)


nbval.kernel.KernelManager = reached_by_files
