"""Minutes of check-ins as the store has them, for who asks how the programme stands."""

import collections
import dataclasses
import datetime
import decimal

import data.checkin_minutes
import data.settings
import jobs.scene
import rules.checkin_minutes
import rules.checkins

Tally = rules.checkin_minutes.Tally


@dataclasses.dataclass(frozen=True)
class Minutes:
    """This week's check-ins, and those of the last whole weeks, by week: everybody's, or one adviser's."""

    week: datetime.date
    weeks: list[datetime.date]
    tallies: rules.checkin_minutes.ByWeek

    @property
    def this_week(self) -> Tally:
        """How those of this week stand."""
        return self.tallies.get(self.week, rules.checkin_minutes.NOTHING)

    @property
    def short(self) -> decimal.Decimal | None:
        """How many planned hours a week are not logged."""
        return rules.checkin_minutes.hours_short(self.tallies, self.weeks)


def load(scene: jobs.scene.Scene, today: datetime.date, adviser_id: int | None = None) -> Minutes:
    """As of the reader's day."""
    week = rules.checkins.week_of(today)
    weeks = whole_weeks(scene, week)
    found = data.checkin_minutes.load_by_week(scene.session, [*weeks, week], adviser_id)
    return Minutes(week, weeks, {monday: Tally(*sums) for monday, sums in found.items()})


def whole_weeks(scene: jobs.scene.Scene, week: datetime.date) -> list[datetime.date]:
    """The last weeks before that one that Muster was live for."""
    live_at = data.settings.find_milestone(scene.session, data.settings.WENT_LIVE)
    live_on = live_at.astimezone(scene.programme.time_zone).date() if live_at else None
    return rules.checkin_minutes.whole_weeks(live_on, week)


def load_by_adviser(
    scene: jobs.scene.Scene, week: datetime.date, weeks: list[datetime.date]
) -> list[rules.checkin_minutes.OfAdviser]:
    """Everybody who holds check-ins of this week or the last ones, who needs a look first."""
    tallies: collections.defaultdict[tuple[int, str, str], dict[datetime.date, Tally]] = collections.defaultdict(dict)
    for row in data.checkin_minutes.list_by_adviser(scene.session, [*weeks, week]):
        tallies[row.adviser_id, row.name, row.slack_id][row.week] = Tally(*row.sums)
    return rules.checkin_minutes.in_need_first(
        _of_adviser(who, rules.checkin_minutes.tallies(of, week, weeks)) for who, of in tallies.items()
    )


def _of_adviser(who: tuple[int, str, str], of: rules.checkin_minutes.Tallies) -> rules.checkin_minutes.OfAdviser:
    adviser_id, name, slack_id = who
    return rules.checkin_minutes.OfAdviser(of.week, of.last, of.before, adviser_id, name, slack_id)
