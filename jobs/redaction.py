"""Words of a report are removed wherever they stand: in the store, on its cards, and in all that was posted of it."""

import collections
import collections.abc
import dataclasses
import re
import typing

import data.audit
import data.models
import data.outbox
import data.people
import data.redaction
import data.reports
import data.settings
import jobs.home
import jobs.remarks
import jobs.reports
import jobs.scene
import messages.redaction
import messages.reports
import messages.text
import rules.redaction
import rules.reports

Json = typing.Any
Notice = data.models.Notice
Person = data.models.Person
Remark = data.models.Remark
Report = data.models.Report
Scene = jobs.scene.Scene
State = data.models.NoticeState

ACTION = "report.redact"

_NEEDED = frozenset({"title", "happened"})
_LEAST_TELLING = 4
_LOST = frozenset({State.DEAD, State.DROPPED})


@dataclasses.dataclass(frozen=True)
class Removal:
    """What is to go: words wherever they stand, which are those of one `field` if that is to be emptied."""

    words: str
    field: str = ""


@dataclasses.dataclass(frozen=True)
class Matter:
    """A report with all that is the same, its original first, and what was said about them."""

    reports: collections.abc.Sequence[Report]
    reporters: collections.abc.Sequence[data.models.Reporter]
    events: collections.abc.Sequence[data.models.ReportEvent]
    updates: collections.abc.Sequence[data.models.Update]
    remarks: collections.abc.Sequence[Remark]

    @property
    def ids(self) -> list[int]:
        """The numbers of the reports."""
        return [report.id or 0 for report in self.reports]


def load(scene: Scene, report: Report) -> Matter:
    """The report with its original and all duplicates of that."""
    session = scene.session
    head = data.reports.find(session, report.original_id or report.id or 0) or report
    family = [head, *data.reports.list_duplicates(session, [head.id or 0])]
    ids = [one.id or 0 for one in family]
    updates = data.redaction.list_updates(session, ids)
    return Matter(
        family,
        data.redaction.list_reporters(session, ids),
        data.redaction.list_events(session, ids),
        updates,
        data.redaction.list_remarks(session, ids, [one.id or 0 for one in updates]),
    )


def is_own(scene: Scene, matter: Matter, words: str, person: Person) -> bool:
    """Whether somebody wrote these words themselves: in a report that they filed, as a reporter, or under a card."""
    filed = [report for report in matter.reports if is_first(scene, report, person)]
    said = [
        *(text for report in filed for text in texts(report).values()),
        *(one.words or "" for one in matter.reporters if one.person_id == person.id),
        *(text for one in matter.remarks if one.author_id == person.id for text in _said(one)),
    ]
    return any(rules.redaction.holds(text, words) for text in said)


def is_first(scene: Scene, report: Report, person: Person) -> bool:
    """Whether they filed it, and did not only see it too."""
    reporters = data.reports.list_reporters(scene.session, [report.id or 0])[report.id or 0]
    return bool(reporters) and reporters[0].person_id == person.id


def _said(remark: Remark) -> list[str]:
    return [remark.words, *remark.files, *remark.files.values()]


# -- removing


def redact(scene: Scene, report: Report, person: Person, removal: Removal) -> messages.redaction.Removed | None:
    """Remove it everywhere, edit what was posted, and say what only people can delete; None if it stands nowhere."""
    matter = load(scene, report)
    posted = _standing(_list_posted(scene, matter), removal)
    if not removal.field and not _stands(matter, posted, removal):
        return None
    left = _left_to_people(scene, matter, person, removal)
    _change_rows(scene, matter, report, removal)
    jobs.reports.do(scene, report, rules.reports.Deed(rules.reports.Act.REDACT, scene.now, person.id))
    drawn = _redraw(scene, matter) | _publish(scene, posted)
    if not removal.field or _is_telling(removal.words):
        _change_updates(scene, matter, removal)
        _edit_posted(scene, matter, report, removal, drawn)
        _clean_besides(scene, matter, removal)
    what = {"what": removal.field or "words"}
    data.audit.record(scene.session, scene.now, person.slack_id, ACTION, messages.reports.number(report), after=what)
    return messages.redaction.Removed(report, collections.Counter(map(_place, posted)), left)


def forget(scene: Scene, report: Report, said: collections.abc.Iterable[str]) -> None:
    """These texts of a report, which are no longer its own, stand in nothing that is kept of what was posted."""
    matter = load(scene, report)
    for text in filter(_is_telling, said):
        removal = Removal(text, "taken back")
        drawn = _redraw(scene, matter) | _publish(scene, _standing(_list_posted(scene, matter), removal))
        _edit_posted(scene, matter, report, removal, drawn)
        _clean_besides(scene, matter, removal)


def _is_telling(text: str) -> bool:
    """Whether a text of one field is not so short that it stands by chance in what others wrote."""
    return len(text.strip()) >= _LEAST_TELLING


def texts(row: Report | data.models.Update) -> dict[str, str]:
    """What people wrote in a report or an update, by its columns."""
    columns = data.redaction.TEXTS if isinstance(row, Report) else data.redaction.TEXTS_OF_UPDATE
    return {name: text for name in columns if (text := getattr(row, name))}


