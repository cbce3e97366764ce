"""What is missing on a customer's map, and the three questions that follow (L03)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.briefs.gaps import gaps
from core.briefs.model import Facts, Gap, Named, Question
from core.briefs.questions import questions
from core.customers.model import Attitude, Contact, ContactId, ContactRole
from core.money import Money
from core.visits.model import ContactKind, Figure, FollowUp, FollowUpId
from tests.core.builders import DAY, MONDAY, YUANFAN, ZHOU, ZONE, customer, opportunity

TODAY = MONDAY.date()
BUDGET = {"budget": Named(Figure(role="budget", most=Money.yuan(800_000)), MONDAY)}
DEAL = opportunity(amount=Money.yuan(1_200_000), expected_close=TODAY + timedelta(days=30))


def contact(name: str = "王建国", **other: object) -> Contact:
    plain = Contact(
        id=ContactId(name),
        customer=YUANFAN,
        name=name,
        role=ContactRole.DECIDER,
        attitude=Attitude.FOR,
        created_at=MONDAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def follow_up(**other: object) -> FollowUp:
    plain = FollowUp(
        id=FollowUpId("F1"),
        customer=YUANFAN,
        employee=ZHOU,
        kind=ContactKind.VISIT,
        occurred_at=MONDAY - 3 * DAY,
        contacts=("王总",),
        content="聊二期的量",
        created_at=MONDAY - 3 * DAY,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def facts(**other: object) -> Facts:
    """A customer of whom nothing is recorded, unless said otherwise."""
    return replace(Facts(customer=customer(), today=TODAY, names={}, figures={}), **other)  # type: ignore[arg-type]


ALL_BUT_USER = tuple(
    contact(role, role=role) for role in ContactRole if role not in ("user", "unknown")
)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(facts(), [Gap("people")], id="nobody"),
        pytest.param(
            facts(people=[contact("徐磊", role=ContactRole.UNKNOWN)]),
            [Gap("decider"), Gap("role", ("徐磊",))],
            id="somebody whose role nobody knows",
        ),
        pytest.param(
            facts(people=ALL_BUT_USER),
            [Gap("roles", roles=(ContactRole.USER,))],
            id="a role that nobody has",
        ),
        pytest.param(
            facts(people=[*ALL_BUT_USER, contact("徐磊", role=ContactRole.USER, attitude=None)]),
            [Gap("attitude", ("徐磊",))],
            id="somebody of whom it is open how he stands to us",
        ),
        pytest.param(
            facts(people=[*ALL_BUT_USER, contact("徐磊", role=ContactRole.USER)], deals=[DEAL]),
            [Gap("rival")],
            id="a deal without a competitor",
        ),
        pytest.param(
            facts(
                people=[*ALL_BUT_USER, contact("徐磊", role=ContactRole.USER)],
                deals=[DEAL],
                rivals=["蔡司"],
                neglected=[contact()],
            ),
            [Gap("neglected", ("王建国",))],
            id="somebody left alone",
        ),
    ],
)
def test_L03_what_the_map_lacks_is_named(known: Facts, expected: list[Gap]) -> None:
    assert list(gaps(known)) == expected


def kinds(known: Facts) -> list[str]:
    return [one.kind for one in questions(known, ZONE)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(facts(), ["people", "need", "involved"], id="nothing is known"),
        pytest.param(
            facts(
                people=[contact()], last=[follow_up(result="12月定")], deals=[DEAL], figures=BUDGET
            ),
            ["said", "rival", "needs"],
            id="what was said last, and what the stage wants",
        ),
        pytest.param(
            facts(people=[contact()], last=[follow_up(result="12月定", next_step="送样")]),
            ["said", "need", "involved"],
            id="a next step that is planned is not asked about",
        ),
        pytest.param(
            facts(
                people=[contact(role=ContactRole.USER)],
                last=[follow_up(next_step="送样")],
                promised=follow_up(next_step="送样"),
                deals=[DEAL],
            ),
            ["promised", "budget", "decider"],
            id="one of each subject",
        ),
        pytest.param(
            facts(last=[follow_up(not_met=True, result="前台说出差了")], people=[contact()]),
            ["not_met", "need", "involved"],
            id="nobody was met",
        ),
        pytest.param(
            facts(
                people=[contact(attitude=Attitude.AGAINST), contact("徐磊", attitude=None)],
                deals=[replace(DEAL, expected_close=TODAY - timedelta(days=1))],
                rivals=["蔡司"],
                figures=BUDGET,
            ),
            ["late", "against", "needs"],
            id="a day that has passed, and somebody against us",
        ),
        pytest.param(
            facts(
                people=[contact(attitude=Attitude.NOT_FOR)],
                deals=[replace(DEAL, expected_close=TODAY)],
                rivals=["蔡司"],
                figures=BUDGET,
            ),
            ["needs", "against", "need"],
            id="a day that is today has not passed; whoever is not for us is against us",
        ),
        pytest.param(
            facts(people=[contact()], deals=[replace(DEAL, slips=("2026-11-01", "2026-11-20"))]),
            ["slipped", "budget", "rival"],
            id="a day that was put off; a subject without questions leaves its place to the others",
        ),
        pytest.param(
            facts(people=[contact()], neglected=[contact()]),
            ["neglected", "need", "involved"],
            id="somebody left alone",
        ),
    ],
)
def test_L03_three_questions_follow_from_what_is_known(known: Facts, expected: list[str]) -> None:
    assert kinds(known) == expected
    assert kinds(known) == expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("initial", "initial"),
        ("needs", "budget"),
        ("proposal", "rival"),
        ("sample", "sample"),
        ("bidding", "rival"),
        ("negotiation", "negotiation"),
        ("contract", "contract"),
        ("pilot", "budget"),
    ],
)
def test_L03_each_stage_wants_its_own_fact_first(stage: str, expected: str) -> None:
    deal = replace(DEAL, stage=stage)

    assert kinds(facts(people=[contact()], deals=[deal]))[0] == expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("needs", "needs"),
        ("proposal", "proposal"),
        ("bidding", "bidding"),
        ("pilot", "stage"),
    ],
)
def test_L03_what_is_known_is_not_asked_again(stage: str, expected: str) -> None:
    deal = replace(DEAL, stage=stage)
    known = facts(people=[contact()], deals=[deal], rivals=["蔡司"], figures=BUDGET)

    assert kinds(known)[0] == expected


def test_L03_a_question_says_of_what_and_since_when() -> None:
    last = follow_up(result="12月定", next_step="送样")
    late = replace(DEAL, expected_close=date(2026, 11, 20))
    known = facts(
        last=[last],
        promised=last,
        deals=[late],
        people=[contact(role=ContactRole.USER)],
    )

    assert questions(known, ZONE) == (
        Question(kind="promised", words="送样", day=date(2026, 11, 20)),
        Question(kind="late", about="导电浆料二期", day=date(2026, 11, 20)),
        Question(kind="decider"),
    )
