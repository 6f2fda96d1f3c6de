"""The doctor reads programs: each rule on its example and its twin, the styles of both frameworks, and bad input."""

import json
import math
import subprocess
import sys
import time

import numpy as np
import pytest

from lossbook.doctor import RULES, witness
from lossbook.doctor import layer_witness as of_layer
from lossbook.doctor.examples import EXAMPLES, ON_A_BATCH
from lossbook.doctor.layer_witness import Case
from lossbook.doctor.losses import wanted
from lossbook.doctor.read import read_file, read_source


def codes(source):
    return [finding.code for finding in read_source(source)]


@pytest.mark.parametrize("code", EXAMPLES)
def test_rule_finds_its_example(code):
    faulty, _ = EXAMPLES[code]
    found = read_source(faulty)
    assert {it.code for it in found} == {code}
    for it in found:
        assert it.place.line <= faulty.count("\n")
        assert any(char.isdigit() for char in it.witness) or "nan" in it.witness
        assert it.numbers
        assert it.cure


@pytest.mark.parametrize("code", EXAMPLES)
def test_rule_lets_the_twin_be(code):
    _, mended = EXAMPLES[code]
    assert read_source(mended) == []


def test_every_rule_has_an_example_or_needs_a_batch():
    assert set(EXAMPLES) | set(ON_A_BATCH) == set(RULES)
    assert not set(EXAMPLES) & set(ON_A_BATCH)


# The same fault, softmax before a loss that has its own, in many hands.
KERAS_HEAD = "import tensorflow as tf\nimport keras\nfrom keras import layers\n"
TORCH_HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
SOFTMAX_TWICE = {
    "Sequential, add": KERAS_HEAD
    + "m = keras.Sequential()\nm.add(layers.Dense(4))\nm.add(layers.Activation('softmax'))\n"
    "m.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))\n",
    "functional": KERAS_HEAD
    + "i = keras.Input((3,))\no = layers.Softmax()(layers.Dense(4)(i))\nm = keras.Model(i, o)\n"
    "m.compile('adam', keras.losses.SparseCategoricalCrossentropy(True))\n",
    "helper": KERAS_HEAD
    + "def build(n, act):\n    return keras.Sequential([layers.Dense(8), layers.Dense(n, activation=act)])\n"
    "def fit(m):\n    m.compile('sgd', loss=keras.losses.CategoricalCrossentropy(from_logits=True))\n"
    "fit(build(4, 'softmax'))\n",
    "tape": KERAS_HEAD + "class M(tf.keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.d = layers.Dense(4)\n    def call(self, x):\n        return tf.nn.softmax(self.d(x))\nm = M()\n"
    "opt = tf.keras.optimizers.Adam()\n"
    "@tf.function\ndef step(x, y):\n    with tf.GradientTape() as tape:\n"
    "        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=m(x)))\n"
    "    opt.apply_gradients(zip(tape.gradient(loss, m.trainable_variables), m.trainable_variables))\n"
    "for x, y in data:\n    step(x, y)\n",
    "method": TORCH_HEAD + "m = nn.Linear(3, 4)\nloss = F.cross_entropy(m(x).softmax(dim=1), y)\n",
    "layers in a loop": TORCH_HEAD + "def mlp(sizes):\n    out = []\n    for a, b in zip(sizes, sizes[1:]):\n"
    "        out += [nn.Linear(a, b), nn.ReLU()]\n    out[-1] = nn.Softmax(dim=1)\n    return nn.Sequential(*out)\n"
    "m = mlp([3, 8, 4])\nloss = nn.CrossEntropyLoss()(m(x), y)\n",
    "branch": TORCH_HEAD + "class N(nn.Module):\n    def __init__(self, act=None):\n        super(N, self).__init__()\n"
    "        self.f = nn.Linear(3, 4)\n        self.act = act\n    def forward(self, x):\n        x = self.f(x)\n"
    "        if self.act is not None:\n            x = self.act(x)\n        return x\n"
    "n = N(nn.Softmax(dim=1))\ncriterion = nn.CrossEntropyLoss().cuda()\nloss = criterion(n(x), y)\n",
    "lightning": TORCH_HEAD + "import pytorch_lightning as pl\nclass L(pl.LightningModule):\n    def __init__(self):\n"
    "        super().__init__()\n        self.f = nn.Linear(3, 4)\n        self.loss = nn.CrossEntropyLoss()\n"
    "    def forward(self, x):\n        return F.softmax(self.f(x), dim=1)\n"
    "    def training_step(self, batch, i):\n        x, y = batch\n        return self.loss(self(x), y)\n",
    "ready network": TORCH_HEAD + "from torchvision import models\nnet = models.resnet18()\n"
    "net.fc = nn.Sequential(nn.Linear(512, 4), nn.Softmax(dim=1))\nloss = F.cross_entropy(net(x), y)\n",
}


