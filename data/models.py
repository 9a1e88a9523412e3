"""The tables, each concept declared once.

Intervals are half-open. A datetime is aware and in UTC; a date is a day of the person it concerns.
Columns named `retry_at`, `give_up_at` and `lease_until` hold the machine's clock, all others the programme's.
"""

import datetime
import enum

import sqlalchemy
import sqlmodel


# Not `list` and `dict` themselves: pydantic reads a factory's signature for each new row, and a built-in's takes 70 µs.
def _none() -> list[str]:
    return []


def _nothing() -> dict[str, str]:
    return {}


class Role(enum.StrEnum):
    """What somebody is in the programme; roles add up, and who has none may do nothing."""

    MANAGER = "manager"
    ADVISER = "adviser"
    FREELANCER = "freelancer"


class Person(sqlmodel.SQLModel, table=True):
    """Somebody on the roster, known by their Slack id."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    slack_id: str = sqlmodel.Field(unique=True)
    name: str
    email: str | None = None
    manager: bool = False
    manager_by_environment: bool = False
    adviser: bool = sqlmodel.Field(default=False, index=True)
    freelancer: bool = sqlmodel.Field(default=False, index=True)
    zone: str | None = None
    working_hours: str | None = None
    languages: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    products: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    weekly_hours: float | None = None
    zone_from_slack: bool = False
    active: bool = True
    guest: bool = False
    joined_at: datetime.datetime
    seen_at: datetime.datetime | None = None
    forgotten_at: datetime.datetime | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """What the roster says, and for managers also what the environment says."""
        held = {
            Role.MANAGER: self.manager or self.manager_by_environment,
            Role.ADVISER: self.adviser,
            Role.FREELANCER: self.freelancer,
        }
        return frozenset(role for role, holds in held.items() if holds)

    @property
    def looks_after_reports(self) -> bool:
        """Whether every report is theirs to see and to act on."""
        return bool(self.roles & {Role.ADVISER, Role.MANAGER})


class Assignment(sqlmodel.SQLModel, table=True):
    """A freelancer's adviser over a span; the running one has no end."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    freelancer_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    adviser_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    starts: datetime.datetime
    ends: datetime.datetime | None = None
    exception_reason: str | None = None
    exception_until: datetime.date | None = None


class EndedAs(enum.StrEnum):
    """Why a contract ends before its last day as agreed."""

    RESIGNED = "resigned"
    ENDED = "ended"
    CONVERTED = "converted"
    NO_SHOW = "no-show"


class Rejoin(enum.StrEnum):
    """Whether the managers would like somebody back after a contract."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Contract(sqlmodel.SQLModel, table=True):
    """One term of a freelancer, `CON-<id>`; `ends` is the day after the last.

    `products` and `languages` are what it is for, where that is not all that the person has. `supplier` and `link` say
    by whom or where it was made, and are for managers alone. `added_by_id` is who owns what is decided on it. Where it
    ends early, `ended_as` says why, and `agreed_ends` is the day after its last one as agreed. `rejoin` is for managers
    alone too. The number of one that was taken out is never another's.
    """

    __table_args__ = (sqlalchemy.UniqueConstraint("person_id", "starts"), {"sqlite_autoincrement": True})

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    starts: datetime.date
    ends: datetime.date = sqlmodel.Field(index=True)
    weekly_hours: float
    exception_reason: str | None = None
    exception_until: datetime.date | None = None
    products: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    languages: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    supplier: str | None = None
    link: str | None = None
    added_by_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")
    ended_as: EndedAs | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.String)
    agreed_ends: datetime.date | None = None
    rejoin: Rejoin | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.String)

    @property
    def last_day(self) -> datetime.date:
        """The day people name when they say when a contract ends."""
        return self.ends - datetime.timedelta(days=1)


class Choice(enum.StrEnum):
    """What a manager decides about what follows a contract. `open`: an earlier decision was taken back."""

    OPEN = "open"
    NOT_YET = "not_yet"
    RENEW = "renew"
    END = "end"
    CONVERT = "convert"


class Decision(sqlmodel.SQLModel, table=True):
    """A manager's word on what follows a contract; the newest holds, and the earlier ones are its history.

    It is the managers' own until `told_at`, at which it also takes effect: the person has read it, or was spoken with.
    From `tell_at` on it is on its way to them, and until then it can be taken back; at `lost_at` what was sent turned
    out not to have arrived. `until` is a *not yet*'s date, `last_day` and `weekly_hours` are the next term's. `words`
    is what the person reads.
    """

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    contract_id: int = sqlmodel.Field(foreign_key="contract.id", index=True)
    actor_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    at: datetime.datetime
    choice: Choice = sqlmodel.Field(sa_type=sqlalchemy.String)
    until: datetime.date | None = None
    last_day: datetime.date | None = None
    weekly_hours: float | None = None
    words: str | None = None
    tell_at: datetime.datetime | None = None
    lost_at: datetime.datetime | None = None
    told_at: datetime.datetime | None = sqlmodel.Field(default=None, index=True)
    done_at: datetime.datetime | None = None


class Recommended(enum.StrEnum):
    """What an adviser would do about a contract that ends."""

    RENEW = "renew"
    END = "end"
    UNSURE = "unsure"


class Recommendation(sqlmodel.SQLModel, table=True):
    """What a freelancer's adviser recommends, and why, for the managers; the newest holds."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    contract_id: int = sqlmodel.Field(foreign_key="contract.id", index=True)
    adviser_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    at: datetime.datetime
    recommended: Recommended = sqlmodel.Field(sa_type=sqlalchemy.String)
    why: str | None = None


