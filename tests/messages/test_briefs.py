"""The brief as it is drawn, and what freelancers read of it."""

import dataclasses
import datetime
import decimal
import typing

import pytest

import data.models
import messages.briefs
import messages.renewals
import rules.briefs
import rules.renewals
import sandbox.blocks

Brief = messages.briefs.Brief
Fact = rules.briefs.Fact

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TODAY = NOW.date()


def person(name: str, **known: typing.Any) -> data.models.Person:
    return data.models.Person(id=ord(name[0]), slack_id=f"U{name.upper()}", name=name, joined_at=NOW, **known)


AMARA = person("Amara", languages=["pt", "es"], products=["Checkout"])
CONTRACT = data.models.Contract(
    id=31,
    person_id=AMARA.id or 0,
    starts=datetime.date(2026, 1, 5),
    ends=datetime.date(2026, 4, 5),
    weekly_hours=20,
    supplier="Fair & Co",
    link="https://fair.example/31",
)
COURSE = rules.renewals.Course(CONTRACT, (30, 14, 7))


def log(**words: typing.Any) -> data.models.CheckinLog:
    return data.models.CheckinLog(
        checkin_id=1, writer_id=1, at=NOW, held_on=datetime.date(2026, 2, 27), minutes=30, **words
    )


def report(number: int) -> data.models.Report:
    return data.models.Report(
        id=number,
        kind=data.models.ReportKind.BROKEN,
        title=f"Title {number}",
        happened="x",
        state=data.models.ReportState.RESOLVED,
        filed_at=NOW,
        expected_by=NOW,
        changed_at=NOW,
    )


def brief(**other: typing.Any) -> Brief:
    """Amara's, as Maren reads it."""
    recommended = data.models.Recommendation(
        contract_id=31, adviser_id=2, at=NOW, recommended=data.models.Recommended.RENEW, why="Calm <!channel>"
    )
    known: dict[str, typing.Any] = {
        "line": messages.renewals.Line(COURSE, AMARA, TODAY),
        "adviser": person("Bola"),
        "wish": data.models.Wish(contract_id=31, at=NOW, wished=data.models.Wished.CONTINUE),
        "recommendation": recommended,
        "recommended_by": person("Bola"),
        "held": rules.briefs.Held(done=9, missed=3, excused=1, planned=660, logged=505),
        "notes": [log(follow_up="Try *it*", concern="Too tired"), log(follow_up="Write")],
        "confirmed": [report(number) for number in range(7, 0, -1)],
        "confirmed_in_term": 2,
        "kudos": 4,
        "kudos_in_term": 1,
        "newest_kudos": data.models.Kudos(person_id=1, giver_id=2, at=NOW, words="For the <night>"),
        "kudos_by": person("Ada"),
        "terms": rules.briefs.Terms((CONTRACT,), 0, decimal.Decimal("3.0")),
        "need": rules.briefs.Need({"pt": 0, "es": 1}, {}, 20, decimal.Decimal("11.9"), decimal.Decimal("11.7")),
        "overlap": [],
        "manages": True,
    }
    return Brief(**known | other)


def text(**other: typing.Any) -> str:
    return str(messages.briefs.brief(brief(**other))["text"])


def test_the_whole_brief_of_a_manager() -> None:
    assert text(confirmed=[report(3)], confirmed_in_term=1) == (
        "*CON-31 · Amara* ends on Sat 4 April 2026 (in 33 days) · not decided\n"
        "Since Mon 5 January 2026 · 20 hours a week · adviser Bola · Portuguese, Spanish, Checkout\n"
        "*Their wish:* “I would like to continue” (Mon 2 March 2026)\n"
        "*Recommendation:* Bola: renew (Mon 2 March 2026)\n>Calm &lt;!channel&gt;\n"
        "*Check-ins of this term:* 9 of 12 held, 505 of 660 planned minutes\n"
        "Not held: 3, of which 1 excused; that is the programme's gap\n"
        "*The last follow-ups and concerns*\n"
        "• Fri 27 February 2026 · _follow-up:_ Try *it*; _concern:_ Too tired\n"
        "• Fri 27 February 2026 · _follow-up:_ Write\n"
        "*Confirmed reports:* 1 in this term, 1 in all\n• BUG-3 · Title 3\n"
        "*Kudos:* 1 in this term, 4 in all; the newest from Ada, Mon 2 March 2026: “For the &lt;night&gt;”\n"
        "*Terms so far:* 1, 3.0 months in all\n"
        "• CON-31: Mon 5 January 2026 to Sat 4 April 2026, 20 hours a week\n"
        "*Without them:* few people for Portuguese (nobody left), Spanish (one person left); 20 hours a week less; "
        "the planned ratio goes from 11.9 to 11.7\n"
        "*Overlap:* nobody else works in the same at the same hours\n"
        "*Supplier or platform:* Fair &amp; Co · <https://fair.example/31|the agreement>"
    )


