"""The form in which a reporter says that something which ended is still there."""

import data.models
import messages.forms
import messages.reports
import messages.text

STILL_THERE_FORM = "still_there:report"
"""Its callback."""

MOST = 500


def still_there(report: data.models.Report) -> messages.text.Payload:
    """One line, which may stay empty, and who reads it."""
    hint = "The people on duty read it, with your name. We hide e-mail, phone, card and account numbers."
    line = messages.forms.text("seen", "What do you see?", most=MOST, optional=True, hint=hint)
    blocks = [messages.text.section(f"*{messages.reports.headline(report)}*"), line]
    return messages.forms.modal(STILL_THERE_FORM, "It is still there", "Send", blocks, str(report.id))
