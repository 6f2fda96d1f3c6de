"""The two distributions: the losses, small and alone, and what the course brings along."""

import importlib
import shutil
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = shutil.ignore_patterns("__pycache__", "build", "dist", "*.egg-info")


def built(folder, *parts):
    """The wheel that comes of these files and folders, and what its metadata say."""
    source = folder / "source"
    source.mkdir()
    for part in parts:
        copy = shutil.copytree if part.is_dir() else shutil.copy
        copy(part, source / part.name, **({"ignore": SKIPPED} if part.is_dir() else {}))
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, source]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    return wheel, archive.namelist(), message_from_string(archive.read(metadata).decode())


def files(package):
    """The package's own files, as a wheel names them."""
    left = {"__pycache__", "build", f"{package}.egg-info"}  # by installing it where it lies
    found = (path.relative_to(ROOT) for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not left & set(path.parts)}


@pytest.fixture(scope="module")
def losses(tmp_path_factory):
    parts = (ROOT / name for name in ("lossbook", "pyproject.toml", "README.md", "LICENSE"))
    return built(tmp_path_factory.mktemp("losses"), *parts)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return built(tmp_path_factory.mktemp("course"), *(ROOT / "lossbook_course").iterdir())


def test_the_losses_are_small_alone_and_ask_for_numpy(losses):
    wheel, names, said = losses
    with zipfile.ZipFile(wheel) as archive:
        weights = {it.filename: it.compress_size for it in archive.infolist()}
    doctor = sum(size for name, size in weights.items() if name.startswith("lossbook/doctor/"))
    assert wheel.stat().st_size - doctor < 300 * 1024  # all that computes a loss
    assert doctor < 160 * 1024
    assert {name for name in names if ".dist-info/" not in name} == files("lossbook")
    assert [it for it in said.get_all("Requires-Dist") if "extra ==" not in it] == ["numpy>=1.26.0"]
    assert said["License-Expression"] == "MIT"


def test_the_course_has_all_its_files_and_both_licences(course):
    _, names, said = course
    texts = {"LICENSE", "LICENSE-MNIST.md", "LICENSE-CC-BY-SA-3.0.txt"}
    outside = {f"lossbook_course/{name}" for name in texts | {"pyproject.toml", "README.md"}}
    assert {name for name in names if ".dist-info/" not in name} == files("lossbook_course") - outside
    assert {Path(name).name for name in names if ".dist-info/licenses/" in name} == texts
    assert said["License-Expression"] == "MIT AND CC-BY-SA-3.0"


def test_both_are_released_with_one_version(losses, course):
    assert losses[2]["Version"] == course[2]["Version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {losses[2]['Version']}\n" in citation
    assert f"\n## {losses[2]['Version']} - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["teaching", "mnist", "datasets"])
def test_the_old_names_say_where_they_went(name):
    with pytest.raises(ImportError, match=rf"lossbook_course\.{name} now: pip install lossbook-course"):
        importlib.import_module(f"lossbook.{name}")
