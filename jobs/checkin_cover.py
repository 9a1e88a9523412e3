"""Cover while an adviser is away for whole weeks: what managers choose, what ends by itself, and who reads of it."""

import collections.abc
import dataclasses
import datetime
import typing

import sqlmodel

import data.audit
import data.checkin_cover
import data.checkins
import data.models
import data.morning
import data.people
import jobs.checkin_list
import jobs.checkin_spells
import jobs.morning
import jobs.rotation
import jobs.scene
import messages.checkin_cover
import messages.text
import rules.checkin_cover
import rules.checkins
import rules.languages
import rules.shared_hours

Case = jobs.checkin_spells.Case
Cover = data.models.CheckinCover
Person = data.models.Person
Spell = jobs.checkin_spells.Spell
Spells = jobs.checkin_spells.Spells
Weeks = rules.checkin_cover.Weeks

DAY, WEEK = rules.checkins.DAY, rules.checkins.WEEK

TOLD, OWN = "covered", "own cover"
"""The kinds of the parts in which freelancers and cover advisers, and who is away, read of it."""

REASON = "an adviser is away for a whole week, and it concerns you"

MUSTER = "muster"

SHOWN_FOR = 12 * WEEK
"""So long a part that a manager was told is kept true."""


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """End what can't go on, tell whose check-in nobody holds, and keep true what managers were told."""
    if data.checkin_cover.WATCH.glance(session, now).is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    spells = jobs.checkin_spells.load(scene)
    concerned = _end_covers(spells)
    if concerned:
        spells = jobs.checkin_spells.load(scene)
    for adviser_id in sorted(concerned):
        _tell_adviser(spells, adviser_id)
    _tell_uncovered(spells)
    refresh(spells)
    first = jobs.checkin_spells.first_open(scene)
    again_at = rules.checkin_cover.given_up_at(first, scene.programme.time_zone)
    data.checkin_cover.WATCH.record(session, now, again_at)


# -- choosing


@dataclasses.dataclass(frozen=True)
class Pick:
    """Who is to cover in these weeks of a spell; None stands for nobody."""

    spell: Spell
    case: Case
    by: Person | None
    weeks: Weeks


def choose(scene: jobs.scene.Scene, actor: Person, picks: collections.abc.Sequence[Pick]) -> None:
    """Let these cover, and tell everybody whom that concerns in their next morning message."""
    for pick in picks:
        _choose(scene, actor, pick)
    spells = jobs.checkin_spells.load(scene)
    for adviser_id in {pick.spell.adviser.id for pick in picks}:
        _tell_adviser(spells, adviser_id or 0)
    refresh(spells)


def _choose(scene: jobs.scene.Scene, actor: Person, pick: Pick) -> None:
    starts, ends = pick.weeks[0], pick.weeks[-1] + WEEK
    replaced = [_replace(scene, pick, old) for old in pick.case.covers if old.starts < ends and starts < old.ends]
    cover = Cover(
        freelancer_id=pick.case.freelancer.id or 0,
        adviser_id=pick.by.id if pick.by else None,
        starts=starts,
        ends=ends,
        chosen_at=scene.now,
    )
    data.checkin_cover.add(scene.session, cover)
    _audit(scene, actor.slack_id, "cover.choose", pick.case.freelancer, cover, pick.by)
    _tell_choice(scene, pick, cover, changed=any(replaced))


def _tell_choice(scene: jobs.scene.Scene, pick: Pick, cover: Cover, changed: bool) -> None:
    """The freelancer reads who is there for them, who covers for whom; who is on duty then is not known yet."""
    freelancer, adviser, starts, ends = pick.case.freelancer, pick.spell.adviser, cover.starts, cover.ends
    if pick.by is None:
        said = messages.checkin_cover.no_check_in(adviser, (starts, ends), pick.spell.ends, [], changed)
        _tell(scene, cover, freelancer, said)
        return
    _tell(scene, cover, freelancer, messages.checkin_cover.there_for_you(adviser, pick.by, starts, ends, changed))
    meeting = _meeting(scene, pick.by, freelancer, starts)
    _tell(scene, cover, pick.by, messages.checkin_cover.you_cover(adviser, freelancer, starts, ends, meeting))