class Wished(enum.StrEnum):
    """What a freelancer would like after their contract."""

    CONTINUE = "continue"
    STOP = "stop"
    TALK = "talk"


class Wish(sqlmodel.SQLModel, table=True):
    """What a freelancer said they would like, for their adviser and the managers; the newest holds."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    contract_id: int = sqlmodel.Field(foreign_key="contract.id", index=True)
    at: datetime.datetime
    wished: Wished = sqlmodel.Field(sa_type=sqlalchemy.String)


class Checklist(enum.StrEnum):
    """What a checklist is for: the first days of a contract, or its last."""

    ONBOARDING = "onboarding"
    OFFBOARDING = "offboarding"


class TemplateItem(sqlmodel.SQLModel, table=True):
    """What checklists are made of, until `removed_at`.

    `day` is counted from the first day of a contract, or for offboarding from its last: 0 is that day, and negative
    ones lie before it. `owner` is whose it is to do. With a `product` it is for who works on that; `rejoining` says
    that who comes back has it too. Of one day, that of the lower `place` comes first.
    """

    __tablename__ = "checklist_template"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    checklist: Checklist = sqlmodel.Field(sa_type=sqlalchemy.String)
    words: str
    day: int
    owner: Role = sqlmodel.Field(sa_type=sqlalchemy.String)
    product: str | None = None
    link: str | None = None
    rejoining: bool = False
    place: int = 0
    removed_at: datetime.datetime | None = None


class ChecklistItem(sqlmodel.SQLModel, table=True):
    """An item of one contract's checklist. It follows its template and its contract until it is ticked."""

    __tablename__ = "checklist_item"
    __table_args__ = (sqlalchemy.UniqueConstraint("contract_id", "template_id"),)

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    contract_id: int = sqlmodel.Field(foreign_key="contract.id", index=True)
    template_id: int = sqlmodel.Field(foreign_key="checklist_template.id")
    checklist: Checklist = sqlmodel.Field(sa_type=sqlalchemy.String)
    words: str
    link: str | None = None
    owner_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    due: datetime.date = sqlmodel.Field(index=True)
    ticked_at: datetime.datetime | None = None
    ticked_by_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")


