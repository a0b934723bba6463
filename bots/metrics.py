"""The figures at /metrics. Labels are platform, method, outcome, status, topic and kind of scam: never text, ids or numbers."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

LATENCIES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """One registry for one process; handed to whoever counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "bangoban_events_total",
            "Events worked on, by what came of them.",
            ["platform", "outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "bangoban_event_seconds",
            "From an event's acceptance to the end of its work.",
            ["platform"],
            buckets=LATENCIES,
            registry=self.registry,
        )
        self.webhooks = Counter(
            "bangoban_webhooks_total",
            "Webhook requests, by the HTTP status that they got.",
            ["platform", "status"],
            registry=self.registry,
        )
        self.calls = Counter(
            "bangoban_calls_total",
            "Calls to a platform, by method and by what it answered (an HTTP status, or 'error').",
            ["platform", "method", "status"],
            registry=self.registry,
        )
        self.limited = Counter(
            "bangoban_limited_total",
            "Calls that a platform refused for their number: 'rate' (too many at once), 'quota' (the month's are used up).",
            ["platform", "method", "why"],
            registry=self.registry,
        )
        self.pushed = Counter(
            "bangoban_pushed_total",
            "Answers pushed because they could not be sent as replies, by kind of chat. In a group each member counts against the month's quota.",
            ["platform", "chat"],
            registry=self.registry,
        )
        self.quota = Gauge(
            "bangoban_line_month_messages",
            "Messages that LINE lets be pushed in this month, and those that it counted, as of the last push.",
            ["what"],
            registry=self.registry,
        )
        self.unread = Counter(
            "bangoban_unread_total",
            "Events of a kind that the bot does not know, or cannot read.",
            ["platform", "why"],
            registry=self.registry,
        )
        self.unanswered = Counter(
            "bangoban_unanswered_total",
            "Questions that no answer was found for, by rough topic.",
            ["topic"],
            registry=self.registry,
        )
        self.false_alarms = Counter(
            "bangoban_false_alarms_total",
            "Warnings that a group called a false alarm, by kind of scam, or 'number'.",
            ["kind"],
            registry=self.registry,
        )
        self.waiting = Gauge(
            "bangoban_waiting",
            "Events stored and not done yet.",
            ["platform"],
            registry=self.registry,
        )

    def page(self) -> bytes:
        """The page in Prometheus' text format."""
        return generate_latest(self.registry)