def _replace(scene: jobs.scene.Scene, pick: Pick, old: Cover) -> bool:
    """Take back what was chosen before, as far as it is to come; whether the freelancer had read it."""
    by = _by(scene, old)
    read = _untell(scene, old, pick.case.freelancer)
    had = by is not None and _untell(scene, old, by)
    starts, ends = old.starts, max(old.starts, pick.weeks[0])
    _shorten(scene, old, starts, ends)
    if by is not None and (had or starts < ends):
        change = messages.checkin_cover.Change(pick.case.freelancer, pick.spell.adviser, by, starts, ends, ends, False)
        _tell(scene, old, by, messages.checkin_cover.changed_cover(change), ends)
    return read


def _shorten(scene: jobs.scene.Scene, cover: Cover, starts: datetime.date, ends: datetime.date) -> None:
    if starts < ends:
        data.checkin_cover.change(scene.session, cover, starts, ends)
    else:
        data.checkin_cover.cancel(scene.session, cover, scene.now)


def _audit(
    scene: jobs.scene.Scene, actor: str, action: str, freelancer: Person, cover: Cover, by: Person | None
) -> None:
    after = {"adviser": by.slack_id if by else None, "starts": str(cover.starts), "ends": str(cover.ends)}
    data.audit.record(scene.session, scene.now, actor, action, freelancer.slack_id, after=after)


def _by(scene: jobs.scene.Scene, cover: Cover) -> Person | None:
    return data.people.load_by_id(scene.session, [cover.adviser_id])[cover.adviser_id] if cover.adviser_id else None


def _meeting(
    scene: jobs.scene.Scene, by: Person, freelancer: Person, week: datetime.date
) -> messages.checkin_cover.Meeting:
    people = {by.id or 0: by, freelancer.id or 0: freelancer}
    of = jobs.checkin_list.workdays_of(scene, people, scene.now.date())
    mine, theirs = of[by.id or 0], of[freelancer.id or 0]
    days = (rules.shared_hours.shared(mine, theirs, week + n * DAY) for n in range(7))
    spans = next(filter(None, days), [])
    shown = [
        f"{messages.text.clock_time(first, mine.zone)} to {messages.text.clock_time(last, mine.zone)}"
        for first, last in spans
    ]
    return messages.checkin_cover.Meeting(
        city=theirs.zone.key.rpartition("/")[2].replace("_", " "),
        shared=f"you share {messages.text.people(shown)} your time" if shown else "",
        languages=rules.languages.in_common(freelancer.languages, by.languages),
    )


# -- telling


def _key(cover: Cover, person: Person, starts: datetime.date, ends: datetime.date) -> str:
    """The key of what somebody reads of a cover of these days."""
    return f"covered:{cover.id}:{starts}:{ends}:{person.slack_id}"


def _tell(
    scene: jobs.scene.Scene,
    cover: Cover,
    person: Person,
    payload: messages.text.Payload,
    ends: datetime.date | None = None,
) -> None:
    """Tell it with their next morning message; `ends` is that of a cover which is taken back."""
    key = _key(cover, person, cover.starts, ends or cover.ends)
    jobs.morning.tell(scene.session, person, key, TOLD, payload, REASON, scene.now, at_once=False)


def _untell(scene: jobs.scene.Scene, cover: Cover, person: Person) -> bool:
    """Whether they have read of a cover as it is; what waits for a morning is taken back."""
    key = _key(cover, person, cover.starts, cover.ends)
    data.morning.withdraw(scene.session, key)
    return bool(data.morning.find_keys(scene.session, [key]))


