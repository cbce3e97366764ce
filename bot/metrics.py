"""Counters and gauges for Prometheus; no names of people or customers in a label."""

import platform as machine
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, cached_property
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_COMMIT = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_LAG = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
NOT_CONNECTED, TAKEN_OVER = "not-connected", "taken-over"
_OF_A_CONNECTION = (NOT_CONNECTED, TAKEN_OVER)
SENT = "ok"
"""The code of a message that the platform took."""


class Metrics:
    """The numbers of one process; what the database says of the whole installation is set when asked.

    `channels` names the platforms that did not take the last message, each with its code.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.channels: dict[str, str] = {}
        self._states: dict[str, set[str]] = {}
        self._describe()
        self._callbacks = self._counter("callbacks", "Callbacks by result", "platform", "result")
        self._refusals = self._counter(
            "callback_refusals", "Refused callbacks by reason", "platform", "reason"
        )
        self._suspected = self._counter(
            "callbacks_suspected", "Refused callbacks of addresses that failed often", "platform"
        )
        self._unstored = self._counter(
            "callbacks_unstored", "Callbacks answered 503: they were not stored", "platform"
        )
        self._sends = self._counter(
            "sends", "Tries to send by the platform's answer", "platform", "kind", "code"
        )
        self._due = self._counter("reminders_due", "Reminders whose moment came", "kind")
        self._events = self._counter("events", "Inbox events worked on", "result")
        self._lines = self._gauge("long_connection", "Whether this process has it", "platform")
        self._alarms = self._gauge("alarm", "1 while this alarm of the process stands", "alarm")
        self._depth = self._gauge("queue_depth", "Rows not done, up to 10000", "queue", "state")
        self._inbox = self._gauge("inbox_oldest_seconds", "Age of the oldest event not done")
        self._lanes = self._gauge(
            "outbox_oldest_seconds", "How long the message waits that waits longest", "lane"
        )
        self._overdue = self._gauge(
            "reminders_overdue_seconds", "How long the oldest reminder is overdue"
        )
        self._jobs = self._gauge(
            "job_last_due_timestamp_seconds", "The last occurrence that was done", "job"
        )
        self._database = self._gauge("database_up", "Whether the database answered this scrape")
        self._seconds = self._histogram("event_seconds", "Time to work on an event")
        self._batch = self._histogram("inbox_commit_rows", "Events stored by one commit", _ROWS)
        self._commit = self._histogram("inbox_commit_seconds", "Time of one commit", _COMMIT)
        self._lag = self._histogram(
            "loop_lag_seconds", "How late the event loop runs what is due", _LAG
        )

    def _describe(self) -> None:
        ProcessCollector(registry=self.registry)
        build = Info("liaoke_build", "Which build this is", registry=self.registry)
        build.info({"version": version("liaoke"), "python": machine.python_version()})

    @cached_property
    def _callback(self) -> Callable[[str, str], Counter]:
        """The counters, each looked up once: this is part of every acknowledgement."""
        return cache(self._callbacks.labels)

    def callback(self, platform: str, result: str) -> None:
        """Count a callback: accepted, repeated or refused."""
        self._callback(platform, result).inc()

    def refusal(self, platform: str, reason: str) -> None:
        self._refusals.labels(platform, reason).inc()

    def suspected(self, platform: str) -> None:
        """Count a refused callback whose address was refused often before."""
        self._suspected.labels(platform).inc()

    def unstored(self, platform: str) -> None:
        """Count a callback that was not acknowledged, so that the platform sends it again."""
        self._unstored.labels(platform).inc()

    def sent(self, platform: str, kind: str) -> None:
        self.channels.pop(platform, None)
        self._sends.labels(platform, kind, SENT).inc()

    def refused(self, platform: str, kind: str, code: str, *, everybody: bool) -> None:
        """Count a failed try; `everybody`: no message would have gone, whoever it was for."""
        if everybody:
            self.channels[platform] = code
        self._sends.labels(platform, kind, code).inc()

    def connection(self, platform: str, *, is_live: bool) -> None:
        """Whether the long connection of the process that is to have it is there."""
        self._lines.labels(platform).set(is_live)
        if is_live and self.channels.get(platform) in _OF_A_CONNECTION:
            del self.channels[platform]
        elif not is_live:
            self.channels.setdefault(platform, NOT_CONNECTED)

    def reminders(self, due: Mapping[str, int]) -> None:
        """Count reminders by kind, once what they caused is committed."""
        for kind, count in due.items():
            self._due.labels(kind).inc(count)

    def event(self, result: str, seconds: float) -> None:
        self._events.labels(result).inc()
        self._seconds.observe(seconds)

    def committed(self, rows: int, seconds: float) -> None:
        """Note one commit of the inbox."""
        self._batch.observe(rows)
        self._commit.observe(seconds)

    def lag(self, seconds: float) -> None:
        self._lag.observe(seconds)

    def alarm(self, name: str, *, stands: bool) -> None:
        self._alarms.labels(name).set(stands)

    def queue(self, name: str, depth: Mapping[str, int]) -> None:
        """How many rows are in each state now; a state that has none any more counts none."""
        known = self._states.setdefault(name, set())
        known.update(depth)
        for state in known:
            self._depth.labels(name, state).set(depth.get(state, 0))

    def ages(self, event: float, messages: Mapping[str, float], reminder: float) -> None:
        """How many seconds the oldest event, the oldest message by lane and reminder wait."""
        self._inbox.set(event)
        for lane, seconds in messages.items():
            self._lanes.labels(lane).set(seconds)
        self._overdue.set(reminder)

    def jobs(self, last: Mapping[str, datetime]) -> None:
        for job, due in last.items():
            self._jobs.labels(job).set(due.timestamp())

    def database(self, *, answers: bool) -> None:
        """What a database said that is away now is not told as if it were so still."""
        self._database.set(answers)
        if not answers:
            for gauge in (self._depth, self._lanes):
                gauge.clear()
            self._inbox.set(float("nan"))
            self._overdue.set(float("nan"))

    def text(self) -> bytes:
        """The page of /metrics."""
        return generate_latest(self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"liaoke_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"liaoke_{name}", says, labels, registry=self.registry)

    def _histogram(
        self, name: str, says: str, buckets: tuple[float, ...] = Histogram.DEFAULT_BUCKETS
    ) -> Histogram:
        return Histogram(f"liaoke_{name}", says, registry=self.registry, buckets=buckets)
