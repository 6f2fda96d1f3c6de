"""Chapter 5, hinge losses: its picture of a plane is what it says."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lossbook_course.teaching import plane as plane_module
from lossbook_course.teaching.plane import plane


@pytest.fixture
def drawn(monkeypatch):
    """The axes of every plane drawn."""
    axes = []
    monkeypatch.setattr(plane_module, "show", lambda fig, alt: axes.extend(fig.axes))
    return axes


X, Y = np.array([[1.0, 2.0], [-1.0, 0.0], [3.0, 1.0]]), np.array([1, -1, 1])


def curve(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_a_line_lies_where_the_score_is_zero_and_its_street_where_it_is_one(drawn):
    slanted, upright = (np.array([1.0, 2.0]), -0.5), (np.array([2.0, 0.0]), 1.0)
    plane(X, Y, {"slanted": slanted, "upright": upright}, street="upright", alt="")
    (ax,) = drawn
    for label, (direction, offset) in {"slanted": slanted, "upright": upright}.items():
        np.testing.assert_allclose(curve(ax, label).get_xydata() @ direction + offset, 0, atol=1e-12)
    sides = [line for line in ax.lines if to_hex(line.get_color()) == plane_module.FAINT]
    scores = [line.get_xydata() @ upright[0] + upright[1] for line in sides]
    np.testing.assert_allclose(scores, [[-1, -1], [1, 1]])
    assert ax.get_aspect() == 1  # otherwise a distance in the picture is none


def test_classes_differ_in_shape_and_marked_points_have_a_ring(drawn):
    plane(X, Y, {}, marked=[True, False, False], alt="")
    (ax,) = drawn
    minus, plus, ring = (curve(ax, label) for label in ("label −1", "label 1", "support vector"))
    assert minus.get_xydata().tolist() == [[-1, 0]] and plus.get_xydata().tolist() == [[1, 2], [3, 1]]
    assert minus.get_marker() != plus.get_marker()
    assert ring.get_xydata().tolist() == [[1, 2]] and ring.get_markerfacecolor() == "none"


def test_a_plane_that_cannot_be_read_says_why():
    line = (np.ones(2), 0.0)
    with pytest.raises(ValueError, match="at most 2"):
        plane(X, Y, {"a": line, "b": line, "c": line}, alt="")
    with pytest.raises(ValueError, match="one of the lines a, got 'b'"):
        plane(X, Y, {"a": line}, street="b", alt="")
