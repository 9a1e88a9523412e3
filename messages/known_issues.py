"""What everybody reads of a known issue, with a button for who sees it too: on the form, and on App Home."""

import data.models
import messages.text

SEE = "see:bug"
"""The button's action."""

IN_FORM = "form"
"""What stands behind the report's number where the button stands in the form, and behind it what that is made of."""


def known_issue(report: data.models.Report, where: str = "") -> messages.text.Block:
    """`BUG-142 · Checkout fails for EUR (Shop)` with *I see it too*; `where` that stands, if not on App Home."""
    button = messages.text.button("I see it too", SEE, f"{report.id}:{where}" if where else str(report.id))
    return messages.text.section(f"• {_title(report)}") | {"accessory": button}


def _title(report: data.models.Report) -> str:
    title = messages.text.escape(messages.text.cut(" ".join((report.known_issue or report.title).split()), 150))
    product = f" ({messages.text.escape(report.product)})" if report.product else ""
    return f"BUG-{report.id} · {title}{product}"
