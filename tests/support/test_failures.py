"""A helper that swallowed failures would make every test that uses it pass."""

from __future__ import annotations

import pytest

from tests.support.failures import collect_failures


def try_all() -> None:
    with collect_failures() as case:
        for value in range(4):
            with case(value=value):
                assert value != 1
            with case(text="b"), pytest.raises(ZeroDivisionError):
                _ = 1 // value


def test_every_failure_is_raised_with_its_inputs() -> None:
    with pytest.raises(BaseExceptionGroup) as caught:
        try_all()
    failures = caught.value.exceptions
    assert [type(failure) for failure in failures] == [AssertionError, *3 * [pytest.fail.Exception]]
    assert [failure.__notes__ for failure in failures] == [["with value=1"], *3 * [["with text='b'"]]]
    assert "4 of 8 cases failed" in str(caught.value)


def test_no_case_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="no case"), collect_failures():
        pass


def test_a_failure_outside_of_a_case_ends_the_block() -> None:
    with pytest.raises(KeyError), collect_failures():
        raise KeyError("outside")
