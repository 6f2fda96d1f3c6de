"""The doctor watches a training: what it says of a loop, that it stops at the first NaN, and how a script is run."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import _get_current_function_mode_stack

from lossbook.doctor import Stopped, Watch
from lossbook.doctor import __main__ as command
from lossbook.doctor.run import run

K = 5


def parts(*end, seed=0, out=K):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, out), *end)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def batch():
    return torch.randn(32, 8), torch.arange(32) % K


def usual(model, optimizer, steps=4, loss=F.cross_entropy):
    for _ in range(steps):
        x, y = batch()
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()


def no_zero_grad(model, optimizer):
    for _ in range(4):
        x, y = batch()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()


def no_step(model, optimizer):
    for _ in range(4):
        x, y = batch()
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()


def no_backward(model, optimizer):
    for _ in range(4):
        x, y = batch()
        optimizer.zero_grad()
        F.cross_entropy(model(x), y)
        optimizer.step()


def emptied(model, optimizer):
    for _ in range(4):
        x, y = batch()
        F.cross_entropy(model(x), y).backward()
        optimizer.zero_grad()
        optimizer.step()


def pieces(model, optimizer, divide=1):
    for _ in range(3):
        optimizer.zero_grad()
        for _ in range(4):
            x, y = batch()
            loss = F.cross_entropy(model(x), y)
            (loss / divide if divide > 1 else loss).backward()
        optimizer.step()


def by_hand(model, optimizer):
    for _ in range(4):
        x, y = batch()
        model.zero_grad()
        F.cross_entropy(model(x), y).backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= 0.1 * p.grad


def gan(model, optimizer):
    judge, other = parts(out=1, seed=1)
    maker = nn.Linear(3, 8)
    third = torch.optim.Adam(maker.parameters())
    loss = nn.BCEWithLogitsLoss()
    for _ in range(4):
        made = maker(torch.randn(32, 3))
        other.zero_grad()
        (loss(judge(torch.randn(32, 8)), torch.ones(32, 1)) + loss(judge(made.detach()), torch.zeros(32, 1))).backward()
        other.step()
        third.zero_grad()
        loss(judge(made), torch.ones(32, 1)).backward()
        third.step()


def closures(model, optimizer):
    x, y = batch()
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=2)

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        return loss

    for _ in range(3):
        optimizer.step(closure)


def evaluated(model, optimizer):
    for _ in range(3):
        usual(model, optimizer, steps=2)
        with torch.no_grad():
            x, y = batch()
            F.cross_entropy(model.eval()(x), y)
        model.train()


def of_another(model, optimizer):
    usual(model, parts(seed=2)[1])


def of_a_part(model, optimizer):
    usual(model, torch.optim.SGD(model[2].parameters(), lr=0.1))


def frozen(model, optimizer):
    model.requires_grad_(False)
    with pytest.raises(RuntimeError):
        usual(model, optimizer)


def cut(model, optimizer):
    with pytest.raises(RuntimeError):
        usual(model, optimizer, loss=lambda z, y: (z.argmax(1) != y).float().mean())


def exploding(model, optimizer):
    usual(model, torch.optim.SGD(model.parameters(), lr=1e4), steps=2)


def one_by_one(model, optimizer, reduction="mean"):
    loss = nn.CrossEntropyLoss(torch.arange(1.0, 6.0), reduction=reduction)
    for _ in range(4):
        optimizer.zero_grad()
        loss(model(torch.randn(1, 8)), torch.tensor([2])).backward()
        optimizer.step()


def sums(model, optimizer):
    one_by_one(model, optimizer, "sum")


def dead(model, optimizer):
    model[2].bias.data.fill_(-100)
    usual(model, optimizer, loss=lambda z, y: F.mse_loss(z, z.detach() + 1))


def rooted(z, y):
    return (z - z).pow(2).sum().sqrt() + F.cross_entropy(z, y)


def root_of_nothing(model, optimizer):
    with pytest.raises(Stopped):
        usual(model, optimizer, loss=rooted)


def cosines(model, optimizer):
    usual(model, optimizer, loss=lambda z, y: F.cosine_embedding_loss(z, z.flip(0), 1 * (y > 2)))


def signed(model, optimizer):
    usual(model, optimizer, loss=lambda z, y: F.cosine_embedding_loss(z, z.flip(0), 2 * (y > 2) - 1))


@pytest.mark.parametrize(
    ("code", "loop", "end"),
    [
        ("", usual, ()),
        ("", by_hand, ()),
        ("", gan, ()),
        ("", closures, ()),
        ("", evaluated, ()),
        ("LB102", usual, (nn.Softmax(1),)),
        ("LB501", no_zero_grad, ()),
        ("LB502", no_step, ()),
        ("LB502", no_backward, ()),
        ("LB502", emptied, ()),
        ("LB401", pieces, ()),
        ("LB503", of_another, ()),
        ("LB503", of_a_part, ()),
        ("LB504", frozen, ()),
        ("LB303", cut, ()),
        ("LB508", exploding, ()),
        ("LB404", one_by_one, ()),
        ("", sums, ()),
        ("LB116", dead, (nn.ReLU(),)),
        ("LB304", root_of_nothing, ()),
        ("LB203", cosines, ()),
        ("", signed, ()),
    ],
)
def test_a_loop_and_what_is_wrong_with_it(code, loop, end):
    with Watch() as seen:
        loop(*parts(*end))
    assert [found.code for found in seen.findings] == ([code] if code else [])
    for found in seen.findings:
        assert Path(found.place.file) == Path(__file__) and found.place.line > 0
        assert any(digit in found.witness for digit in "0123456789")


def test_pieces_that_are_averaged_are_right():
    with Watch() as seen:
        pieces(*parts(), divide=4)
    assert seen.findings == []


def test_a_step_by_hand_is_a_step():
    model, _ = parts()
    with Watch() as seen:
        for _ in range(4):
            x, y = batch()
            model.zero_grad()
            F.cross_entropy(model(x), y).backward()
            for p in model.parameters():
                p.data.add_(p.grad.data, alpha=-0.1)
    assert seen.findings == []


@pytest.mark.parametrize("bad_step", [1, 2, 7, 60])
def test_it_stops_at_the_first_nan_and_says_at_which_step(bad_step):
    model, optimizer = parts()
    done = 0

    def loss(z, y):
        spoiled = done + 1 == bad_step
        return F.cross_entropy(z, y) * (float("nan") if spoiled else 1)

    with pytest.raises(Stopped, match=f"stopped at step {bad_step}: ") as stopped, Watch(every=10):
        for _ in range(100):
            usual(model, optimizer, 1, loss)
            done += 1
    assert stopped.value.step == bad_step and done == bad_step - 1
    assert stopped.value.findings[-1].code == "LB508"
    assert all(torch.isfinite(p).all() for p in model.parameters())  # before the step that would spoil them


def poisoned(value, step, bad_step):
    return value * (float("nan") if step == bad_step else 1.0)


def frozen_at_first(bad_step, steps):
    """Transfer learning: the optimiser holds all parameters, of which the first four have no gradient."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1))
    model[:3].requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        poisoned(model(torch.randn(32, 8)).square().mean(), step, bad_step).backward()
        optimizer.step()


