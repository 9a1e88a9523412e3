"""Overrides: the spans that one of them would really cover or what speaks against it, and which can't stand."""

import collections.abc
import dataclasses
import datetime
import enum
import itertools
import zoneinfo

import data.models
import rules.duty
import rules.local_time
import rules.sitting

MIDNIGHT = datetime.time(0)


class Why(enum.Enum):
    """What speaks against an override."""

    SAME = "the two are one person"
    PAST = "the days are past"
    NOT_SITTING = "who is to be relieved does not sit then"
    NOT_IN_POOL = "who is to sit is not in the pool then"
    SITS = "who is to sit does so already"
    AWAY = "who is to sit is away on a working day of it"


@dataclasses.dataclass(frozen=True)
class Obstacle:
    """Why an override can't be, and when of it that is so.

    For NOT_SITTING, `when` is when they sit next after these days, if ever, and `instead` is who sits for them then.
    """

    why: Why
    when: rules.sitting.Span | None = None
    instead: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Wish:
    """Somebody is to sit for another on the days [first, after) of the programme's zone."""

    in_id: int
    out_id: int
    first: datetime.date
    after: datetime.date


def plan(
    wish: Wish,
    turns: collections.abc.Sequence[rules.duty.Turn],
    overrides: rules.sitting.Overrides,
    members: collections.abc.Iterable[rules.duty.Member],
    zone: zoneinfo.ZoneInfo,
    now: datetime.datetime,
) -> list[rules.sitting.Spell] | Obstacle:
    """What of those days the one really sits and the other could, cut to what is left of it; or why not."""
    known = list(overrides)
    starts, ends = span(wish, turns, zone)
    if wish.in_id == wish.out_id:
        return Obstacle(Why.SAME)
    if ends <= now:
        return Obstacle(Why.PAST)
    sitting = [spell for turn in turns for spell in rules.sitting.spells(turn, known)]
    theirs = _cut([spell for spell in sitting if spell.person == wish.out_id], max(starts, now), ends)
    if not theirs:
        relieved = _cut([spell for spell in sitting if spell.dealt_to == wish.out_id], max(starts, now), ends)
        instead = tuple(dict.fromkeys(spell.person for spell in relieved))
        return Obstacle(Why.NOT_SITTING, _next(sitting, wish.out_id, ends), instead)
    member = next((member for member in members if member.person == wish.in_id), None)
    own = [spell for spell in sitting if spell.person == wish.in_id]
    return next(filter(None, (_obstacle(spell, own, member, zone) for spell in theirs)), None) or theirs


def span(wish: Wish, turns: collections.abc.Iterable[rules.duty.Turn], zone: zoneinfo.ZoneInfo) -> rules.sitting.Span:
    """From the first day's midnight to the one after the last; but a day of handover begins, or ends, with that."""
    handovers = {at.astimezone(zone).date(): at for turn in turns for at in (turn.starts, turn.ends)}
    last = wish.after - rules.duty.DAY
    starts = handovers.get(wish.first) or rules.local_time.instant(wish.first, MIDNIGHT, zone)
    ends = handovers.get(last) if last > wish.first else None
    return starts, ends or rules.local_time.instant(wish.after, MIDNIGHT, zone)


def _cut(
    spells: collections.abc.Iterable[rules.sitting.Spell], starts: datetime.datetime, ends: datetime.datetime
) -> list[rules.sitting.Spell]:
    cut = [dataclasses.replace(one, starts=max(one.starts, starts), ends=min(one.ends, ends)) for one in spells]
    return [one for one in cut if one.starts < one.ends]


def _next(
    sitting: collections.abc.Iterable[rules.sitting.Spell], person: int, since: datetime.datetime
) -> rules.sitting.Span | None:
    coming = [(spell.starts, spell.ends) for spell in sitting if spell.person == person and spell.starts >= since]
    return min(coming, default=None)


def _obstacle(
    spell: rules.sitting.Spell,
    own: collections.abc.Iterable[rules.sitting.Spell],
    member: rules.duty.Member | None,
    zone: zoneinfo.ZoneInfo,
) -> Obstacle | None:
    """What keeps a member from this spell; `own` is when they sit anyway."""
    when = spell.starts, spell.ends
    if member is None or member.joined > spell.starts or (member.left is not None and member.left <= spell.starts):
        return Obstacle(Why.NOT_IN_POOL, when)
    if clashes := _cut(own, *when):
        return Obstacle(Why.SITS, (clashes[0].starts, clashes[0].ends))
    return None if rules.duty.can_sit(member, *when, zone) else Obstacle(Why.AWAY, when)


def clashing(
    turns: collections.abc.Iterable[rules.duty.Turn], overrides: rules.sitting.Overrides, now: datetime.datetime
) -> data.models.Override | None:
    """One that can't stand, for by it somebody would sit in both seats from now on; the newest of such."""
    known = list(overrides)
    for turn in turns:
        for one, other in itertools.combinations(rules.sitting.spells(turn, known), 2):
            at = max(one.starts, other.starts, now)
            if one.person == other.person and at < min(one.ends, other.ends):
                return [each for each in known if each.in_id == one.person and each.starts <= at < each.ends][-1]
    return None
