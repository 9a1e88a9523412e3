"""The brief of a contract: what a decision on it is made on, fact by fact, and what freelancers read of that."""

import collections.abc
import dataclasses

import data.models
import messages.checkin_history
import messages.contracts
import messages.renewal_voices
import messages.renewals
import messages.reports
import messages.text
import rules.briefs

Fact = rules.briefs.Fact
Person = data.models.Person

SHOWN = 5
"""So many reports, terms and colleagues are named; the rest is a number."""

WORDS = 150
"""Characters of thanks, of a report's title, and of each note."""

MOST = 12_000
"""Characters of the text that notifications and screen readers have of it."""

TO_PERSON = {
    Fact.WISH: "What you said you would like: continue, stop or talk.",
    Fact.RECOMMENDATION: "What your adviser recommends, and why.",
    Fact.CHECKINS: "How many of your check-ins were held, and how long. What was not held is our gap, not yours.",
    Fact.NOTES: "The last follow-ups and concerns that your adviser noted in check-ins.",
    Fact.REPORTS: "Your reports that were confirmed. The others are not counted.",
    Fact.KUDOS: "Thanks that you got.",
    Fact.TERMS: "Your contracts so far.",
    Fact.NEED: "For which languages and products there would be few people without you, and how many hours.",
    Fact.OVERLAP: "Who else works in your languages and products at the same time.",
    Fact.SUPPLIER: "By which supplier or platform your contract was made.",
}
"""What a freelancer reads of each fact, in `/program me`."""

NOT_IN_IT = "Which product updates you have read is not in it."


def told() -> list[str]:
    """All that is in a brief about somebody, for that one."""
    return [*(TO_PERSON[fact] for fact in Fact), NOT_IN_IT]


@dataclasses.dataclass(frozen=True)
class Brief:
    """All that one reader may know; `need` and `overlap` are the managers' own.

    `confirmed` are the reports that count, the newest first, and `kudos` a number, both of all terms.
    """

    line: messages.renewals.Line
    adviser: Person | None
    wish: data.models.Wish | None
    recommendation: data.models.Recommendation | None
    recommended_by: Person | None
    held: rules.briefs.Held
    notes: collections.abc.Sequence[data.models.CheckinLog]
    confirmed: collections.abc.Sequence[data.models.Report]
    confirmed_in_term: int
    kudos: int
    kudos_in_term: int
    newest_kudos: data.models.Kudos | None
    kudos_by: Person | None
    terms: rules.briefs.Terms
    need: rules.briefs.Need | None
    overlap: collections.abc.Sequence[rules.briefs.Match] | None
    manages: bool

    @property
    def contract(self) -> data.models.Contract:
        """The one that is decided on."""
        return self.line.contract


def brief(one: Brief, lead: str = "", decided: str = "") -> messages.text.Payload:
    """The whole, with what its reader can do; `lead` says why it is shown, `decided` what was decided so far."""
    facts = {fact: draw(one) for fact, draw in DRAWN.items() if one.manages or fact not in rules.briefs.MANAGERS_OWN}
    texts = [*filter(None, [lead]), _head(one), *filter(None, [decided, *facts.values()])]
    blocks = [messages.text.section(text) for text in texts]
    if one.notes:
        blocks[texts.index(facts[Fact.NOTES])]["accessory"] = messages.text.button(
            "More", f"{messages.checkin_history.HISTORY}:1", f"{one.contract.person_id}:0"
        )
    return messages.text.message(messages.text.cut("\n".join(texts), MOST), *blocks, *_choices(one))


def _head(one: Brief) -> str:
    """Whose contract it is, from when to when, and how the decision on it stands."""
    contract, person = one.contract, one.line.person
    adviser = f"adviser {messages.text.name(one.adviser.name)}" if one.adviser else "no adviser"
    languages, products = contract.languages or person.languages, contract.products or person.products
    works_in = [*map(messages.text.language, languages), *map(messages.text.name, products)]
    about = [f"{contract.weekly_hours:g} hours a week", adviser, ", ".join(works_in)]
    since = f"Since {messages.text.day(contract.starts)}"
    return f"{messages.renewals.line(one.line)}\n{' · '.join([since, *filter(None, about)])}"


def _choices(one: Brief) -> list[messages.text.Block]:
    """A manager decides; an adviser recommends, until the person has been told. Nothing more on what ends early."""
    if one.manages:
        return messages.renewals.choices(one.line)
    if one.line.ends_early or one.line.course.is_told or one.contract.last_day < one.line.today:
        return []
    label = "Change what I recommend" if one.recommendation else "Recommend"
    button = messages.text.button(label, messages.renewal_voices.RECOMMEND, str(one.contract.id))
    return [messages.text.buttons(button)]


# -- fact by fact


def _wish(one: Brief) -> str:
    if one.wish is None:
        return "*Their wish:* none yet"
    words = messages.renewal_voices.WISHES[one.wish.wished]
    return f"*Their wish:* “{words}” ({messages.text.day(one.wish.at.date())})"


def _recommendation(one: Brief) -> str:
    said = one.recommendation
    if said is None:
        return "*Recommendation:* none yet"
    by = messages.text.name(one.recommended_by.name) if one.manages and one.recommended_by else "Yours"
    what = messages.renewal_voices.WORDS[said.recommended].lower()
    why = f"\n{messages.reports.quoted(said.why)}" if said.why else ""
    return f"*Recommendation:* {by}: {what} ({messages.text.day(said.at.date())}){why}"


