"""`/program forecast`: how the programme would stand if nobody renews, if all do, and as is said so far."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import jobs.forecast
import messages.forecast
import rules.forecast

DAYS = commands.arguments.Choice("days", optional=True, among=tuple(map(str, rules.forecast.HORIZONS)))


def forecast(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """In 30, 60 or 90 days."""
    days = int(DAYS.find(request) or rules.forecast.HORIZONS[0])
    return commands.replies.Say(
        messages.forecast.forecast(jobs.forecast.load(request.scene(session), days, request.person))
    )


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        forecast,
        root="program",
        words="forecast",
        does="How the programme would stand in 30, 60 or 90 days: if nobody renews, if all do, and as is said so far.",
        arguments=(DAYS,),
        example="/program forecast 60",
    ),
)
