"""The scorer notices what is wrong, and only that: a lenient one would prove nothing."""

from copy import deepcopy
from typing import Any

import pytest

from tests.language.scoring import scored
from tests.language.understood import Row, rows

NOTES = rows("notes-open.jsonl")


def labelled(note: Row) -> Row:
    """Return the answer that says exactly what the label says."""
    return {
        "id": note["id"],
        "intent": note["intent"],
        "records": [
            deepcopy(one) | {"customer_ids": one["customer"]["ids"], "certain": True}
            for one in note["records"]
        ],
    }


def spoiled(**changes: Any) -> dict[str, Row]:
    """Return right answers, with the same wrong value in each record."""
    answers = {note["id"]: labelled(note) for note in NOTES}
    for answer in answers.values():
        answer["intent"] = changes.get("intent", answer["intent"])
        answer["records"] = [one | changes for one in answer["records"]]
    return answers


def test_answers_as_labelled_are_all_right() -> None:
    score = scored(NOTES, spoiled())

    wrong = {name: measure.wrong for name, measure in score.items() if measure.wrong}
    assert wrong == {}
    assert {name: measure.right for name, measure in score.items()} == {
        "intents": 150, "customers": 151, "sure customers": 144, "contacts found": 79,
        "contacts meant": 79, "visit dates": 82, "follow-up dates": 141, "amounts": 50,
        "stages": 19,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        pytest.param("intents", {"intent": "undo"}, id="another intent"),
        pytest.param("customers", {"customer_ids": ["C999"]}, id="another customer"),
        pytest.param("customers", {"customer_ids": []}, id="no customer"),
        pytest.param("sure customers", {"customer_ids": ["C999"]}, id="surely another one"),
        pytest.param("contacts found", {"contacts": []}, id="no contact"),
        pytest.param("contacts meant", {"contacts": ["某总"]}, id="an invented contact"),
        pytest.param("visit dates", {"visited_at": None}, id="no visit date"),
        pytest.param(
            "visit dates", {"visited_at": {"date": "2020-01-01"}}, id="another visit date"
        ),
        pytest.param("follow-up dates", {"next_follow_up_at": None}, id="no follow-up date"),
        pytest.param(
            "follow-up dates", {"next_follow_up_at": {"date": "2030-01-01"}}, id="an invented date"
        ),
        pytest.param("amounts", {"amounts": []}, id="no amount"),
        pytest.param(
            "amounts nobody said", {"amounts": [{"min": 1, "max": 1}]}, id="an invented amount"
        ),
        pytest.param("stages", {"stage": None}, id="no stage"),
        pytest.param("stages", {"stage": "-1"}, id="an invented stage"),
    ],
)
def test_a_wrong_answer_is_noticed(name: str, changes: dict[str, Any]) -> None:
    measure = scored(NOTES, spoiled(**changes))[name]

    assert measure.share < 0.85, str(measure)[:200]


def test_a_missing_record_is_noticed() -> None:
    answers = {note["id"]: labelled(note) | {"records": []} for note in NOTES}

    score = scored(NOTES, answers)

    assert max(score[name].share for name in ("customers", "visit dates", "amounts")) < 0.85


LABEL = {
    "visited_at": None,
    "next_follow_up_at": {"date": "2026-01-08", "time": "09:30"},
    "customer": {"ids": ["C1"]},
    "contacts": [],
    "amounts": [],
    "stage": None,
}


@pytest.mark.parametrize(
    ("label", "said", "right"),
    [
        pytest.param({"date": "2026-01-08"}, {"date": "2026-01-08"}, True, id="that day"),
        pytest.param({"date": "2026-01-08"}, {"date": "2026-01-09"}, False, id="a day late"),
        pytest.param(
            {"date": "2026-01-31", "accept": ["2026-01-25", "2026-01-31"]},
            {"date": "2026-01-25"},
            True,
            id="first day of a window",
        ),
        pytest.param(
            {"date": "2026-01-31", "accept": ["2026-01-25", "2026-01-31"]},
            {"date": "2026-01-24"},
            False,
            id="before the window",
        ),
        pytest.param(
            {"date": "2026-01-08", "time": "09:30"},
            {"date": "2026-01-08", "time": "21:30"},
            False,
            id="another hour",
        ),
        pytest.param(
            {"date": "2026-01-08", "time": "09:30"}, {"date": "2026-01-08"}, False, id="no hour"
        ),
        pytest.param(
            {"date": "2026-01-08"},
            {"date": "2026-01-08", "time": "14:00"},
            True,
            id="an hour nobody labelled",
        ),
        pytest.param({"date": "2026-01-08", "optional": True}, None, True, id="may be empty"),
        pytest.param({"date": "2026-01-08"}, None, False, id="may not be empty"),
        pytest.param(None, {"date": "2026-01-08"}, False, id="invented"),
        pytest.param(None, None, True, id="rightly empty"),
        pytest.param({"shift": "P2D"}, {"shift": "P2D"}, True, id="moved by two days"),
        pytest.param({"shift": "P2D"}, {"shift": "P1D"}, False, id="moved by one"),
        pytest.param({"shift": "P2D"}, {"date": "2026-01-08"}, False, id="moved to a day"),
    ],
)
def test_a_date_is_right_within_its_window(
    label: Row | None, said: Row | None, right: bool
) -> None:
    note = {
        "id": "n",
        "text": "",
        "intent": "set_followup",
        "intent_also_ok": [],
        "records": [LABEL | {"next_follow_up_at": label}],
    }
    record = {"customer_ids": ["C1"], "next_follow_up_at": said}

    score = scored([note], {"n": {"id": "n", "intent": "set_followup", "records": [record]}})

    assert score["follow-up dates"].share == right
