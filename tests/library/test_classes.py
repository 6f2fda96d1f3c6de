"""What is made of a function, a Keras class or a module, is like a class that somebody wrote."""

import copy
import inspect
import pickle
import pydoc

import pytest

import lossbook.torch
from lossbook.catalog import CATALOG
from lossbook.classes import described, parameters_of

ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=CATALOG)


def class_of(framework, row):
    return getattr(framework.package, row.class_name + ("Loss" if framework.name == "torch" else ""))


@ROWS
def test_help_shows_the_signature_and_what_each_parameter_means(autodiff, row):
    shown = pydoc.plain(pydoc.render_doc(class_of(autodiff, row))).replace("'", "")  # quoted up to Python 3.13
    function = getattr(autodiff.package, row.name)
    for parameter in parameters_of(function):
        said = described(function)[parameter.name].splitlines()[0]
        for line in (f"{parameter.name}: {parameter.annotation} = {parameter.default!r}", f"{parameter.name}: {said}"):
            assert line.replace("'", "") in shown


@ROWS
def test_pickle_and_copy_find_the_class_again(autodiff, row):
    made = class_of(autodiff, row)
    assert pickle.loads(pickle.dumps(made)) is made
    assert inspect.getmodule(made).__name__ == f"lossbook.{autodiff.name}.classes"
    if autodiff.name == "torch":
        loss = made(reduction="sum", **{p.name: p.examples[-1] for p in row.parameters if p.examples})
        for again in (pickle.loads(pickle.dumps(loss)), copy.deepcopy(loss)):
            assert repr(again) == repr(loss)


def test_module_shows_its_parameters():
    assert repr(lossbook.torch.BinaryFocalLoss(3, alpha=0.25)).startswith("BinaryFocalLoss(gamma=3, alpha=0.25, from_")


@pytest.mark.parametrize(
    ("arguments", "keywords", "said"),
    [((), {"gama": 2.0}, "unexpected keyword argument 'gama'"), ((0,) * 20, {}, "too many positional arguments")],
)
def test_a_parameter_that_does_not_exist_is_refused_by_name(autodiff, arguments, keywords, said):
    made = class_of(autodiff, CATALOG["binary_focal"])
    with pytest.raises(TypeError, match=f"{made.__name__}: .*{said}"):
        made(*arguments, **keywords)


OF_0_2 = {
    "binary_cross_entropy": ["from_logits", "label_smoothing", "pos_weight", "eps"],
    "binary_focal": ["gamma", "alpha", "from_logits", "label_smoothing", "eps"],
    "linear_cross_entropy": ["label_smoothing", "ignore_index"],
}


@pytest.mark.parametrize("name", OF_0_2)
def test_what_0_2_took_by_position_keeps_its_place(autodiff, name):
    """A parameter that came later is taken by name alone, and does not move what stands behind."""
    behind = ["reduction"] if autodiff.name == "torch" else ["reduction", "name", "dtype"]
    parameters = inspect.signature(class_of(autodiff, CATALOG[name])).parameters.values()
    placed = [each.name for each in parameters if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert placed == OF_0_2[name] + behind


def test_a_subclass_may_choose_a_default(autodiff):
    base = class_of(autodiff, CATALOG["binary_focal"])

    class Sharp(base):
        def __init__(self, alpha=0.5):
            super().__init__(gamma=5.0, alpha=alpha)

    made = Sharp()
    stored = made.options if autodiff.name == "torch" else made.get_config()
    assert (stored["gamma"], stored["alpha"]) == (5.0, 0.5)
    assert list(inspect.signature(Sharp).parameters) == ["alpha"]
