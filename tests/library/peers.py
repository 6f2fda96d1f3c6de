"""What a framework's own losses have in the version that is installed: the oldest that we support lack some."""

import importlib
import inspect
import re
from importlib.metadata import version

import pytest


def is_old():
    """Whether Keras may lack a loss."""
    return tuple(int(number) for number in version("keras").split(".")[:2]) < (3, 10)


def needs(call):
    """Skip the test where an old Keras has no such loss, or the loss no such parameter; ``call`` as in the catalog."""
    for name, arguments in re.findall(r"keras\.losses\.(\w+)(?:\((.*)\))?", call):
        if not is_old():
            return
        loss = getattr(importlib.import_module("keras").losses, name, None)
        if loss is None or not set(re.findall(r"(\w+)=", arguments)) <= set(inspect.signature(loss).parameters):
            pytest.skip(f"Keras {version('keras')} has no {call}")
