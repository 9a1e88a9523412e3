"""`/program upcoming`, `pause`, `resume` and `sent`: what Muster sends by itself, and what it sent to whom."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.contracts
import data.models
import data.morning
import data.outbox
import data.pauses
import data.settings
import jobs.outgoing
import jobs.renewal_parts
import messages.outgoing
import messages.text
import rules.errors
import rules.local_time
import rules.outgoing

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time(0)

WORDS = frozenset({data.pauses.ALL, *rules.outgoing.KINDS})


@dataclasses.dataclass(frozen=True)
class What(commands.arguments.Argument[str]):
    """One kind of what goes out by itself, or `all`; where a date stands in its place, `all` is meant."""

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> str:
        """A word of the table."""
        word = words[0].lower()
        if word in WORDS:
            return words.popleft().lower()
        if word == "until" or commands.arguments.is_date(words, context.today):
            return data.pauses.ALL
        raise rules.errors.ProgramError(messages.outgoing.unknown_kind(words[0]))


@dataclasses.dataclass(frozen=True)
class Until(commands.arguments.Date):
    """The last day of something; the word `until` may stand before it."""

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> datetime.date:
        """A day, as anywhere."""
        if words[0].lower() == "until":
            words.popleft()
        return super().read(words, context)


AHEAD = commands.arguments.Days("days", optional=True, default=14)
BACK = commands.arguments.Days("days", optional=True, default=7)
WHOM = commands.arguments.Person("person")
WHAT = What("what", optional=True)
UNTIL = Until("until", optional=True)

WAITING = (data.models.NoticeState.PENDING, data.models.NoticeState.SENDING)


def upcoming(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """What goes out by itself in the next days."""
    days = AHEAD.days(request)
    until = request.now + days * DAY
    planned = jobs.outgoing.upcoming(session, request.now, until, _own_contracts(session, request))
    quiet = data.settings.find_milestone(session, data.settings.WENT_LIVE) is None
    pauses = data.pauses.list_running(session, request.now)
    return commands.replies.Say(messages.outgoing.upcoming(planned, days, quiet, pauses, request.reader))


def pause(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """From now on plan and do not send, until a day's end or until somebody resumes it."""
    last = UNTIL.find(request)
    zone = request.programme.time_zone
    if last is not None and last < request.now.astimezone(zone).date():
        raise rules.errors.ProgramError(
            f"{messages.text.day(last)} is past. Write the last day of the pause: `/program pause duty fri`."
        )
    ends = rules.local_time.instant(last + DAY, MIDNIGHT, zone) if last else None
    paused = data.models.Pause(what=WHAT.find(request) or data.pauses.ALL, starts=request.now, ends=ends)
    data.pauses.record(session, paused.what, paused.starts, paused.ends)
    _audit(session, request, "outgoing.pause", paused.what, {"until": last.isoformat() if last else None})
    return commands.replies.Say(messages.outgoing.now_paused(paused, messages.text.Reader(zone)))


def resume(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """End one pause, or all of them."""
    what, reader = WHAT.find(request), messages.text.Reader(request.programme.time_zone)
    running = data.pauses.list_running(session, request.now)
    ended = [one for one in running if what in (None, data.pauses.ALL, one.what)]
    if not ended:
        return commands.replies.Say(messages.outgoing.not_paused(running, reader))
    for one in ended:
        data.pauses.remove(session, one.what)
        _audit(session, request, "outgoing.resume", one.what)
    everything = next((one for one in running if one.what == data.pauses.ALL and one not in ended), None)
    return commands.replies.Say(messages.outgoing.resumed(ended, everything, reader))


def _audit(
    session: sqlmodel.Session,
    request: commands.request.Request,
    action: str,
    what: str,
    after: collections.abc.Mapping[str, object] | None = None,
) -> None:
    data.audit.record(session, request.now, request.person.slack_id, action, what, after=after)


def sent(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """What somebody was sent, and why."""
    person, days = WHOM.of(request), BACK.days(request)
    since = request.now - days * DAY
    notices = data.outbox.list_newest(session, [f"@{person.slack_id}", f"home:{person.slack_id}"], since)
    if person.id == request.person.id:  # what waits for oneself may be what follows one's contract
        notices = [notice for notice in notices if notice.state not in WAITING]
    parts = data.morning.list_told(session, since.date() - DAY, person.id)
    own = _own_contracts(session, request)
    found = [
        _sent(notice, [part for part in parts if notice.card == f"morning:{person.slack_id}:{part.day}"], own)
        for notice in notices
    ]
    return commands.replies.Say(messages.outgoing.sent(person, [one for one in found if one], days, request.reader))


def _sent(
    notice: data.models.Notice,
    parts: collections.abc.Sequence[data.models.MorningPart],
    own: collections.abc.Container[int],
) -> messages.outgoing.Sent | None:
    """It as who has these contracts may read of it; nothing, where it told a manager of decisions on them alone."""
    shown = [part for part in parts if not jobs.renewal_parts.is_for_managers(part.key, own)]
    if len(shown) == len(parts):
        return messages.outgoing.Sent(notice, parts, notice.reason)
    return (
        messages.outgoing.Sent(notice, shown, "; ".join(dict.fromkeys(one.reason for one in shown))) if shown else None
    )


def _own_contracts(session: sqlmodel.Session, request: commands.request.Request) -> set[int]:
    """Nobody reads of decisions on their own contract before they are told."""
    return {one.id or 0 for one in data.contracts.list_of(session, request.person.id or 0)}


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        upcoming,
        root="program",
        words="upcoming",
        does="What Muster will send by itself: to whom, when, why.",
        arguments=(AHEAD,),
        example="/program upcoming 14d",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        pause,
        root="program",
        words="pause",
        does="Stop what Muster sends by itself, all of it or one kind, until a day or until you resume it.",
        arguments=(WHAT, UNTIL),
        example="/program pause morning until fri",
        writes=True,
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        resume,
        root="program",
        words="resume",
        does="End a pause; what waits and is still of use goes out.",
        arguments=(WHAT,),
        example="/program resume morning",
        writes=True,
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        sent,
        root="program",
        words="sent",
        does="What Muster sent somebody, when, and why; not what it said.",
        arguments=(WHOM, BACK),
        example="/program sent @ada 7d",
    ),
)
