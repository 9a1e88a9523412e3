"""What managers read about the user group that names who is on duty."""

import collections.abc
import datetime

import messages.text
import rules.group

NAMED = 20
"""How many of those who would leave a group are named."""

TAKE, LEAVE = "take:group", "leave:group"


def question(handle: str, others: collections.abc.Sequence[str], asked_before: bool = False) -> messages.text.Payload:
    """Whether Muster may take a group over that has other people in it: who would leave it is named."""
    again = "The group has changed since you were asked. " if asked_before else ""
    text = (
        f"*{again}There is a user group {_group(handle)} with other people in it.* Muster wants it to hold who is on "
        f"duty, and nobody else. It would lose {_named(others)}.\n"
        f"Until you decide it stays as it is, and the triage channel's topic alone names who is on duty."
    )
    subject = f"{handle}:{rules.group.version(others)}"
    buttons = messages.text.buttons(
        messages.text.button("Take over", TAKE, subject, style="danger"),
        messages.text.button("Leave it", LEAVE, subject),
    )
    why = _why("this needs your word")
    return messages.text.message(f"{text}\n{why}", messages.text.section(text), buttons, messages.text.small(why))


def _named(others: collections.abc.Sequence[str]) -> str:
    more = len(others) - NAMED
    named = [messages.text.mention(slack_id) for slack_id in others[:NAMED]]
    return messages.text.people([*named, f"{more} more"] if more > 0 else named)


def _group(handle: str) -> str:
    return f"`@{handle}`"


def _why(because: str) -> str:
    return (
        f"Why do I get this? You manage the programme, and {because}. "
        "Another group: `muster settings duty_group HANDLE`; none: `muster settings duty_group ''`."
    )


def taken(handle: str, leaving: int) -> messages.text.Payload:
    """To the manager who agreed."""
    people = "1 person leaves" if leaving == 1 else f"{leaving} people leave"
    return messages.text.message(
        f"Muster takes {_group(handle)} over: {people} it, and from now on it holds who is on duty and nobody else."
    )


def left(handle: str) -> messages.text.Payload:
    """To the manager who did not."""
    return messages.text.message(
        f"{_group(handle)} stays as it is, and Muster asks no more. Should you think again, press *Take over*. "
        "Another group can be had too: `muster settings duty_group HANDLE`."
    )


def ours_already(handle: str) -> messages.text.Payload:
    """To a manager who pressed after the group had become Muster's."""
    return messages.text.message(
        f"{_group(handle)} is Muster's already; nothing was changed. "
        "To let go of it: `muster settings duty_group ''`, then change its members in Slack."
    )


def no_question() -> messages.text.Payload:
    """To a manager who pressed when there was nothing left to decide."""
    return messages.text.message("There is nothing to decide about this group any more; nothing was changed.")


def refused(
    handle: str,
    refusal: str,
    members: collections.abc.Sequence[str],
    handover: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """Why the group can't name who is on duty, what to do about it, and when it is tried again."""
    lasts = refusal in rules.group.LASTING
    again = f"at the next handover, {messages.text.moment(handover, reader)}" if lasts else "every hour"
    text = (
        f"*The user group {_group(handle)} does not say who is on duty.* {_meaning(refusal, members)}\n"
        f"The triage channel's topic alone names who is on duty. Muster tries the group again {again}."
    )
    why = _why("hear of each such reason once")
    return messages.text.message(f"{text}\n{why}", messages.text.section(text), messages.text.small(why))


_NEEDS_A_PLAN = "Slack has user groups on its paid plans only (`{}`). On this plan there is nothing to do."
_OTHER_HANDLE = "Choose another: `muster settings duty_group HANDLE`."
_MEANINGS = {
    "plan_upgrade_required": _NEEDS_A_PLAN.format("plan_upgrade_required"),
    "paid_teams_only": _NEEDS_A_PLAN.format("paid_teams_only"),
    "permission_denied": (
        "This workspace does not let Muster change user groups (`permission_denied`). Ask an owner of the workspace "
        "to allow it, under who can create and edit user groups in its permissions."
    ),
    "missing_scope": (
        "Muster was installed without the scopes for user groups (`missing_scope`). Give the app the manifest that "
        "`muster manifest` prints, and install it again."
    ),
    "bad_handle": f"Slack does not take this handle (`bad_handle`). {_OTHER_HANDLE}",
    "forbidden_handle": f"Slack keeps this handle for itself (`forbidden_handle`). {_OTHER_HANDLE}",
    "handle_already_exists": (
        f"A person, a channel or a group has this handle already (`handle_already_exists`). {_OTHER_HANDLE}"
    ),
    "name_already_exists": (
        "Another user group has the name *Adviser on Duty* (`name_already_exists`). Rename that one, or give Muster "
        "its handle: `muster settings duty_group HANDLE`."
    ),
}


def _meaning(refusal: str, members: collections.abc.Sequence[str]) -> str:
    if refusal == rules.group.OF_THE_MEMBERS:
        suspects = messages.text.people([messages.text.mention(slack_id) for slack_id in members])
        return (
            f"Slack does not take all of its members (`{refusal}`): look whether somebody of {suspects} was "
            "deactivated. As soon as the people on duty are others, Muster tries again."
        )
    return _MEANINGS.get(refusal, f"Slack said: `{messages.text.escape(refusal)}`.")
