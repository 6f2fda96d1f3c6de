"""The experiment's data: long tails, what is held out, and the weights that come from counting."""

import numpy as np
import pytest

from lossbook_course.datasets import class_sizes, long_tailed
from lossbook_course.mnist import load_digits
from lossbook_course.mnist.data import experiment
from lossbook_course.mnist.losses import class_weights

LABELS = np.random.default_rng(0).permutation(np.repeat(np.arange(10), 1_000))


@pytest.fixture(scope="module")
def digits():
    return load_digits()


def test_sizes_fall_by_one_factor():
    assert class_sizes(1_000, 100, 5).tolist() == [1000, 316, 100, 32, 10]
    assert class_sizes(70, 1, 4).tolist() == [70, 70, 70, 70]
    sizes = class_sizes(100_000, 500, 10)
    assert sizes[0] == 500 * sizes[-1]
    assert np.allclose(sizes[1:] / sizes[:-1], 500 ** (-1 / 9), rtol=0.01)


@pytest.mark.parametrize(("ratio", "message"), [(0.5, "at least 1"), (1_001, "at most 1000"), (float("nan"), "ratio")])
def test_an_impossible_ratio_is_refused(ratio, message):
    with pytest.raises(ValueError, match=message):
        long_tailed(LABELS, ratio, seed=0)


def test_a_long_tail_has_the_sizes_and_every_position_once():
    chosen = long_tailed(LABELS, 100, seed=3)
    assert sorted(np.bincount(LABELS[chosen]), reverse=True) == class_sizes(1_000, 100, 10).tolist()
    assert (np.diff(chosen) > 0).all()


def test_balanced_takes_the_size_of_the_smallest_class():
    labels = np.repeat([0, 1, 2], [50, 40, 60])
    assert np.bincount(labels[long_tailed(labels, 1, seed=0)]).tolist() == [40, 40, 40]


def test_the_seed_draws_the_samples_and_which_class_is_rare():
    assert np.array_equal(long_tailed(LABELS, 100, seed=1), long_tailed(LABELS, 100, seed=1))
    rarest = {np.bincount(LABELS[long_tailed(LABELS, 100, seed)]).argmin() for seed in range(10)}
    assert len(rarest) > 4
    balanced = [long_tailed(np.repeat([0, 1], [100, 50]), 1, seed) for seed in (0, 1)]
    assert not np.array_equal(*balanced)


def test_a_longer_tail_is_part_of_a_shorter_one():
    assert set(long_tailed(LABELS, 500, seed=2)) < set(long_tailed(LABELS, 100, seed=2)) < set(range(10_000))


def test_what_is_held_out_is_balanced_and_not_trained_on(digits):
    data = experiment(digits, 100, seed=1)
    assert np.bincount(data.held_out_labels).tolist() == [542] * 10
    assert data.digits.test_images is digits.test_images
    trained = {image.tobytes() for image in data.digits.train_images}
    assert not trained & {image.tobytes() for image in data.held_out_images}


def test_the_same_seed_gives_the_same_experiment(digits):
    first, again, other = (experiment(digits, 100, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.digits.train_images, again.digits.train_images)
    assert np.array_equal(first.held_out_images, again.held_out_images)
    assert not np.array_equal(first.held_out_images, other.held_out_images)


def test_labels_stay_with_their_images(digits):
    data = experiment(digits, 500, seed=0)
    label_of = {image.tobytes(): label for image, label in zip(digits.train_images, digits.train_labels, strict=True)}
    labels = [label_of[image.tobytes()] for image in data.digits.train_images]
    assert np.array_equal(labels, data.digits.train_labels)


COUNTS = np.array([1_000, 100, 10])


def test_inverse_frequency_gives_each_class_the_same_say():
    weights = class_weights("weighted", COUNTS, beta=0.999)
    assert weights.mean() == pytest.approx(1)
    assert np.allclose(weights * COUNTS, (weights * COUNTS)[0])


def test_class_balanced_weights_by_hand():
    weights = class_weights("class_balanced", np.array([1, 2]), beta=0.5)
    # effective numbers 1 and 1.5, so weights in the ratio 3 : 2
    assert weights == pytest.approx([1.2, 0.8])


def test_beta_leads_from_no_weights_to_inverse_frequency():
    assert class_weights("class_balanced", COUNTS, beta=0.0) == pytest.approx([1, 1, 1])
    nearly_one = class_weights("class_balanced", COUNTS, beta=1 - 1e-9)
    assert nearly_one == pytest.approx(class_weights("weighted", COUNTS, beta=0.0), rel=1e-5)
    between = class_weights("class_balanced_focal", COUNTS, beta=0.99)
    assert 1 < between[2] / between[0] < 100
