"""What is sent with the form of a report: it is looked through, then filed, or joined to what is known."""

import collections.abc
import dataclasses
import typing

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.people
import data.reports
import jobs.remarks
import jobs.reports
import messages.filing_form
import messages.known_issues
import messages.text
import rules.errors
import rules.guard
import rules.likeness
import rules.reports
import rules.targets
import rules.working_hours

Report = data.models.Report
Kinds = collections.abc.Collection[rules.guard.Kind]

INPUTS = (
    commands.arguments.Choice("kind", among=tuple(data.models.ReportKind)),
    commands.arguments.Typed("title", most=messages.filing_form.TITLE_LIMIT),
    commands.arguments.Typed("happened"),
    commands.arguments.Typed("product", optional=True),
    commands.arguments.Typed("language", optional=True),
    commands.arguments.Typed("expected", optional=True),
    commands.arguments.Typed("steps", optional=True),
    commands.arguments.Typed("area", optional=True),
    commands.arguments.Choice("severity", optional=True, among=tuple(data.models.Severity)),
    commands.arguments.Typed("link", optional=True),
)
"""The form's, each named as the report's column."""

KEEP = commands.arguments.Choices(messages.filing_form.KEEP, optional=True)
SAME = commands.arguments.Typed(messages.filing_form.SAME, optional=True)


@dataclasses.dataclass(frozen=True)
class Draft:
    """What the form holds, by input, without what is private, and the kinds of that in each."""

    words: dict[str, typing.Any]
    found: dict[str, tuple[rules.guard.Kind, ...]]

    @property
    def kinds(self) -> set[rules.guard.Kind]:
        """What was hidden anywhere in it."""
        return {kind for each in self.found.values() for kind in each}

    @property
    def told(self) -> str:
        """What they wrote of it, as it is kept with a report that they see too."""
        return messages.filing_form.told(self.words)


def menus(session: sqlmodel.Session) -> messages.filing_form.Menus:
    """What the roster has of products and languages."""
    return messages.filing_form.Menus(*data.people.list_words(session))


def _draft(session: sqlmodel.Session, request: commands.request.Request, keep: Kinds = ()) -> Draft:
    known = menus(session)
    given = {one.name: str(one.find(request)) for one in INPUTS if one.find(request)}
    chosen = {("product", word) for word in known.products} | {("language", word) for word in known.languages}
    typed = {name: given[name] for name in messages.filing_form.LABELS if name in given}
    hidden = {name: rules.guard.hide(text, keep) for name, text in typed.items() if (name, text) not in chosen}
    words = given | {name: each.text for name, each in hidden.items()}
    return Draft(words, {name: each.found for name, each in hidden.items()})


def _report(request: commands.request.Request, draft: Draft) -> Report:
    days = rules.working_hours.programme_workdays(request.programme)
    return Report(
        **draft.words,
        filed_at=request.now,
        changed_at=request.now,
        expected_by=rules.targets.expected_by(days, request.now, request.programme.first_response_hours),
    )


# -- the form, and its second page


