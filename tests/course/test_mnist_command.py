"""The command line: refuses nonsense, loses nothing, does nothing twice, and gives the same for the same seed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lossbook_course.mnist.command import main, make_parser
from lossbook_course.mnist.experiment import Run, Settings, make_plan
from lossbook_course.mnist.grid import make_grid
from lossbook_course.mnist.results import load_results
from lossbook_course.mnist.store import Store

ROOT = Path(__file__).parents[2]
RUN = Run("torch", "focal", 2.0, 100.0, 3)
SMALL = ["--loss", "cross_entropy", "focal", "--imbalance", "10", "--seeds", "2", "--epochs", "1", "--head", "3000"]
SMALL += ["--threads", "1"]


def start(*arguments):
    """The command in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "lossbook_course.mnist", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_name_tells_all_that_varies():
    assert RUN.name == "torch-focal-gamma2-imbalance100-seed3"
    assert Run("torch", "weighted", 0.0, 1.0, 0).name == "torch-weighted-imbalance1-seed0"


def test_the_grid_holds_each_run_once_and_the_first_seeds_first():
    runs = make_grid("torch", ["cross_entropy", "focal", "class_balanced_focal"], [0, 2], [1, 100], seeds=3)
    names = [(run.loss, run.gamma) for run in runs[:4]]
    assert names == [("cross_entropy", 0), ("focal", 2), ("class_balanced", 0), ("class_balanced_focal", 2)]
    assert len(runs) == len(set(runs)) == 4 * 2 * 3
    assert [run.seed for run in runs] == sorted(run.seed for run in runs)
    assert set(make_grid("torch", ["focal"], [2], [1], 2)) < set(make_grid("torch", ["focal"], [2], [1], 5))


@pytest.mark.parametrize("count", [48_790, 20_000, 12_108, 9_766])
def test_every_run_takes_about_as_many_steps(count):
    settings = Settings(epochs=5)
    steps = make_plan(RUN, settings, count, balanced=48_790).steps(count)
    assert steps == pytest.approx(5 * 191, rel=0.03)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--loss", "focus"], "invalid choice: 'focus'"),
        (["--gamma", "-1"], "at least 0"),
        (["--gamma", "two"], "invalid number value: 'two'"),
        (["--gamma", "nan"], "at least 0"),
        (["--imbalance", "0.5"], "at least 1"),
        (["--imbalance", "9999"], "4879 digits of each class"),
        (["--seeds", "0"], "at least 1"),
        (["--epochs", "1.5"], "invalid whole value: '1.5'"),
        (["--learning-rate", "0"], "above 0"),
        (["--beta", "1"], "less than 1"),
        (["--framework", "jax"], "invalid choice: 'jax'"),
        (["--device", "abacus"], "abacus"),
        (["--framework", "tensorflow", "--device", "GPU:9"], "no device 'GPU:9' here; it has CPU:0"),
        (["--replicas", "2"], "torchrun"),
        (["--head", "50"], "each needs 10"),
        (["--out", "/proc/nowhere"], "/proc/nowhere"),
    ],
)
def test_nonsense_is_refused_before_any_training(arguments, message, capsys, tmp_path):
    with pytest.raises(SystemExit) as stop:
        main(["--out", str(tmp_path), *arguments])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.glob("*.json"))


def test_help_names_every_option_with_its_default(capsys):
    with pytest.raises(SystemExit):
        make_parser().parse_args(["--help"])
    assert "(default: 0.999)" in capsys.readouterr().out


def test_a_result_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    store = Store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.write(RUN, {"accuracy": 0.5})
    assert not store.has(RUN)
    store.write(RUN, {"accuracy": 0.7})
    assert store.read(RUN) == {"accuracy": 0.7}


def test_a_run_is_claimed_once_and_free_again_when_its_process_dies(tmp_path):
    claim = "import sys, time; from pathlib import Path; from test_mnist_command import RUN, Store\n"
    claim += f"with Store(Path({str(tmp_path)!r})).claim(RUN) as ours: print(ours, flush=True); time.sleep(60)"
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'course'}"}
    other = subprocess.Popen([sys.executable, "-c", claim], env=environment, stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "True\n"
    store = Store(tmp_path)
    with store.claim(RUN) as ours:
        assert not ours
    other.kill()
    other.wait()
    with store.claim(RUN) as ours:
        assert ours
        store.write(RUN, {})
    with store.claim(RUN) as ours:
        assert not ours  # finished


def test_results_of_other_settings_are_not_mixed_in(tmp_path):
    store = Store(tmp_path)
    store.write(RUN, {"settings": vars(Settings(epochs=5))})
    store.check([RUN], Settings(epochs=5))
    with pytest.raises(ValueError, match="epochs 5 instead of 2: choose another --out"):
        store.check([RUN], Settings(epochs=2))


@pytest.mark.slow
def test_a_grid_that_was_killed_goes_on_where_it_stopped(tmp_path):
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    first = start(*SMALL, "--out", str(killed))
    while len(list(killed.glob("*.json"))) < 2:
        assert first.poll() is None, first.stderr.read()
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    done = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in killed.glob("*.json")}
    assert 2 <= len(done) < 4

    second = start(*SMALL, "--out", str(killed))
    out, errors = second.communicate()
    assert second.returncode == 0, errors
    assert f"4 runs, {len(done)} of them done already" in out
    for name, (when, content) in done.items():  # nothing lost, nothing done twice
        assert (killed / name).stat().st_mtime_ns == when and (killed / name).read_bytes() == content

    # and all that is in it is what a grid gives that was never killed
    assert start(*SMALL, "--out", str(whole)).wait() == 0
    runs, others = (load_results("torch", folder).runs for folder in (killed, whole))
    assert len(runs) == 4
    assert [row | {"seconds": 0} for row in runs] == [row | {"seconds": 0} for row in others]


@pytest.mark.slow
def test_two_commands_share_one_grid(tmp_path):
    both = [start(*SMALL, "--out", str(tmp_path)) for _ in range(2)]
    while len(list(tmp_path.glob("*.json"))) < 4:
        assert any(command.poll() is None for command in both)
        time.sleep(0.05)
    done = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}
    for command in both:
        _, errors = command.communicate()
        assert command.returncode == 0, errors
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")} == done


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["torch", "tensorflow"])
def test_the_command_ends_with_table_and_figures(framework, tmp_path):
    arguments = [*SMALL, "--seeds", "1", "--loss", "cross_entropy", "focal", "weighted", "--framework", framework]
    command = start(*arguments, "--mixed-precision", "--out", str(tmp_path))
    out, errors = command.communicate()
    assert command.returncode == 0, errors
    assert f"{framework} on " in out and "3/3" in errors
    assert "| 10 : 1 | focal, γ = 2 | 1 |" in out
    for path in out.rsplit("\n\n", 1)[1].split():
        assert Path(path).stat().st_size > 100
    assert {"gamma.svg", "imbalance.svg", "recall-10.svg", "runs.csv"} <= {path.name for path in tmp_path.iterdir()}
