"""*Duplicate*: a report is the same as another one, which it follows from then on."""

import dataclasses

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.triage
import data.models
import data.reports
import jobs.reports
import jobs.triage
import messages.reports
import messages.text
import messages.triage_card
import messages.triage_forms
import rules.likeness
import rules.reports

Act = rules.reports.Act
Report = data.models.Report
Reply = commands.replies.Reply


@dataclasses.dataclass(frozen=True)
class Original(commands.arguments.Report):
    """The other report of the two, by its number alone too."""

    optional: bool = True

    @property
    def usage(self) -> str:
        """Another number than the first; what misses it is answered with a form."""
        return "BUG-m"

    def takes(self, word: str) -> bool:
        """Whatever could be a number."""
        return rules.reports.ident(word) is not None


OF = commands.arguments.Word("of")
ORIGINAL = Original("original")
SAME = commands.arguments.Choices("same", optional=True)


def duplicate(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """It is the same as that one; without another one, the form that lists what looks alike."""
    original = ORIGINAL.find(request)
    if original is None:
        return _form(session, request)
    shown = _follow(session, request, commands.reports.of(session, request), original)
    return commands.triage.answered(request, shown)


def _form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    report = commands.reports.of(session, request)
    alike = rules.likeness.near(
        report, data.reports.list_open(session), request.now, most=messages.triage_forms.ALIKE_SHOWN
    )

    def draw(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
        return messages.triage_forms.duplicating(shown, subject, alike)

    return commands.triage.open_form(session, request, Act.DUPLICATE, draw, messages.triage_card.DUPLICATE)


def submitted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """All that was ticked, and this one if another is the original, become duplicates of the original."""
    report = commands.reports.of(session, request)
    commands.triage.check_form(session, request, report, Act.DUPLICATE)
    original = ORIGINAL.find(request) or report
    named = [rules.reports.ident(word) or 0 for word in SAME.find(request) or ()]
    ticked = data.reports.load(session, named)
    same = [one for one in (report, *ticked.values()) if one.id not in (original.id, original.original_id)]
    if not same:
        return commands.replies.Fields({ORIGINAL.name: "Name the original, or tick what is the same as this one."})
    for one in same:
        _follow(session, request, one, original)
    return commands.replies.Done()


def _follow(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, original: Report
) -> messages.reports.Shown:
    """One becomes a duplicate; where its original has ended already, its reporters read how, who have not yet."""
    scene = request.scene(session)
    told = {one.id for one in jobs.reports.load(scene, jobs.reports.head_of(session, original)).reporters}
    reporters = {one.id for one in jobs.reports.load(scene, report).reporters} - told - {request.person.id}
    following = dataclasses.replace(commands.triage.deed(request, Act.DUPLICATE), original_id=original.id)
    shown = commands.triage.do(session, request, report, following)
    jobs.triage.tell_followers(scene, shown, reporters)
    return shown


_DOES = "Open the form that makes a report a duplicate, or others its duplicates."

VERBS = (
    commands.triage.verb(
        "duplicate",
        duplicate,
        "Say that a report is the same as another one, and follows it.",
        "of BUG-97",
        *(OF, ORIGINAL),
        aliases=("dup",),
    ),
)
BUTTONS = (commands.triage.button(messages.triage_card.DUPLICATE, duplicate, _DOES),)
FORMS = (
    commands.triage.form(
        messages.triage_forms.DUPLICATE_FORM,
        submitted,
        "Make reports duplicates of their original.",
        *(ORIGINAL, SAME),
    ),
)
