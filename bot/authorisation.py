"""While Slack does not take the token nothing is sent; once it does again, what came too late is let go."""

import collections
import datetime

import sqlmodel

import data.outbox
import data.people
import data.settings
import messages.authorisation
import messages.text
import rules.settings

REFUSED = "token refused"
"""The milestone that stands as long as Slack does not take the token."""

LATE = datetime.timedelta(days=1)
"""A post that nobody asked for is of no use any more if it fell due longer ago than this, in a time without Slack."""

UNTOLD = datetime.timedelta(minutes=10)
"""A shorter time in which nothing was lost is not worth a message."""


def is_refused(session: sqlmodel.Session) -> bool:
    """Whether Slack did not take the token when it was last asked."""
    return data.settings.find_milestone(session, REFUSED) is not None


def record_refused(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Slack does not take the token, or says that it will not: from the first time on, since when is known."""
    data.settings.record_milestone(session, REFUSED, now)


def record_taken(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Slack takes the token again: what is of no use any more is dropped, and the managers read what happened."""
    since = data.settings.forget_milestone(session, REFUSED)
    if since is None:
        return
    dropped = data.outbox.drop_missed(session, since, now - LATE, now)
    if dropped or now - since >= UNTOLD:
        data.outbox.enqueue(session, _notices(session, since, now, collections.Counter(dropped)))


def _notices(
    session: sqlmodel.Session, since: datetime.datetime, now: datetime.datetime, dropped: collections.Counter[str]
) -> list[data.outbox.Draft]:
    programme = rules.settings.read(data.settings.load(session))
    return [
        data.outbox.Draft(
            key=f"authorisation:{since.isoformat()}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=messages.authorisation.taken_again(
                since, now, dropped, messages.text.reader(manager, programme.time_zone)
            ),
            reason="Slack did not take Muster's token for a while, and you manage the programme",
            due_at=now,
        )
        for manager in data.people.list_managers(session)
    ]