def _stands(matter: Matter, posted: collections.abc.Mapping[str, Notice], removal: Removal) -> bool:
    """Whether the words stand anywhere as a whole."""
    said = [text for report in matter.reports for text in texts(report).values()]
    said += [one.words or "" for one in matter.reporters] + [one.words or "" for one in matter.events]
    said += [text for remark in matter.remarks for text in _said(remark)]
    said += [text for update in matter.updates for text in texts(update).values()]
    said += [text for notice in posted.values() for text in _shown(notice.payload)]
    return any(rules.redaction.holds(text, removal.words) for text in said)


def _change_rows(scene: Scene, matter: Matter, report: Report, removal: Removal) -> None:
    """Remove it from what the store holds of the reports."""
    for event in matter.events:
        if not removal.field or rules.redaction.is_same(event.words or "", removal.words):
            data.redaction.change(scene.session, event, {"words": _cut(event.words, removal)})
    if removal.field:
        left = rules.redaction.REMOVED if removal.field in _NEEDED else None
        data.redaction.change(scene.session, report, {removal.field: left})
        return
    for one in matter.reports:
        data.redaction.change(scene.session, one, {name: _cut(text, removal) for name, text in texts(one).items()})
    for reporter in matter.reporters:
        data.redaction.change(scene.session, reporter, {"words": _cut(reporter.words, removal)})
    for remark in matter.remarks:
        files = {_cut(name, removal): _cut(url, removal) for name, url in remark.files.items()}
        data.redaction.change(scene.session, remark, {"words": _cut(remark.words, removal), "files": files})


def _change_updates(scene: Scene, matter: Matter, removal: Removal) -> None:
    """Remove it from the updates that tell the end of the reports: they may be shown anew at any time."""
    for update in matter.updates:
        left = {name: _cut(text, removal) for name, text in texts(update).items()}
        data.redaction.change(scene.session, update, left)


def _cut(text: str | None, removal: Removal) -> str:
    return rules.redaction.without(text or "", removal.words)


# -- what was posted


def _list_posted(scene: Scene, matter: Matter) -> list[Notice]:
    """What belongs to the reports, or names one of them."""
    remarks = [remark.id or 0 for remark in matter.remarks]
    found = data.redaction.list_notices(scene.session, matter.ids, remarks)
    number = _any(matter.ids)
    cards = re.compile(rf"bug:{number}(:.*)?|remark:{_any(remarks)}:.*")
    return [
        notice
        for notice in found
        if cards.fullmatch(notice.card or "") or cards.fullmatch(notice.thread or "") or _names(matter, notice.payload)
    ]


def _any(ids: collections.abc.Iterable[int]) -> str:
    return f"({'|'.join(map(str, ids)) or '-'})"


def _names(matter: Matter, value: Json) -> bool:
    return re.search(rf"BUG-{_any(matter.ids)}(?!\d)", str(value)) is not None


def _message(notice: Notice) -> str:
    """What is edited together: a card, a home page, or one message."""
    if notice.kind == data.models.NoticeKind.HOME:
        return notice.lane
    return notice.card or f"redact:{notice.id}"


def _standing(notices: collections.abc.Iterable[Notice], removal: Removal) -> dict[str, Notice]:
    """The last notice of each message that says the words as it stands in Slack, or will."""
    last = {_message(notice): notice for notice in notices if notice.state not in _LOST}
    return {key: one for key, one in last.items() if _without(one.payload, removal) != one.payload}


def _place(message: str) -> messages.redaction.Place:
    if _CARD.fullmatch(message):
        return messages.redaction.Place.CARD
    if message.startswith("home:"):
        return messages.redaction.Place.HOME
    is_copy = message.startswith("remark:")
    return messages.redaction.Place.COPY if is_copy else messages.redaction.Place.OTHER


_CARD = re.compile(r"bug:\d+(:[UW][A-Z0-9]+)?")


def _redraw(scene: Scene, matter: Matter) -> set[str]:
    """Draw from the store what can be drawn from it; the cards of the reports were drawn by the act itself."""
    drawn: set[str] = set()
    for remark in matter.remarks:
        jobs.remarks.redraw(scene, remark)
        drawn |= {card for card, _ in data.outbox.list_cards(scene.session, f"remark:{remark.id}:")}
    reporters = data.reports.list_reporters(scene.session, matter.ids)
    people = data.people.load_by_id(scene.session, {one.person_id for each in reporters.values() for one in each})
    for report in matter.reports:
        theirs = [people[one.person_id] for one in reporters.get(report.id or 0, ())]
        drawn |= {jobs.reports.card(report, person) for person in theirs if person.active}
        drawn |= {jobs.reports.card(report)} if scene.programme.triage_channel else set()
    return drawn


def _publish(scene: Scene, posted: collections.abc.Iterable[str]) -> set[str]:
    """Draw the home pages on which it stands, also of those who have not looked at theirs for long."""
    ids = [key.removeprefix("home:") for key in posted if key.startswith("home:")]
    people = [person for person in data.people.list_named(scene.session, ids) if person.active]
    for person in people:
        jobs.home.publish(scene.session, scene.programme, person, scene.now, "words were removed from a report")
    return {f"home:{person.slack_id}" for person in people}