@pytest.mark.parametrize("style", SOFTMAX_TWICE)
def test_softmax_twice_in_every_style(style):
    found = read_source(SOFTMAX_TWICE[style])
    assert [it.code for it in found] == ["LB102"]
    assert found[0].numbers["floor"] == pytest.approx(math.log(1 + 3 / math.e), rel=1e-12)  # of 4 classes


@pytest.mark.parametrize("style", [it for it in SOFTMAX_TWICE if "softmax" in SOFTMAX_TWICE[it].lower()])
def test_no_softmax_and_nothing_to_say(style):
    source = SOFTMAX_TWICE[style]
    for words in ("m.add(layers.Activation('softmax'))\n", "layers.Softmax()", "tf.nn.softmax", ".softmax(dim=1)"):
        source = source.replace(words, "")
    source = source.replace("'softmax'", "None").replace("F.softmax(self.f(x), dim=1)", "self.f(x)")
    source = source.replace("nn.Softmax(dim=1)", "nn.Identity()")
    assert "oftmax(" not in source
    assert codes(source) == []


def test_keras_repairs_what_it_compiles_and_nothing_else():
    [compiled] = read_source(SOFTMAX_TWICE["functional"])
    [taped] = read_source(SOFTMAX_TWICE["tape"])
    assert (compiled.severity, taped.severity) == ("wasteful", "wrong")


def test_a_branch_that_may_be_right_is_not_told():
    source = TORCH_HEAD + (
        "def act(name):\n    if name == 'softmax':\n        return nn.Softmax(dim=1)\n    return nn.Identity()\n"
        "m = nn.Sequential(nn.Linear(3, 4), act(config.name))\nloss = nn.CrossEntropyLoss()(m(x), y)\n"
    )
    assert codes(source) == []
    assert codes(source.replace("config.name", "'softmax'")) == ["LB102"]


def test_what_cannot_be_followed_is_not_told():
    assert codes(TORCH_HEAD + "m = load(path)\nloss = nn.CrossEntropyLoss()(F.softmax(m(x), dim=1), y)\n") == []


def test_a_comment_silences_one_place():
    loud = TORCH_HEAD + "m = nn.Linear(3, 4)\nloss = F.cross_entropy(m(x).softmax(dim=1), y)"
    assert codes(loud + "\n") == ["LB102"]
    assert codes(loud + "  # lossbook: ignore\n") == []
    assert codes(loud + "  # lossbook: ignore[LB102]\n") == []
    assert codes(loud + "  # lossbook: ignore[LB103]\n") == ["LB102"]


def case(name, last, framework="torch", logits=None, **given):
    return Case(wanted(name, framework, logits), last, **given)


FOCAL, BINARY_FOCAL = "CategoricalFocalCrossentropy", "BinaryFocalCrossentropy"
IN_KERAS, POISSON = {"framework": "keras"}, "PoissonNLLLoss"
MANY, SPARSE, FLAGS = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"