def of_parts(bad, bad_step, steps, number=2, apart=False):
    """Several networks, each with a loss of its own, in one optimiser or each in one; the loss of one becomes NaN."""
    torch.manual_seed(0)
    nets = [
        nn.Sequential(nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1)) for _ in range(number)
    ]
    held = [list(net.parameters()) for net in nets]
    optimizers = [torch.optim.Adam(each) for each in (held if apart else [[p for each in held for p in each]])]
    for step in range(1, steps + 1):
        x = torch.randn(32, 8)
        for optimizer in optimizers:
            optimizer.zero_grad()
        for index, net in enumerate(nets):
            poisoned(net(x).square().mean(), step, bad_step if index == bad else 0).backward()
            if apart:
                optimizers[index].step()
        if not apart:
            optimizers[0].step()


@pytest.mark.parametrize("waits", [False, True], ids=["asked", "noted"])
@pytest.mark.parametrize("bad_step", [11, 60])
@pytest.mark.parametrize(
    ("training", "arguments"),
    [(frozen_at_first, ()), (of_parts, (0,)), (of_parts, (1,))],
    ids=["frozen first layers", "the first of two", "the second of two"],
)
def test_a_nan_is_seen_at_either_end_of_the_parameters(monkeypatch, training, arguments, bad_step, waits):
    monkeypatch.setattr("lossbook.doctor.on_torch.watch._waits", lambda tensor: waits)  # as an accelerator does
    with pytest.raises(Stopped, match=f"at step {bad_step} the gradient of") as stopped, Watch():
        training(*arguments, bad_step, 200)
    assert stopped.value.step == bad_step


