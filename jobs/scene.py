"""What every act needs: the store, the settings, and the clock."""

import dataclasses
import datetime

import sqlmodel

import data.settings
import rules.checkins
import rules.settings


@dataclasses.dataclass(frozen=True)
class Scene:
    """Where, by which settings and when something is done: each act is a function of it, and of what it is done to."""

    session: sqlmodel.Session
    programme: rules.settings.Programme
    now: datetime.datetime

    @property
    def day(self) -> datetime.date:
        """The programme's day."""
        return self.now.astimezone(self.programme.time_zone).date()

    @property
    def week(self) -> datetime.date:
        """The Monday of the programme's week."""
        return rules.checkins.week_of(self.day)


def load(session: sqlmodel.Session, now: datetime.datetime) -> Scene:
    """The scene with the settings as they are."""
    return Scene(session, rules.settings.read(data.settings.load(session)), now)
