"""The brief of a contract, loaded for one reader: for managers all of it, for the person's adviser what is theirs."""

import collections
import collections.abc
import dataclasses
import datetime
import decimal
import json
import zoneinfo

import data.briefs
import data.contracts
import data.kudos
import data.models
import data.people
import jobs.known_terms
import jobs.renewals
import jobs.rotation
import jobs.scene
import messages.briefs
import messages.renewals
import rules.briefs
import rules.checkins
import rules.local_time
import rules.pool
import rules.ratio
import rules.shared_hours
import rules.status
import rules.working_hours
import rules.working_time

Contract = data.models.Contract
Person = data.models.Person
Renewal = jobs.renewals.Renewal

NOTED = 3
"""So many of the last follow-ups and concerns; the check-ins' own pages have them all."""

COMPARED = 60
"""Of so many kinds of working time the hours in common are looked at: those that most people have."""


def load(scene: jobs.scene.Scene, one: Renewal, line: messages.renewals.Line, reader: Person) -> messages.briefs.Brief:
    """As of the reader's day. `line` is what they may know of the decision."""
    session, contract, person_id = scene.session, one.contract, one.person.id or 0
    manages = data.models.Role.MANAGER in reader.roles
    said = _recommendation(one, reader, manages)
    kudos = next(iter(data.kudos.list_of(session, person_id, limit=1)), None)
    people = data.people.load_by_id(session, _writers(said, kudos))
    begins = _begins(scene, one)
    filed = data.briefs.list_filed_by(session, person_id)
    confirmed = [report for report in filed if rules.briefs.is_confirmed(report)]
    need, overlap = _missed(scene, one, line.today) if manages else (None, None)
    return messages.briefs.Brief(
        line=line,
        adviser=one.adviser,
        wish=one.wish,
        recommendation=said,
        recommended_by=people[said.adviser_id] if said else None,
        held=rules.briefs.held(_checkins(scene, contract), line.today),
        notes=data.briefs.list_noted(session, person_id, NOTED),
        confirmed=confirmed,
        confirmed_in_term=sum(report.filed_at >= begins for report in confirmed),
        kudos=data.kudos.count(session, person_id),
        kudos_in_term=data.kudos.count(session, person_id, begins),
        newest_kudos=kudos,
        kudos_by=people.get(kudos.giver_id) if kudos else None,
        terms=rules.briefs.terms(_terms(scene, one.person, manages), contract),
        need=need,
        overlap=overlap,
        manages=manages,
    )


def _recommendation(one: Renewal, reader: Person, manages: bool) -> data.models.Recommendation | None:
    """What a former adviser wrote is the managers' to read."""
    said = one.recommendation
    return said if said is not None and (manages or said.adviser_id == reader.id) else None


def _writers(said: data.models.Recommendation | None, kudos: data.models.Kudos | None) -> set[int]:
    return {*([said.adviser_id] if said else []), *([kudos.giver_id] if kudos else [])}


def _begins(scene: jobs.scene.Scene, one: Renewal) -> datetime.datetime:
    """When the term's first day begins where the person is."""
    zone = rules.pool.zone_of(one.person, scene.programme.time_zone)
    return rules.local_time.instant(one.contract.starts, datetime.time(), zone)


def _terms(scene: jobs.scene.Scene, person: Person, manages: bool) -> list[Contract]:
    if manages:
        return data.contracts.list_of(scene.session, person.id or 0)
    return jobs.known_terms.list_of(scene, person)


def _checkins(scene: jobs.scene.Scene, contract: Contract) -> list[data.models.Checkin]:
    """Those of all weeks that have a day in the term: a week between two terms is in both."""
    since = rules.checkins.week_of(contract.starts)
    return data.briefs.list_checkins(scene.session, contract.person_id, since, contract.ends)


# -- who would be missed


