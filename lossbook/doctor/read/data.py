"""Data that a program makes up or loads, and what is known of them: range, whole numbers, one-hot rows, shape."""

from __future__ import annotations

import math
from typing import Any

from lossbook.doctor.read.values import (
    INFINITE,
    Instance,
    Items,
    Known,
    Loader,
    Method,
    Named,
    Path,
    Tensor,
    Value,
    constant,
    options,
)


def array(low: float = -INFINITE, high: float = INFINITE, **told: Any) -> Tensor:
    """Data from a range that is known; from any, if none is given."""
    return Tensor("data", low=low, high=high, **{"known": True, **told})


def made(path: Path, given: list[Value], named: Named) -> Value | None:
    """Data that a program makes up."""
    name = path.last
    if path.root not in ("numpy", "torch", "tensorflow") and "keras" not in path.root:
        return None
    random = "random" in path.name or path.root == "torch"
    if name in ("to_categorical", "to_one_hot") or name == "one_hot":
        return array(0, 1, one_hot=True)
    if name in ("randn", "normal", "standard_normal", "randn_like") and random:
        return array(shape=_shape(given, named))
    if name in ("rand", "random", "random_sample", "uniform", "rand_like") and random:
        low, high = 0.0, 1.0
        if name == "uniform":
            low, high = (
                float(constant(it) or 0) if isinstance(it, Known) else -INFINITE
                for it in (*given[:2], Known(0), Known(1))[:2]
            )
        return array(low, high, shape=_shape(given if name != "uniform" else [], named))
    if name in ("randint", "integers", "random_integers", "choice", "poisson", "binomial"):
        return _integers(name, given, named)
    ends = [constant(it) for it in given]
    if name == "arange" and ends and all(isinstance(it, int) for it in ends):
        steps = range(*ends)
        return array(min(steps, default=0), max(steps, default=0), integer=True, shape=(len(steps),))
    if name in ("linspace", "logspace", "geomspace", "arange"):
        ends = [constant(it) for it in given[:2]]
        known = name == "linspace" and all(isinstance(it, int | float) for it in ends) and len(ends) == 2
        line = array(min(ends), max(ends)) if known else array(known=False)
        return line.but(shape=(None,), integer=name == "arange")
    if name in ("image_dataset_from_directory", "text_dataset_from_directory"):
        return Loader((array(known=False), _labels_in_folders(constant(named.get("label_mode", Known("int"))))), 0)
    if name in ("eye", "identity"):
        size = constant(given[0]) if given else None
        return array(0, 1, one_hot=True, integer=True, shape=(None, size if isinstance(size, int) else None))
    if name == "digitize":
        return array(0, INFINITE, integer=True, by="labels", shape=(None,))
    if name in ("repeat", "tile") and given and isinstance(given[0], Items):
        return _literal(given[0], named).but(shape=(None,))
    if name == "select" and len(given) > 1 and isinstance(given[1], Items):
        return _literal(given[1], named).but(shape=(None,))
    if name in ("zeros", "ones", "zeros_like", "ones_like", "full", "empty", "eye"):
        value = {"zeros": 0.0, "ones": 1.0, "zeros_like": 0.0, "ones_like": 1.0}.get(name)
        like = given[0] if name.endswith("_like") and given and isinstance(given[0], Tensor) else None
        shape = like.shape if like else _shape(given, named)
        if name == "full" and len(given) > 1 and isinstance(constant(given[1]), int | float):
            value = float(constant(given[1]))
        whole = array(shape=shape, known=False) if value is None else array(value, value, shape=shape)
        return whole.but(integer=value is not None and value.is_integer())
    if name in ("array", "tensor", "asarray", "constant", "FloatTensor", "LongTensor") and given:
        return _literal(given[0], named)
    if name in ("pad_sequence", "pad_sequences"):
        return array(known=False, padded=True)
    if name == "bincount" and given:
        return array(0, INFINITE, integer=True, by="counts", shape=(None,))
    if name == "default_rng" or name == "RandomState":
        return Path("numpy.random")
    if name == "where" and len(given) == 3:
        values = [_literal(it, {}) if isinstance(it, Known) else it for it in given[1:]]
        if all(isinstance(it, Tensor) and not it.predicted for it in values):
            shape = given[0].shape if isinstance(given[0], Tensor) else None
            return together([it for it in values if isinstance(it, Tensor)]).but(shape=shape)
    return None


def _labels_in_folders(mode: object) -> Value:
    if mode == "categorical":
        return array(0, 1, one_hot=True)
    high = 1.0 if mode == "binary" else INFINITE
    return array(0, high, integer=True, by="labels", shape=(None,), known=mode in ("int", "binary"))


