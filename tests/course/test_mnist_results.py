"""The committed results: all there, and told rightly in tables and figures."""

import csv

import numpy as np
import pytest

from lossbook_course.mnist import figures
from lossbook_course.mnist.report import by_imbalance, comparison, markdown, overview, verdict, write_report
from lossbook_course.mnist.results import COMMITTED, CROSS_ENTROPY, Condition, collect, load_results
from lossbook_course.mnist.statistics import Difference, holm

FOCAL = Condition("focal", 2.0)
WEIGHTED = Condition("weighted")


@pytest.fixture(scope="module")
def results():
    return load_results("torch")


@pytest.mark.parametrize(
    ("framework", "conditions"),
    [
        ("torch", [*(Condition("focal", g) for g in (0.5, 1.0, 2.0, 5.0)), Condition("class_balanced_focal", 2.0)]),
        ("tensorflow", [FOCAL]),
    ],
)
def test_every_run_of_the_grid_is_there_once(framework, conditions):
    results = load_results(framework)
    plain = (
        [CROSS_ENTROPY, WEIGHTED, Condition("class_balanced")] if framework == "torch" else [CROSS_ENTROPY, WEIGHTED]
    )
    assert set(results.conditions) == {*plain, *conditions}
    assert results.imbalances == [1, 100, 500]
    seeds = {row["seed"] for row in results.runs}
    assert len(seeds) >= 5
    for condition in results.conditions:
        for imbalance in results.imbalances:
            assert {row["seed"] for row in results.select(condition, imbalance)} == seeds
    assert len(results.runs) == len(seeds) * 3 * len(results.conditions)


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 250_000


def test_the_numbers_are_possible_and_agree_with_each_other(results):
    for row in results.runs:
        assert 0.5 < row["accuracy"] < 1 and 0 < row["nll_scaled"] < 1.5
        recalls = [row[f"recall_{rank}"] for rank in range(10)]
        assert np.mean(recalls) == pytest.approx(row["accuracy"], abs=0.02)  # test digits are about balanced
        assert row["nll_scaled"] <= row["nll"] * 1.05
        assert 920 <= row["steps"] <= 980
    for condition in results.conditions:
        for imbalance in results.imbalances:
            bins = results.reliability(condition, imbalance, scaled=False)
            assert bins.count.sum() == 10_000 * len(results.select(condition, imbalance))
            share = bins.correct.sum() / bins.count.sum()
            assert share == pytest.approx(results.values("accuracy", condition, imbalance).mean(), abs=1e-4)


def test_on_balanced_data_weights_change_nothing(results):
    for condition in (WEIGHTED, Condition("class_balanced")):
        assert np.allclose(*(results.values("nll", which, 1) for which in (condition, CROSS_ENTROPY)), rtol=1e-3)


def test_balanced_accuracy_and_time(results):
    assert results.interval("accuracy", CROSS_ENTROPY, 1).mean >= 0.985
    assert max(row["seconds"] for row in results.runs) < 120


def test_a_difference_is_taken_seed_by_seed(results):
    found = results.difference("accuracy", FOCAL, 500)
    by_hand = results.values("accuracy", FOCAL, 500) - results.values("accuracy", CROSS_ENTROPY, 500)
    assert found.mean == pytest.approx(by_hand.mean())


def test_what_is_one_training_is_one_question(results):
    compared = results.compare("accuracy", [FOCAL, WEIGHTED, Condition("class_balanced_focal", 2.0)])
    assert len(compared) == 9
    no_question = compared.pop((WEIGHTED, 1))  # on balanced digits weights change nothing: known before any training
    assert verdict(no_question) == "the same" and np.isnan(no_question.holm)
    twice = [compared.pop((condition, 1)) for condition in (FOCAL, Condition("class_balanced_focal", 2.0))]
    assert twice[0] == twice[1]
    rest = [*compared.values(), twice[0]]
    assert [d.holm for d in rest] == pytest.approx(holm(np.array([d.p for d in rest])))
    assert len(rest) == 7
    alone = results.compare("accuracy", [FOCAL], baseline=Condition("class_balanced"))
    assert not any(np.isnan(d.holm) for d in alone.values())


