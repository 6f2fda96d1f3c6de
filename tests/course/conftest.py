"""Set-up that the tests of the course share."""

import pytest
from remembered import remember


@pytest.fixture(scope="module")
def quick_checks():
    """Exercises check many answers, and compute what they hold them to once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        remember(monkeypatch)
        yield