class Absence(sqlmodel.SQLModel, table=True):
    """Days on which somebody is away. No reason is asked or stored."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    starts: datetime.date
    ends: datetime.date = sqlmodel.Field(index=True)
    recorded_at: datetime.datetime
    cancelled_at: datetime.datetime | None = None

    @property
    def last_day(self) -> datetime.date:
        """The last day away, as people say it."""
        return self.ends - datetime.timedelta(days=1)


class PoolMembership(sqlmodel.SQLModel, table=True):
    """A span in which an adviser takes part in the rotation; the running one has no end."""

    __tablename__ = "pool_membership"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    starts: datetime.datetime
    ends: datetime.datetime | None = None


class Shift(sqlmodel.SQLModel, table=True):
    """One turn of the duty pair, from handover to handover."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    starts: datetime.datetime = sqlmodel.Field(unique=True)
    ends: datetime.datetime = sqlmodel.Field(index=True)
    published_at: datetime.datetime


class Seat(sqlmodel.SQLModel, table=True):
    """One of a shift's two places; a place that nobody could take has no row."""

    __table_args__ = (sqlalchemy.UniqueConstraint("shift_id", "person_id"),)

    shift_id: int = sqlmodel.Field(foreign_key="shift.id", primary_key=True)
    place: int = sqlmodel.Field(primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    round: int


class Override(sqlmodel.SQLModel, table=True):
    """X sits for Y over a span, which may be part of a shift; the latest one recorded wins.

    `absence_id` is the absence for which somebody covers: it ends with that.
    """

    __tablename__ = "duty_override"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    in_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    out_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    starts: datetime.datetime
    ends: datetime.datetime = sqlmodel.Field(index=True)
    absence_id: int | None = sqlmodel.Field(default=None, foreign_key="absence.id", index=True)
    recorded_at: datetime.datetime
    cancelled_at: datetime.datetime | None = None


class Vacancy(sqlmodel.SQLModel, table=True):
    """A seat of a published shift that somebody had to give up, and who took it in their place.

    It is open until `settled_at`; settled without `taken_by_id`, nobody could take the seat. `absence_id` is the
    absence that made it; without one, the person left the pool or the workspace.
    """

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    shift_id: int = sqlmodel.Field(foreign_key="shift.id", index=True)
    place: int
    round: int
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    absence_id: int | None = sqlmodel.Field(default=None, foreign_key="absence.id", index=True)
    opened_at: datetime.datetime
    settled_at: datetime.datetime | None = sqlmodel.Field(default=None, index=True)
    taken_by_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")


class Answer(enum.StrEnum):
    """What became of a question. `void`: it was settled before the person answered."""

    YES = "yes"
    NO = "no"
    VOID = "void"


class Question(sqlmodel.SQLModel, table=True):
    """Somebody was asked to take a vacant seat; from `ask_next_at` on, the next in line is asked too."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    vacancy_id: int = sqlmodel.Field(foreign_key="vacancy.id", index=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    asked_at: datetime.datetime
    ask_next_at: datetime.datetime
    answer: Answer | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.String)
    answered_at: datetime.datetime | None = None


class MorningPart(sqlmodel.SQLModel, table=True):
    """One matter of somebody's morning message of a day. `key` makes it one for ever, whichever morning tells it."""

    __tablename__ = "morning_part"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    key: str = sqlmodel.Field(unique=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    kind: str
    day: datetime.date | None = sqlmodel.Field(default=None, index=True)
    due_at: datetime.datetime
    reason: str
    payload: dict[str, object] = sqlmodel.Field(sa_type=sqlalchemy.JSON)


class Look(sqlmodel.SQLModel, table=True):
    """What a job saw when it last looked, so that it looks again only if that has changed or `again_at` has come."""

    job: str = sqlmodel.Field(primary_key=True)
    at: datetime.datetime
    seen: str
    again_at: datetime.datetime


class Pause(sqlmodel.SQLModel, table=True):
    """What is planned and not sent until somebody resumes it, or until `ends`."""

    what: str = sqlmodel.Field(primary_key=True)
    starts: datetime.datetime
    ends: datetime.datetime | None = None


class Fault(sqlmodel.SQLModel, table=True):
    """Something outside the store that keeps Muster from its work, until it is mended."""

    name: str = sqlmodel.Field(primary_key=True)
    sentence: str
    found_at: datetime.datetime


class UserGroup(sqlmodel.SQLModel, table=True):
    """A user group of Slack's that names who is on duty, by its handle.

    `members` are those whom the newest of our notices, `asked` in number, wants in it. `others` were in it when Slack
    was last asked: it is left alone until a manager has agreed that these, then `agreed`, leave it. From `ours_since`
    on the list is ours alone. `refused_at` is when Slack first said no since it last said yes.
    """

    __tablename__ = "user_group"

    handle: str = sqlmodel.Field(primary_key=True)
    slack_id: str | None = None
    members: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    asked: int = 0
    asked_at: datetime.datetime | None = None
    others: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    agreed: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    ours_since: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    refusal: str | None = None
    refused_at: datetime.datetime | None = None


class Awaited(sqlmodel.SQLModel, table=True):
    """A row of the roster whose person has no Slack account yet: linked when they join."""

    email: str = sqlmodel.Field(primary_key=True)
    row: dict[str, object] = sqlmodel.Field(sa_type=sqlalchemy.JSON)
    since: datetime.datetime
    looked_at: datetime.datetime | None = None


class ReportKind(enum.StrEnum):
    """What a report is about; all kinds have the same card and states, and are counted apart."""

    BROKEN = "broken"
    GUIDE = "guide"
    ACCESS = "access"
    QUESTION = "question"


class Severity(enum.StrEnum):
    """How much a report holds its reporter up. Of an urgent one the pair on duty hears at once."""

    URGENT = "urgent"
    NORMAL = "normal"
    MINOR = "minor"


class ReportState(enum.StrEnum):
    """Where a report stands. The first four are open; `withdrawn`: its reporter took it back before anybody looked."""

    NEW = "new"
    CLAIMED = "claimed"
    NEEDS_INFO = "needs_info"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    DUPLICATE = "duplicate"
    NOT_A_BUG = "not_a_bug"
    WITHDRAWN = "withdrawn"


class Report(sqlmodel.SQLModel, table=True):
    """What a reporter found wrong, `BUG-<id>`. Its texts hold no private data: it is hidden before they come here.

    `state` is since `changed_at`. `original_id` is the head of its duplicates, never a duplicate itself. `spoken_at`
    is the last word or act of those who look after it, `answered_at` the last of a reporter. `closing` is the line that
    its reporters read at the end, `question` what they were asked last, `known_issue` the title that everybody reads
    until it is resolved. `mentions` are the Slack ids that its triage card notified.
    """

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    kind: ReportKind = sqlmodel.Field(sa_type=sqlalchemy.String)
    title: str
    happened: str
    expected: str | None = None
    steps: str | None = None
    area: str | None = None
    link: str | None = None
    product: str | None = None
    language: str | None = None
    severity: Severity | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.String)
    state: ReportState = sqlmodel.Field(default=ReportState.NEW, sa_type=sqlalchemy.String, index=True)
    holder_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id", index=True)
    original_id: int | None = sqlmodel.Field(default=None, foreign_key="report.id", index=True)
    filed_at: datetime.datetime = sqlmodel.Field(index=True)
    expected_by: datetime.datetime
    changed_at: datetime.datetime
    spoken_at: datetime.datetime | None = None
    responded_at: datetime.datetime | None = None
    answered_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    closing: str | None = None
    question: str | None = None
    escalation: str | None = None
    escalation_link: str | None = None
    known_issue: str | None = None
    mentions: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)