# Numbers of the witnesses, computed once more without the library.
WITNESSES = {
    "softmax twice": (
        of_layer.softmax_twice(case("CrossEntropyLoss", "softmax", columns=10)),
        math.log(1 + 9 / math.e),
    ),
    "softmax twice of a mask": (of_layer.softmax_twice(case("DiceLoss", "softmax", "", True)), 0.5),
    "softmax twice of masks": (
        of_layer.softmax_twice(case("DiceLoss", "softmax", "", True, columns=3, axis=True)),
        math.e / (math.e + 2),
    ),
    "softmax twice of a focal loss": (
        of_layer.softmax_twice(case(FOCAL, "softmax", "keras", True, columns=4, gamma=2.0, alpha=0.25)),
        0.25 * (3 / (3 + math.e)) ** 2 * math.log(1 + 3 / math.e),
    ),
    "sigmoid twice": (of_layer.sigmoid_twice(case("BCEWithLogitsLoss", "sigmoid")), math.log(2)),
    "log-sigmoid": (of_layer.sigmoid_twice(case("BCEWithLogitsLoss", "log_sigmoid")), 0),
    "sigmoid twice of a focal loss": (
        of_layer.sigmoid_twice(case(BINARY_FOCAL, "sigmoid", "keras", True, gamma=2.0)),
        0.25 * math.log(2),
    ),
    "sigmoid twice of a mask": (of_layer.sigmoid_twice(case("DiceLoss", "sigmoid", "", True)), 0.5),
    "one column": (of_layer.one_column_softmax(case("NLLLoss", "log_softmax", columns=1)), 0),
    "clipped": (of_layer.logits_as_probabilities(case(FLAGS, "linear", **IN_KERAS)), -math.log(1e-7)),
    "clipped and divided": (of_layer.logits_as_probabilities(case(SPARSE, "linear", **IN_KERAS)), -math.log(1e-7 / 2)),
    "divided": (of_layer.logits_as_probabilities(case(MANY, "linear", **IN_KERAS)), 9 / 11),
    "logarithms": (of_layer.logits_as_probabilities(case(MANY, "log_softmax", **IN_KERAS)), -math.log(2)),
    "nll of a tanh": (of_layer.nll_without_log(case("NLLLoss", "tanh")), -1),
    "nll of raw outputs": (of_layer.nll_without_log(case("NLLLoss", "linear")), -50),
    "a guess": (of_layer.sigmoid_under_categorical(case(MANY, "sigmoid", columns=7, **IN_KERAS)), math.log(7)),
    "shares of a guess": (of_layer.sigmoid_under_categorical(case(FOCAL, "sigmoid", columns=7, **IN_KERAS)), 1 / 7),
    "sum of sigmoids": (
        of_layer.sigmoid_under_categorical(case(MANY, "sigmoid", columns=7, ours=True, **IN_KERAS)),
        6.93,
    ),
    "two tags": (of_layer.softmax_under_binary(case("BCELoss", "softmax")), 2 * math.log(2)),
    "two tags of raw outputs": (
        of_layer.softmax_under_binary(case("BCEWithLogitsLoss", "softmax")),
        2 * math.log(1 + math.exp(-0.5)),
    ),
    "two tags of a focal loss": (
        of_layer.softmax_under_binary(case(BINARY_FOCAL, "softmax", gamma=2.0, **IN_KERAS)),
        0.5 * math.log(2),
    ),
    "tanh": (
        of_layer.activation_before(case("CrossEntropyLoss", "tanh", columns=10)),
        math.log(1 + 9 * math.exp(-2)),
    ),
    "dead": (of_layer.activation_before(case("CrossEntropyLoss", "relu", columns=10)), math.log(10)),
    "never 0": (of_layer.activation_before(case("CrossEntropyLoss", "softplus", columns=10)), 0),
    "never above 0": (of_layer.activation_before(case("BCEWithLogitsLoss", "log_softmax")), math.log(2)),
    "sure of all": (of_layer.activation_before(case("CrossEntropyLoss", "log_sigmoid", columns=4)), 0.25),
    "bent where shares are wanted": (of_layer.activation_before(case(MANY, "leaky_relu", **IN_KERAS)), 9 / 11),
    "logarithms under a divergence": (
        of_layer.divergence_of_others(case("JSDivergence", "log_softmax", "")),
        math.log(0.5),
    ),
    "bent": (of_layer.activation_before(case("CrossEntropyLoss", "leaky_relu", slope=0.01)), -0.05),
    "nothing divided": (of_layer.activation_before(case(MANY, "relu", **IN_KERAS)), math.nan),
    "flags after a focal ReLU": (
        of_layer.activation_before(case(BINARY_FOCAL, "relu", "keras", True, gamma=2.0)),
        0.25 * math.log(2),
    ),
    "numbers": (of_layer.softmax_under_numbers(case("mse", "softmax", **IN_KERAS), False), 4),
    "log rates": (of_layer.softmax_under_numbers(case(POISSON, "softmax"), False), math.e),
    "kl": (of_layer.divergence_of_others(case("KLDivLoss", "softmax")), -math.log(2) - 0.5),
    "kl of raw outputs in Keras": (
        of_layer.divergence_of_others(case("KLDivergence", "linear", "keras")),
        -math.log(2),
    ),
    "kl of sigmoids in Keras": (of_layer.divergence_of_others(case("KLDivergence", "sigmoid", "keras")), -math.log(2)),
    "kl of logarithms in Keras": (
        of_layer.divergence_of_others(case("KLDivergence", "log_softmax", "keras")),
        math.log(0.5) - math.log(1e-7),
    ),
    "kl of raw outputs": (of_layer.divergence_of_others(case("KLDivLoss", "linear")), -math.log(2) - 3),
    "kl of a tanh": (of_layer.divergence_of_others(case("KLDivLoss", "tanh")), -math.log(2) - 1),
    "rate": (of_layer.rates(case(POISSON, "relu")), math.log(3)),
    "no rate": (of_layer.rates(case("poisson", "elu", **IN_KERAS)), math.nan),
    "soft margin": (of_layer.squashed_hinge(case("SoftMarginLoss", "sigmoid")), math.log(2)),
    "lead": (of_layer.squashed_hinge(case("MultiMarginLoss", "sigmoid")), 0.8),
    "pairs": (witness.broadcast(), 9),
    "swapped class numbers": (witness.swapped("x", "torch", "class logits", "labels"), 0),
    "swapped distributions": (witness.swapped("kl_divergence", "torch", "log distribution", "distribution"), math.nan),
    "gamma": (witness.alpha_ignored(0.25, 5.0), -(0.7**5) * math.log(0.3)),
    "log of a sigmoid": (witness.log_of("sigmoid", True), -math.inf),
    "weight": (witness.weights_cancel(), math.log(2)),
    "inverted": (witness.weights_inverted(), 100 / 8200),
    "axis": (witness.wrong_axis(4), 0.5),
    "apart": (witness.out_of_reach(0.0, 1.0, 0.0, 3.0), 0),
}