def in_half_precision(spoil_at=None, steps=30):
    """A loop with a scaler that begins too high, and an optimiser that skips steps by itself."""
    model, _ = parts()
    optimizer, scaler = (
        torch.optim.Adam(model.parameters(), fused=True),
        torch.amp.GradScaler("cpu", init_scale=2.0**127),
    )
    for step in range(1, steps + 1):
        x, y = batch()
        optimizer.zero_grad()
        scaler.scale(1e-30 * F.cross_entropy(model(x), y) * 1e3).backward()
        for p in model.parameters():
            p.grad.mul_(1e30)
        if step == spoil_at:
            model[0].weight.data[0, 0] = float("nan")
        scaler.step(optimizer)
        scaler.update()
    return model, scaler


def test_a_scaler_that_looks_for_its_scale_is_let_alone():
    with Watch(every=10) as seen:
        model, scaler = in_half_precision()
    assert scaler.get_scale() < 2.0**127  # it has met infinite gradients, and skipped those steps
    assert all(torch.isfinite(p).all() for p in model.parameters()) and seen.findings == []


def test_under_a_scaler_the_weights_are_asked():
    with pytest.raises(Stopped) as stopped, Watch(every=10):
        in_half_precision(spoil_at=20)
    assert stopped.value.step == 20 and "1 of 4 weights are NaN" in stopped.value.findings[-1].witness


def test_an_optimiser_at_the_address_of_one_that_is_gone_is_another():
    with Watch() as seen:
        for fold in range(8):
            model = nn.Linear(8, 1)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
            for step in range(6):
                optimizer.zero_grad()
                poisoned(model(torch.randn(32, 8)).square().mean(), step, 5 if fold == 7 else -1).backward()
                if fold < 7 or step < 5:
                    optimizer.step()
            del optimizer
        with torch.no_grad():
            model.bias.mul_(float("nan"))
    assert [found.witness for found in seen.findings] == [
        "after step 5 1 of 2 weights are NaN, since a step from 1 to 5"
    ]


def test_a_nan_in_the_middle_is_seen_when_all_is_asked():
    with pytest.raises(Stopped, match="6 of the weights are, since a step from 51 to 100") as stopped, Watch():
        of_parts(1, 61, 200, number=4)
    assert stopped.value.step == 100


@pytest.mark.parametrize(("bad", "bad_step"), [(0, 60), (1, 60), (0, 3), (1, 3)])
def test_of_several_optimisers_each_counts_its_steps(bad, bad_step):
    with pytest.raises(Stopped, match=f"at step {bad_step} ") as stopped, Watch():
        of_parts(bad, bad_step, 200, apart=True)
    assert stopped.value.step == bad_step


@pytest.mark.parametrize("bad_step", [1, 2])
@pytest.mark.parametrize("bad", [0, 1])
def test_a_first_loss_of_a_second_optimiser_is_its_first(bad, bad_step):
    with pytest.raises(Stopped, match=f"at step {bad_step} the loss is nan") as stopped, Watch():
        of_parts(bad, bad_step, 4, apart=True)
    assert stopped.value.step == bad_step


def by_hand_with_nan(steps, of_loss=0, of_step=0):
    """Steps without an optimiser."""
    model, _ = parts()
    for step in range(1, steps + 1):
        x, y = batch()
        model.zero_grad()
        poisoned(F.cross_entropy(model(x), y), step, of_loss).backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= poisoned(0.1 * p.grad, step, of_step)


def test_of_steps_by_hand_the_backward_passes_are_counted():
    with pytest.raises(Stopped, match="at backward pass 70 the loss is nan") as stopped, Watch():
        by_hand_with_nan(80, of_loss=70)
    assert stopped.value.step == 70


@pytest.mark.parametrize(
    ("train", "witness"),
    [
        (lambda: of_parts(1, 11, 40, number=4), "after step 40 6 of 24 weights are NaN, since a step from 1 to 40"),
        (lambda: of_parts(1, 61, 70, number=4), "after step 70 6 of 24 weights are NaN, since a step from 51 to 70"),
        (lambda: by_hand_with_nan(80, of_step=80), "at the end 4 of 4 weights are NaN"),
        (lambda: of_parts(1, 0, 40, number=4), None),
    ],
    ids=["before all is asked", "after it", "by hand", "no NaN"],
)
def test_a_nan_that_nobody_has_seen_is_a_finding_at_the_end(train, witness):
    with Watch() as seen:
        train()
    assert [found.witness for found in seen.findings if found.code == "LB508"] == ([witness] if witness else [])


