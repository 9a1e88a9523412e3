"""`/contract checklist` and `/contract template`: what is to be done when a contract begins or ends."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.checklists
import data.contracts
import data.models
import data.people
import jobs.checklists
import messages.checklists
import messages.text
import rules.checklists
import rules.errors

Checklist = data.models.Checklist
Contract = data.models.Contract
Item = data.models.ChecklistItem
Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request
Role = data.models.Role
TemplateItem = data.models.TemplateItem

DAYS = range(rules.checklists.EARLIEST, rules.checklists.LATEST + 1)

WHOM = commands.arguments.Person("person", optional=True, gone=True)
KIND = commands.arguments.Choice("checklist", among=tuple(Checklist))
WORDS = commands.arguments.Text("words", most=messages.checklists.WORDS_LIMIT)
DAY = commands.arguments.Choice("day", among=tuple(map(str, DAYS)))
OWNER = commands.arguments.Choice("owner", among=tuple(Role))
PRODUCT = commands.arguments.Text("product", optional=True, most=75)
LINK = commands.arguments.Typed("link", optional=True, most=messages.checklists.LINK_LIMIT)
REJOINING = commands.arguments.Choices("rejoining", optional=True)


# -- one person's


def checklist(session: sqlmodel.Session, request: Request) -> Reply:
    """The checklists of somebody's last contract that has any, as far as the reader may see them."""
    person = WHOM.find(request) or (request.person if request.person.freelancer else None)
    if person is None:
        raise rules.errors.ProgramError(
            "Whose checklist? Write their name as an @mention: `/contract checklist @kenji`."
        )
    return _page(session, request, person)


def _page(session: sqlmodel.Session, request: Request, person: Person) -> Reply:
    is_own = person.id == request.person.id
    if not (is_own or request.is_manager or _advises(session, request, person)):
        raise rules.errors.ProgramError(
            f"{messages.text.name(person.name)}'s checklist is for the managers and their adviser."
        )
    terms = data.contracts.list_of(session, person.id or 0)
    items = data.checklists.load_items(session, [term.id or 0 for term in terms])
    latest = next((term for term in reversed(terms) if items[term.id or 0]), None)
    if latest is None:
        has_begun = bool(terms) and terms[-1].starts <= request.today
        raise rules.errors.ProgramError(messages.checklists.none_of(person, is_own, has_begun))
    shown = [item for item in items[latest.id or 0] if request.is_manager or not is_own or item.owner_id == person.id]
    is_leaving = any(item.checklist == Checklist.OFFBOARDING for item in shown)
    page = messages.checklists.Page(
        contract=latest,
        person=person,
        entries=_entries(session, request, shown, names_owners=not is_own),
        is_own=is_own,
        asks=request.is_manager and is_leaving and not is_own,
    )
    return commands.replies.Say(messages.checklists.page(page))


def _advises(session: sqlmodel.Session, request: Request, person: Person) -> bool:
    assignment = data.people.find_running_assignment(session, person.id or 0)
    return assignment is not None and assignment.adviser_id == request.person.id


def _entries(
    session: sqlmodel.Session, request: Request, items: list[Item], names_owners: bool
) -> list[messages.checklists.Entry]:
    """Who may not do an item does not follow its link either: it may lead to where the managers work."""
    people = data.people.load_by_id(
        session, {ident for item in items for ident in (item.owner_id, item.ticked_by_id) if ident is not None}
    )
    return [
        messages.checklists.Entry(
            item=item,
            owner=people.get(item.owner_id) if names_owners else None,
            ticked_by=people.get(item.ticked_by_id or 0),
            may_tick=_may_tick(request, item),
            shows_link=_may_tick(request, item),
        )
        for item in items
    ]


def _may_tick(request: Request, item: Item) -> bool:
    return request.is_manager or item.owner_id == request.person.id


def tick(session: sqlmodel.Session, request: Request) -> Reply:
    """It is done."""
    return _mark(session, request, is_done=True)


def untick(session: sqlmodel.Session, request: Request) -> Reply:
    """It is not done after all."""
    return _mark(session, request, is_done=False)


