"""`/program metrics`: figures of the service to customers, by week, shown, typed and filled in."""

import dataclasses
import datetime
import re

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.figures
import data.models
import data.people
import data.service
import jobs.service
import messages.service
import messages.text
import rules.checkins
import rules.errors
import rules.service
import rules.service_sheet

Figure = rules.service.Figure
Given = rules.service_sheet.Given
Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request

DAY = commands.arguments.PastDay("day", optional=True)


@dataclasses.dataclass(frozen=True)
class Which(commands.arguments.Choice):
    """The name of a figure, `first_reply` also as `first-reply` or `first reply`."""

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> str:
        """One word, or the two that make a name."""
        word = words.popleft().replace("-", "_")
        if words and (both := f"{word}_{words[0]}").lower() in self.among:
            words.popleft()
            word = both
        words.appendleft(word)
        return super().read(words, context)


FIGURE = Which("figure", among=tuple(Figure))


@dataclasses.dataclass(frozen=True)
class Whose(commands.arguments.Person):
    """Whose number it is, in front of the number; who has left as well, but not who is forgotten."""

    optional: bool = True
    gone: bool = True

    def takes(self, word: str) -> bool:
        """A mention: without one the number follows."""
        return word.startswith(("<@", "@"))

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> Person:
        """Nothing more is kept of who is forgotten."""
        person = super().read(words, context)
        if person.forgotten_at is not None:
            raise rules.errors.ProgramError(f"{messages.text.mention(person.slack_id)} is forgotten here.")
        return person


WHOM = Whose("person")
UNITS = ("%", "h", "hour", "hours")


@dataclasses.dataclass(frozen=True)
class Amount(commands.arguments.Argument[str]):
    """A figure's number, which that figure reads: with its unit or without; `-` clears it."""

    def read(self, words: commands.arguments.Words, _context: commands.arguments.Context, /) -> str:
        """One word, and a unit that stands behind it."""
        word = words.popleft()
        if words and words[0].lower() in UNITS:
            words.popleft()
        return word


@dataclasses.dataclass(frozen=True)
class Hours(commands.arguments.Argument[float]):
    """In how many hours somebody in-house solved so much, as `32h`."""

    optional: bool = True

    def takes(self, word: str) -> bool:
        """A number with an h: without one a day follows."""
        return re.fullmatch(r"[0-9.,]+h", word.lower()) is not None

    def read(self, words: commands.arguments.Words, _context: commands.arguments.Context, /) -> float:
        """More than 0, and no more than a week has."""
        word = words.popleft()
        try:
            return rules.service.read_hours(word)
        except ValueError as error:
            raise rules.errors.ProgramError(f"{messages.text.quoted(word)} {error}h.") from None


AMOUNT = Amount("number")
HOURS = Hours("hours")
INPUTS = tuple(commands.arguments.Typed(figure, optional=True) for figure in Figure)


# -- reading


def metrics(session: sqlmodel.Session, request: Request) -> Reply:
    """The last whole week's, or those of the week in which a day lies."""
    day = DAY.find(request)
    return _page(session, request, _week(session, request, day) if day else _last_week(session, request))


def show(session: sqlmodel.Session, request: Request) -> Reply:
    """Another week's, by its button."""
    return _page(session, request, _subject(session, request))


def _page(session: sqlmodel.Session, request: Request, week: datetime.date, said: str = "") -> Reply:
    page = messages.service.page(jobs.service.load_week(request.scene(session), week))
    if not said:
        return commands.replies.Say(page)
    return commands.replies.Say(
        messages.text.message(f"{said}\n{page['text']}", messages.text.section(said), *page["blocks"])
    )


def _last_week(session: sqlmodel.Session, request: Request) -> datetime.date:
    return request.scene(session).week - rules.service.WEEK


def _week(session: sqlmodel.Session, request: Request, day: datetime.date) -> datetime.date:
    week = rules.checkins.week_of(day)
    if not rules.service.is_over(week, request.scene(session).day):
        raise rules.errors.ProgramError(messages.service.not_over(week))
    return week


def _subject(session: sqlmodel.Session, request: Request) -> datetime.date:
    """The week of a button or form."""
    try:
        day = datetime.date.fromisoformat(request.subject.partition(" ")[0])
    except ValueError:
        raise rules.errors.ProgramError("There is no such week: `/program metrics` shows the last one.") from None
    return _week(session, request, day)


# -- typed


def add(session: sqlmodel.Session, request: Request) -> Reply:
    """One figure of a week."""
    figure, person, day = Figure(FIGURE.of(request)), WHOM.find(request), DAY.find(request)
    week = _week(session, request, day) if day else _last_week(session, request)
    _check_whose(figure, person, HOURS.find(request))
    amount = _amount(figure, AMOUNT.of(request))
    if person is None:
        given = Given(figures={(week, figure): amount})
        before = data.figures.load_by_week(session, [figure], week, week).get(week, {}).get(figure)
        what = messages.service.LABELS[figure].lower()
    else:
        key = (week, person.id or 0)
        number = None if amount is None else int(amount)
        given = Given(solved={key: rules.service_sheet.Said(number, HOURS.find(request))})
        row = data.service.load_solved(session, [week], [person.id or 0]).get(key)
        before = row.number if row else None
        what = f"solved by {messages.text.name(person.name)}"
    jobs.service.keep(request.scene(session), request.person.slack_id, given)
    numbers = ["" if one is None else messages.service.amount(figure, one) for one in (before, amount)]
    return _page(session, request, week, messages.service.typed(week, what, *numbers))


