"""What managers see of a bare `/checkin`: every adviser's week in a line, and all of them together."""

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import jobs.checkin_minutes
import messages.checkin_minutes
import messages.pages
import messages.text
import rules.checkin_minutes
import rules.checkins


def table(session: sqlmodel.Session, request: commands.request.Request, number: int = 0) -> messages.text.Payload:
    """One page of it."""
    scene, week = request.scene(session), rules.checkins.week_of(request.today)
    weeks = jobs.checkin_minutes.whole_weeks(scene, week)
    advisers = jobs.checkin_minutes.load_by_adviser(scene, week, weeks)
    page = messages.pages.page(number, len(advisers), messages.checkin_minutes.PER_PAGE)
    return messages.checkin_minutes.table(
        messages.checkin_minutes.Table(
            page=page,
            advisers=advisers[page.start : page.start + page.per_page],
            all=rules.checkin_minutes.in_all(advisers),
            weeks=len(weeks),
        )
    )


def turned(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Another page."""
    return commands.replies.Say(table(session, request, commands.request.ident(request.subject) or 0))


BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        turned,
        action=messages.checkin_minutes.TURN,
        does="Turn the page of the advisers' check-ins of this week.",
        choices=True,
    ),
)