@pytest.mark.parametrize("name", WITNESSES)
def test_witness(name):
    (sentence, numbers), by_hand = WITNESSES[name]
    assert next(iter(numbers.values())) == pytest.approx(by_hand, rel=1e-5, nan_ok=True)
    assert any(digit in sentence for digit in "0123456789") or "nan" in sentence


# Files, notebooks, and what is neither.


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": it} for it in cells], "nbformat": 4})


def test_notebook(tmp_path):
    path = tmp_path / "a.ipynb"
    head = "%matplotlib inline\n!pip install torch\n" + TORCH_HEAD
    path.write_text(notebook(head, "%%bash\nls", "m = nn.Linear(3, 4)\nloss = F.cross_entropy(m(x).softmax(1), y)"))
    [found] = read_file(path)
    assert (found.code, found.place.file, found.place.line) == ("LB102", f"{path}:cell 3", 2)


BAD = {
    "syntax.py": "def f(:\n",
    "python2.py": "print 'hello'\n",
    "deep.py": "x = " + "(" * 5000 + ")" * 5000,
    "sum.py": "x = " + "+".join(["1"] * 20_000),
    "zero.py": "x = 1\0",
    "words.txt": "It was a bright cold day in April.",
    "broken.ipynb": "{",
    "old.ipynb": '{"worksheets": []}',
    "list.ipynb": "[1, 2]",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_program_gets_a_sentence(tmp_path, name):
    path = tmp_path / name
    path.write_text(BAD[name])
    try:
        assert read_file(path) == []
    except ValueError as problem:
        assert str(problem).startswith(("is not", "is nested", "cannot"))
        assert "\n" not in str(problem)


def test_latin1_and_empty(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(ValueError, match="encoding"):
        read_file(path)
    path.write_bytes(b"")
    assert read_file(path) == []
    with pytest.raises(ValueError, match="cannot be opened"):
        read_file(tmp_path / "none.py")


def test_endless_programs_end():
    assert codes("def f(n):\n    return f(n + 1)\nwhile True:\n    f(0)\n") == []
    assert codes("x = []\nx.append(x)\nfor a in x:\n    x.append(a)\n") == []
    fork = "def f(n):\n    return g(n) + g(n)\ndef g(n):\n    return f(n) + f(n)\nf(1)\n"
    assert codes(fork) == []
    many = "".join(f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x) + f{i + 1}(x)\n" for i in range(20))
    start = time.perf_counter()
    assert codes(many + "f0(1)\n") == []
    assert time.perf_counter() - start < 30


def test_fifty_thousand_lines():
    lines = "".join(f"x{i} = {i} + 1\nif x{i}:\n    y{i} = [x{i}]\n" for i in range(16_000))
    assert codes(lines + SOFTMAX_TWICE["method"]) == ["LB102"]


# The command line.


def run(*arguments, cwd):
    command = [sys.executable, "-m", "lossbook.doctor", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(__import__("pathlib").Path(__file__).parents[3]))
    (tmp_path / "good.py").write_text(TORCH_HEAD)
    (tmp_path / "bad.py").write_text(SOFTMAX_TWICE["method"])
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_check(folder):
    done = run("check", ".", "empty", "nothing.py", cwd=folder)
    assert done.returncode == 2
    assert done.stdout.startswith(
        "bad.py:5:24 LB102 softmax before cross_entropy: even a perfect network can't get below 0.7"
    )
    assert "cure: take the softmax out" in done.stdout
    assert "broken.py: is not Python 3" in done.stderr
    assert "empty: no .py or .ipynb file in it" in done.stderr
    assert "nothing.py: there is no such file or folder" in done.stderr
    assert "2 files read: 1 wrong, 0 wasteful, 0 look" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "good.py"], 0),
        (["check", "bad.py"], 1),
        (["check", "nothing.py"], 2),
        (["check", "empty"], 2),
        (["check", "broken.py"], 2),
        (["check", "bad.py", "--baseline", "nothing.json"], 2),
        (["check", "bad.py", "--write-baseline", "nowhere/known.json"], 2),
        (["run", "nothing.py"], 2),
    ],
    ids=["good", "bad", "missing", "empty", "broken", "no baseline", "nowhere", "no script"],
)
def test_exit_status(folder, arguments, status):
    done = run(*arguments, cwd=folder)
    assert done.returncode == status
    assert done.stderr and "Traceback" not in done.stderr


