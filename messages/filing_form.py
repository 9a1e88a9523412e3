"""The form of a new report, its second page with what to look at before it is sent, and what follows it."""

import collections
import collections.abc
import dataclasses

import data.models
import messages.forms
import messages.known_issues
import messages.reports
import messages.text
import rules.guard
import rules.languages

FORM, CHECK_FORM = "file:report", "check:report"
"""The callbacks of the form and of its second page."""

TITLE, CHECK_TITLE = "Report a problem", "Check before sending"

TITLE_LIMIT = 150
OPTIONS_LIMIT = 100
OPTION_LIMIT = 75
"""Slack's: options in a menu, and characters in one."""

KNOWN_SHOWN = 5
"""More known issues would push the form itself off a phone's screen."""

EXCERPT = 200

KEEP, SAME = "keep", "same"
"""The inputs of the second page alone."""
DIFFERENT = "different"

OTHERS = "Others who report the same may see the title, without your name."
"""On the second page, and of a known issue."""

LABELS = {
    "title": "What is wrong?",
    "happened": "What happened?",
    "product": "Product",
    "language": "Language",
    "expected": "What did you expect?",
    "steps": "What did you do, step by step?",
    "area": "Where in the product?",
    "link": "Link to the ticket",
}
"""What stands over each input that holds words."""

KINDS = {
    rules.guard.Kind.KEY: ("key or password", "keys or passwords"),
    rules.guard.Kind.CARD: ("card number", "card numbers"),
    rules.guard.Kind.ACCOUNT: ("account number", "account numbers"),
    rules.guard.Kind.EMAIL: ("e-mail address", "e-mail addresses"),
    rules.guard.Kind.IP: ("IP address", "IP addresses"),
    rules.guard.Kind.PHONE: ("phone number", "phone numbers"),
    rules.guard.Kind.ADDRESS: ("postal address", "postal addresses"),
}
"""One of what was hidden, and several."""

Words = collections.abc.Sequence[str]
Draft = collections.abc.Mapping[str, str]
"""What the form holds, by input, without what is private."""
Found = collections.abc.Mapping[str, collections.abc.Sequence[rules.guard.Kind]]
"""What was hidden in each input."""


@dataclasses.dataclass(frozen=True)
class Menus:
    """What the programme has, from which people choose; free text where it has none."""

    products: Words
    languages: Words


@dataclasses.dataclass(frozen=True)
class Alike:
    """The reports that may be the same as the one in the form: `own` are the reader's, `chosen` is sent again."""

    reports: collections.abc.Sequence[data.models.Report]
    own: collections.abc.Collection[int | None] = ()
    chosen: data.models.Report | None = None


def form(
    draft: Draft,
    menus: Menus,
    pair: collections.abc.Sequence[data.models.Person],
    known: collections.abc.Sequence[data.models.Report],
    subject: str = "",
) -> messages.text.Payload:
    """The form, filled in with what is known; on top who will read it, and what is known already."""
    blocks = [*_top(pair), *_known_issues(known, subject), *_inputs(draft, menus)]
    return messages.forms.modal(FORM, TITLE, "Send", blocks, subject)


def _top(pair: collections.abc.Sequence[data.models.Person]) -> list[messages.text.Block]:
    return [
        messages.text.section(f"You may write in your own language. {_readers(pair)} {OTHERS}"),
        messages.text.small(
            "We hide e-mail, phone, card and account numbers. We can't see names: please leave them out."
        ),
    ]


def _readers(pair: collections.abc.Sequence[data.models.Person]) -> str:
    """Who will read it."""
    if not pair:
        return "The programme's advisers and managers will read it."
    names = messages.text.people([messages.text.name(person.name) for person in pair])
    be = "are" if len(pair) > 1 else "is"
    return f"{names} {be} on duty and will read it. The programme's other advisers and managers can read it too."


def _known_issues(known: collections.abc.Sequence[data.models.Report], subject: str) -> list[messages.text.Block]:
    """What everybody reads of already, so that nobody has to write it again."""
    if not known:
        return []
    where = f"{messages.known_issues.IN_FORM}:{subject}"
    drawn = [messages.known_issues.known_issue(report, where) for report in known[:KNOWN_SHOWN]]
    return [messages.text.section("*Is it one of these? We know of them already:*"), *drawn, {"type": "divider"}]


def _inputs(draft: Draft, menus: Menus) -> list[messages.text.Block]:
    """The kind first, then what is required, then what comes filled in, and the rest."""
    kinds = {str(kind): words for kind, words in messages.reports.KINDS.items()}
    severities = {str(severity): words for severity, words in messages.reports.SEVERITIES.items()}
    choice = messages.forms.choice
    kind = draft.get("kind", str(data.models.ReportKind.BROKEN))
    return [
        choice("kind", "What is it about?", kinds, kind),
        _text("title", draft, most=TITLE_LIMIT),
        _text("happened", draft, lines=True),
        _of_known("product", menus.products, draft),
        _of_known("language", menus.languages, draft),
        _text("expected", draft, lines=True, optional=True),
        _text("steps", draft, lines=True, optional=True),
        _text("area", draft, optional=True, most=75),
        choice("severity", "How urgent is it?", severities, draft.get("severity"), optional=True),
        _text("link", draft, optional=True, most=500),
    ]


def _text(
    name: str, draft: Draft, *, lines: bool = False, optional: bool = False, most: int = messages.forms.MOST_TYPED
) -> messages.text.Block:
    return messages.forms.text(name, LABELS[name], draft.get(name), lines=lines, optional=optional, most=most)