def _edit_posted(
    scene: Scene, matter: Matter, report: Report, removal: Removal, drawn: collections.abc.Container[str]
) -> None:
    """Remove it from all that was posted, and edit what was not drawn anew and stands in Slack with it."""
    by_message: dict[str, list[Notice]] = collections.defaultdict(list)
    for notice in _list_posted(scene, matter):
        by_message[_message(notice)].append(notice)
    for key, notices in by_message.items():
        old = notices[:-1] if key in drawn else notices
        said = {notice.id: notice.payload for notice in old if notice.state not in _LOST}
        for notice in old:
            _clean(scene, notice, removal)
        last = next((notice for notice in reversed(old) if notice.id in said), None)
        if key not in drawn and last is not None and (last.payload != said[last.id] or not last.payload):
            _edit(scene, report, key, last)


def _clean(scene: Scene, row: Notice | data.models.MorningPart, removal: Removal) -> None:
    left = _without(row.payload, removal)
    if left != row.payload:
        data.redaction.change(scene.session, row, {"payload": left})


def _edit(scene: Scene, report: Report, card: str, said: Notice) -> None:
    """Let a message that stands in Slack say what its notice says by now; what is not kept any more, goes."""
    if said.state == State.PENDING or said.kind not in (data.models.NoticeKind.POST, data.models.NoticeKind.EDIT):
        return
    if data.outbox.find_card(scene.session, card) is None and not (said.card and said.state == State.SENDING):
        if not said.ts:
            return
        data.redaction.give_card(scene.session, said, card)
    event = data.reports.list_events(scene.session, report.id or 0)[-1]
    draft = data.outbox.Draft(
        key=f"{data.outbox.REDACTED}{event.id}:{said.id}",
        lane=said.lane,
        payload=said.payload or messages.redaction.gone(report),
        reason=f"words were removed from {messages.reports.number(report)}",
        due_at=scene.now,
        kind=data.models.NoticeKind.EDIT,
        card=card,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [draft])


def _clean_besides(scene: Scene, matter: Matter, removal: Removal) -> None:
    """Remove it from what waits for somebody's morning, and from answers that are kept for a request told again."""
    for part in data.redaction.list_parts(scene.session, matter.ids):
        if _names(matter, part.payload):
            _clean(scene, part, removal)
    for answer in data.redaction.list_answers(scene.session):
        left = _without(answer.reply, removal)
        if left != answer.reply:
            data.redaction.change(scene.session, answer, {"reply": left})


# -- the words in what Slack takes


_ROOM = {"mrkdwn": messages.text.SECTION_LIMIT, "plain_text": 75}
"""Characters that a text may have at least, by its type: the mark may be longer than what it replaces."""


def _without(value: Json, removal: Removal, most: int = 40_000) -> Json:
    """A message or form without the words, in all that people read of it."""
    if isinstance(value, dict):
        room = _ROOM.get(str(value.get("type")), most)
        return {
            name: part if name in data.redaction.NO_TEXT else _without(part, removal, room)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_without(part, removal, most) for part in value]
    if not isinstance(value, str):
        return value
    left = _cut(value, removal)
    return left if left == value else messages.text.cut(left, max(most, len(value)))


def _shown(value: Json) -> collections.abc.Iterator[str]:
    """All texts of a message or form that people read."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from () if name in data.redaction.NO_TEXT else _shown(part)
    elif isinstance(value, list):
        for part in value:
            yield from _shown(part)
    elif isinstance(value, str):
        yield value


# -- what only people can delete

_MESSAGE = re.compile(r"https://[^/\s]+/archives/[A-Z0-9]+/p[0-9]+\S*")
"""A message's link, as it is when somebody files it as a bug."""


def _left_to_people(scene: Scene, matter: Matter, person: Person, removal: Removal) -> list[messages.redaction.Left]:
    """Messages of people that hold the words, as far as the person may know of them."""
    is_staff = bool(person.roles & {data.models.Role.ADVISER, data.models.Role.MANAGER})
    sources = [
        messages.redaction.Left(report.link or "")
        for report in matter.reports
        if _MESSAGE.fullmatch(report.link or "") and (is_staff or is_first(scene, report, person))
        if any(rules.redaction.holds(text, removal.words) for name, text in texts(report).items() if name != "link")
    ]
    authors = data.people.load_by_id(scene.session, {remark.author_id for remark in matter.remarks})
    workspace = data.settings.find_workspace(scene.session)
    written = [
        messages.redaction.Left(_link(workspace, remark), authors[remark.author_id], remark.author_id == person.id)
        for remark in matter.remarks
        if remark.ts and (is_staff or remark.author_id == person.id)
        if any(rules.redaction.holds(text, removal.words) for text in _said(remark))
    ]
    return sources + written


def _link(workspace: str, remark: Remark) -> str:
    return f"{workspace}archives/{remark.channel}/p{(remark.ts or '').replace('.', '')}"