class Reporter(sqlmodel.SQLModel, table=True):
    """Somebody who filed a report, or saw it too; `words` is what those typed who saw it too."""

    report_id: int = sqlmodel.Field(foreign_key="report.id", primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", primary_key=True, index=True)
    joined_at: datetime.datetime
    words: str | None = None


class ReportEvent(sqlmodel.SQLModel, table=True):
    """One thing that happened to a report: who did what, and when; rows are added, and only redacting changes words.

    `person_id` is whom it was passed to or asked of; an answer that has one went to that reporter alone. `remark_id` is
    what was answered or replied, whose writer may change or withdraw it. Without an actor, Muster did it.
    """

    __tablename__ = "report_event"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    report_id: int = sqlmodel.Field(foreign_key="report.id", index=True)
    at: datetime.datetime
    actor_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")
    act: str
    state: ReportState = sqlmodel.Field(sa_type=sqlalchemy.String)
    person_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")
    words: str | None = None
    remark_id: int | None = sqlmodel.Field(default=None, foreign_key="remark.id", index=True)


class Remark(sqlmodel.SQLModel, table=True):
    """What somebody wrote about a report or an update, to Muster or in a form; its copies are cards `remark:<id>:…`.

    `channel` and `ts` are those of their own message, where there is one, `files` the links of what came with it, by
    name, `edited_ts` the edit of it that is kept. `adviser_id` is the adviser who was asked by it. Without a report, an
    update and an adviser, its writer has not said yet who shall read it.
    """

    __table_args__ = (sqlalchemy.UniqueConstraint("channel", "ts"),)

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    report_id: int | None = sqlmodel.Field(default=None, foreign_key="report.id", index=True)
    author_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    channel: str | None = None
    ts: str | None = None
    edited_ts: str | None = None
    words: str
    files: dict[str, str] = sqlmodel.Field(default_factory=_nothing, sa_type=sqlalchemy.JSON)
    at: datetime.datetime
    withdrawn_at: datetime.datetime | None = None
    adviser_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id")
    update_id: int | None = sqlmodel.Field(default=None, foreign_key="product_update.id", index=True)


class UpdateState(enum.StrEnum):
    """Where an update stands. A draft has reached nobody; what is cancelled or retracted may have reached some."""

    DRAFT = "draft"
    SENT = "sent"
    CANCELLED = "cancelled"
    RETRACTED = "retracted"


class Update(sqlmodel.SQLModel, table=True):
    """A product update, `UPD-<id>`. Its text and recipients are fixed when it is sent.

    `products`, `languages` and `caseloads` (advisers, by Slack id) say whom it is for: of each that is not empty
    one must fit. `starts` is when it is to go out at the earliest; nothing leaves before `leaves_at`. `valid_until`
    is the first day on which it is of no use any more. `correction` stands in place of its text from `corrected_at`
    on. `nudged_at` is when those who had not acknowledged it were asked last. `report_id` is the report that it
    tells the end of, to who reported it and nobody else. `watched`: its card may show less than there is to show,
    and is drawn anew.
    """

    __tablename__ = "product_update"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    author_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    title: str
    text: str
    product: str | None = None
    urgent: bool = False
    wants_receipt: bool = False
    products: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    languages: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    caseloads: list[str] = sqlmodel.Field(default_factory=_none, sa_type=sqlalchemy.JSON)
    starts: datetime.datetime | None = None
    valid_until: datetime.date
    state: UpdateState = sqlmodel.Field(default=UpdateState.DRAFT, sa_type=sqlalchemy.String, index=True)
    drafted_at: datetime.datetime
    sent_at: datetime.datetime | None = sqlmodel.Field(default=None, index=True)
    leaves_at: datetime.datetime | None = None
    corrected_at: datetime.datetime | None = None
    correction: str | None = None
    ended_at: datetime.datetime | None = None
    ending: str | None = None
    nudged_at: datetime.datetime | None = None
    report_id: int | None = sqlmodel.Field(default=None, foreign_key="report.id", index=True)
    watched: bool = sqlmodel.Field(default=False, index=True)


class Copy(sqlmodel.SQLModel, table=True):
    """One recipient of an update, by a direct message of their own or by the post in the updates channel.

    `retries` counts how often a copy that failed was sent anew. `card` is that of the one message that told it together
    with others to somebody who came late.
    """

    __tablename__ = "update_copy"

    update_id: int = sqlmodel.Field(foreign_key="product_update.id", primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", primary_key=True, index=True)
    in_channel: bool = False
    due_at: datetime.datetime
    acknowledged_at: datetime.datetime | None = sqlmodel.Field(default=None, index=True)
    retries: int = 0
    card: str | None = sqlmodel.Field(default=None, index=True)


class ChannelMember(sqlmodel.SQLModel, table=True):
    """Somebody who is in the updates channel, as Slack last told."""

    __tablename__ = "channel_member"

    channel: str = sqlmodel.Field(primary_key=True)
    slack_id: str = sqlmodel.Field(primary_key=True)


class CheckinState(enum.StrEnum):
    """Where a week's check-in stands. What is still open or booked when its week is over was not logged."""

    OPEN = "open"
    BOOKED = "booked"
    DONE = "done"
    EXCUSED = "excused"


class Excuse(enum.StrEnum):
    """Why a week's check-in was not asked for. The last two are Muster's own, and end if the cause does.

    `absent`: the freelancer does not work on any day of that week, or has no adviser; `uncovered`: their adviser does
    not, and nobody covers.
    """

    NEXT_WEEK = "next_week"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNCOVERED = "uncovered"


class Checkin(sqlmodel.SQLModel, table=True):
    """One check-in that a week asks for, `week` being its Monday; who is new has two, at `place` 0 and 1.

    `adviser_id` is who holds it, which changes with the adviser until it is done. `planned` and `minutes`, those that
    were logged, are whole minutes. `booked_for` is a day of the adviser's, `held_on` the day on which it was.
    """

    __table_args__ = (sqlalchemy.UniqueConstraint("freelancer_id", "week", "place"),)

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    freelancer_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    adviser_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    week: datetime.date = sqlmodel.Field(index=True)
    place: int = 0
    planned: int
    state: CheckinState = sqlmodel.Field(default=CheckinState.OPEN, sa_type=sqlalchemy.String)
    excuse: Excuse | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.String)
    booked_for: datetime.date | None = sqlmodel.Field(default=None, index=True)
    held_on: datetime.date | None = None
    minutes: int | None = None


class CheckinLog(sqlmodel.SQLModel, table=True):
    """What somebody logged of a check-in; the newest holds, and the earlier ones are its history."""

    __tablename__ = "checkin_log"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    checkin_id: int = sqlmodel.Field(foreign_key="checkin.id", index=True)
    writer_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    at: datetime.datetime
    held_on: datetime.date
    minutes: int
    went_well: str | None = None
    coach_on: str | None = None
    follow_up: str | None = None
    concern: str | None = None


class CheckinRequest(sqlmodel.SQLModel, table=True):
    """A freelancer asked their adviser for time; it is answered once that time is booked or was had.

    Without an adviser it is the managers' to answer. `booked_for` is the day that the freelancer was told.
    """

    __tablename__ = "checkin_request"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    freelancer_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    adviser_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id", index=True)
    at: datetime.datetime
    topic: str | None = None
    answered_at: datetime.datetime | None = None
    booked_for: datetime.date | None = None


class CheckinCover(sqlmodel.SQLModel, table=True):
    """Somebody holds a freelancer's check-ins while their adviser is away: from one Monday up to another.

    Without an adviser the managers chose that nobody does.
    """

    __tablename__ = "checkin_cover"

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    freelancer_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    adviser_id: int | None = sqlmodel.Field(default=None, foreign_key="person.id", index=True)
    starts: datetime.date
    ends: datetime.date = sqlmodel.Field(index=True)
    chosen_at: datetime.datetime
    cancelled_at: datetime.datetime | None = None


class Kudos(sqlmodel.SQLModel, table=True):
    """Thanks for work well done; they count when a renewal is decided."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    giver_id: int = sqlmodel.Field(foreign_key="person.id", index=True)
    at: datetime.datetime
    words: str
    channel: str | None = None


class WeekFigure(sqlmodel.SQLModel, table=True):
    """What a figure of the programme was in a week, `week` being its Monday, as it was last seen in it."""

    __tablename__ = "week_figure"

    week: datetime.date = sqlmodel.Field(primary_key=True)
    name: str = sqlmodel.Field(primary_key=True)
    value: float


class Solved(sqlmodel.SQLModel, table=True):
    """How many of the customers' matters somebody solved in a week, `week` being its Monday.

    Whether they were in-house, and then for how many hours, is as it was when it was recorded: people change sides.
    """

    week: datetime.date = sqlmodel.Field(primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", primary_key=True, index=True)
    number: int
    in_house: bool
    hours: float | None = None


class SweepStep(sqlmodel.SQLModel, table=True):
    """When somebody who sweeps was last shown a report; `over`: that sweep has come to its end."""

    __tablename__ = "sweep_step"

    report_id: int = sqlmodel.Field(foreign_key="report.id", primary_key=True)
    person_id: int = sqlmodel.Field(foreign_key="person.id", primary_key=True)
    at: datetime.datetime
    over: bool = False


class HomePage(sqlmodel.SQLModel, table=True):
    """When somebody last opened Muster's home page, which is redrawn for a while after."""

    __tablename__ = "home_page"

    person_id: int = sqlmodel.Field(foreign_key="person.id", primary_key=True)
    opened_at: datetime.datetime = sqlmodel.Field(index=True)


class Setting(sqlmodel.SQLModel, table=True):
    """A programme setting that somebody has set; the others have their defaults."""

    name: str = sqlmodel.Field(primary_key=True)
    value: str


class Milestone(sqlmodel.SQLModel, table=True):
    """An instant of the installation's own life, such as its going live."""

    name: str = sqlmodel.Field(primary_key=True)
    at: datetime.datetime


class Audit(sqlmodel.SQLModel, table=True):
    """Who changed what (`noun.verb`), with the values before and after. Rows are added, never changed or removed."""

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    at: datetime.datetime
    actor: str
    action: str
    subject: str
    before: dict[str, object] | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.JSON)
    after: dict[str, object] | None = sqlmodel.Field(default=None, sa_type=sqlalchemy.JSON)


