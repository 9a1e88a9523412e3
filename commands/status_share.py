"""*Share in channel* under status and digest: counts alone, shown first, and asked twice where outsiders read them.

What is shared goes by the value of its button: a digest's span, and for the status nothing.
"""

import hashlib
import re
import typing

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.audit
import data.outbox
import data.status
import jobs.digest
import jobs.status
import messages.digest
import messages.status
import messages.status_share
import messages.text
import rules.digest
import rules.errors

Reply = commands.replies.Reply
Request = commands.request.Request

REASON = "a manager shared how the programme stands, or stood"


def preview(session: sqlmodel.Session, request: Request) -> Reply:
    """What the channel would read in which somebody is; who else is there is asked of Slack first."""
    channel, what = request.channel, request.subject
    if not channel.startswith(("C", "G")):
        raise rules.errors.ProgramError(messages.status_share.no_channel(_command(what)))
    if request.members is None:
        return commands.replies.AskMembers(channel)
    if not request.members.has_muster:
        raise rules.errors.ProgramError(messages.status_share.not_invited(channel))
    lines = _lines(session, request, what)
    outsiders = _outsiders(session, request.members)
    subject = f"{channel} {_version(lines)} {request.now.isoformat()} {what}|{outsiders.named}"
    return commands.replies.Say(messages.status_share.preview(lines, channel, outsiders, subject))


def _outsiders(session: sqlmodel.Session, members: commands.request.Members) -> messages.status_share.Outsiders:
    """Who else is there; a channel may hold more people than a query takes."""
    there = [
        freelancer for slack_id, freelancer in data.status.list_outsiders(session) if slack_id in members.slack_ids
    ]
    strangers = len(members.slack_ids - data.status.list_slack_ids(session))
    return messages.status_share.Outsiders(sum(there), guests=len(there) - sum(there), strangers=strangers)


def _command(what: str) -> str:
    """What was typed to see it."""
    span = rules.digest.read(what)
    return messages.digest.typed(span) if span else messages.status_share.COMMAND


def _lines(session: sqlmodel.Session, request: Request, what: str) -> list[str]:
    span = rules.digest.read(what)
    if span is not None:
        return messages.digest.counts(jobs.digest.load(request.scene(session), span, request.person))
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return messages.status_share.counts(found, request.programme)


def _version(lines: list[str]) -> str:
    """A name for what was shown, which is another one once a count has changed."""
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


class _Previewed(typing.NamedTuple):
    """What was shown, as the buttons carry it: where, in which version, when, what, and who else reads it."""

    channel: str
    version: str
    shown_at: str
    what: str
    outsiders: str


def _previewed(request: Request) -> _Previewed:
    shown = re.fullmatch(r"([CG][A-Z0-9]+) (\w+) (\S+) ([^|]*)\|(.*)", request.subject)
    if shown is None:
        raise rules.errors.ProgramError("Type `/program status` once more, and press *Share in channel* under it.")
    return _Previewed(*shown.groups())


def confirm(_session: sqlmodel.Session, request: Request) -> Reply:
    """Ask once more, where freelancers or guests read it."""
    shown = _previewed(request)
    return commands.replies.Say(messages.status_share.confirm(shown.channel, shown.outsiders, request.subject))


def send(session: sqlmodel.Session, request: Request) -> Reply:
    """Post what was shown; if a count has changed since, it is to be shown again first."""
    channel, version, shown_at, what, _ = _previewed(request)
    lines = _lines(session, request, what)
    if version != _version(lines):
        raise rules.errors.ProgramError(
            "The counts have changed since you saw them, and nothing was sent. Press *Share in channel* again."
        )
    reader = messages.text.Reader(request.programme.time_zone)
    draft = data.outbox.Draft(
        key=f"status:{channel}:{shown_at}",
        lane=channel,
        payload=messages.status_share.post(lines, request.person, _command(what), request.now, reader),
        reason=REASON,
        due_at=request.now,
        unasked=False,  # a manager asked for it
    )
    if not data.outbox.enqueue(session, [draft]):
        return commands.replies.Say(messages.status_share.shared_already(channel))
    data.audit.record(session, request.now, request.person.slack_id, "status.share", channel)
    return commands.replies.Say(messages.status_share.shared(channel))


def _button(action: str, run: commands.rows.Run, does: str, writes: bool = False) -> commands.rows.Button:
    return commands.rows.Button(commands.rows.MANAGERS, run, action=action, does=does, writes=writes)


BUTTONS = (
    _button(messages.status.SHARE, preview, "Show what a channel would read of the programme's status or a digest."),
    _button(messages.status_share.CONFIRM, confirm, "Ask once more where freelancers or guests would read it."),
    _button(messages.status_share.SEND, send, "Share what was shown in its channel.", writes=True),
)
