"""Who covers while an adviser is away for whole weeks: which weeks, who could, and what stays of what was chosen."""

import collections
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies as st

import rules.checkin_cover
import rules.working_hours
import rules.working_time

Candidate = rules.checkin_cover.Candidate
Kept = rules.checkin_cover.Kept
Need = rules.checkin_cover.Need
Workdays = rules.working_hours.Workdays

WEEK = datetime.timedelta(days=7)
W1 = datetime.date(2026, 3, 9)
W2, W3, W4 = W1 + WEEK, W1 + 2 * WEEK, W1 + 3 * WEEK

BERLIN, LAGOS, TOKYO = (zoneinfo.ZoneInfo(name) for name in ("Europe/Berlin", "Africa/Lagos", "Asia/Tokyo"))

ADA, BOLA, CHIARA, DEV, KENJI = 1, 2, 3, 4, 5


def works(zone: zoneinfo.ZoneInfo = BERLIN, *away: tuple[datetime.date, datetime.date]) -> Workdays:
    return Workdays(zone, rules.working_time.DEFAULT, away)


def need(*weeks: datetime.date, languages: str = "", zone: zoneinfo.ZoneInfo = BERLIN, before: int = 0) -> Need:
    return Need(KENJI, ADA, weeks or (W1,), tuple(languages.split()), works(zone), before or None)


def adviser(person: int, languages: str = "", zone: zoneinfo.ZoneInfo = BERLIN, **known: object) -> Candidate:
    return Candidate(person, tuple(languages.split()), works(zone), **known)  # type: ignore[arg-type]  # fields


def offered(one: Need, *candidates: Candidate) -> list[int]:
    return [offer.person for offer in rules.checkin_cover.offers([one], candidates)[0]]


# -- which weeks


def test_weeks_in_a_row_are_one_spell_and_a_week_with_a_working_day_is_none() -> None:
    away = works(BERLIN, (W1, W3), (W4, W4 + WEEK), (W3, W3 + datetime.timedelta(days=4)))
    assert rules.checkin_cover.spells(away, W1) == [(W1, W2), (W4,)]


def test_two_absences_that_meet_on_a_weekend_are_one_spell() -> None:
    friday, monday = W1 + datetime.timedelta(days=5), W2
    assert rules.checkin_cover.spells(works(BERLIN, (W1, friday), (monday, W3)), W1) == [(W1, W2)]


def test_a_spell_that_is_over_is_none_and_one_that_runs_has_all_its_weeks() -> None:
    away = works(BERLIN, (W1, W3))
    assert rules.checkin_cover.spells(away, W2) == [(W1, W2)]
    assert rules.checkin_cover.spells(away, W3) == []
    assert rules.checkin_cover.spells(works(), W1) == []


def test_somebody_has_to_be_found_up_to_the_next_week_that_somebody_covers() -> None:
    assert rules.checkin_cover.to_be_found([W1, W2, W3], [], W1) == (W1, W2, W3)
    assert rules.checkin_cover.to_be_found([W1, W2, W3], [W3], W1) == (W1, W2)
    assert rules.checkin_cover.to_be_found([W1, W2, W3, W4], [W2], W1) == (W1,)
    assert rules.checkin_cover.to_be_found([W1, W2], [W1, W2], W1) == ()


def test_weeks_that_ask_for_nothing_or_are_given_up_need_nobody() -> None:
    assert rules.checkin_cover.to_be_found([W1, W3], [], W1) == (W1, W3)
    assert rules.checkin_cover.to_be_found([W1, W2], [], W2) == (W2,)
    assert rules.checkin_cover.to_be_found([W1], [], W2) == ()


def test_a_matter_is_known_by_the_week_since_which_nobody_covers_the_given_up_ones_included() -> None:
    assert rules.checkin_cover.open_since([W1, W2, W3], [], W2) == W1
    assert rules.checkin_cover.open_since([W1, W2, W3], [W1], W3) == W2


def test_a_week_is_given_up_on_wednesday_in_the_programmes_zone() -> None:
    assert rules.checkin_cover.given_up_at(W1, TOKYO) == datetime.datetime(2026, 3, 10, 15, tzinfo=datetime.UTC)


def test_people_name_the_friday_before() -> None:
    assert rules.checkin_cover.last_day(W3) == datetime.date(2026, 3, 20)


# -- who could


def test_a_common_language_comes_before_hours_and_hours_before_fewest_extra() -> None:
    kenji = need(languages="ja en", zone=BERLIN)
    far, near = adviser(BOLA, "ja", TOKYO), adviser(CHIARA, "de", BERLIN)
    assert offered(kenji, near, far) == [BOLA, CHIARA]
    assert offered(kenji, adviser(BOLA, "en", TOKYO), adviser(DEV, "en", BERLIN, extra={W1: 1})) == [DEV, BOLA]
    assert offered(kenji, adviser(BOLA, "en", extra={W1: 1}), adviser(DEV, "en")) == [DEV, BOLA]