def _tell_adviser(spells: Spells, adviser_id: int) -> None:
    """Who is away reads who covers, all of it in one part; while that waits for their morning, it is kept true."""
    scene = spells.scene
    theirs = [spell for spell in spells.spells if spell.adviser.id == adviser_id and spell.cases]
    waiting = data.morning.find_waiting(scene.session, adviser_id, OWN)
    if waiting is not None:
        data.morning.withdraw(scene.session, waiting.key)
    if theirs:
        adviser = theirs[0].adviser
        key = f"covered:{scene.now.isoformat()}:{adviser.slack_id}"
        payload = messages.checkin_cover.yours([jobs.checkin_spells.away(spells, spell) for spell in theirs])
        jobs.morning.tell(scene.session, adviser, key, OWN, payload, REASON, scene.now, at_once=False)


def _tell_uncovered(spells: Spells) -> None:
    """The freelancers for whom nobody was chosen in time read that there is no check-in in this week."""
    scene = spells.scene
    week = scene.week
    if week >= spells.first:
        return
    alone = [(spell, case) for spell in spells.spells for case in spell.cases if _is_uncovered(case, week)]
    known = data.morning.find_keys(scene.session, [_uncovered_key(case, week) for _, case in alone])
    unread = [(spell, case) for spell, case in alone if _uncovered_key(case, week) not in known]
    duty = jobs.rotation.on_duty(scene.session, scene.programme, scene.now) if unread else None
    for spell, case in unread:
        if not _has_met(scene, case, week):
            weeks, pair = (week, week + WEEK), duty.pair if duty else ()
            said = messages.checkin_cover.no_check_in(spell.adviser, weeks, spell.ends, pair)
            key = _uncovered_key(case, week)
            jobs.morning.tell(scene.session, case.freelancer, key, TOLD, said, REASON, scene.now, at_once=False)


def _has_met(scene: jobs.scene.Scene, case: Case, week: datetime.date) -> bool:
    """Whether a check-in of this week was held before their adviser was away."""
    rows = data.checkins.list_of_freelancer(scene.session, case.freelancer.id or 0, since=week)
    return any(row.week == week and row.state == data.models.CheckinState.DONE for row in rows)


def _is_uncovered(case: Case, week: datetime.date) -> bool:
    return week in case.asked and not any(cover.starts <= week < cover.ends for cover in case.covers)


def _uncovered_key(case: Case, week: datetime.date) -> str:
    return f"uncovered:{week}:{case.freelancer.slack_id}"


# -- what ends by itself


def _end_covers(spells: Spells) -> set[int]:
    """Shorten the covers that are not needed or not possible any more, and tell whom it concerns; for which advisers.

    A freelancer without one counts as that of nobody, 0.
    """
    since = rules.checkins.current_weeks(spells.scene.now)[0]
    advisers: set[int] = set()
    for cover in spells.covers:
        possible = {week for spell, week in _weeks_of(spells, cover) if _can(spells, spell, cover, week)}
        kept = rules.checkin_cover.kept(cover.starts, cover.ends, possible, since)
        if cover.ends > since and (kept.starts, kept.ends) != (cover.starts, cover.ends):
            advisers.add(_end(spells, cover, kept))
    return advisers


def _weeks_of(spells: Spells, cover: Cover) -> collections.abc.Iterator[tuple[Spell, datetime.date]]:
    """The weeks in which the freelancer's adviser of the day is away."""
    for spell in spells.spells:
        if any(case.freelancer.id == cover.freelancer_id for case in spell.cases):
            yield from ((spell, week) for week in spell.weeks)


def _can(spells: Spells, spell: Spell, cover: Cover, week: datetime.date) -> bool:
    """Whether who covers is there, and not the freelancer's own adviser by now."""
    if cover.adviser_id is None:
        return True
    candidate = spells.candidates.get(cover.adviser_id)
    return candidate is not None and week not in candidate.away and cover.adviser_id != spell.adviser.id


