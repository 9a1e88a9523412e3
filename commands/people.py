"""People of the roster: `/program me` for everybody; for managers who is there, and forgetting somebody."""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.awaited
import data.contracts
import data.duty
import data.forgetting
import data.kudos
import data.models
import data.people
import data.service
import jobs.caseload
import jobs.forgetting
import jobs.known_terms
import messages.absences
import messages.briefs
import messages.kudos
import messages.people
import messages.service
import messages.text
import rules.cells
import rules.errors
import rules.languages
import rules.pool
import rules.roster_rows

MANAGER, ADVISER, FREELANCER = data.models.Role
MANAGERS = "You and the managers."

TURNS = 3
"""So many turns on duty somebody reads of themselves; `/duty next` shows the rest."""

SOLVED_WEEKS = 4
"""So many weeks somebody reads of what they solved."""

KEPT = (
    messages.people.Kept(
        "Your Slack id, name, roles, zone, working hours, languages, products, and if the roster has them your e-mail "
        "address and weekly hours.",
        "You and the managers; your name, and what time it is where you are, everybody who sees you on duty.",
        frozenset({"person", "awaited"}),
    ),
    messages.people.Kept(
        "The days on which you are away, and nothing else about them.",
        "You, the managers and, if you are a freelancer, your adviser; while you are on duty, everybody in `/duty`.",
        frozenset({"absence"}),
    ),
    messages.people.Kept(
        "Which adviser and freelancer belong together since when, and the reason if an adviser has more than five.",
        "The two, and the managers.",
        frozenset({"assignment"}),
        frozenset({ADVISER, FREELANCER}),
    ),
    messages.people.Kept(
        "The first and last day of your contracts, your weekly hours in them, the reason for an unusual length, and by "
        "which supplier or platform they were made.",
        "You, your adviser and the managers; the supplier or platform, the managers alone.",
        frozenset({"contract"}),
        frozenset({FREELANCER}),
    ),
    messages.people.Kept(
        "What you said you would like after a contract; what your adviser recommended, and why; what was decided, and "
        "written to you.",
        "Your wish, you, your adviser and the managers; what an adviser recommended, that one and the managers; what "
        "is decided, the managers and who recommended, and you and your adviser once you have been told.",
        frozenset({"wish", "recommendation", "decision"}),
        frozenset({FREELANCER}),
    ),
    messages.people.Kept(
        "What was to be done when your contracts began and ended, what of it for others was yours, who did it and "
        "when, and whether you are wanted back after a contract.",
        "Who has to do it, your adviser and the managers; whether you are wanted back, the managers alone.",
        frozenset({"checklist_template", "checklist_item"}),
    ),
    messages.people.Kept(
        "Your turns on duty: when you were in the pool, your shifts, who covered for whom, and what you answered when "
        "you were asked to take a seat.",
        "Everybody in the programme reads who is on duty when; the rest you and the managers.",
        frozenset({"pool_membership", "seat", "duty_override", "vacancy", "question"}),
        frozenset({ADVISER}),
    ),
    messages.people.Kept(
        "What you reported, and what you wrote and did about reports and updates, without what was hidden in it, until "
        "somebody removes it or you are forgotten.",
        "You, the advisers and the managers; an answer also who it is for; the title of a known issue, everybody.",
        frozenset({"report", "reporter", "report_event", "remark"}),
    ),
    messages.people.Kept(
        "Which product updates you sent and got, when you said *Got it*, and whether you are in the updates channel.",
        "You, the updates' authors, the advisers on duty and the managers; your adviser, what waits for your *Got it* "
        "after you were reminded.",
        frozenset({"product_update", "update_copy", "channel_member"}),
    ),
    messages.people.Kept(
        "Your check-ins by week: whether each was held, when and how long, and who covered for your adviser. What was "
        "noted in them, and what you asked time for, until 12 months after your last term, unless the programme keeps "
        "it for another time. Who thanked you, and for what.",
        "Your adviser and the managers; the notes also who wrote them, a follow-up who covers. You don't read notes.",
        frozenset({"checkin", "checkin_log", "checkin_request", "checkin_cover", "kudos"}),
        frozenset({FREELANCER}),
    ),
    messages.people.Kept(
        "How many customers' matters you solved in a week, as a manager typed or imported it, and in how many hours.",
        "You and the managers.",
        frozenset({"solved"}),
    ),
    messages.people.Kept(
        "When you last opened Muster's home page, and when you were last shown a report in a sweep.",
        "Nobody.",
        frozenset({"home_page", "sweep_step"}),
    ),
    messages.people.Kept(
        "What Muster wrote to you, for 30 days after it was sent; after that only that it was, and when.",
        "You, in Slack.",
        frozenset({"outbox", "card", "morning_part", "direct_message", "look"}),
    ),
    messages.people.Kept(
        "The answers to what you asked Muster, for one day.",
        "Nobody.",
        frozenset({"request_key"}),
    ),
    messages.people.Kept(
        "Who changed what in the programme, and when, with the values before and after.",
        "Whoever runs Muster.",
        frozenset({"audit"}),
    ),
)
"""What is kept about a person. Whoever adds a table with people in it adds a line, or a test names the table."""