def test_formats(folder):
    [found] = json.loads(run("check", "bad.py", "--format", "json", cwd=folder).stdout)
    assert (found["code"], found["line"], found["severity"]) == ("LB102", 5, "wrong")
    assert run("check", "bad.py", "--format", "github", cwd=folder).stdout.startswith(
        "::error file=bad.py,line=5,col=24"
    )
    sarif = json.loads(run("check", "bad.py", "--format", "sarif", cwd=folder).stdout)
    [result] = sarif["runs"][0]["results"]
    assert result["ruleId"] == "LB102"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 24}
    assert {it["id"] for it in sarif["runs"][0]["tool"]["driver"]["rules"]} == set(RULES)
    assert run("check", "good.py", "--format", "json", cwd=folder).stdout == "[]\n"


def test_select_ignore_and_pyproject(folder):
    assert run("check", "bad.py", "--select", "LB2", cwd=folder).returncode == 0
    assert run("check", "bad.py", "--ignore", "LB102,LB3", cwd=folder).returncode == 0
    unknown = run("check", "bad.py", "--select", "LB9", cwd=folder)
    assert unknown.returncode == 2
    assert "no rule begins with LB9" in unknown.stderr
    (folder / "pyproject.toml").write_text('[tool.lossbook.doctor]\nignore = ["LB102"]\n')
    assert run("check", "bad.py", cwd=folder).returncode == 0
    (folder / "pyproject.toml").write_text('[tool.lossbook.doctor]\nignore = ["LB9"]\n')
    unknown = run("check", "bad.py", cwd=folder)
    assert unknown.returncode == 2
    assert "pyproject.toml: no rule begins with LB9" in unknown.stderr and "Traceback" not in unknown.stderr
    (folder / "pyproject.toml").write_text("[tool\n")
    broken = run("check", "bad.py", cwd=folder)
    assert broken.returncode == 2
    assert "pyproject.toml cannot be read" in broken.stderr