def _integers(name: str, given: list[Value], named: Named) -> Tensor:
    """Whole numbers drawn from a range, or from a list."""
    first = constant(given[0]) if given else None
    if name == "choice":
        shape = _shape(given[1:2], {key: it for key, it in named.items() if key == "size"})
        if isinstance(first, int):
            return array(0.0, first - 1, integer=True, shape=shape)
        return _literal(given[0], {}).but(shape=shape) if given else array(known=False)
    shape = _shape([named["size"]] if "size" in named else given[2:3], {})
    if name in ("poisson", "binomial"):
        return array(0.0, INFINITE, integer=True, shape=shape)
    second = constant(named.get("high", given[1] if len(given) > 1 else None))
    if isinstance(first, int) and isinstance(second, int):
        return array(float(first), float(second - 1), integer=True, shape=shape)
    if isinstance(first, int) and (len(given) == 1 or isinstance(given[1], Items)):
        return array(0.0, float(first - 1), integer=True, shape=_shape(given[1:2], {}) or shape)
    return array(integer=True, known=False, shape=shape)


def with_values(x: Tensor, key: Value, value: Value) -> Tensor:
    """Data of which some are given another value; if a mask says which, none of the old may be left."""
    if isinstance(key, Tensor):
        return x.but(known=False, low=-INFINITE, high=INFINITE, one_hot=False)
    number = constant(value)
    if isinstance(number, int | float):
        value = array(float(number), float(number), integer=float(number).is_integer())
    if not isinstance(value, Tensor) or not value.known or value.predicted:
        return x.but(known=False, low=-INFINITE, high=INFINITE, one_hot=False)
    return together([x, value]).but(shape=x.shape, by=x.by, safe=True)


def together(parts: list[Tensor]) -> Tensor:
    """Several arrays in one."""
    low, high = min(it.low for it in parts), max(it.high for it in parts)
    known = all(it.known for it in parts)
    if not known:
        low, high = -INFINITE, INFINITE
    shares = all(it.by in ("share", "frequencies") for it in parts)
    return array(low, high, known=known, integer=all(it.integer for it in parts), by="frequencies" if shares else "")


def _literal(value: Value, named: Named) -> Tensor:
    """An array of numbers that are written down, or of which each is one of some."""
    if (
        isinstance(value, Items)
        and value.items
        and all(isinstance(it, Tensor) and not it.predicted for it in value.items)
    ):
        value = together([it for it in value.items if isinstance(it, Tensor)])
    if isinstance(value, Tensor):
        return value if not value.predicted else value.but(cut="tensor")
    numbers: list[float] = []
    shape: list[int | None] = []

    def visit(it: Value, depth: int) -> bool:
        if isinstance(it, Items):
            if depth == len(shape):
                shape.append(len(it.items) if it.whole else None)
            return bool(it.items) and all(visit(inner, depth + 1) for inner in it.items)
        found = [constant(option) for option in options(it)]
        numbers.extend(one for one in found if isinstance(one, int | float))
        return all(isinstance(one, int | float) for one in found)

    if not visit(value, 0) or not numbers:
        return array(known=False)
    integer = all(float(it).is_integer() for it in numbers)
    rows = (shape[-1] or 0) if len(shape) == 2 and None not in shape else 0
    one_hot = rows > 1 and all(
        sorted(numbers[at : at + rows]) == [0] * (rows - 1) + [1] for at in range(0, len(numbers), rows)
    )
    return array(min(numbers), max(numbers), integer=integer, one_hot=one_hot, shape=tuple(shape))


def _shape(given: list[Value], named: Named) -> tuple[int | None, ...] | None:
    told = named.get("size", named.get("shape"))
    like = told if told is not None else given[0] if len(given) == 1 else None
    if isinstance(like, Method) and like.name == "shape" and isinstance(like.owner, Tensor):
        return like.owner.shape
    sizes = [told] if told is not None else given
    if len(sizes) == 1 and isinstance(sizes[0], Items):
        sizes = sizes[0].items
    numbers = [constant(it) for it in sizes]
    if not sizes or any(isinstance(it, str) for it in numbers):
        return None
    return tuple(it if isinstance(it, int) else None for it in numbers)


def arrays_in(value: Value) -> tuple[Value, ...]:
    """The arrays of a data set, or of a part of it; none if they are not known."""
    if isinstance(value, Items) and value.whole and all(isinstance(it, Tensor) for it in value.items):
        return tuple(value.items)
    if isinstance(value, Items) and len(value.items) == 3 and value.items[0] is value.items[1]:
        return arrays_in(value.items[0])
    return ()


def of_keras(name: str) -> Value:
    """What ``keras.datasets`` gives: pictures of 0 to 255, and class numbers."""
    x = array(0, 255, integer=True) if "mnist" in name or "cifar" in name else array(known=False)
    if "housing" in name:
        y = array(5, 50, by="targets", shape=(None,))
    else:
        high = 99 if "cifar100" in name else 45 if "reuters" in name else 1 if "imdb" in name else 9
        y = array(0, high, integer=True, by="labels", shape=(None, 1) if "cifar" in name else (None,))
    return Items([Items([x, y]), Items([x, y])])