def test_a_brief_of_somebody_new_says_of_each_fact_that_there_is_nothing() -> None:
    nothing = text(
        adviser=None, wish=None, recommendation=None, recommended_by=None, held=rules.briefs.Held(), notes=[],
        confirmed=[], confirmed_in_term=0, kudos=0, kudos_in_term=0, newest_kudos=None, kudos_by=None,
    )  # fmt: skip
    for said in (
        "no adviser",
        "*Their wish:* none yet",
        "*Recommendation:* none yet",
        "none was to be held yet",
        "*Follow-ups and concerns:* none noted",
        "*Confirmed reports:* none",
        "*Kudos:* none yet",
    ):
        assert said in nothing


def test_what_was_held_in_full_has_no_gap() -> None:
    said = text(held=rules.briefs.Held(done=12, planned=720, logged=700))
    assert "12 of 12 held, 700 of 720 planned minutes\n" in said
    assert "gap" not in said


def test_an_adviser_reads_neither_supplier_nor_need_nor_overlap_and_can_recommend() -> None:
    drawn = messages.briefs.brief(brief(manages=False, need=None, overlap=None))
    said = str(drawn["text"])
    for hidden in ("Fair", "fair.example", "Without them", "Overlap", "ratio"):
        assert hidden not in str(drawn)
    assert "*Recommendation:* Yours: renew" in said
    assert "Too tired" in said
    assert labels(drawn) == ["More", "Change what I recommend"]
    assert labels(messages.briefs.brief(brief(manages=False, recommendation=None)))[1:] == ["Recommend"]


def labels(drawn: dict[str, typing.Any]) -> list[str]:
    buttons = [one for block in drawn["blocks"] for one in (block.get("accessory"), *block.get("elements", [])) if one]
    return [one["text"]["text"] for one in buttons if one["type"] == "button"]


def test_a_manager_can_decide() -> None:
    assert labels(messages.briefs.brief(brief())) == ["More", "Renew", "End", "Convert", "Not yet"]


def test_what_was_told_or_is_over_is_recommended_no_more() -> None:
    told = data.models.Decision(id=1, contract_id=31, actor_id=1, at=NOW, choice=data.models.Choice.END, told_at=NOW)
    line = messages.renewals.Line(dataclasses.replace(COURSE, decision=told, told=told), AMARA, TODAY)
    assert labels(messages.briefs.brief(brief(manages=False, line=line))) == ["More"]
    over = messages.renewals.Line(COURSE, AMARA, datetime.date(2026, 4, 5))
    assert labels(messages.briefs.brief(brief(manages=False, line=over))) == ["More"]


def test_of_many_a_few_are_named() -> None:
    said = text()
    assert "• BUG-3 · Title 3\n• and 2 more" in said
    assert "BUG-2" not in said


def match(number: int) -> rules.briefs.Match:
    one = rules.briefs.Colleague(number, f"Colleague {number}", (None, None), frozenset({"es"}), frozenset())
    return rules.briefs.Match(one, ("es",), ("Checkout",), 12.5)


def test_overlap_names_who_works_in_the_same() -> None:
    assert text(overlap=[match(1)]).partition("*Overlap:* ")[2].splitlines()[:2] == [
        "1 other works in the same at the same hours",
        "• Colleague 1: Spanish, Checkout, 12.5 hours of the week in common",
    ]
    assert "*Overlap:* 7 others work in the same at the same hours" in text(overlap=[match(n) for n in range(7)])


@pytest.mark.parametrize("manages", [True, False])
def test_the_longest_words_there_can_be_fit_into_what_slack_takes(manages: bool) -> None:
    long = "&" * 3000
    words = log(follow_up=long, concern=long)
    named = person("Amara", languages=["&" * 300] * 30, products=["&" * 300] * 30)
    said = data.models.Recommendation(
        contract_id=31, adviser_id=2, at=NOW, recommended=data.models.Recommended.END, why="&" * 1000
    )
    match_ = match(1)._replace(languages=("&" * 300,) * 30)
    drawn = messages.briefs.brief(
        brief(
            manages=manages,
            line=messages.renewals.Line(COURSE, named, TODAY),
            notes=[words] * 3,
            recommendation=said,
            newest_kudos=data.models.Kudos(person_id=1, giver_id=2, at=NOW, words=long),
            terms=rules.briefs.Terms((CONTRACT,) * 40, 39, decimal.Decimal("99.9")),
            overlap=[match_] * 40,
        ),
        lead="&" * 3000,
    )
    assert sandbox.blocks.check(drawn["blocks"], sandbox.blocks.MESSAGE) == []
    assert len(drawn["text"]) <= messages.briefs.MOST


# -- what freelancers read of it


def test_every_fact_of_the_brief_is_drawn_and_named_to_the_person() -> None:
    assert set(messages.briefs.DRAWN) == set(Fact)
    assert set(messages.briefs.TO_PERSON) == set(Fact)
    assert all(sentence.endswith(".") for sentence in messages.briefs.told())
    assert len(set(messages.briefs.told())) == len(Fact) + 1


def test_reading_of_updates_is_not_in_it() -> None:
    assert messages.briefs.told()[-1] == "Which product updates you have read is not in it."
    assert not any("update" in fact.value for fact in Fact)
    fields = {field.name for field in dataclasses.fields(Brief)}
    assert not any("update" in name or "receipt" in name or "copy" in name for name in fields)
