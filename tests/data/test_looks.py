"""Whether a job looks again: by what the store holds, and by the instant that it named."""

import datetime

import pytest
import sqlmodel

import data.audit
import data.looks
import data.settings
import tests.programme

NOW = tests.programme.NOW
HOUR = datetime.timedelta(hours=1)

WATCH = data.looks.Watch("test", data.looks.newest("audit"), data.looks.number("person"))


def test_who_has_never_looked_looks(session: sqlmodel.Session) -> None:
    glance = WATCH.glance(session, NOW)
    assert (glance.live_at, glance.at, glance.seen, glance.again_at) == (None, None, None, None)
    assert not glance.is_in_vain(NOW)


def test_having_looked_one_rests_until_the_instant_that_was_named(session: sqlmodel.Session) -> None:
    WATCH.record(session, NOW, NOW + HOUR)
    assert WATCH.glance(session, NOW).is_in_vain(NOW + HOUR - datetime.timedelta(seconds=1))
    assert not WATCH.glance(session, NOW).is_in_vain(NOW + HOUR)


@pytest.mark.parametrize("sign", ["audit", "person"])
def test_what_differs_is_looked_at_at_once(session: sqlmodel.Session, sign: str) -> None:
    WATCH.record(session, NOW, NOW + HOUR)
    if sign == "audit":
        data.audit.record(session, NOW, "UADA", "test.act", "UADA")
    else:
        tests.programme.add(session, "UADA", "adviser")
    assert not WATCH.glance(session, NOW).is_in_vain(NOW)


def test_a_glance_says_since_when_muster_is_live(session: sqlmodel.Session) -> None:
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    assert WATCH.glance(session, NOW).live_at == NOW


def test_one_job_knows_nothing_of_anothers_look(session: sqlmodel.Session) -> None:
    data.looks.Watch("other", data.looks.newest("audit")).record(session, NOW, NOW + HOUR)
    assert WATCH.glance(session, NOW).seen is None