def file(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """File what the form says, unless there is something to look at before."""
    draft = _draft(session, request)
    alike = _alike(session, request, draft)
    if draft.kinds or alike.reports:
        return _ask(session, request, draft, alike)
    return _file(session, request, draft)


def check(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """File it with what its reporter keeps, or add them to the report that is the same.

    What else is found in what they changed is shown to them first.
    """
    kept, shown = KEEP.find(request) or (), _shown(request)
    draft = _draft(session, request, [kind for kind in rules.guard.Kind if _option(kind) in kept])
    if not {_option(kind) for kind in draft.kinds} <= set(shown):
        draft = _draft(session, request)
        return _ask(session, request, draft, _alike(session, request, draft))
    same = _same(session, request)
    return _file(session, request, draft) if same is None else _join(session, request, same, draft)


_option = messages.filing_form.option


def _ask(
    session: sqlmodel.Session,
    request: commands.request.Request,
    draft: Draft,
    alike: messages.filing_form.Alike,
) -> commands.replies.Reply:
    page = messages.filing_form.check(draft.words, menus(session), draft.found, alike, _made_of(request))
    return commands.replies.Next(page, asks=True)


def _made_of(request: commands.request.Request) -> str:
    """What the form was opened on, as its first page had it."""
    return request.subject.partition(" ")[0]


def _shown(request: commands.request.Request) -> list[str]:
    """The kinds, and the numbers of the reports, that stand on the second page."""
    return request.subject.split(" ")[1:]


def _alike(session: sqlmodel.Session, request: commands.request.Request, draft: Draft) -> messages.filing_form.Alike:
    """What may be the same; what they just filed themselves in the same words most likely is."""
    own = {one.id for one in data.reports.list_reported_by(session, request.person.id or 0)}
    report = _report(request, draft)
    near = rules.likeness.near(report, data.reports.list_open(session), request.now, own)
    repeated = (one for one in near if one.id in own and rules.likeness.is_repeated(report, one, request.now))
    return messages.filing_form.Alike(near, own, next(repeated, None))


def _same(session: sqlmodel.Session, request: commands.request.Request) -> Report | None:
    """The report that they say is the same, or what that is a duplicate of by now; none that was taken back.

    Nobody comes to be a reporter of what they were not offered.
    """
    same = SAME.find(request) or ""
    chosen = data.reports.find(session, commands.request.ident(same) or 0) if same in _shown(request) else None
    if chosen is not None and chosen.original_id is not None:
        chosen = data.reports.find(session, chosen.original_id)
    gone = chosen is None or chosen.state == data.models.ReportState.WITHDRAWN
    return None if gone else chosen


def _file(session: sqlmodel.Session, request: commands.request.Request, draft: Draft) -> commands.replies.Reply:
    scene = request.scene(session)
    report = jobs.reports.file(scene, _report(request, draft), request.person)
    jobs.remarks.filed(scene, _made_of(request), report, request.person)
    return commands.replies.Done()


# -- what is known already


def _join(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, draft: Draft
) -> commands.replies.Reply:
    """Their own card comes to them; who has it already is told that what they wrote is kept."""
    scene = request.scene(session)
    is_new = jobs.reports.join(scene, report, request.person, draft.told)
    jobs.remarks.filed(scene, _made_of(request), report, request.person)
    if is_new:
        return commands.replies.Done()
    return commands.replies.Say(messages.text.message(messages.filing_form.seen(report, was_known=True)))


def see(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """They see a known issue too; what stands in the form by then is kept with it."""
    report = data.reports.find(session, request.ident or 0)
    if report is None or report.known_issue is None or not rules.reports.is_open(report):
        raise rules.errors.ProgramError("This is no known issue any more. If you still see it, report it by `/bug`.")
    _, where, made_of = [*request.subject.split(":", 2), "", ""][:3]
    scene = request.scene(session)
    is_new = jobs.reports.join(scene, report, request.person, _draft(session, request).told)
    jobs.remarks.filed(scene, made_of, report, request.person)
    text = messages.filing_form.seen(report, was_known=not is_new)
    if where == messages.known_issues.IN_FORM:
        return commands.replies.Next(messages.filing_form.seen_page(text))
    return commands.replies.Say(messages.text.message(text))


BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        see,
        action=messages.known_issues.SEE,
        does="Say that one sees a known issue too.",
        arguments=INPUTS,
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        file,
        callback=messages.filing_form.FORM,
        does="File a report, or first see what was hidden and what may be the same.",
        arguments=INPUTS,
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.ALL,
        check,
        callback=messages.filing_form.CHECK_FORM,
        does="File a report after that, or say that one sees another one too.",
        arguments=(*INPUTS, KEEP, SAME),
        writes=True,
    ),
)
