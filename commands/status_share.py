"""*Share in channel* under `/program status`: counts alone, shown first, and asked twice where outsiders read them."""

import hashlib
import re

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.audit
import data.outbox
import data.status
import jobs.status
import messages.status
import messages.status_share
import messages.text
import rules.errors

Reply = commands.replies.Reply
Request = commands.request.Request

REASON = "a manager shared how the programme stands"


def preview(session: sqlmodel.Session, request: Request) -> Reply:
    """What the channel would read in which somebody is; who else is there is asked of Slack first."""
    channel = request.channel
    if not channel.startswith(("C", "G")):
        raise rules.errors.ProgramError(messages.status_share.no_channel())
    if request.members is None:
        return commands.replies.AskMembers(channel)
    if not request.members.has_muster:
        raise rules.errors.ProgramError(messages.status_share.not_invited(channel))
    lines = _lines(session, request)
    outsiders = _outsiders(session, request.members)
    subject = f"{channel} {_version(lines)} {request.now.isoformat()} {outsiders.named}"
    return commands.replies.Say(messages.status_share.preview(lines, channel, outsiders, subject))


def _outsiders(session: sqlmodel.Session, members: commands.request.Members) -> messages.status_share.Outsiders:
    """Who of the roster is there; a channel may hold more people than a query takes."""
    there = [
        freelancer for slack_id, freelancer in data.status.list_outsiders(session) if slack_id in members.slack_ids
    ]
    return messages.status_share.Outsiders(freelancers=sum(there), guests=len(there) - sum(there))


def _lines(session: sqlmodel.Session, request: Request) -> list[str]:
    found = jobs.status.load(request.scene(session), request.today, request.person)
    return messages.status_share.counts(found, request.programme)


def _version(lines: list[str]) -> str:
    """A name for what was shown, which is another one once a count has changed."""
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


def _previewed(request: Request) -> tuple[str, str, str, str]:
    """The channel, the version, when it was shown, and who else reads it, as the buttons carry them."""
    shown = re.fullmatch(r"([CG][A-Z0-9]+) (\w+) (\S+) (.*)", request.subject)
    if shown is None:
        raise rules.errors.ProgramError("Type `/program status` once more, and press *Share in channel* under it.")
    return shown[1], shown[2], shown[3], shown[4]


def confirm(_session: sqlmodel.Session, request: Request) -> Reply:
    """Ask once more, where freelancers or guests read it."""
    channel, _, _, outsiders = _previewed(request)
    return commands.replies.Say(messages.status_share.confirm(channel, outsiders, request.subject))


def send(session: sqlmodel.Session, request: Request) -> Reply:
    """Post what was shown; if a count has changed since, it is to be shown again first."""
    channel, version, shown_at, _ = _previewed(request)
    lines = _lines(session, request)
    if version != _version(lines):
        raise rules.errors.ProgramError(
            "The counts have changed since you saw them, and nothing was sent. Press *Share in channel* again."
        )
    reader = messages.text.Reader(request.programme.time_zone)
    draft = data.outbox.Draft(
        key=f"status:{channel}:{shown_at}",
        lane=channel,
        payload=messages.status_share.post(lines, request.person, request.now, reader),
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
    _button(messages.status.SHARE, preview, "Show what a channel would read of the programme's status."),
    _button(messages.status_share.CONFIRM, confirm, "Ask once more where freelancers or guests would read it."),
    _button(messages.status_share.SEND, send, "Share the status that was shown in its channel.", writes=True),
)
