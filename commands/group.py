"""The user group that names who is on duty: whether Muster takes one over that has other people in it."""

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.audit
import data.groups
import data.models
import jobs.group
import messages.group
import rules.group

Group = data.models.UserGroup


def take_over(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Agree that those who are in it leave it, unless they are others than the manager has seen."""
    group = _asked_about(session, request)
    if isinstance(group, commands.replies.Say):
        return group
    leaving = group.others
    data.groups.agree(session, group)
    data.audit.record(
        session, request.now, request.person.slack_id, "group.take", group.handle, after={"leaving": leaving}
    )
    jobs.group.tick(session, request.now)
    return commands.replies.Say(messages.group.taken(group.handle, len(leaving)))


def leave(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Let the group be."""
    group = _asked_about(session, request)
    if isinstance(group, commands.replies.Say):
        return group
    data.groups.leave(session, group, request.now)
    data.audit.record(session, request.now, request.person.slack_id, "group.leave", group.handle)
    return commands.replies.Say(messages.group.left(group.handle))


def _asked_about(session: sqlmodel.Session, request: commands.request.Request) -> Group | commands.replies.Say:
    """The group that the button is about, or what to say where it is no longer as the manager has seen it."""
    handle, _, seen = request.subject.partition(":")
    group = data.groups.find(session, handle)
    if group is not None and group.ours_since is not None:
        return commands.replies.Say(messages.group.ours_already(handle))
    if group is None or handle != request.programme.duty_group or not group.others:
        return commands.replies.Say(messages.group.no_question())
    if rules.group.version(group.others) != seen:
        return commands.replies.Say(messages.group.question(handle, group.others, asked_before=True))
    return group


BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        take_over,
        action=messages.group.TAKE,
        does="Let Muster take over a user group that has other people in it.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        leave,
        action=messages.group.LEAVE,
        does="Leave that user group as it is.",
        writes=True,
    ),
)
