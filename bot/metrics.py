"""The figures of a running process, in the form that Prometheus reads."""

import collections.abc
import typing

import prometheus_client
import prometheus_client.core
import prometheus_client.registry

import bot.health
import bot.tally
import data.models

MEDIA_TYPE = prometheus_client.CONTENT_TYPE_LATEST

Counter = prometheus_client.core.CounterMetricFamily
Gauge = prometheus_client.core.GaugeMetricFamily
Family = prometheus_client.core.Metric
Values = typing.TypeVar("Values", tuple[str], tuple[str, str])


class Metrics(prometheus_client.registry.Collector):
    """Reads the tally, and the store through health, each time it is asked; the registry is its own."""

    def __init__(self, health: bot.health.Health) -> None:
        self._health = health
        self._seen: bot.health.Seen | None = None
        self._registry = prometheus_client.CollectorRegistry()
        prometheus_client.ProcessCollector(registry=self._registry)
        self._registry.register(self)

    async def text(self) -> bytes:
        """All families."""
        self._seen = await self._health.look()
        return prometheus_client.generate_latest(self._registry)

    def describe(self) -> list[Family]:
        """Nothing is promised beforehand; else the registry would ask before there is anything to tell."""
        return []

    def collect(self) -> collections.abc.Iterator[Family]:
        """Every family."""
        return families(self._health.tally, self._seen)


def families(tally: bot.tally.Tally, seen: bot.health.Seen | None) -> collections.abc.Iterator[Family]:
    """Every family that is ours; what the store would say is left out where it can't be read."""
    turned_away = {(reason,): count for reason, count in tally.turned_away.items()}
    sent = {(kind,): count for kind, count in tally.sent.items()}
    yield _counter("requests", "Requests of people and of Slack.", ("kind", "outcome"), tally.requests)
    yield _counter("requests_turned_away", "Requests by HTTP that were not Slack's.", ("reason",), turned_away)
    yield _acknowledgements(tally)
    yield _counter("slack_calls", "Calls of Slack for notices.", ("method", "outcome"), tally.calls)
    yield _counter("notices_sent", "Notices that Slack took.", ("kind",), sent)
    yield _counter("job_ticks", "Ticks of jobs.", ("job", "outcome"), tally.ticks)
    yield Counter("muster_socket_reconnects", "Sockets that took the place of another.", tally.reconnects)
    yield Gauge("muster_store_readable", "1 while the store answers a read in time.", int(seen is not None))
    if seen is not None:
        yield from _of_the_store(seen)


def _of_the_store(seen: bot.health.Seen) -> collections.abc.Iterator[Family]:
    notices = Gauge("muster_notices", "Notices in the outbox.", labels=["state"])
    for state in data.models.NoticeState:
        notices.add_metric([state], seen.notices.get(state, 0))
    yield notices
    overdue = seen.overdue.total_seconds()
    yield Gauge("muster_oldest_due_notice_seconds", "For how long the longest due notice is due.", overdue)
    mode = Gauge("muster_mode", "1 for what holds: live, quiet or paused.", labels=["mode"])
    for name in bot.health.MODES:
        mode.add_metric([name], int(name == seen.mode))
    yield mode


def _counter(
    name: str,
    meaning: str,
    labels: tuple[str, ...],
    counts: collections.abc.Mapping[Values, int],
) -> Counter:
    family = Counter(f"muster_{name}", meaning, labels=labels)
    for values, count in sorted(counts.items()):
        family.add_metric(values, count)
    return family


def _acknowledgements(tally: bot.tally.Tally) -> Family:
    """A histogram: each bucket holds all that were at most as slow."""
    bounds = [*map(str, bot.tally.BUCKETS), "+Inf"]
    sums = [sum(tally.acknowledged[: number + 1]) for number in range(len(bounds))]
    return prometheus_client.core.HistogramMetricFamily(
        "muster_acknowledgement_seconds",
        "Seconds from a request to its acknowledgement.",
        buckets=list(zip(bounds, sums, strict=True)),
        sum_value=tally.acknowledging,
    )