# The last class of scikit-learn's data sets, or the range of their targets.
CLASSES = {"load_iris": 2, "load_wine": 2, "load_breast_cancer": 1, "load_digits": 9}
TARGETS = {"load_diabetes": (25.0, 346.0), "fetch_california_housing": (0.15, 5.0)}


def of_sklearn(name: str, given: list[Value], named: Named) -> Value:
    """What scikit-learn's makers and loaders of data give."""
    if name == "train_test_split":
        return Items([_some_rows(it) for value in given for it in (value, value)])
    if name in ("make_classification", "make_blobs", "make_moons", "make_circles", "make_multilabel_classification"):
        if "multilabel" in name:
            return Items([array(known=False), array(0, 1, integer=True, by="labels", shape=(None, 5))])
        usual = Known(3 if name == "make_blobs" else 2)
        classes = constant(named.get("n_classes", named.get("centers", usual)))
        known = isinstance(classes, int)
        y = array(0, classes - 1 if isinstance(classes, int) else INFINITE, known=known, integer=True, shape=(None,))
        return Items([array(known=False), y.but(by="labels")])
    if name == "make_regression":
        return Items([array(), array(shape=(None,), by="targets")])
    if name in CLASSES or name in TARGETS:
        if name in CLASSES:
            y = array(0, CLASSES[name], integer=True, by="labels", shape=(None,))
        else:
            y = array(*TARGETS[name], by="targets", shape=(None,))
        x = array(0, 16) if name == "load_digits" else array(known=False)
        if constant(named.get("return_X_y")) is True:
            return Items([x, y])
        return Instance(Path(f"sklearn.{name}"), {"data": x, "target": y})
    if name in ("scale", "StandardScaler.fit_transform"):
        return array(known=False)
    return Instance(Path(f"sklearn.{name}"))


def _some_rows(value: Value) -> Value:
    return value.but(shape=(None, *value.shape[1:]) if value.shape else None) if isinstance(value, Tensor) else value


# Ranges: what becomes of the smallest and the largest value.


def mapped(name: str, x: Tensor, numbers: list[float]) -> Tensor | None:
    """Data after a function of each value; None for a function of which nothing is known."""
    if name in ("argmax", "argmin"):
        columns = x.shape[-1] if x.shape is not None and len(x.shape) > 1 else None
        return array(0, columns - 1 if columns else INFINITE, integer=True, by="labels", shape=(None,))
    if name in ("cos", "sin"):
        return array(-1, 1, shape=x.shape, by=x.by)
    if name == "sign":
        return array(-1, 1, integer=True, shape=x.shape, by=x.by)
    if name in ("round", "floor", "ceil", "rint"):
        return x.but(integer=True)
    if not x.known:
        return None
    if name == "exp":
        return array(_exp(x.low), _exp(x.high), shape=x.shape)
    if name in ("abs", "absolute"):
        low = 0.0 if x.low <= 0 <= x.high else min(abs(x.low), abs(x.high))
        return array(low, max(abs(x.low), abs(x.high)), integer=x.integer, shape=x.shape)
    if name in ("clip", "clamp", "clip_by_value") and len(numbers) == 2:
        return array(max(x.low, numbers[0]), min(x.high, numbers[1]), integer=x.integer, shape=x.shape)
    if name in ("tanh",):
        return array(-1, 1, shape=x.shape)
    return None


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else INFINITE


def power(x: Tensor, exponent: float) -> Tensor:
    """Data to a power."""
    if exponent == 2:
        low = 0.0 if x.low <= 0 <= x.high else min(x.low**2, x.high**2)
        return x.but(low=low, high=max(x.low**2, x.high**2), one_hot=False)
    return x.but(known=False, low=-INFINITE, high=INFINITE, one_hot=False)


def scaled_range(x: Tensor, op: str, number: float, first: bool) -> tuple[float, float]:
    """The range of data and a number; ``first``: the data come first."""
    ends = {
        "Add": (x.low + number, x.high + number),
        "Sub": (x.low - number, x.high - number) if first else (number - x.high, number - x.low),
        "Mult": (_times(x.low, number), _times(x.high, number)),
        "Div": (x.low / number, x.high / number) if first and number else (-INFINITE, INFINITE),
    }.get(op, (-INFINITE, INFINITE))
    return min(ends), max(ends)


def joined_range(left: Tensor, op: str, right: Tensor) -> tuple[float, float, bool]:
    """The range of two arrays together, and whether it is known."""
    everything = any(it.known and it.low == -INFINITE and it.high == INFINITE for it in (left, right))
    if not (left.known and right.known):  # what has no bound on either side keeps none, whatever is added
        return -INFINITE, INFINITE, everything and op in ("Add", "Sub", "Div") and (left.known or op != "Div")
    if op == "Add":
        return left.low + right.low, left.high + right.high, True
    if op == "Sub":
        return left.low - right.high, left.high - right.low, True
    if op == "Mult":
        ends = [_times(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
        return min(ends), max(ends), True
    return -INFINITE, INFINITE, everything and op in ("MatMult", "Div")


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b