def test_the_end_tells_of_a_nan_though_the_program_raises_and_leaves_its_error_alone():
    seen = Watch()
    with pytest.raises(ZeroDivisionError), seen:
        of_parts(1, 11, 40, number=4)
        raise ZeroDivisionError
    assert [found.what for found in seen.findings] == ["weights that are NaN"]


def test_a_fault_of_the_doctors_own_does_not_end_a_training(monkeypatch):
    monkeypatch.setattr("lossbook.doctor.on_torch.watch.examine_call", lambda call: 1 / 0)
    with Watch() as seen:
        usual(*parts(nn.Softmax(1)))
    assert seen.findings == []


def test_a_loss_that_raises_is_explained():
    seen = Watch()
    with pytest.raises(IndexError), seen:
        usual(*parts(), loss=lambda z, y: F.cross_entropy(z, y + 1))
    assert [found.code for found in seen.findings] == ["LB202"]


def test_training_is_what_it_is_without_the_watch():
    trained = []
    for watched in (False, True):
        model, optimizer = parts(nn.Dropout(0.1))
        torch.manual_seed(3)
        if watched:
            with Watch(every=3):
                usual(model, optimizer, 10)
        else:
            usual(model, optimizer, 10)
        trained.append([p.detach().clone() for p in model.parameters()])
    assert all(torch.equal(one, two) for one, two in zip(*trained, strict=True))


def test_nothing_is_left_behind_and_other_modes_stay():
    with torch.device("cpu"), Watch(every=2):
        with torch.device("cpu"):
            own = _get_current_function_mode_stack()[-1]
            usual(*parts(), steps=5)
            assert _get_current_function_mode_stack()[-1] is own
        usual(*parts(), steps=5)
    assert not _get_current_function_mode_stack()
    usual(*parts())


def test_a_wrong_argument_is_a_sentence():
    with pytest.raises(ValueError, match="every needs a whole number of steps from 1 up, got 0"):
        Watch(every=0)
    with pytest.raises(FileNotFoundError, match=r"there is no script missing\.py"):
        run("missing.py")


SCRIPT = """
import sys
import torch
from torch import nn

model = nn.Sequential(nn.Linear(8, 5), nn.Softmax(1))
sgd = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    sgd.zero_grad()
    loss = nn.CrossEntropyLoss()(model(torch.randn(10, 8)), torch.arange(10) % 5)
    loss.backward()
    sgd.step()
print(sys.argv, __name__)
{end}
"""


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("", []),
        ("sys.exit(3)", ["{path} ended with exit status 3"]),
        ("{}['key']", ["{path} ended with KeyError: 'key' (line 14)"]),
        (
            "sgd.zero_grad(); model(torch.ones(2, 8) * float('nan')).sum().backward(); sgd.step()",
            ["{path} was stopped at step 4"],
        ),
    ],
)
def test_a_script_is_run_as_it_is(tmp_path, capsys, end, said):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT.replace("{end}", end))
    argv, heard = list(sys.argv), []
    found = run(path, ["--epochs", "3"], say=heard.append)
    assert [each.code for each in found][:1] == ["LB102"] and found[0].place.file == str(path)
    assert found[0].place.line == 10
    assert heard == [sentence.replace("{path}", str(path)) for sentence in said]
    assert capsys.readouterr().out == f"{[str(path), '--epochs', '3']} __main__\n" and sys.argv == argv


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("", 1),
        ("sys.exit()", 1),
        ("sys.exit(0)", 1),
        ("sys.exit(3)", 2),
        ("sys.exit('no data')", 2),
        ("{}['key']", 2),
        ("raise KeyboardInterrupt", 2),
        ("sgd.zero_grad(); model(torch.ones(2, 8) * float('nan')).sum().backward(); sgd.step()", 1),
    ],
)
def test_the_exit_status_of_run_tells_of_a_script_that_fails(tmp_path, capsys, end, status):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT.replace("{end}", end))
    assert command.main(["run", str(path)]) == status
    path.write_text("import sys\n" + ("" if "model" in end else end))
    assert command.main(["run", str(path)]) == (0 if status == 1 else 2)


def test_the_watch_begins_when_the_script_has_imported_its_framework(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT.replace("{end}", ""))
    program = f"""
        import sys
        from lossbook.doctor.run import run
        assert not {{"torch", "tensorflow", "keras"}} & set(sys.modules)
        print([each.code for each in run({str(path)!r})])
        assert not {{"tensorflow", "keras"}} & set(sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['LB102']"