def test_of_equals_the_same_one_is_proposed_whatever_their_order() -> None:
    assert offered(need(), adviser(DEV), adviser(BOLA)) == offered(need(), adviser(BOLA), adviser(DEV)) == [BOLA, DEV]


def test_who_covers_up_to_then_goes_on() -> None:
    assert offered(need(W2, before=DEV), adviser(BOLA, "ja"), adviser(DEV, zone=TOKYO)) == [DEV, BOLA]


def test_an_offer_says_why() -> None:
    kenji = need(languages="ja EN de")
    ((offer,),) = rules.checkin_cover.offers([kenji], [adviser(BOLA, "en fr de", LAGOS, extra={W1: 1})])
    assert (offer.languages, offer.hours, offer.extra, offer.weeks) == (("EN", "de"), 40.0, 1, (W1,))


def test_nobody_is_offered_who_is_away_or_covers_for_two_or_is_the_one_who_is_away() -> None:
    assert offered(need(), adviser(BOLA, away=frozenset({W1})), adviser(DEV, extra={W1: 2}), adviser(ADA)) == []


def test_a_freelancer_who_advises_too_does_not_cover_for_themselves() -> None:
    assert offered(need(languages="ja"), adviser(KENJI, "ja"), adviser(BOLA)) == [BOLA]


def test_in_a_long_spell_it_is_who_is_there_for_the_most_of_it_from_the_first_week_on() -> None:
    bola, dev = adviser(BOLA, away=frozenset({W3})), adviser(DEV, away=frozenset({W1}))
    ((offer,),) = rules.checkin_cover.offers([need(W1, W2, W3)], [bola, dev])
    assert (offer.person, offer.weeks) == (BOLA, (W1, W2))


def test_who_is_proposed_for_two_is_not_proposed_for_a_third() -> None:
    found = rules.checkin_cover.offers([need(), need(), need()], [adviser(BOLA, "de"), adviser(DEV, zone=TOKYO)])
    assert [offers[0].person for offers in found] == [BOLA, BOLA, DEV]
    assert [offers[0].extra for offers in found] == [0, 1, 0]


WEEKS = st.sets(st.sampled_from([W1, W2, W3]))
TONGUES = st.sets(st.sampled_from(["de", "en", "ja"]))


@st.composite
def needs(draw: st.DrawFn) -> Need:
    weeks = tuple(sorted(draw(WEEKS.filter(bool))))
    freelancer, away = draw(st.integers(5, 7)), draw(st.integers(1, 4))
    return Need(freelancer, away, weeks, tuple(draw(TONGUES)), works(draw(st.sampled_from([BERLIN, TOKYO]))))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    people = draw(st.sets(st.integers(1, 5)))
    return [
        Candidate(
            person,
            tuple(draw(TONGUES)),
            works(draw(st.sampled_from([BERLIN, LAGOS]))),
            frozenset(draw(WEEKS)),
            {week: draw(st.integers(0, 2)) for week in draw(WEEKS)},
        )
        for person in sorted(people)
    ]


@hypothesis.given(st.lists(needs(), max_size=6), candidates())
def test_nobody_is_proposed_for_more_than_two_or_while_away_and_whoever_can_be_covered_is(
    asked: list[Need], able: list[Candidate]
) -> None:
    found = rules.checkin_cover.offers(asked, able)
    load: collections.Counter[tuple[int, datetime.date]] = collections.Counter()
    for other in able:
        load.update({(other.person, week): number for week, number in other.extra.items()})
    by_id = {other.person: other for other in able}
    for one, offers in zip(asked, found, strict=True):
        for best in offers[:1]:
            assert best.person not in (one.freelancer, one.adviser)
            assert not by_id[best.person].away & set(best.weeks)
            load.update((best.person, week) for week in best.weeks)
    assert all(number <= 2 for number in load.values())
    for one, offers in zip(asked, found, strict=True):
        if not offers:
            first = one.weeks[0]
            those = (one.freelancer, one.adviser)
            others = [other for other in able if other.person not in those and first not in other.away]
            assert all(load[other.person, first] == 2 for other in others)


# -- what stays of a cover


def test_a_cover_stays_as_it_is_while_all_its_weeks_need_it() -> None:
    assert rules.checkin_cover.kept(W1, W3, {W1, W2}, W1) == Kept(W1, W3)


def test_a_cover_ends_before_the_first_week_that_goes() -> None:
    assert rules.checkin_cover.kept(W1, W4, {W1, W3}, W1) == Kept(W1, W2)
    assert rules.checkin_cover.kept(W1, W4, {W2, W3}, W1) == Kept(W2, W4)
    assert rules.checkin_cover.kept(W1, W4, set(), W1).is_over


def test_weeks_of_a_cover_that_are_over_stay() -> None:
    assert rules.checkin_cover.kept(W1, W4, set(), W2) == Kept(W1, W2)
    assert rules.checkin_cover.kept(W1, W4, {W2, W3}, W2) == Kept(W1, W4)
