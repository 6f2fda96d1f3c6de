"""What the README tells an engineer to write runs as it stands there, and does what is said of it."""

from pathlib import Path

from tools.snippets import snippets

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def run(package):
    """The names that the README's one snippet with this package leaves behind."""
    (snippet,) = snippets(README, package)
    names = {}
    exec(compile(snippet, "README.md", "exec"), names)
    return names


def test_numpy_prints_a_loss_and_a_gradient_for_each_sample(capsys):
    run("lossbook.numpy")
    loss, gradient = capsys.readouterr().out.splitlines()
    assert float(loss) > 0 and len(gradient.strip("[]").split()) == 3


def test_torch_leaves_a_gradient():
    assert run("lossbook.torch")["logits"].grad.any()


def test_keras_takes_the_class_into_compile():
    names = run("lossbook.tensorflow")
    assert names["model"].loss.get_config().items() >= {"gamma": 2.0, "alpha": 0.25, "from_logits": True}.items()
