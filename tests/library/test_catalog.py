"""The catalog and the code agree: what a row promises is there, three times, with the same names and defaults."""

import ast
import importlib
import inspect
import subprocess
import sys

import cases
import pytest
import reference
from frameworks import MAKERS
from peers import needs

from lossbook.catalog import CATALOG
from lossbook.counterparts import COUNTERPARTS

ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
COMMON = {"numpy": {"axis", "sample_weight", "reduction"}, "torch": {"dim", "sample_weight", "reduction"}}


def function(framework, row, suffix=""):
    return getattr(framework.package, row.name + suffix)


def keywords(callable_, skip):
    """Parameter names with their defaults, less the first ``skip``."""
    return {p.name: p.default for p in list(inspect.signature(callable_).parameters.values())[skip:]}


@ROWS
def test_function_stands_in_the_file_of_its_family(framework, row):
    assert function(framework, row).__module__ == f"lossbook.{framework.name}.{row.family}"
    assert row.name in framework.package.__all__


@ROWS
def test_function_has_the_parameters_and_defaults_of_its_row(framework, row):
    found = keywords(function(framework, row), skip=len(row.inputs()))
    common = COMMON.get(framework.name, {"axis"})
    mathematics = {name: default for name, default in found.items() if name not in common}
    assert mathematics == {p.name: p.default for p in row.parameters}
    assert (framework.axis in found) == row.has_axis
    assert found.get("reduction", "mean") == "mean"


@ROWS
def test_gradient_takes_what_its_loss_takes(numpy_losses, row):
    signature = inspect.signature(function(numpy_losses, row))
    assert inspect.signature(function(numpy_losses, row, "_grad")).parameters == signature.parameters


@ROWS
def test_class_has_the_parameters_of_its_function(autodiff, row):
    loss_class = getattr(autodiff.package, row.class_name + ("Loss" if autodiff.name == "torch" else ""))
    of_function = keywords(function(autodiff, row), skip=len(row.inputs()))
    of_class = keywords(loss_class.__init__, skip=1)
    extra = {"torch": {"reduction": "mean"}}.get(
        autodiff.name, {"reduction": "sum_over_batch_size", "name": row.name, "dtype": None}
    )
    assert of_class == {k: v for k, v in of_function.items() if k not in ("sample_weight", "reduction")} | extra


@pytest.mark.aspect("state")
@ROWS
def test_class_hands_every_parameter_on(autodiff, row):
    """A parameter that a class takes and drops would leave the default in place."""
    loss_class = getattr(autodiff.package, row.class_name + ("Loss" if autodiff.name == "torch" else ""))
    changed = {p.name: p.examples[0] for p in row.parameters if p.examples}
    loss = loss_class(**changed)
    stored = loss.options if autodiff.name == "torch" else loss.get_config()
    for name, value in changed.items():
        kept = stored[name].tolist() if hasattr(stored[name], "tolist") else stored[name]
        assert kept == (list(value) if isinstance(value, tuple) else value), name


@ROWS
def test_docstring_says_what_a_reader_needs(framework, row):
    text = inspect.getdoc(function(framework, row))
    for section in ("Args:", "Returns:", "Raises:", "Examples:", "References:", ".. math::"):
        assert section in text, section
    for name in keywords(function(framework, row), skip=0):
        assert f"\n    {name}: " in text, name
    assert row.source.split(",")[0].split(" (")[0] in text


@ROWS
def test_public_functions_are_typed(framework, row):
    for parameter in inspect.signature(function(framework, row)).parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name
    assert inspect.signature(function(framework, row)).return_annotation is not inspect.Signature.empty


@ROWS
def test_reference_is_there_and_cases_try_every_parameter(row):
    assert callable(getattr(reference, row.name))
    tried = {name for case in cases.ORDINARY if case.row is row for name in case.options}
    assert tried == {p.name for p in row.parameters if p.examples}


def test_no_public_loss_is_missing_from_the_catalog(framework):
    functions = {n for n in framework.package.__all__ if n.islower()}
    assert {n.removesuffix("_grad") for n in functions} == set(CATALOG)


def test_every_loss_says_what_there_is_of_it_elsewhere():
    assert list(COUNTERPARTS) == list(CATALOG)


@ROWS
def test_names_in_the_frameworks_exist_there(row):
    import keras
    import torch

    homes = {"keras": (keras.losses,), "torch": (torch.nn, torch.nn.functional)}
    for framework, places in homes.items():
        counterpart = getattr(COUNTERPARTS[row.name], framework)
        for name in counterpart.name.split(" · ") if counterpart else ():
            needs(f"{framework}.losses.{name}")
            assert any(hasattr(place, name) for place in places), name


@pytest.mark.parametrize(
    ("imported", "loaded"),
    [
        ("lossbook", "False False"),
        ("lossbook.numpy", "False False"),
        ("lossbook.catalog", "False False"),
        ("lossbook.testing", "False False"),
        pytest.param("lossbook.tensorflow", "True False", marks=pytest.mark.slow),
        pytest.param("lossbook.torch", "False True", marks=pytest.mark.slow),
    ],
)
def test_a_package_loads_its_own_framework_alone(imported, loaded):
    assert said_after(imported, "'tensorflow' in sys.modules, 'torch' in sys.modules") == loaded


@pytest.mark.parametrize(
    ("imported", "unwanted"),
    [
        ("lossbook.numpy", "scipy sklearn matplotlib hypothesis mpmath"),
        pytest.param("lossbook.tensorflow", "", marks=pytest.mark.slow),
        pytest.param("lossbook.torch", "", marks=pytest.mark.slow),
    ],
)
def test_a_package_loads_nothing_that_only_tests_and_pages_want(imported, unwanted):
    unwanted = {"lossbook.samples", "lossbook.counterparts", "lossbook_course", *unwanted.split()}
    assert said_after(imported, f"*{unwanted} & set(sys.modules)") == ""


def said_after(imported, question):
    """What a new process answers after an import, where what it imports is installed."""
    framework = imported.rpartition(".")[2]
    if framework in MAKERS:
        pytest.importorskip(framework)
    code = f"import {imported}, sys; print({question})"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", MAKERS)
def test_loss_bodies_stay_formulas(name):
    """A loss is one formula that fits on a few lines; a gradient may take a few more."""
    for family in {row.family for row in CATALOG.values()}:
        module = importlib.import_module(f"lossbook.{name}.{family}")
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef) and node.name.removesuffix("_grad") in CATALOG:
                body = node.body[1:]
                assert body[-1].end_lineno - body[0].lineno + 1 <= 16, node.name
