"""The one place where any error at all is caught."""

import asyncio
import logging

import pytest

import bot.boundary


class Ours(Exception):
    """An error that the caller answers itself."""


async def fine() -> str:
    return "done"


async def fails(error: BaseException) -> str:
    raise error


def test_what_goes_well_passes() -> None:
    assert asyncio.run(bot.boundary.guarded("a request", fine())) == "done"


def test_any_error_is_logged_once_with_its_traceback_and_the_reference_that_is_given_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failure = asyncio.run(bot.boundary.guarded("a request", fails(ZeroDivisionError("by nought"))))
    assert isinstance(failure, bot.boundary.Failure)
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "a request failed")
    assert record.__dict__["ref"] == failure.reference
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


def test_a_reference_is_short_enough_to_be_read_out_and_its_own_each_time() -> None:
    failures = [asyncio.run(bot.boundary.guarded("a request", fails(KeyError()))) for _ in range(20)]
    references = {failure.reference for failure in failures if isinstance(failure, bot.boundary.Failure)}
    assert len(references) > 15
    assert {len(reference) for reference in references} == {4}


def test_errors_that_the_caller_answers_pass_unlogged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Ours):
        asyncio.run(bot.boundary.guarded("a request", fails(Ours()), Ours))
    assert caplog.records == []


def test_a_cancellation_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(bot.boundary.guarded("a request", fails(asyncio.CancelledError())))
    assert caplog.records == []