def test_a_verdict_needs_a_small_corrected_p():
    assert verdict(Difference(0.1, 0.2, 0.01, 0.06)) == "can't tell"
    assert verdict(Difference(0.1, 0.05, 0.001, 0.04)) == "higher"
    assert verdict(Difference(-0.1, 0.05, 0.001, 0.04)) == "lower"
    assert verdict(Difference(0.1, np.inf, np.nan, np.nan)) == "can't tell"  # one seed
    assert verdict(Difference(0.0, 0.0, 1.0, 1.0)) == "the same"


def test_the_tables_say_what_the_results_say(results):
    rows = by_imbalance(results, "accuracy")
    assert rows[0] == ("accuracy (%)", "balanced", "100 : 1", "500 : 1")
    mean, half = results.interval("accuracy", CROSS_ENTROPY, 100)
    assert rows[1][:1] + rows[1][2:3] == ("cross-entropy", f"{100 * mean:.2f} ± {100 * half:.2f}")
    assert len(overview(results)) == 1 + 8 * 3
    assert {row[2] for row in overview(results)[1:]} == {str(len({row["seed"] for row in results.runs}))}
    found = results.compare("accuracy", [FOCAL])
    for row, difference in zip(comparison(results, "accuracy", [FOCAL])[1:], found.values(), strict=True):
        amount = f"{100 * difference.mean:+.2f} ± {100 * difference.half:.2f}".replace("-", "−")
        assert row[2:] == (amount, f"{difference.holm:.3f}", verdict(difference))
        assert difference.holm > difference.p
    assert markdown([("a", "b"), ("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_tables_come_back_from_disk_as_they_went(results, tmp_path):
    results.write(tmp_path)
    assert load_results("torch", tmp_path) == results


def record(seed, accuracy, loss="cross_entropy"):
    bins = {"count": [0.0] * 14 + [10.0], "confidence": [0.0] * 14 + [9.9], "correct": [0.0] * 14 + [9.0]}
    probabilities = {"nll": 0.1, "brier": 0.1, "ece": 0.09, "bins": bins}
    return {
        "framework": "torch", "loss": loss, "gamma": 0.0, "imbalance": 100.0, "seed": seed, "accuracy": accuracy,
        "macro_f1": accuracy, "temperature": 1.0, "raw": probabilities, "scaled": probabilities, "steps": 9,
        "recall": [0.1, 0.9] + [0.5] * 8, "class_sizes": [5, 500] + [50] * 8, "seconds": 1.0,
    }  # fmt: skip


def test_records_become_tables():
    results = collect([record(1, 0.8), record(0, 0.7)])
    assert results.values("accuracy", CROSS_ENTROPY, 100).tolist() == [0.7, 0.8]  # by seed
    assert [recall.mean for recall in results.recalls(CROSS_ENTROPY, 100)] == pytest.approx([0.9] + [0.5] * 8 + [0.1])
    bins = results.reliability(CROSS_ENTROPY, 100, scaled=True)
    assert bins.count.sum() == 20 and bins.calibration_error() == pytest.approx(0.09)


def test_seeds_that_only_one_side_has_do_not_count():
    results = collect([record(0, 0.7), record(1, 0.8), record(2, 0.9), record(2, 0.95, "weighted")])
    assert results.difference("accuracy", WEIGHTED, 100).mean == pytest.approx(0.05)
    assert np.isnan(results.difference("accuracy", FOCAL, 100).mean)


@pytest.mark.parametrize("records", [[("cross_entropy", 0)], [("focal", 0)], [("focal", 0), ("cross_entropy", 1)]])
def test_a_report_of_whatever_was_run(records, tmp_path):
    records = [record(seed, 0.7, loss) | {"gamma": 2.0 if loss == "focal" else 0.0} for loss, seed in records]
    paths = write_report(collect(records), "torch", tmp_path)
    assert all(path.stat().st_size for path in paths)
    with (tmp_path / "runs.csv").open() as file:
        assert len(list(csv.DictReader(file))) == len(records)


@pytest.mark.parametrize("framework", ["torch", "tensorflow"])
def test_every_figure_of_the_results_can_be_drawn(framework, tmp_path):
    paths = figures.save_all(load_results(framework), tmp_path)
    assert {"gamma.svg", "imbalance.svg", "recall-500.svg", "reliability-1-after.svg"} <= {path.name for path in paths}


def test_figures_tell_their_numbers_in_words(results, capsys):
    figures.recall_by_size(results, 500)
    lowest = results.recalls(FOCAL, 500)[-1].mean
    assert f"focal, γ = 2: {lowest:.0%} for the rarest" in capsys.readouterr().out
