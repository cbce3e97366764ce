"""Counters and gauges for Prometheus; no names of people or customers in a label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
        self.depth = Gauge(
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
        self._sent.labels(platform, kind).inc()

    def refused(self, platform: str, code: str) -> None:
        self._failed.labels(platform, code).inc()

    def event(self, result: str, seconds: float) -> None:
        self._events.labels(result).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """The page of /metrics."""
        return generate_latest(self.registry)
