"""The forms of reports: filing one, and what is done to it from its card."""

import collections.abc

import data.models
import messages.forms
import messages.reports
import messages.text

FILE_FORM, RESOLVE_FORM = "file:report", "resolve:report"
"""The forms' callbacks."""

TITLE_LIMIT = 150

Words = collections.abc.Sequence[str]


def filing(
    draft: collections.abc.Mapping[str, str], products: Words, languages: Words, readers: str
) -> messages.text.Payload:
    """The form of a new report, filled in with what is known; who will read it stands on top."""
    return messages.forms.modal(
        FILE_FORM, "Report a problem", "Send", filing_blocks(draft, products, languages, readers)
    )


def filing_blocks(
    draft: collections.abc.Mapping[str, str], products: Words, languages: Words, readers: str
) -> list[messages.text.Block]:
    """Its inputs, the required ones first."""
    kinds = {str(kind): words for kind, words in messages.reports.KINDS.items()}
    severities = {str(severity): words for severity, words in messages.reports.SEVERITIES.items()}
    form = messages.forms
    blocks = [
        messages.text.section(f"You may write in your own language. {readers}"),
        messages.text.small(
            "We hide e-mail, phone, card and account numbers. We can't see names: please leave them out."
        ),
        form.choice("kind", "What is it about?", kinds, draft.get("kind", str(data.models.ReportKind.BROKEN))),
        form.text("title", "What is wrong?", draft.get("title"), most=TITLE_LIMIT),
        form.text("happened", "What happened?", draft.get("happened"), lines=True),
    ]
    blocks += _of_known("product", "Product", products, draft) + _of_known("language", "Language", languages, draft)
    return [
        *blocks,
        form.text("expected", "What did you expect?", draft.get("expected"), lines=True, optional=True),
        form.text("steps", "How does it come about?", draft.get("steps"), lines=True, optional=True),
        form.text("area", "Where in the product?", draft.get("area"), optional=True, most=75),
        form.choice("severity", "How much does it hold you up?", severities, draft.get("severity"), optional=True),
        form.text("link", "Link to the ticket", draft.get("link"), optional=True, most=500),
    ]


def _of_known(
    name: str, label: str, known: Words, draft: collections.abc.Mapping[str, str]
) -> list[messages.text.Block]:
    """A menu of what the programme has of this; nothing where it has none."""
    options = {word: word for word in known[:100]}
    return [messages.forms.choice(name, label, options, draft.get(name), optional=True)] if options else []


def resolving(report: data.models.Report, reporters: int) -> messages.text.Payload:
    """One line that every reporter reads."""
    who = "Its reporter reads it." if reporters < 2 else f"All {reporters} reporters read it."
    line = messages.forms.text("closing", "What do you tell them?", most=500, hint=who)
    blocks = [messages.text.section(f"*{messages.reports.headline(report)}*"), line]
    return messages.forms.modal(RESOLVE_FORM, f"Resolve BUG-{report.id}", "Resolve", blocks, str(report.id))
