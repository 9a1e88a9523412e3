"""Wall-clock time in a zone, as an instant: the one place that knows what a change of the clocks does to it."""

import bisect
import datetime
import functools
import zoneinfo


@functools.lru_cache(maxsize=4096)  # the same days are asked for many people and for many reports
def instant(day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """When clocks in `zone` show `time` on `day`, in UTC.

    A time that comes twice (a fold) is its first coming. A time that is left out (a gap) is the first instant after
    the gap: 02:30 in the night to summer time is 03:00.
    """
    wall = datetime.datetime.combine(day, time)
    found = _in_utc(wall, zone, fold=0)
    if _shown(found, zone) == wall:
        return found
    return _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The first instant at which clocks show more than `wall`, a time that they leave out.

    The offset after the gap puts `wall` before that instant, the offset before the gap puts it after.
    """
    before = _in_utc(wall, zone, fold=1)
    after = _in_utc(wall, zone, fold=0)

    def is_past_gap(seconds: int) -> bool:
        return _shown(before + datetime.timedelta(seconds=seconds), zone) > wall

    width = range(int((after - before).total_seconds()))
    return before + datetime.timedelta(seconds=bisect.bisect_left(width, True, key=is_past_gap))


def _in_utc(wall: datetime.datetime, zone: zoneinfo.ZoneInfo, fold: int) -> datetime.datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC)


def _shown(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