def _of_known(name: str, known: Words, draft: Draft) -> messages.text.Block:
    """A menu of what the programme has of this, what is filled in first; free text where it has none."""
    fits = [word for word in known if 0 < len(word) <= OPTION_LIMIT]
    if not fits:
        return _text(name, draft, optional=True, most=OPTION_LIMIT)
    first = sorted(fits, key=lambda word: word != draft.get(name))
    called = rules.languages.called if name == "language" else str
    options = {word: called(word) for word in first[:OPTIONS_LIMIT]}
    return messages.forms.choice(name, LABELS[name], options, draft.get(name), optional=True)


def titled(text: str) -> dict[str, str]:
    """Words as a title; if they are too many for one, it is cut at a word, and all of them are what happened."""
    line = " ".join(text.split())
    return {"title": line} if len(line) <= TITLE_LIMIT else {"title": _cut_at_word(line), "happened": text}


def from_message(text: str, link: str) -> dict[str, str]:
    """Somebody's message as what happened, with its first line as the title."""
    return titled(next(iter(text.strip().splitlines()), "")) | {"happened": text.strip(), "link": link}


def _cut_at_word(line: str) -> str:
    cut = line[: TITLE_LIMIT - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


# -- before it is sent


def option(kind: rules.guard.Kind) -> str:
    """A kind as one word."""
    return kind.name.lower()


def check(draft: Draft, menus: Menus, found: Found, alike: Alike, subject: str = "") -> messages.text.Payload:
    """The second page: what was hidden, what may be the same, and under it the inputs of the first.

    They have the same names, so that Slack keeps what stands in them; the draft is for what nobody touched. It comes
    back with the subject of the first, and behind it the kinds and the numbers of the reports that it shows.
    """
    kinds = sorted({kind for each in found.values() for kind in each}, key=list(KINDS).index)
    blocks = [*_hidden(draft, found, kinds), *_alike(alike)]
    small = messages.text.small("What you wrote. You may still change it.")
    blocks += [{"type": "divider"}, small, *_inputs(draft, menus)]
    shown = " ".join([subject, *map(option, kinds), *(str(report.id) for report in alike.reports)])
    return messages.forms.modal(CHECK_FORM, CHECK_TITLE, "Send", blocks, shown)


def _hidden(draft: Draft, found: Found, kinds: collections.abc.Sequence[rules.guard.Kind]) -> list[messages.text.Block]:
    if not kinds:
        return []
    fields = [_hidden_in(name, draft, each) for name, each in found.items() if each]
    head = messages.text.section("*We hide this before anybody reads it:*")
    keepable = {option(kind): _sentence(KINDS[kind][1]) for kind in kinds if kind in rules.guard.KEEPABLE}
    keep = [messages.forms.checkboxes(KEEP, "Not private, keep it", keepable)] if keepable else []
    return [head, *map(messages.text.section, fields), *keep]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _hidden_in(name: str, draft: Draft, kinds: collections.abc.Iterable[rules.guard.Kind]) -> str:
    """`In *What happened?*: 2 e-mail addresses, 1 phone number`, and the words around the first of them."""
    counted = collections.Counter(kinds)
    said = ", ".join(f"{number} {KINDS[kind][number > 1]}" for kind, number in counted.items())
    return f"In *{LABELS[name]}*: {said}\n>{_excerpt(draft[name], next(iter(counted)).shown)}"


def _excerpt(text: str, mark: str) -> str:
    line = " ".join(text.split())
    at = max(line.find(mark) - EXCERPT // 2, 0)
    start = "…" if at else ""
    return messages.text.escape(start + messages.text.cut(line[at:], EXCERPT))


def _alike(alike: Alike) -> list[messages.text.Block]:
    if not alike.reports:
        return []
    options = {str(report.id): _same(report, report.id in alike.own) for report in alike.reports}
    options[DIFFERENT] = "Mine is different"
    chosen = DIFFERENT if alike.chosen is None else str(alike.chosen.id)
    again = "" if alike.chosen is None else f"You filed BUG-{alike.chosen.id} a minute ago. "
    said = f"{again}If it is the same, you will read what comes of it, and what you wrote is kept with it."
    return [messages.forms.radio(SAME, "Is it one of these?", options, chosen, hint=said)]


def _same(report: data.models.Report, own: bool) -> str:
    """`BUG-142 · Checkout fails for EUR (Shop): I see it too`, the title cut so that the rest can be read."""
    end = f"{f' ({report.product})' if report.product else ''}: {'you reported it' if own else 'I see it too'}"
    title = " ".join(report.title.split())
    start = f"{messages.reports.number(report)} · "
    return start + messages.text.cut(title, max(OPTION_LIMIT - len(start) - len(end), 10)) + end


# -- after it is sent


def told(words: Draft) -> str:
    """What somebody wrote in the form, for who sees something too: title and what happened, then each with its label.

    Product and language came filled in, so that nobody has written them.
    """
    first = [words.get("title"), words.get("happened")]
    rest = [f"{LABELS[name]} {words[name]}" for name in ("expected", "steps", "area", "link") if words.get(name)]
    return "\n".join(filter(None, [*first, *rest]))


def seen(report: data.models.Report, was_known: bool) -> str:
    """To who says that they see something too."""
    name = messages.reports.headline(report, 80)
    if was_known:
        return f"You are among those who reported *{name}*: you will read here what comes of it."
    return f"Thank you: noted that you see *{name}* too. You will read in your direct messages what comes of it."


def seen_page(text: str) -> messages.text.Payload:
    """The same in place of the form."""
    return messages.forms.page(TITLE, [messages.text.section(text)])
