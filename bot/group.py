"""The calls by which a user group in Slack holds who is on duty."""

import collections.abc
import dataclasses
import typing

import bot.outcome

FINDS = ("usergroups.list", "usergroups.create", "usergroups.enable")
"""What is called once, while the group's id is not known; the last two only where there is none, or a disabled one."""

KEEPS = ("usergroups.users.list", "usergroups.users.update")
"""What is called for each change; the second only where the members differ."""

NAME = "Adviser on Duty"
DESCRIPTION = "Who is on duty now. Muster keeps this list: each handover replaces what was changed by hand."

NOT_THERE = bot.outcome.Impossible("no_such_subteam")
"""What Slack says of a group that is gone, or disabled."""

Answer = collections.abc.Mapping[str, typing.Any]


class Call(typing.Protocol):
    """Calls a method of Slack's; raises `bot.outcome.CallFailed`."""

    async def __call__(self, method: str, /, **arguments: object) -> Answer: ...


@dataclasses.dataclass(frozen=True)
class Group:
    """A group as Slack has it."""

    id: str
    members: frozenset[str]
    disabled: bool = False


async def bring(
    call: Call, payload: collections.abc.Mapping[str, typing.Any], known: str | None
) -> bot.outcome.Outcome:
    """Let the group have these members and no others: read first, and written only where it differs.

    A group that is not ours yet (`may_leave` then says who may leave it unasked) and has others in it besides is left
    as it is, unless they are among those on whom a manager has `agreed`.
    """
    members = set(payload["members"])
    group = await _read(call, known) if known else None
    group = group or await _find(call, payload["handle"]) or await _create(call, payload["handle"])
    if payload["may_leave"] is not None:
        others = group.members - members - set(payload["may_leave"])
        if others - set(payload["agreed"]):
            return bot.outcome.Occupied(group.id, tuple(sorted(others)))
    if group.disabled:
        await call("usergroups.enable", usergroup=group.id)
    if group.members != members:
        await call("usergroups.users.update", usergroup=group.id, users=",".join(sorted(members)))
    return bot.outcome.Delivered(group.id)


async def _read(call: Call, known: str) -> Group | None:
    """The group of that id, None if it is gone or disabled: then it is looked for by its handle."""
    try:
        answer = await call("usergroups.users.list", usergroup=known)
    except bot.outcome.CallFailed as failed:
        if failed.outcome == NOT_THERE:
            return None
        raise
    return Group(known, frozenset(answer["users"]))


async def _find(call: Call, handle: str) -> Group | None:
    answer = await call("usergroups.list", include_disabled="true", include_users="true")
    for one in answer["usergroups"]:
        if one["handle"] == handle:
            return Group(str(one["id"]), frozenset(one.get("users") or ()), disabled=bool(one.get("date_delete")))
    return None


async def _create(call: Call, handle: str) -> Group:
    answer = await call("usergroups.create", name=NAME, handle=handle, description=DESCRIPTION)
    return Group(str(answer["usergroup"]["id"]), frozenset())
