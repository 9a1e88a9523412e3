"""Who could go to another adviser, so that nobody is without one and nobody is over the cap, from the store."""

import collections
import datetime

import data.models
import data.people
import jobs.assignments
import jobs.checkin_list
import jobs.scene
import jobs.status
import messages.rebalance
import rules.caseload
import rules.checkins
import rules.rebalance
import rules.working_hours

People = dict[int, data.models.Person]
Workdays = dict[int, rules.working_hours.Workdays]

WEEK = datetime.timedelta(days=7)


def load(scene: jobs.scene.Scene) -> messages.rebalance.Preview:
    """What is proposed now, by the hours of next week."""
    today = scene.day
    everyone = jobs.status.freelancers(scene.session)
    contracted = jobs.status.contracts(scene.session, scene.programme, scene.now, everyone).contracted
    advisers = {one.id or 0: one for one in data.people.list_advisers(scene.session)}
    used, cap = collections.Counter(one.adviser_id for one in contracted), scene.programme.caseload_cap
    looked_at = [one for one in contracted if one.adviser_id not in advisers or used[one.adviser_id] > cap]
    people = advisers | data.people.load_by_id(scene.session, [one.id for one in looked_at])
    days = jobs.checkin_list.workdays_of(scene, people, today)
    busy = {one.id for one in contracted}  # who is a freelancer too gets nobody new
    found = rules.rebalance.proposal(
        [
            rules.rebalance.Adviser(
                ident,
                tuple(one.languages),
                days[ident],
                takes_new=ident not in busy and rules.rebalance.is_there(days[ident], today),
                others=used[ident] if used[ident] <= cap else 0,
            )
            for ident, one in advisers.items()
        ],
        [_freelancer(one, people[one.id], days, today) for one in looked_at],
        cap,
        rules.checkins.week_of(today) + WEEK,
    )
    return _shown(found, people, used, cap)


def _shown(
    found: rules.rebalance.Proposal, people: People, used: collections.Counter[int | None], cap: int
) -> messages.rebalance.Preview:
    """The proposal with its people."""
    return messages.rebalance.Preview(
        moves=[
            messages.rebalance.Move(
                freelancer=people[move.freelancer_id],
                old=people[move.old_id] if move.old_id else None,
                new=people[move.new_id],
                used=used[move.old_id],
                languages=move.languages,
                hours=move.hours,
            )
            for move in found.moves
        ],
        without=[people[ident] for ident in found.without],
        over=[(people[ident], number) for ident, number in found.over.items()],
        more=found.more,
        missing=found.missing,
        cap=cap,
    )


def _freelancer(
    known: rules.caseload.Freelancer, person: data.models.Person, days: Workdays, today: datetime.date
) -> rules.rebalance.Freelancer:
    excepted = rules.caseload.excepted(known.exception_reason, known.exception_until, today)
    return rules.rebalance.Freelancer(known.id, tuple(person.languages), days[known.id], known.adviser_id, excepted)


def carry_out(scene: jobs.scene.Scene, actor: data.models.Person, moves: list[messages.rebalance.Move]) -> None:
    """Let these moves be so; whoever has left is still said to have been the adviser until now."""
    ids = [move.freelancer.id or 0 for move in moves]
    running = {one.freelancer_id: one for one in data.people.list_running_assignments_of(scene.session, ids)}
    before = data.people.load_by_id(scene.session, {one.adviser_id for one in running.values()})
    jobs.assignments.assign(
        scene,
        actor,
        [
            jobs.assignments.Move(
                move.freelancer, before[running[ident].adviser_id] if ident in running else None, move.new
            )
            for ident, move in zip(ids, moves, strict=True)
        ],
    )
