"""Counters and gauges for Prometheus; no names of people or customers in a label."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The numbers of one process.

    `channels` names the platforms that did not take the last message, each with its code.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.channels: dict[str, str] = {}
        self._states: dict[str, set[str]] = {}
        self._callbacks = Counter(
            "liaoke_callbacks",
            "Callbacks by platform and result",
            ("platform", "result"),
            registry=self.registry,
        )
        self._refusals = Counter(
            "liaoke_callback_refusals",
            "Refused callbacks by reason",
            ("platform", "reason"),
            registry=self.registry,
        )
        self._sent = Counter(
            "liaoke_messages_sent", "Messages out", ("platform", "kind"), registry=self.registry
        )
        self._failed = Counter(
            "liaoke_deliveries_refused",
            "Failed tries",
            ("platform", "code"),
            registry=self.registry,
        )
        self._events = Counter(
            "liaoke_events", "Inbox events worked on", ("result",), registry=self.registry
        )
        self._seconds = Histogram(
            "liaoke_event_seconds", "Time to work on an event", registry=self.registry
        )
        self._depth = Gauge(
            "liaoke_queue_depth",
            "Rows by queue and state",
            ("queue", "state"),
            registry=self.registry,
        )

    def callback(self, platform: str, result: str) -> None:
        """Count a callback: accepted, repeated or refused."""
        self._callbacks.labels(platform, result).inc()

    def refusal(self, platform: str, reason: str) -> None:
        self._refusals.labels(platform, reason).inc()

    def sent(self, platform: str, kind: str) -> None:
        self.channels.pop(platform, None)
        self._sent.labels(platform, kind).inc()

    def refused(self, platform: str, code: str, *, everybody: bool) -> None:
        """Count a failed try; `everybody`: no message would have gone, whoever it was for."""
        if everybody:
            self.channels[platform] = code
        self._failed.labels(platform, code).inc()

    def event(self, result: str, seconds: float) -> None:
        self._events.labels(result).inc()
        self._seconds.observe(seconds)

    def queue(self, name: str, depth: Mapping[str, int]) -> None:
        """How many rows are in each state now; a state that has none any more counts none."""
        known = self._states.setdefault(name, set())
        known.update(depth)
        for state in known:
            self._depth.labels(name, state).set(depth.get(state, 0))

    def text(self) -> bytes:
        """The page of /metrics."""
        return generate_latest(self.registry)
