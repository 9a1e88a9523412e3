"""The demo's figures of the weeks before this one: the ratio, and the service that customers got."""

import datetime

import sqlmodel

import data.contracts
import data.figures
import data.models
import data.people
import data.settings
import jobs.scene
import jobs.service
import rules.ratio
import rules.service
import rules.service_sheet
import rules.settings
import rules.week_figures

RATIOS = (9.6, 9.9, 10.3, 10.2, 10.8, 11.2, 11.0, 11.3, 11.6, 11.6, 11.8)
"""The last one is last week's."""

NAME = rules.week_figures.RATIO[rules.ratio.Mode.OUTPUT]

SATISFACTION = (88.5, 89.0, 90.5, 90.0, 91.0, 92.5, 92.0, 93.0, 92.5, 94.0, 94.5)
FIRST_REPLY = (2.9, 2.7, 2.6, 2.8, 2.4, 2.2, 2.1, 2.2, 1.9, 1.8, 1.6)
QUEUE = (212, 205, 190, 196, 171, 160, 158, 149, 132, 128, 117)

TARGETS = {"target_satisfaction": "90", "target_first_reply": "2", "target_queue": "120", "target_solved": "30"}

IN_HOUSE = {"UADA0101": (30, 20.0), "UTAMSIN0112": (24, 16.0)}
"""Who of the advisers solves customers' matters too: how many a week, in how many hours."""

AN_HOUR = 1.58
"""What a freelancer solves in an hour on average, a little more than the people in-house."""

ACTOR = "muster demo"


def fill_in(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """As if Muster had been there all the time, and somebody had imported the figures each Monday."""
    for name, target in TARGETS.items():
        data.settings.record(session, name, target)
    scene = jobs.scene.Scene(session, programme, now)
    weeks = rules.week_figures.looked_back_on(scene.week)
    given = rules.service_sheet.Given()
    for figure, values in zip(rules.service.TEAM, (SATISFACTION, FIRST_REPLY, QUEUE), strict=True):
        given.figures |= {(week, figure): value for week, value in zip(weeks, values, strict=True)}
    contracts = data.contracts.list_all(session)
    for week, ratio in zip(weeks, RATIOS, strict=True):
        given.solved |= _solved(session, contracts, week)
        data.figures.record(session, week, NAME, ratio)
    jobs.service.keep(scene, ACTOR, given)


def _solved(
    session: sqlmodel.Session, contracts: list[data.models.Contract], week: datetime.date
) -> dict[rules.service_sheet.Key, rules.service_sheet.Said]:
    """By their contracted hours, some weeks a little more and some a little less."""
    running = [one for one in contracts if one.starts < week + rules.service.WEEK and one.ends > week]
    found = {
        (week, one.person_id): rules.service_sheet.Said(
            round(one.weekly_hours * AN_HOUR) + (one.person_id + week.day) % 5 - 2
        )
        for one in running
    }
    for slack_id, (number, hours) in IN_HOUSE.items():
        if person := data.people.find(session, slack_id):
            found[week, person.id or 0] = rules.service_sheet.Said(number, hours)
    return found