def _mark(session: sqlmodel.Session, request: Request, is_done: bool) -> Reply:
    """A morning message is edited; an answer of ours is not, so that it is answered anew."""
    found = data.checklists.find(session, request.ident or 0)
    if found is None or not _may_tick(request, found[0]):
        raise rules.errors.ProgramError(
            "This item is not yours, or is not needed any more: `/contract checklist @person`."
        )
    item, _, person = found
    jobs.checklists.mark(request.scene(session), request.person, item, person, is_done)
    return _page(session, request, person) if request.in_private else commands.replies.Done()


def rejoin(session: sqlmodel.Session, request: Request) -> Reply:
    """Keep whether somebody is wanted back, for the managers."""
    contract = data.contracts.find(session, request.ident or 0)
    answer = request.subject.partition(":")[2]
    if contract is None or contract.person_id == request.person.id or answer not in tuple(data.models.Rejoin):
        raise rules.errors.ProgramError(
            "There is no such contract, or it is your own. `/contract checklist @person` asks anew."
        )
    person = data.people.load_by_id(session, [contract.person_id])[contract.person_id]
    jobs.checklists.want_back(request.scene(session), request.person, contract, person, answer)
    return _page(session, request, person)


# -- templates


def templates(session: sqlmodel.Session, _request: Request) -> Reply:
    """Both templates."""
    return _templates(session)


def _templates(session: sqlmodel.Session, said: str = "") -> Reply:
    return commands.replies.Say(messages.checklists.templates(data.checklists.list_templates(session), said))


def add_form(_session: sqlmodel.Session, _request: Request) -> Reply:
    """The form of a new item."""
    return commands.replies.Open(messages.checklists.editing(None, DAYS), again=messages.checklists.ADD)


def choose(session: sqlmodel.Session, request: Request) -> Reply:
    """Open the form of an item, or remove it."""
    template = _template(session, request)
    if request.subject.endswith(f":{messages.checklists.EDIT}"):
        view = messages.checklists.editing(template, DAYS)
        return commands.replies.Open(view, again=messages.checklists.CHOOSE, subject=request.subject, asks=True)
    template.removed_at = request.now
    jobs.checklists.keep_template(request.scene(session), request.person, template)
    return _templates(session, "Removed. What is still open of it goes, what was done stays.")


def _template(session: sqlmodel.Session, request: Request) -> TemplateItem:
    template = data.checklists.find_template(session, request.ident or 0)
    if template is None:
        raise rules.errors.ProgramError("This item was removed. `/contract template` shows those that there are.")
    return template


def kept(session: sqlmodel.Session, request: Request) -> Reply:
    """Keep a new or changed item."""
    link = LINK.find(request)
    if link is not None and not link.startswith("https://"):
        return commands.replies.Fields({LINK.name: "A link begins with https://"})
    new = TemplateItem(checklist=Checklist.ONBOARDING, words="", day=0, owner=Role.ADVISER)
    template = _template(session, request) if request.subject else new
    if template.id is None:
        template.place = len(data.checklists.list_templates(session))
    template.checklist, template.owner = Checklist(KIND.of(request)), Role(OWNER.of(request))
    template.words, template.day = WORDS.of(request), int(DAY.of(request))
    template.product, template.link = PRODUCT.find(request), link
    template.rejoining = bool(REJOINING.find(request))
    jobs.checklists.keep_template(request.scene(session), request.person, template)
    return _templates(session, "Saved.")


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        checklist,
        root="contract",
        words="checklist",
        does="What is to be done when a contract begins or ends; freelancers read what is theirs to do.",
        arguments=(WHOM,),
        example="/contract checklist @kenji",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        templates,
        root="contract",
        words="template",
        does="What checklists are made of; add, change or remove an item.",
        example="/contract template",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL, tick, action=messages.checklists.TICK, does="Tick an item of a checklist.", writes=True
    ),
    commands.rows.Button(
        commands.rows.ALL, untick, action=messages.checklists.UNTICK, does="Take a tick back.", writes=True
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        rejoin,
        action=messages.checklists.REJOIN,
        does="Say whether somebody is wanted back.",
        choices=True,
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS, add_form, action=messages.checklists.ADD, does="Open the form of an item of a template."
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        choose,
        action=messages.checklists.CHOOSE,
        does="Change an item of a template, or remove it.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.MANAGERS,
        kept,
        callback=messages.checklists.KEEP,
        does="Keep an item of a template.",
        arguments=(KIND, WORDS, DAY, OWNER, PRODUCT, LINK, REJOINING),
        writes=True,
    ),
)
