"""How the programme would stand some days from now, by what becomes of the contracts that end until then."""

import collections.abc
import dataclasses
import datetime

import data.models
import data.people
import data.status
import jobs.rotation
import jobs.scene
import jobs.status
import messages.forecast
import rules.caseload
import rules.coverage
import rules.forecast
import rules.ratio
import rules.status

Person = data.models.Person
Terms = collections.abc.Iterable[rules.forecast.Term]

DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Programme:
    """What stays as it is today: the people, who advises whom, and who gives how many hours."""

    scene: jobs.scene.Scene
    freelancers: collections.abc.Sequence[rules.caseload.Freelancer]
    advisers: collections.abc.Sequence[Person]
    managers: collections.abc.Sequence[Person]
    seats: int
    skills: collections.abc.Mapping[int, rules.coverage.Group]

    def with_terms(self, terms: Terms, at: datetime.datetime) -> messages.forecast.Figures:
        """How it stands at that instant by these terms."""
        settings = self.scene.programme
        found = rules.status.contracts(
            self.freelancers, [rules.status.Term(*term[:4]) for term in terms], at, settings.time_zone
        )
        advised = jobs.status.advised(self.freelancers)
        hours = rules.status.hours(found.running, advised, self.seats, self.managers, settings)
        day = at.astimezone(settings.time_zone).date()
        caseloads = rules.caseload.caseloads(self.advisers, found.contracted, day, settings.caseload_cap)
        return messages.forecast.Figures(
            ratio=rules.ratio.ratio(hours),
            freelancers=len(found.running),
            free=sum(one.free for one in caseloads),
            coverage=rules.coverage.coverage(
                dataclasses.replace(group, people=int(person in found.running)) for person, group in self.skills.items()
            ),
        )


def load(scene: jobs.scene.Scene, days: int, reader: Person) -> messages.forecast.Forecast:
    """Today and so many days from now, in each scenario; what is said on the reader's own contract is left out."""
    today = scene.day
    day, at = today + days * DAY, scene.now + days * DAY
    said = [rules.forecast.Term(*row) for row in data.status.list_said(scene.session, since=today - DAY)]
    terms = [term if term.person_id != reader.id else rules.forecast.Term(*term[:4]) for term in said]
    ending = rules.forecast.ending([term for term in terms if term.ends > today], until=day)
    programme = _programme(scene)
    scenarios = {
        scenario: programme.with_terms([*terms, *rules.forecast.following(ending, scenario, day)], at)
        for scenario in rules.forecast.Scenario
    }
    return messages.forecast.Forecast(
        day=day,
        days=days,
        ending=rules.forecast.counts(ending),
        today=programme.with_terms(terms, scene.now),
        scenarios=scenarios,
    )


def _programme(scene: jobs.scene.Scene) -> Programme:
    session = scene.session
    duty = jobs.rotation.on_duty(session, scene.programme, scene.now)
    return Programme(
        scene=scene,
        freelancers=jobs.status.freelancers(session),
        advisers=data.people.list_advisers(session),
        managers=data.people.list_managers(session),
        seats=len(duty.pair) if duty else 0,
        skills={
            person: rules.coverage.Group(rules.coverage.Skills(*words[:2]), rules.coverage.Skills(*words[2:]), people=0)
            for person, words in data.status.list_skills(session).items()
        },
    )
