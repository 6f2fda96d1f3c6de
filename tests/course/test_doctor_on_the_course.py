"""What the doctor says of the project itself: of the pages what they show as a fault, and of the rest nothing."""

from collections.abc import Iterator
from pathlib import Path

import nbformat

from lossbook.doctor import Finding, read_file

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FOLDERS = ("lossbook", "lossbook_course", "lossbook_site", "tools")
PROGRAMS = sorted(
    [*(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")), *ROOT.glob("benchmarks/*.py")]
)

# Each fault that a page shows on purpose: the notebook, the line, and the rule that the line breaks.
SHOWN = {
    ("clinic.ipynb", 'dense = keras.layers.Dense(1, activation, kernel_initializer="zeros")', "LB101"),
    ("clinic.ipynb", "cut = in_keras(lambda y, p: tf.square(y - tf.round(p)))", "LB303"),
    ("clinic.ipynb", "masked = lambda x: torch.where(x > 0, x.log(), 0.0)", "LB305"),
    ("08-your-own-loss.ipynb", "return torch.where(input > 0, losses, 0.0)", "LB305"),
    ("doctor.ipynb", 'model.compile("adam", loss="binary_crossentropy")', "LB203"),
    ("doctor.ipynb", "sgd = torch.optim.SGD(line.parameters(), lr=rate)", "LB508"),
    ("doctor.ipynb", "sgd.step()", "LB501"),
}


def said(paths: list[Path]) -> Iterator[tuple[str, str, str]]:
    """Of each finding the file, the text of the line, and the code."""
    for path in paths:
        name = path.name if path.suffix == ".ipynb" else path.relative_to(ROOT).as_posix()
        yield from ((name, line_of(path, found), found.code) for found in read_file(path))


def line_of(path: Path, found: Finding) -> str:
    """The text of the line that a finding names, in its file or its cell."""
    if path.suffix == ".ipynb":
        number = int(found.place.file.rpartition(":cell ")[2])
        text = nbformat.read(path, as_version=4).cells[number - 1].source
    else:
        text = path.read_text(encoding="utf-8")
    return text.split("\n")[found.place.line - 1].strip()


def test_of_the_notebooks_it_finds_what_they_show_as_a_fault():
    assert len(NOTEBOOKS) > 20
    assert sorted(said(NOTEBOOKS)) == sorted(SHOWN)


def test_of_the_programs_it_says_nothing():
    assert len(PROGRAMS) > 100
    assert set(said(PROGRAMS)) == set()