class RequestKey(sqlmodel.SQLModel, table=True):
    """A request that took effect, and its reply: the same request again gets that reply and has no second effect."""

    __tablename__ = "request_key"

    key: str = sqlmodel.Field(primary_key=True)
    at: datetime.datetime = sqlmodel.Field(index=True)
    reply: dict[str, object] = sqlmodel.Field(sa_type=sqlalchemy.JSON)


class NoticeKind(enum.StrEnum):
    """What the sender does with a notice. Only a post can't simply be done again."""

    POST = "post"
    EDIT = "edit"
    HOME = "home"
    TOPIC = "topic"
    GROUP = "group"


class NoticeState(enum.StrEnum):
    """Where a notice stands. `uncertain` and `dead` wait for a person; `dropped` was no longer of use."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    DROPPED = "dropped"


class Notice(sqlmodel.SQLModel, table=True):
    """Something to be sent. Its lane (a channel, or a person's DM) keeps the order of its posts.

    `thread` is the key of the card under which a post goes, as a reply.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sqlalchemy.Index("ix_outbox_due", "state", "due_at", "id"),
        sqlalchemy.Index("ix_outbox_lane", "lane", "state", "due_at", "id"),
    )

    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    key: str = sqlmodel.Field(unique=True)
    kind: NoticeKind = sqlmodel.Field(sa_type=sqlalchemy.String)
    lane: str
    card: str | None = sqlmodel.Field(default=None, index=True)
    thread: str | None = sqlmodel.Field(default=None, index=True)
    payload: dict[str, object] = sqlmodel.Field(sa_type=sqlalchemy.JSON)
    unasked: bool = True
    reason: str
    due_at: datetime.datetime
    stale_at: datetime.datetime | None = None
    state: NoticeState = sqlmodel.Field(default=NoticeState.PENDING, sa_type=sqlalchemy.String)
    attempts: int = 0
    first_attempt_at: datetime.datetime | None = None
    give_up_at: datetime.datetime | None = None
    retry_at: datetime.datetime | None = None
    lease_until: datetime.datetime | None = None
    channel: str | None = None
    ts: str | None = None
    error: str | None = None
    settled_at: datetime.datetime | None = None


class Card(sqlmodel.SQLModel, table=True):
    """Where a message that we edit later stands in Slack."""

    key: str = sqlmodel.Field(primary_key=True)
    channel: str
    ts: str = sqlmodel.Field(index=True)


class DirectMessage(sqlmodel.SQLModel, table=True):
    """The id of somebody's DM with the bot, asked for once."""

    __tablename__ = "direct_message"

    slack_id: str = sqlmodel.Field(primary_key=True)
    channel: str
