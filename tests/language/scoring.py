"""Answers against labels, by the rules of data/README.md."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.language.understood import Row

_WITH_AMOUNTS = {"log_visit", "advance_stage", "create_opportunity", "update_opportunity"}
_WITHOUT_FOLLOW_UP = {"query", "other", "undo"}
_FREE_ROLES = {"other", "unit_price"}


@dataclass(slots=True)
class Measure:
    """How many of something were right; `wrong` says which were not, and why."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / ((self.right + len(self.wrong)) or 1)

    def count(self, right: bool, said: str) -> None:
        if right:
            self.right += 1
        else:
            self.wrong.append(said)

    def __str__(self) -> str:
        figure = f"{self.right} of {self.right + len(self.wrong)} = {self.share:.1%}"
        return "\n  ".join([figure, *self.wrong])


Score = Mapping[str, Measure]


def scored(notes: Sequence[Row], answers: Mapping[str, Row]) -> Score:
    """Return each measure by its name; one that nothing counts for is empty."""
    measures: dict[str, Measure] = defaultdict(Measure)
    for note in notes:
        answer = answers[note["id"]]
        for name, right, said in _judged(note, answer):
            measures[name].count(right, f"{note['id']} {note['text']} | {said}")
    return measures


Judgement = tuple[str, bool, str]


def _judged(note: Row, answer: Row) -> Iterator[Judgement]:
    intent, free = answer["intent"], list(answer["records"])
    wanted = (note["intent"], *note["intent_also_ok"])
    yield "intents", intent in wanted, f"{'/'.join(wanted)}, not {intent}"
    for label in note["records"]:
        record = _belonging(label, free)
        kind = label.get("intent") or note["intent"]
        yield from _customers(label, record)
        yield from _contacts(label, record)
        yield from _dates(kind, label, record)
        yield from _amounts(kind, label, record)
        if label["stage"] or record.get("stage"):
            yield _equal("stages", label["stage"], record.get("stage"))


def _belonging(label: Row, free: list[Row]) -> Row:
    """Take the record with a customer of the label, otherwise the next one in order."""
    wanted = set(label["customer"]["ids"])
    same = (one for one in free if wanted & set(one["customer_ids"]))
    found = next(same, free[0] if free else None)
    if found is None:
        return {"customer_ids": []}
    free.remove(found)
    return found


def _customers(label: Row, record: Row) -> Iterator[Judgement]:
    wanted, found = set(label["customer"]["ids"]), set(record["customer_ids"])
    yield _equal("customers", wanted, found)
    sure = record.get("certain") and len(found) == 1
    if sure:
        yield "sure customers", bool(found & wanted), f"{wanted or 'nobody'}, not surely {found}"


def _contacts(label: Row, record: Row) -> Iterator[Judgement]:
    wanted, found = set(label["contacts"]), set(record.get("contacts") or ())
    for name in sorted(wanted):
        yield "contacts found", name in found, f"{name} is missing in {sorted(found)}"
    for name in sorted(found):
        yield "contacts meant", name in wanted, f"{name} is not one of {sorted(wanted)}"


def _dates(kind: str, label: Row, record: Row) -> Iterator[Judgement]:
    slots = [("visit dates", "visited_at")] if kind == "log_visit" else []
    if kind not in _WITHOUT_FOLLOW_UP:
        slots.append(("follow-up dates", "next_follow_up_at"))
    for name, slot in slots:
        wanted, found = label[slot], record.get(slot)
        yield name, _is_that_time(wanted, found), f"{wanted}, not {found}"


def _is_that_time(wanted: Row | None, found: Row | None) -> bool:
    if not wanted:
        return not found
    if not found:
        return bool(wanted.get("optional"))
    if shift := wanted.get("shift"):
        return bool(found.get("shift") == shift)
    first, last = wanted.get("accept") or (wanted["date"], wanted["date"])
    on_the_day = first <= (found.get("date") or "") <= last
    return on_the_day and wanted.get("time") in {None, found.get("time")}


def _amounts(kind: str, label: Row, record: Row) -> Iterator[Judgement]:
    if kind not in _WITH_AMOUNTS:
        return
    free = list(record.get("amounts") or ())
    for wanted in label["amounts"]:
        hit = next((one for one in free if _is_that_amount(wanted, one)), None)
        if hit:
            free.remove(hit)
        if wanted["role"] not in _FREE_ROLES:
            yield "amounts", hit is not None, f"{_money(wanted)} is missing in {free}"
    for extra in free:
        yield "amounts nobody said", False, _money(extra)


def _is_that_amount(wanted: Row, found: Row) -> bool:
    """Whether both ends are equal; what is only said to lie within some figure has any least."""
    return (
        wanted["min"] in {found["min"], None}
        and found["max"] == wanted["max"]
        and found.get("currency", "CNY") == wanted.get("currency", "CNY")
    )


def _money(amount: Row) -> str:
    return f"{amount['min']} to {amount['max']} {amount.get('currency', 'CNY')}"


def _equal(name: str, wanted: object, found: object) -> Judgement:
    return name, wanted == found, f"{wanted or 'none'}, not {found or 'none'}"
