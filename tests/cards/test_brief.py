"""How a brief reads: a line of what somebody wrote, a few names of many, no figure that is made up (L03)."""

from dataclasses import replace

import pytest

from adapters.chat import Card
from adapters.plain import plain
from bot.cards.brief import Reader, brief
from bot.company.rules import CompanyRules
from bot.texts import texts
from core.briefs.gaps import gaps
from core.briefs.model import Brief, Facts, Named, Question
from core.briefs.questions import questions
from core.customers.model import ContactRole
from core.money import Money
from core.people.model import EmployeeId
from core.visits.model import Figure
from tests.core.builders import DAY, LIN, MONDAY, ZHOU, ZONE, plan
from tests.core.test_brief import BUDGET, DEAL, TODAY, contact, facts, follow_up

ASKABLE = (
    "promised not_met said late slipped budget rival close initial needs proposal sample bidding "
    "negotiation contract stage people against decider attitude neglected need involved next"
).split()


def drawn(known: Facts, *, reader: EmployeeId = ZHOU, language: str = "zh-CN", visit=None) -> Card:
    found = Brief(known, gaps(known), questions(known, ZONE))
    reads = Reader(id=reader, say=texts(language), zone=ZONE, rules=CompanyRules())
    return brief(found, reads, (), visit=visit)


def values(card: Card, label: str) -> list[str]:
    return [field.value for field in card.fields if field.label == label]


def test_L03_what_nobody_recorded_is_said_to_be_not_recorded() -> None:
    card = drawn(facts(deals=[replace(DEAL, amount=None, expected_close=None)]))

    assert values(card, "联系人") == ["没有记录"]
    assert values(card, "商机") == ["导电浆料二期 · 需求分析 · 金额没记 · 签约日期没记"]
    assert values(card, "金额") == ["预算没记；报价没记"]
    assert "还没有跟进记录" in card.body


def test_L03_money_is_what_the_deals_and_the_contacts_say() -> None:
    quote = Named(Figure(role="quote", least=Money.yuan(90), most=Money.yuan(90)), MONDAY - DAY)
    deals = [DEAL, replace(DEAL, name="三期"), replace(DEAL, name="四期", amount=None)]
    card = drawn(facts(deals=deals, figures={**BUDGET, "quote": quote}))

    assert values(card, "金额") == [
        "2单合计240万；1单没记金额；预算 80万以内（11月23日 周一）；报价 90元（11月22日 周日）"
    ]


def test_L03_a_visit_stands_in_front_and_not_among_the_other_plans() -> None:
    visit = plan("L1", due_at=MONDAY, has_time=True, content="拜访王总")
    late = plan("L2", due_at=MONDAY - 2 * DAY)
    card = drawn(facts(plans=[late, visit]), visit=visit)

    assert values(card, "拜访") == ["11月23日 周一 10:00 · 拜访王总"]
    assert values(card, "计划") == ["逾期 11月21日 周六 · 送样机"]


def test_L03_a_closing_day_that_has_passed_is_said_so() -> None:
    card = drawn(facts(deals=[replace(DEAL, expected_close=TODAY - DAY)]))

    assert values(card, "商机")[0].endswith("预计11月22日 周日签，已过期")


def test_L03_one_line_of_a_long_report_is_enough() -> None:
    long = follow_up(content="很长的一段话\n" * 100, result="他说" * 5_000, next_step="做" * 900)
    card = drawn(facts(last=[long], promised=long))

    assert len(card.rows[0].detail) == 60
    assert len(plain(card)) < 800


def test_L03_of_many_people_the_first_are_named_and_all_are_counted() -> None:
    many = [contact(f"王{number}", role=ContactRole.UNKNOWN) for number in range(9)]
    card = drawn(facts(people=many))

    assert values(card, "联系人") == [
        "王0（支持）、王1（支持）、王2（支持）、王3（支持）、王4（支持）等9人"
    ]
    assert "等9人的角色不清楚" in values(card, "缺口")[0]


@pytest.mark.parametrize(("reader", "named"), [(ZHOU, False), (LIN, True)])
def test_L03_who_logged_a_contact_is_named_to_others(reader: EmployeeId, named: bool) -> None:
    card = drawn(facts(last=[follow_up()], names={ZHOU: "周明"}), reader=reader)

    assert ("周明" in card.rows[0].title) is named


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_L03_each_question_has_its_words_and_its_reason(language: str) -> None:
    reads = Reader(id=ZHOU, say=texts(language), zone=ZONE, rules=CompanyRules())
    asked = tuple(
        Question(kind=kind, about="甲", words="乙", day=TODAY, times=2) for kind in ASKABLE
    )

    lines = brief(Brief(facts(), (), asked), reads, ()).body.splitlines()[2:]

    assert len(set(lines)) == len(ASKABLE)
    known = {key.rpartition(".")[2] for key in reads.say.keys if key.startswith("brief.asks.")}
    assert known == set(ASKABLE)
