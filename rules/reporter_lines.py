"""The lines under a reporter's card, and when one that was not sent yet has come to nothing."""

import enum

import data.models
import rules.reports

Act = rules.reports.Act


class Line(enum.StrEnum):
    """What a line tells of."""

    ASK = "ask"
    END = "end"
    REOPENED = "reopened"


def moot(report: data.models.Report, act: Act) -> set[Line]:
    """What nobody needs to be told any more of a report after an act on it."""
    is_open = rules.reports.is_open(report)
    asked = report.state == data.models.ReportState.NEEDS_INFO
    gone = {Line.END if is_open else Line.REOPENED}
    return gone if asked and act not in (Act.ASK, Act.REPLY) else gone | {Line.ASK}