def _end(spells: Spells, cover: Cover, kept: rules.checkin_cover.Kept) -> int:
    """Let a cover be for what is kept of it; who has not read of it yet reads only what is so by now. Whose it is."""
    scene = spells.scene
    freelancer = data.people.load_by_id(scene.session, [cover.freelancer_id])[cover.freelancer_id]
    by = _by(scene, cover)
    change = _change(spells, cover, kept, freelancer, by)
    read = _untell(scene, cover, freelancer)
    read_by = by is not None and _untell(scene, cover, by)
    _shorten(scene, cover, kept.starts, kept.ends)
    _audit(scene, MUSTER, "cover.end", freelancer, cover, by)
    if (read or not kept.is_over) and (change.again or change.has_nobody or _is_left_alone(spells, change)):
        _tell(scene, cover, freelancer, messages.checkin_cover.changed_for_you(change), kept.ends)
    if by is not None and (read_by or not kept.is_over):
        _tell(scene, cover, by, messages.checkin_cover.changed_cover(change), kept.ends)
    return (change.adviser.id or 0) if change.adviser else 0


def _is_left_alone(spells: Spells, change: messages.checkin_cover.Change) -> bool:
    """Whether the freelancer reads that who covers can't: not if they need nobody."""
    found = spells.case(change.freelancer.id or 0, rules.checkins.week_of(change.lost))
    return change.by is not None and found is not None


def _change(
    spells: Spells, cover: Cover, kept: rules.checkin_cover.Kept, freelancer: Person, by: Person | None
) -> messages.checkin_cover.Change:
    """What is left of a cover, and whether the freelancer's own adviser is there on the first day that goes."""
    running = data.people.find_running_assignment(spells.scene.session, freelancer.id or 0)
    adviser = (
        data.people.load_by_id(spells.scene.session, [running.adviser_id])[running.adviser_id] if running else None
    )
    today = spells.scene.day
    lost = max(today, cover.starts if kept.is_over or kept.starts > cover.starts else kept.ends)
    week = rules.checkins.week_of(lost)
    again = adviser is not None and adviser.active and not spells.find(adviser.id or 0, week, week + WEEK)
    return messages.checkin_cover.Change(freelancer, adviser, by, kept.starts, kept.ends, lost, again)


# -- kept true


def refresh(spells: Spells, proposals: bool = False) -> None:
    """Let every message that asked a manager who covers say how that stands by now, with `proposals` who could, too."""
    scene = spells.scene
    told = data.checkin_cover.list_told(scene.session, scene.now.date() - SHOWN_FOR, jobs.checkin_spells.KIND)
    if not told:
        return
    managers = data.people.load_by_id(scene.session, {part.person_id for part in told})
    for person_id, manager in managers.items():
        reader = messages.text.reader(manager, scene.programme.time_zone)
        said = [
            (part, payload)
            for part in told
            if part.person_id == person_id
            and (payload := _redrawn(spells, part.payload, reader, proposals)) is not None
        ]
        if manager.active:
            jobs.morning.rewrite(scene.session, manager, said, scene.now)


def _redrawn(
    spells: Spells, told: dict[str, object], reader: messages.text.Reader, proposals: bool
) -> messages.text.Payload | None:
    """What a part says by now, None where that is the same, or its time is over."""
    about: typing.Any = told["cover"]
    starts, ends = (datetime.date.fromisoformat(about[name]) for name in ("starts", "ends"))
    spell = spells.find(about["adviser"], starts, ends)
    if spell is None:
        adviser = data.people.load_by_id(spells.scene.session, [about["adviser"]])[about["adviser"]]
        return messages.checkin_cover.over(adviser) | {"cover": about} if ends > spells.first else None
    if jobs.checkin_spells.about(spell) == about and not proposals:
        return None
    return jobs.checkin_spells.drawn(spells, spell, reader)
