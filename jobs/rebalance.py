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
    today = scene.now.astimezone(scene.programme.time_zone).date()
    everyone = jobs.status.freelancers(scene.session)
    contracted = jobs.status.contracts(scene.session, scene.programme, scene.now, everyone).contracted
    advisers = {one.id or 0: one for one in data.people.list_advisers(scene.session)}
    people = advisers | {one.id or 0: one for one in data.people.list_freelancers(scene.session)}
    days = jobs.checkin_list.workdays_of(scene, people, today)
    found = rules.rebalance.proposal(
        [_adviser(one, days, today) for one in advisers.values()],
        [_freelancer(one, people[one.id], days, today) for one in contracted],
        scene.programme.caseload_cap,
        rules.checkins.week_of(today) + WEEK,
    )
    used = collections.Counter(one.adviser_id for one in contracted)
    return messages.rebalance.Preview(
        moves=[
            messages.rebalance.Move(
                freelancer=people[move.freelancer_id],
                old=advisers[move.old_id] if move.old_id else None,
                new=advisers[move.new_id],
                used=used[move.old_id],
                languages=move.languages,
                hours=move.hours,
            )
            for move in found.moves
        ],
        without=[people[ident] for ident in found.without],
        over=[(advisers[ident], number) for ident, number in found.over.items()],
        more=found.more,
        missing=found.missing,
        cap=scene.programme.caseload_cap,
    )


def _adviser(person: data.models.Person, days: Workdays, today: datetime.date) -> rules.rebalance.Adviser:
    ident = person.id or 0
    is_there = rules.rebalance.is_there(days[ident], today)
    return rules.rebalance.Adviser(ident, tuple(person.languages), days[ident], is_there)


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
