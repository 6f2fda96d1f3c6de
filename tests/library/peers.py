"""What a framework has in the version that is installed: the oldest that we support lack some of it."""

import importlib
import inspect
import re
from importlib.metadata import version

import pytest


def is_old(package="keras"):
    """Whether Keras, or PyTorch, may lack something, or reckons in another way."""
    oldest = {"keras": (3, 10), "torch": (2, 13)}[package]
    return tuple(int(number) for number in version(package).split(".")[:2]) < oldest


def needs(call):
    """Skip the test where an old Keras or PyTorch has no such loss, or an old Keras no such parameter of it.

    Args:
        call: as in the catalog.
    """
    for name in re.findall(r"\b(?:F|torch\.losses)\.(\w+)", call):
        torch = importlib.import_module("torch")
        if is_old("torch") and not any(hasattr(place, name) for place in (torch.nn, torch.nn.functional)):
            pytest.skip(f"PyTorch {version('torch')} has no {name}")
    for name, arguments in re.findall(r"keras\.losses\.(\w+)(?:\((.*)\))?", call):
        if not is_old():
            return
        loss = getattr(importlib.import_module("keras").losses, name, None)
        if loss is None or not set(re.findall(r"(\w+)=", arguments)) <= set(inspect.signature(loss).parameters):
            pytest.skip(f"Keras {version('keras')} has no {call}")
