"""What makes a contact effective: computed from what was said (F02, F03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.visits.model import ContactKind, FollowUp, FollowUpId
from core.visits.quality import AHEAD, CHECKS, is_effective, is_visit, lacking
from tests.core.builders import MONDAY, YUANFAN, ZHOU

FULL = FollowUp(
    id=FollowUpId("F1"),
    customer=YUANFAN,
    employee=ZHOU,
    kind=ContactKind.VISIT,
    occurred_at=MONDAY,
    contacts=("王建国",),
    content="谈了二期的量",
    result="12月定",
    next_step="下周三再去",
    created_at=MONDAY,
)


def test_F02_who_when_what_result_and_next_step_make_a_contact_effective() -> None:
    assert lacking(FULL) == ()
    assert is_effective(FULL)


@pytest.mark.parametrize(
    ("missing", "checks"),
    [
        ({"contacts": ()}, ("who",)),
        ({"content": ""}, ("content",)),
        ({"result": ""}, ("result",)),
        ({"next_step": ""}, ("next",)),
        ({"not_met": True}, ("who", "result")),
        ({"occurred_at": MONDAY + AHEAD + timedelta(seconds=1)}, ("when",)),
        (
            {"contacts": (), "content": "", "result": "", "next_step": ""},
            ("who", "content", "result", "next"),
        ),
    ],
)
def test_F02_each_missing_part_is_named(missing: dict[str, object], checks: tuple[str]) -> None:
    contact = replace(FULL, **missing)  # type: ignore[arg-type]

    assert lacking(contact) == checks
    assert set(checks) <= set(CHECKS)
    assert not is_effective(contact)


@pytest.mark.parametrize(
    "instead", [{"next_step": "", "none_reason": "等总部"}, {"content": "", "goal": "谈二期的量"}]
)
def test_F07_a_reason_stands_for_a_next_step_and_a_goal_for_a_content(instead) -> None:
    assert is_effective(replace(FULL, **instead))


def test_ten_minutes_ahead_are_a_clock_that_is_fast() -> None:
    assert is_effective(replace(FULL, occurred_at=MONDAY + AHEAD))


def test_visits_are_counted_beside_all_contacts() -> None:
    counted = {kind for kind in ContactKind if is_visit(replace(FULL, kind=kind))}

    assert counted == {ContactKind.VISIT, ContactKind.VISIT_TO_US, ContactKind.DINNER}