def _checkins(one: Brief) -> str:
    held = one.held
    if not held.all:
        return "*Check-ins of this term:* none was to be held yet"
    text = f"*Check-ins of this term:* {held.done} of {held.all} held, {held.logged} of {held.planned} planned minutes"
    if not held.missed:
        return text
    excused = f", of which {held.excused} excused" if held.excused else ""
    return f"{text}\nNot held: {held.missed}{excused}; that is the programme's gap"


def _notes(one: Brief) -> str:
    if not one.notes:
        return "*Follow-ups and concerns:* none noted"
    lines = [_note(log) for log in one.notes]
    return "\n".join(["*The last follow-ups and concerns*", *lines])


def _note(log: data.models.CheckinLog) -> str:
    said = {"follow-up": log.follow_up, "concern": log.concern}
    noted = "; ".join(f"_{label}:_ {_short(text)}" for label, text in said.items() if text)
    return f"• {messages.text.day(log.held_on)} · {noted}"


def _short(text: str) -> str:
    """Somebody's words in a line."""
    return messages.text.escape(messages.text.cut(" ".join(text.split()), WORDS))


def _reports(one: Brief) -> str:
    if not one.confirmed:
        return "*Confirmed reports:* none"
    named = [f"• {messages.reports.headline(report, WORDS)}" for report in one.confirmed[:SHOWN]]
    head = f"*Confirmed reports:* {one.confirmed_in_term} in this term, {len(one.confirmed)} in all"
    return "\n".join([head, *_with_more(named, len(one.confirmed))])


def _with_more(lines: list[str], number: int) -> list[str]:
    return [*lines, *([f"• and {number - SHOWN} more"] if number > SHOWN else [])]


def _kudos(one: Brief) -> str:
    newest = one.newest_kudos
    if newest is None:
        return "*Kudos:* none yet"
    by = messages.text.name(one.kudos_by.name) if one.kudos_by else "somebody"
    last = f"the newest from {by}, {messages.text.day(newest.at.date())}: “{_short(newest.words)}”"
    return f"*Kudos:* {one.kudos_in_term} in this term, {one.kudos} in all; {last}"


def _terms(one: Brief) -> str:
    terms = one.terms
    renewals = f", {terms.renewals} of them renewed from the one before" if terms.renewals else ""
    head = f"*Terms so far:* {len(terms.terms)}{renewals}, {terms.months:f} months in all"
    named = [
        f"• {messages.renewals.numbered(term.id or 0)}: {messages.contracts.term(term)}"
        for term in list(reversed(terms.terms))[:SHOWN]
    ]
    return "\n".join([head, *_with_more(named, len(terms.terms))])


def _need(one: Brief) -> str:
    need = one.need
    if need is None:
        return ""
    numbers = [(messages.text.language(word), number) for word, number in need.languages.items()]
    numbers += [(messages.text.name(word), number) for word, number in need.products.items()]
    thin = [f"{what} ({'nobody' if number == 0 else 'one person'} left)" for what, number in numbers]
    few = f"few people for {', '.join(thin)}" if thin else "at least two others for each language and product of theirs"
    ratio = ""
    if need.ratio_with is not None and need.ratio_without is not None:
        ratio = f"; the planned ratio goes from {need.ratio_with} to {need.ratio_without}"
    return f"*Without them:* {few}; {need.hours:g} hours a week less{ratio}"


def _overlap(one: Brief) -> str:
    if not one.overlap:
        return "*Overlap:* nobody else works in the same at the same hours"
    found = [
        f"• {messages.text.name(match.colleague.name)}: {', '.join(_common(match))}, "
        f"{match.hours:g} hours of the week in common"
        for match in one.overlap[:SHOWN]
    ]
    people = "1 other works" if len(one.overlap) == 1 else f"{len(one.overlap)} others work"
    return "\n".join([f"*Overlap:* {people} in the same at the same hours", *_with_more(found, len(one.overlap))])


def _common(match: rules.briefs.Match) -> tuple[str, ...]:
    return (*map(messages.text.language, match.languages), *map(messages.text.name, match.products))


def _supplier(one: Brief) -> str:
    supplier, link = one.contract.supplier, one.contract.link
    if not supplier and not link:
        return ""
    shown = messages.text.link(link, "the agreement") if link else ""
    said = [messages.text.escape(supplier) if supplier else "", shown]
    return f"*Supplier or platform:* {' · '.join(filter(None, said))}"


DRAWN: dict[Fact, collections.abc.Callable[[Brief], str]] = {
    Fact.WISH: _wish,
    Fact.RECOMMENDATION: _recommendation,
    Fact.CHECKINS: _checkins,
    Fact.NOTES: _notes,
    Fact.REPORTS: _reports,
    Fact.KUDOS: _kudos,
    Fact.TERMS: _terms,
    Fact.NEED: _need,
    Fact.OVERLAP: _overlap,
    Fact.SUPPLIER: _supplier,
}
"""Each fact as it is drawn. Whoever adds one says in `TO_PERSON` what freelancers read of it, or a test names it."""