def _check_whose(figure: Figure, person: Person | None, hours: float | None) -> None:
    if figure == Figure.SOLVED and person is None:
        raise rules.errors.ProgramError("Whose number is it? `/program metrics add solved @kenji 38`.")
    if figure != Figure.SOLVED and (person is not None or hours is not None):
        raise rules.errors.ProgramError(
            f"The {messages.service.LABELS[figure].lower()} is the whole team's: leave person and hours out, as in "
            f"`/program metrics add {figure} {rules.service.EXAMPLES[figure]}`."
        )


def _amount(figure: Figure, word: str) -> float | None:
    if word == rules.service_sheet.CLEAR:
        return None
    try:
        return rules.service.read(figure, word)
    except ValueError as error:
        raise rules.errors.ProgramError(f"{messages.text.quoted(word)} {error}, or - to clear it.") from None


# -- by the form


def form(session: sqlmodel.Session, request: Request) -> Reply:
    """The form of a week, with what is known of it."""
    week = _subject(session, request) if request.subject else _last_week(session, request)
    return commands.replies.Open(_form(session, request, week), again=messages.service.OPEN, subject=week.isoformat())


def _form(session: sqlmodel.Session, request: Request, week: datetime.date) -> messages.text.Payload:
    figures = data.figures.load_by_week(session, rules.service.TEAM, week, week).get(week, {})
    return messages.service.form(week, figures, _lines(session, request, week))


def _lines(session: sqlmodel.Session, request: Request, week: datetime.date) -> list[messages.service.Line]:
    """Who has a number, and who had a contract and has none yet; by their Slack id where a name would not be read.

    Who is forgotten is left out: their numbers stay as they are.
    """
    solved = {person: row for (_, person), row in data.service.load_solved(session, [week]).items()}
    wanted = data.service.list_contracted(session, week) | set(solved)
    people = [one for one in data.people.load_by_id(session, wanted).values() if one.forgotten_at is None]
    known = jobs.service.known(session, request.scene(session).day)
    lines = []
    for person in sorted(people, key=lambda one: (not one.freelancer, one.name.lower(), one.slack_id)):
        row = solved.get(person.id or 0)
        read, _ = rules.service_sheet.lines(f"{person.name}, 0", week, known)
        name = person.name if (week, person.id) in read else person.slack_id
        lines.append(messages.service.Line(name, row.number, row.hours) if row else messages.service.Line(name))
    return lines


def kept(session: sqlmodel.Session, request: Request) -> Reply:
    """Keep what was filled in, unless somebody else changed it while the form was open; an empty field clears."""
    week, wrong = _subject(session, request), {}
    if request.subject != _form(session, request, week)["private_metadata"]:
        return commands.replies.Fields({INPUTS[-1].name: messages.service.MEANWHILE})
    given = Given()
    for one in INPUTS[:-1]:
        figure, text = Figure(one.name), one.find(request)
        try:
            given.figures[week, figure] = rules.service.read(figure, text) if text else None
        except ValueError as error:
            wrong[one.name] = f"This {error}."
    known = jobs.service.known(session, request.scene(session).day)
    given.solved, faults = rules.service_sheet.lines(INPUTS[-1].find(request) or "", week, known)
    if faults:
        more = [f"And {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
        wrong[INPUTS[-1].name] = " ".join([*faults[:SHOWN], *more])
    if wrong:
        return commands.replies.Fields(wrong)
    done = jobs.service.keep(request.scene(session), request.person.slack_id, given)
    said = messages.service.kept(done.added, done.changed)
    return _page(session, request, week, said)


SHOWN = 3
"""Faults of lines that a form says at once, before it says how many more there are."""

VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        metrics,
        root="program",
        words="metrics",
        does="The service to customers by week: satisfaction, first reply, queue, what is solved, and targets.",
        arguments=(DAY,),
        example="/program metrics 1w ago",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        add,
        root="program",
        words="metrics add",
        does="Keep one figure of a week, by default of the last one. Bare: a form for all of them.",
        arguments=(FIGURE, WHOM, AMOUNT, HOURS, DAY),
        example="/program metrics add solved @kenji 38",
        bare=form,
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        show,
        action=messages.service.SHOW,
        does="Show the service to customers in another week.",
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        form,
        action=messages.service.OPEN,
        does="Open the form of a week's figures of the service to customers.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.MANAGERS,
        kept,
        callback=messages.service.KEEP,
        does="Keep a week's figures of the service to customers.",
        arguments=INPUTS,
        writes=True,
    ),
)