def _missed(
    scene: jobs.scene.Scene, one: Renewal, today: datetime.date
) -> tuple[rules.briefs.Need, list[rules.briefs.Match]]:
    """What would be left without the person, and who works in the same at the same time."""
    contract, person, session = one.contract, one.person, scene.session
    person_id = person.id or 0
    languages, products = contract.languages or person.languages, contract.products or person.products
    spoken = _by_words(data.briefs.count_by(session, data.briefs.LANGUAGES, person_id, today))
    supported = _by_words(data.briefs.count_by(session, data.briefs.PRODUCTS, person_id, today))
    ratio_with, ratio_without = _ratios(scene, one, data.briefs.sum_hours(session, person_id, today))
    need = rules.briefs.Need(
        languages=rules.briefs.few(languages, spoken.numbers),
        products=rules.briefs.few(products, supported.numbers),
        hours=contract.weekly_hours,
        ratio_with=ratio_with,
        ratio_without=ratio_without,
    )
    found = data.briefs.list_working_in(
        session, spoken.matching(languages), supported.matching(products), person_id, today
    )
    others = [
        rules.briefs.Colleague(
            row.id,
            row.name,
            (row.zone, row.working_hours),
            spoken.words[row.languages],
            supported.words[row.products],
        )
        for row in found
    ]
    return need, rules.briefs.overlap(languages, products, others, _shared(scene, person, others, today))


@dataclasses.dataclass(frozen=True)
class _Lists:
    """Lists of words as they are stored, each with its words in lower case; and how many people have these."""

    words: collections.abc.Mapping[str, frozenset[str]]
    numbers: collections.abc.Mapping[frozenset[str], int]

    def matching(self, words: rules.briefs.Words) -> list[str]:
        """The lists with one of these words; where there is none to ask for, all."""
        return [stored for stored, had in self.words.items() if not words or rules.briefs.common(words, had)]


def _by_words(numbers: collections.abc.Mapping[str, int]) -> _Lists:
    words = {stored: frozenset(map(str.lower, json.loads(stored))) for stored in numbers}
    counted: collections.Counter[frozenset[str]] = collections.Counter()
    for stored, number in numbers.items():
        counted[words[stored]] += number
    return _Lists(words, counted)


def _ratios(
    scene: jobs.scene.Scene, one: Renewal, others: data.briefs.Sums
) -> tuple[decimal.Decimal | None, decimal.Decimal | None]:
    """The planned ratio by contracted hours, with the person's contract and without it."""
    duty = jobs.rotation.on_duty(scene.session, scene.programme, scene.now)
    seats, managers = len(duty.pair) if duty else 0, data.people.list_managers(scene.session)
    nobody = rules.status.hours({}, (), seats, managers, scene.programme)
    is_advised = one.adviser is not None and one.adviser.active
    with_them = data.briefs.Sums(others.hours + one.contract.weekly_hours, others.advised + is_advised)
    hours = [
        dataclasses.replace(
            nobody, freelancers=sums.hours, checkins=scene.programme.checkin_hours * sums.advised, output=None
        )
        for sums in (with_them, others)
    ]
    return rules.ratio.ratio(hours[0]), rules.ratio.ratio(hours[1])


def _shared(
    scene: jobs.scene.Scene,
    person: Person,
    others: collections.abc.Iterable[rules.briefs.Colleague],
    today: datetime.date,
) -> dict[rules.briefs.Times, float]:
    """The hours of a usual week that the person and each kind of working time among these have in common."""
    kinds = collections.Counter(one.times for one in others)
    week = rules.checkins.week_of(today)
    mine = _workdays(scene, (person.zone, person.working_hours))
    return {
        times: rules.shared_hours.hours_a_week(mine, _workdays(scene, times), week)
        for times, _ in kinds.most_common(COMPARED)
    }


def _workdays(scene: jobs.scene.Scene, times: rules.briefs.Times) -> rules.working_hours.Workdays:
    """Without days away or off: what is asked is whether they can stand in for each other at all."""
    zone, hours = times
    working = rules.working_time.parse(hours) if hours else rules.working_time.DEFAULT
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone) if zone else scene.programme.time_zone, working)
