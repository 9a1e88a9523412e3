"""The one place where any error at all is caught: it is logged with a reference, and the rest goes on."""

import collections.abc
import dataclasses
import logging
import secrets
import typing

T = typing.TypeVar("T")

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Failure:
    """Something went wrong on our side; the log has the same reference."""

    reference: str


async def guarded(what: str, work: collections.abc.Awaitable[T], *ours: type[Exception]) -> T | Failure:
    """The work's result, or the failure that was logged. Errors that the caller answers itself (`ours`) pass."""
    try:
        return await work
    except ours:
        raise
    except Exception:
        reference = secrets.token_hex(2)
        log.exception("%s failed", what, extra={"ref": reference})
        return Failure(reference)