def test_baseline(folder):
    run("check", "bad.py", "--write-baseline", "known.json", cwd=folder)
    assert run("check", "bad.py", "--baseline", "known.json", cwd=folder).returncode == 0
    again = (folder / "bad.py").read_text()
    (folder / "bad.py").write_text("# one more line above\n" + again)
    assert run("check", "bad.py", "--baseline", "known.json", cwd=folder).returncode == 0
    (folder / "bad.py").write_text(again + again)
    assert run("check", "bad.py", "--baseline", "known.json", cwd=folder).returncode == 1


def test_a_baseline_of_a_notebook_outlives_a_cell_above(folder):
    source = (folder / "bad.py").read_text().splitlines(keepends=True)
    cells = [{"cell_type": "code", "source": source}]
    for above in (0, 1):
        (folder / "bad.ipynb").write_text(
            json.dumps({"cells": above * [{"cell_type": "markdown", "source": []}] + cells})
        )
        if not above:
            run("check", "bad.ipynb", "--write-baseline", "known.json", cwd=folder)
        assert run("check", "bad.ipynb", cwd=folder).returncode == 1
        assert run("check", "bad.ipynb", "--baseline", "known.json", cwd=folder).returncode == 0


def test_explain(folder):
    done = run("explain", "lb102", cwd=folder)
    assert done.returncode == 0
    assert "softmax-twice" in done.stdout
    assert EXAMPLES["LB102"][0] in done.stdout
    assert run("explain", "LB999", cwd=folder).returncode == 2
    assert len(run("rules", cwd=folder).stdout.splitlines()) == len(RULES)


def test_reading_loads_no_framework(folder):
    program = (
        "import sys\nfrom lossbook.doctor.__main__ import main\nmain(['check', 'bad.py'])\n"
        "print(sorted({'torch', 'tensorflow', 'keras'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_link_to_the_clinic(monkeypatch):
    [found] = read_source(SOFTMAX_TWICE["method"])
    assert found.rule.page == "clinic-softmax-twice"
    monkeypatch.setenv("LOSSBOOK_CLINIC", "https://example.org/appendix/clinic.html")
    assert found.rule.page == "https://example.org/appendix/clinic.html#clinic-softmax-twice"


def test_no_witness_no_finding():
    with pytest.raises(ValueError, match="witness"):
        type(read_source(SOFTMAX_TWICE["method"])[0])("LB102", "softmax", "")


def test_numbers_are_numbers():
    for faulty, _ in EXAMPLES.values():
        for found in read_source(faulty):
            assert all(isinstance(it, float | int | np.floating) for it in found.numbers.values())