@dataclasses.dataclass(frozen=True)
class Cell(commands.arguments.Argument[object]):
    """A form's input that holds what a cell of the roster file may hold."""

    reads: collections.abc.Callable[[str], object] = rules.cells.text

    def read(self, words: commands.arguments.Words, _context: commands.arguments.Context, /) -> object:
        """All the words there are."""
        text = " ".join(words)
        words.clear()
        try:
            return self.reads(text)
        except ValueError as error:
            raise rules.errors.ProgramError(messages.text.escape(str(error))) from None


ZONE = Cell("zone", optional=True, reads=rules.cells.zone)
HOURS = Cell("hours", optional=True, reads=rules.cells.working_hours)
LANGUAGES = Cell("languages", optional=True, reads=rules.cells.names)
WHOM = commands.arguments.Person("person", gone=True)


# -- me


def me(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """What is kept about whoever asks; nobody reads another's."""
    person = request.person
    kept = [one for one in KEPT if one.roles & person.roles]
    brief = messages.briefs.told() if person.freelancer else []
    return commands.replies.Say(messages.people.me(messages.people.Me(person, _facts(session, request), kept, brief)))


def _facts(session: sqlmodel.Session, request: commands.request.Request) -> dict[str, str]:
    person = request.person
    working = rules.pool.working_time(person)
    facts = {
        "Name": messages.text.name(person.name),
        "Roles": ", ".join(sorted(person.roles)),
        "Time zone": f"{request.zone.key}, where it is {messages.text.clock_time(request.now, request.zone)}"
        f" ({_zones_source(session, person)})",
        "Working hours": f"{working}{'' if person.working_hours else ' (as most people; yours are not on the roster)'}",
        "Languages": _listed([rules.languages.called(language) for language in person.languages]),
        "Products": _listed(person.products),
    }
    if person.email is not None:
        facts["E-mail"] = messages.text.name(person.email)
    if person.weekly_hours is not None:
        facts["Weekly hours"] = f"{person.weekly_hours:g}"
    if person.freelancer:
        facts |= _contract_facts(session, request)
        facts["Thanks"] = _thanks(session, person)
    if solved := data.service.list_own(session, person.id or 0, limit=SOLVED_WEEKS):
        facts["Solved"] = messages.service.own(solved)
    if person.adviser:
        facts |= _adviser_facts(session, request)
    absences = data.duty.list_absences(session, since=request.today, person_id=person.id)
    return facts | {"Days away": "; ".join(map(messages.absences.days, absences)) or "none to come"}


def _zones_source(session: sqlmodel.Session, person: data.models.Person) -> str:
    if person.zone is None:
        return "the programme's, for yours is not known"
    if person.zone_from_slack:
        return "from your Slack profile"
    changes = [one for one in data.audit.list_about(session, person.slack_id) if "zone" in (one.after or {})]
    return "by you" if changes and changes[-1].actor == person.slack_id else "from the roster"


def _listed(values: collections.abc.Sequence[str]) -> str:
    return ", ".join(messages.text.name(value) for value in values) or "none"


def _contract_facts(session: sqlmodel.Session, request: commands.request.Request) -> dict[str, str]:
    person = request.person
    running = data.people.find_running_assignment(session, person.id or 0)
    advisers = data.people.load_by_id(session, [running.adviser_id]) if running else {}
    here = [messages.text.mention(one.slack_id) for one in advisers.values() if one.active]
    terms = [
        f"{messages.text.day(one.starts)} to {messages.text.day(one.last_day)}, {one.weekly_hours:g} hours a week"
        for one in jobs.known_terms.list_of(request.scene(session), person)
        if one.ends > request.today
    ]
    nobody = "none at this time. The managers know, and look for one" if terms else "none yet"
    return {"Adviser": next(iter(here), nobody), "Contract": "; ".join(terms) or "none that runs or comes"}


def _thanks(session: sqlmodel.Session, person: data.models.Person) -> str:
    person_id = person.id or 0
    newest = next(iter(data.kudos.list_of(session, person_id, limit=1)), None)
    givers = data.people.load_by_id(session, [newest.giver_id]) if newest else {}
    return messages.kudos.received(data.kudos.count(session, person_id), newest, next(iter(givers.values()), None))


def _adviser_facts(session: sqlmodel.Session, request: commands.request.Request) -> dict[str, str]:
    person_id = request.person.id or 0
    names = sorted(messages.text.name(one.name) for one in data.people.list_freelancers_of(session, person_id))
    known = commands.changes.published(session, request)
    turns = [messages.text.span(*span, request.reader) for span in known.dates.get(person_id, ())]
    return {
        "Freelancers": ", ".join(names) or "none",
        "Next turns on duty": "; ".join(turns[:TURNS]) or "none that is published",
    }


def my_form(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form for one's own zone, hours and languages."""
    return commands.replies.Open(messages.people.my_form(request.person), again="open:me")


def me_submitted(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Keep what somebody said of themselves; an empty zone is Slack's."""
    person = request.person
    zone = ZONE.find(request)
    wanted: dict[str, object] = {
        "working_hours": HOURS.find(request),
        "languages": list(LANGUAGES.find(request) or ()),  # type: ignore[call-overload]  # the cell's reader makes a tuple
    }
    if zone is not None or not person.zone_from_slack:
        wanted |= {"zone": zone, "zone_from_slack": False}
    before = {column: getattr(person, column) for column in wanted if getattr(person, column) != wanted[column]}
    if before:
        _change(session, request, before, {column: wanted[column] for column in before})
    return commands.replies.Say(messages.people.saved(_told(before, wanted)))


def _change(
    session: sqlmodel.Session,
    request: commands.request.Request,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    person = request.person
    for column, value in after.items():
        setattr(person, column, value)
    if person.zone is None:
        person.seen_at = None  # Slack is asked for it soon
    session.add(person)
    data.audit.record(session, request.now, person.slack_id, "person.change", person.slack_id, before, after)


_NAMES = {"zone": "Time zone", "working_hours": "Working hours", "languages": "Languages"}


def _told(
    before: collections.abc.Mapping[str, object], wanted: collections.abc.Mapping[str, object]
) -> dict[str, tuple[str, str]]:
    return {
        name: (_plain(before[column]), _plain(wanted[column])) for column, name in _NAMES.items() if column in before
    }


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


# -- the roster


def people(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Everybody on the roster by role, who has no adviser, and who is awaited."""
    by_role: dict[data.models.Role, list[data.models.Person]] = collections.defaultdict(list)
    gone = []
    for person in sorted(data.people.list_everyone(session), key=lambda one: (one.name.lower(), one.slack_id)):
        if person.forgotten_at is None and not person.active:
            gone.append(person)
        for role in person.roles if person.active else ():
            by_role[role].append(person)
    sections = [
        messages.people.Section(f"{role.capitalize()}s", [messages.people.state(one) for one in by_role[role]])
        for role in data.models.Role
    ]
    unadvised = [messages.people.without_adviser(name) for name in jobs.caseload.unadvised(request.scene(session))]
    sections += [
        messages.people.Section("Freelancers without an adviser", unadvised),
        messages.people.Section("Deactivated", [messages.people.state(one) for one in gone]),
        messages.people.Section("Not joined", _awaited(session)),
    ]
    return commands.replies.Say(messages.people.roster(sections))


def _awaited(session: sqlmodel.Session) -> list[str]:
    found = [
        (one.email, rules.roster_rows.waiting_member(data.awaited.rows_of(one)))
        for one in data.awaited.list_all(session)
    ]
    return [messages.people.not_joined(member.name if member else "", email) for email, member in found]


# -- forgetting


def forget(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Show what forgetting somebody would replace."""
    person = WHOM.of(request)
    check_may_be_forgotten(session, person, request.now)
    if person.id == request.person.id:
        raise rules.errors.ProgramError("You can't forget yourself: please ask another manager to.")
    return commands.replies.Say(_preview(data.forgetting.plan(session, person)))


def _preview(forgetting: data.forgetting.Forgetting, moved_on: bool = False) -> messages.text.Payload:
    value = f"{forgetting.person.slack_id} {forgetting.version}"
    return messages.people.forgetting(forgetting.person, forgetting.counts, value, moved_on)


def forget_pressed(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Forget somebody as the preview said; if the world has moved on since, show the new preview."""
    slack_id, _, version = request.subject.partition(" ")
    person = data.people.find(session, slack_id)
    if person is None or person.id == request.person.id:
        raise rules.errors.ProgramError("Ask anew whom to forget: `/program people forget @person`.")
    check_may_be_forgotten(session, person, request.now)
    forgetting = data.forgetting.plan(session, person)
    if forgetting.version != version:
        return commands.replies.Say(_preview(forgetting, moved_on=True))
    data.forgetting.forget(session, forgetting, request.now, request.person.slack_id)
    jobs.forgetting.redraw(session, request.programme, forgetting, request.now)
    return commands.replies.Say(messages.people.forgotten(slack_id, sum(forgetting.counts.values())))


def check_may_be_forgotten(session: sqlmodel.Session, person: data.models.Person, now: datetime.datetime) -> None:
    """Raise ProgramError, with what to do first, for somebody on whom something still hangs."""
    who, person_id = messages.text.name(person.name), person.id or 0
    if person.forgotten_at is not None:
        raise rules.errors.ProgramError(f"{messages.text.mention(person.slack_id)} is forgotten here already.")
    if person.manager_by_environment:
        raise rules.errors.ProgramError(f"{who} stands in MUSTER_MANAGERS: take them out there first.")
    freelancers = data.people.list_freelancers_of(session, person_id)
    if freelancers:
        raise rules.errors.ProgramError(
            f"{who} is the adviser of {len(freelancers)}: give each another one first, "
            "`/program assign @freelancer @adviser`."
        )
    terms = [one for one in data.contracts.list_of(session, person_id) if one.ends > now.date()]
    if terms:
        raise rules.errors.ProgramError(
            f"{who} has a contract until {messages.text.day(terms[-1].last_day)}: end it first, "
            f"`/contract end @{who}`; its last day must be over."
        )
    if data.duty.list_shifts_of(session, person_id, since=now):
        raise rules.errors.ProgramError(
            f"{who} sits in a shift that runs or comes: `/duty pool remove @person` first; a shift that runs must end."
        )
    if any(one.in_id == person_id for one in data.duty.list_overrides(session, since=now)):
        raise rules.errors.ProgramError(
            f"{who} sits for somebody, now or later: press *Undo* under `/duty override`, which lists it, first."
        )


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        me,
        root="program",
        words="me",
        does="What is kept about you and who may read it; change your zone, hours and languages.",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        people,
        root="program",
        words="people",
        does="The roster by role: who is active, deactivated, a guest, or not joined yet.",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        forget,
        root="program",
        words="people forget",
        does="Replace somebody's name, address and words by “former member”; a preview comes first.",
        arguments=(WHOM,),
        example="/program people forget @person",
    ),
)

BUTTONS = (
    commands.rows.Button(commands.rows.ALL, my_form, action="open:me", does="Open the form about oneself."),
    commands.rows.Button(
        commands.rows.MANAGERS, forget_pressed, action="forget:person", does="Forget somebody as shown.", writes=True
    ),
)

FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        me_submitted,
        callback="record:me",
        does="Change one's own zone, working hours and languages.",
        arguments=(ZONE, HOURS, LANGUAGES),
        writes=True,
    ),
)
