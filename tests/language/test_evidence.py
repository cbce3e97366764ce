"""Each value of a record points to characters of the message that carry it (F13), over all we have."""

import csv
from collections import defaultdict
from datetime import datetime

import pytest

from bot.calendars import calendar_of
from bot.cli.answers import answer
from bot.cli.listed import ListedNames
from bot.company.rules import CompanyRules
from bot.intents import Entry, LogFollowUps
from bot.understanding import Understood, understand
from tests.language.understood import DATA, rows

SETS = {
    "notes-open": "customers",
    "notes-own": "customers",
    "notes-typed": "customers",
    "strangers": "strangers-customers",
    "strangers-2": "strangers-2-customers",
    "utterances": "utterances-customers",
    "utterances-own": "utterances-customers",
}
SAID = {"rep": "E01", "reference_time": "2026-11-23T10:00:00+08:00"}
"""By whom and when, where a row does not say."""
MARKS = "，,。；;！!？? \n、的"


async def understood(name: str) -> list[tuple[dict, Understood]]:
    with (DATA / f"{SETS[name]}.csv").open(encoding="utf-8") as lines:
        customers = list(csv.DictReader(lines))
    calendar = calendar_of(CompanyRules())
    notes = [SAID | one for one in rows(f"{name}.jsonl")]
    seen = {rep: ListedNames(customers, rep) for rep in {note["rep"] for note in notes}}
    return [
        (
            note,
            await understand(
                note["text"],
                names=seen[note["rep"]],
                now=datetime.fromisoformat(note["reference_time"]),
                calendar=calendar,
            ),
        )
        for note in notes
    ]


def pointed(spans, text: str) -> dict[str, list[str]]:
    """The characters that each slot points to."""
    found: dict[str, list[str]] = defaultdict(list)
    for slot, start, end in spans:
        assert 0 <= start < end <= len(text)
        found[slot].append(text[start:end])
    return found


def unproved(line: dict, note: dict) -> list[tuple[str, object]]:
    """The values of an answer that no span of its own slot carries."""
    spans = [(one["slot"], one["start"], one["end"]) for one in line["spans"]]
    at = pointed(spans, note["text"])
    faults: list[tuple[str, object]] = []
    for record in line["records"]:
        visited, coming = record["visited_at"], record["next_follow_up_at"]
        told = visited and visited["date"] != note["reference_time"][:10]
        claims = [
            ("customer", record["mention"], record["mention"] in at["customer"]),
            ("visited_at", told, at["when"]),
            ("next", coming, at["next_when"] or at["when"] or at["shift"] or at["recurrence"]),
            ("stage", record["stage"], at["stage"]),
            ("amounts", record["amounts"], len(at["amounts"]) >= len(record["amounts"])),
        ]
        claims += [
            ("contacts", who, any(set(who) <= set(words) for words in at["contacts"]))
            for who in record["contacts"]
        ]
        faults += [(slot, value) for slot, value, proof in claims if value and not proof]
    return faults


def unproved_of(entry: Entry, text: str) -> list[tuple[str, object]]:
    """The values of what would be saved that its spans do not carry."""
    at = pointed([(one.slot, one.start, one.end) for one in entry.spans], text)
    written = {slot: getattr(entry, slot) for slot in ("content", "result", "none_reason")}
    faults: list[tuple[str, object]] = [
        (slot, value)
        for slot, value in written.items()
        if set(value) - set("".join(at[slot])) - set(MARKS)
    ]
    named = {"contacts": entry.contacts, "competitors": entry.competitors, "topics": entry.topics}
    faults += [
        (slot, value)
        for slot, values in named.items()
        for value in values
        if not any(set(value) <= set(words) for words in at[slot])
    ]
    faults += [
        ("people", one.name)
        for one in entry.people
        if not any(set(one.name) | set(one.title) <= set(words) for words in at["people"])
    ]
    faults += [
        ("amounts", one.words)
        for one in entry.amounts
        if not any(words in one.words or one.words.strip() in words for words in at["amounts"])
    ]
    return faults + [("next_when", 1) for _ in [0] if entry.next_when and not at["next_when"]]


@pytest.mark.parametrize("name", sorted(SETS))
async def test_every_value_of_an_answer_points_to_its_characters(name: str) -> None:
    answered = [
        (note, answer(str(note["id"]), one, fine=False)) for note, one in await understood(name)
    ]

    assert len(answered) > 50
    assert {note["id"]: found for note, line in answered if (found := unproved(line, note))} == {}


@pytest.mark.parametrize("name", sorted(SETS))
async def test_every_value_that_would_be_saved_points_to_its_characters(name: str) -> None:
    reports = [
        (note, entry)
        for note, one in await understood(name)
        for intent in one.intents
        if isinstance(intent, LogFollowUps)
        for entry in intent.entries
    ]

    assert reports
    faults = {
        (note["id"], slot): value
        for note, entry in reports
        for slot, value in unproved_of(entry, note["text"])
    }
    assert faults == {}
