"""Messages that tell of several customers: where the talk turns, and what is said of all of them."""

import pytest

from bot.cli.listed import ListedNames
from bot.intents import (
    CloseOpportunity,
    CreateOpportunity,
    LastFollowUps,
    LogFollowUps,
    MovePlan,
    MoveStage,
    Release,
    SetPlan,
)
from bot.keys import Intent
from tests.bot.understanding.speaking import COLUMNS, CUSTOMERS, understood

Told = tuple[str, str, str, tuple[str, ...]]
"""Customer, day and hour of the next step, people."""


def _told(intents: tuple[Intent, ...]) -> list[Told]:
    [intent] = intents
    assert isinstance(intent, LogFollowUps)
    return [
        (
            one.customer.only or "",
            f"{one.next_when.day:%m-%d}" if one.next_when else "",
            " ".join(str(int(sum_.most.in_yuan)) for sum_ in one.amounts if sum_.most),
            one.contacts,
        )
        for one in intent.entries
    ]


REPORTS = [
    pytest.param(
        "昨天去了远帆王总说样机可以下周四带过去试接着转到蓝鲸张姐那边报了八万她嫌贵礼拜五给她回话",
        [("C01", "12-03", "", ("王总",)), ("C03", "11-27", "80000", ("张姐",))],
        id="dictated without a mark: 接着 turns",
    ),
    pytest.param(
        "今天见了远帆的王总他让我月底再去然后晚上还跟蓝鲸的张姐通了电话她让我周四发合同",
        [("C01", "11-30", "", ("王总",)), ("C03", "11-26", "", ("张姐",))],
        id="what comes again is no turn",
    ),
    pytest.param(
        "今天跑了远帆他们说要等预算另外周四喊我给蓝鲸张姐打个电话",
        [("C01", "", "", ()), ("C03", "11-26", "", ("张姐",))],
        id="a day stands before its customer",
    ),
    pytest.param(
        "今天去了远帆见王总，他要两台。何总那边也打了电话，周四给他报价",
        [("C01", "", "", ("王总",)), ("C10", "11-26", "", ("何总",))],
        id="known by nothing but its contact, beside a named one",
    ),
    pytest.param(
        "远帆王总今天签收了样品，华精还在等，马厂长出差了没见着",
        [("C01", "", "", ("王总",)), ("C02", "", "", ()), ("C12", "", "", ("马厂长",))],
        id="a third, where two are told of already",
    ),
    pytest.param(
        "何总说方案可以上会 马厂长讲价格还要降 一个下周一要样 另一个周四要新报价",
        [("C10", "11-30", "", ("何总",)), ("C12", "11-26", "", ("马厂长",))],
        id="nobody is named, each is known at another",
    ),
    pytest.param(
        "远帆王总跟蓝鲸张姐今天都见了，王总要两台，张姐那边只问了价，两家都说下周三给回话",
        [("C01", "12-02", "", ("王总",)), ("C03", "12-02", "", ("张姐",))],
        id="both at once",
    ),
    pytest.param(
        "今天去了远帆和蓝鲸，前者报了九万，后者报了三万，都答应下周一定",
        [("C01", "11-30", "90000", ()), ("C03", "11-30", "30000", ())],
        id="the former and the latter",
    ),
    pytest.param(
        "今天跑了远帆跟蓝鲸，远帆嫌贵，另一家说可以先试，下周三去看结果",
        [("C01", "", "", ()), ("C03", "12-02", "", ())],
        id="the other one",
    ),
    pytest.param(
        "1.远帆：王总休假，过两天回来再约 2.蓝鲸：张姐说周四要样",
        [("C01", "11-25", "", ("王总",)), ("C03", "11-26", "", ("张姐",))],
        id="rows of a list",
    ),
    pytest.param(
        "天府医疗的主任和蓝鲸都回了电话 天府那边周四要样 蓝鲸说下周二",
        [("C09", "11-26", "", ()), ("C03", "12-01", "", ())],
        id="named again by what its name begins with",
    ),
    pytest.param(
        "今天去了远帆，王总不在。蓝鲸报了27万，华精报了20万，两家都说下周三给回话",
        [
            ("C01", "", "", ("王总",)),
            ("C03", "12-02", "270000", ()),
            ("C02", "12-02", "200000", ()),
        ],
        id="both are the last two of three",
    ),
    pytest.param(
        "1、远帆，下周三再去\n2、蓝鲸，张姐说周四要样",
        [("C01", "12-02", "", ()), ("C03", "11-26", "", ("张姐",))],
        id="a row begins with its number",
    ),
    pytest.param(
        "今天见了远帆王总，他要两台，何总说周四要样",
        [("C01", "", "", ("王总",)), ("C10", "11-26", "", ("何总",))],
        id="another's contact, where the customer's own is named",
    ),
    pytest.param(
        "跟何总聊了下价格和交期的事情远帆也去了",
        [("C10", "", "", ("何总",)), ("C01", "", "", ())],
        id="another's contact, far before the customer",
    ),
    pytest.param(
        "去了远帆约了周三蓝鲸张姐说贵",
        [("C01", "11-25", "", ()), ("C03", "", "", ("张姐",))],
        id="a day that is agreed is of the customer before it",
    ),
    pytest.param(
        "今天去了远帆，王总要样，明天上午，去蓝鲸见张姐",
        [("C01", "", "", ("王总",)), ("C03", "11-24", "", ("张姐",))],
        id="a clause of nothing but a time is of the next customer",
    ),
    pytest.param(
        "去了远帆，王总要样。我们报价太高他们觉得下个月再说吧蓝鲸那边周四要样",
        [("C01", "12-01", "", ("王总",)), ("C03", "11-26", "", ())],
        id="much that is told before a name is of the customer before",
    ),
    pytest.param(
        "今天见了远帆、蓝鲸，陈工说贵",
        [("C01", "", "", ()), ("C03", "", "", ("陈工",))],
        id="somebody new behind a row is the last one's",
    ),
    pytest.param(
        "何总和马厂长今天都见了，价格还要降",
        [("C10", "", "", ("何总", "马厂长"))],
        id="two in a row, of whom one is told",
    ),
]


@pytest.mark.parametrize(("text", "told"), REPORTS)
async def test_each_customer_of_a_message_keeps_its_own(text: str, told: list[Told]) -> None:
    assert _told((await understood(text)).intents) == told


async def test_whoever_is_new_at_the_customer_named_is_no_other_customers() -> None:
    [intent] = (await understood("今天去了远帆，何总说价格可以")).intents

    assert isinstance(intent, LogFollowUps)
    assert [one.customer.only for one in intent.entries] == ["C01"]


async def test_a_customer_known_by_a_contact_beside_another_is_not_certain() -> None:
    [intent] = (await understood("今天去了远帆。何总那边打了电话，周四给他报价")).intents

    assert isinstance(intent, LogFollowUps)
    assert [one.customer.certain for one in intent.entries] == [True, False]


async def test_a_customer_named_behind_its_contact_is_certain() -> None:
    text = "今天去了远帆见王总。陈浩那边打了电话，恒泰化工周四要样"
    [intent] = (await understood(text)).intents

    assert isinstance(intent, LogFollowUps)
    assert [one.customer.certain for one in intent.entries] == [True, True]


async def test_of_a_customer_named_again_behind_an_order_it_is_not_told_twice() -> None:
    text = "今天去了远帆和蓝鲸，远帆王总松口了，推到商务谈判 远帆周四要样"
    report, moved = (await understood(text)).intents

    assert isinstance(report, LogFollowUps)
    assert isinstance(moved, MoveStage)
    assert [one.next_when for one in report.entries] == [None, None]


async def test_an_order_that_names_nobody_is_of_the_customer_before_it() -> None:
    _, created = (await understood("去了远帆，聊得不错，顺便建个商机 负极材料")).intents

    assert isinstance(created, CreateOpportunity)
    assert created.customer.only == "C01"


async def test_a_step_on_behind_the_stage_that_is_told_is_no_order_of_its_own() -> None:
    intents = (await understood("远帆进招标了 帮我往前推一步")).intents

    assert [type(one) for one in intents] == [MoveStage]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("去了远帆，王总要样，提醒我周四送样", [LogFollowUps]),
        ("去了远帆，王总要样，提醒我周四给蓝鲸打电话", [LogFollowUps, SetPlan]),
    ],
)
async def test_a_reminder_is_an_order_of_its_own_where_it_is_of_another(
    text: str, kinds: list[type[Intent]]
) -> None:
    assert [type(one) for one in (await understood(text)).intents] == kinds


async def test_a_part_of_the_day_turns_to_the_next() -> None:
    told = _told((await understood("早上去了远帆他们嫌贵早上又去蓝鲸张姐说周四要样")).intents)

    assert told == [("C01", "", "", ()), ("C03", "11-26", "", ("张姐",))]


async def test_times_that_are_told_apart_go_to_each_in_their_order() -> None:
    intents = (await understood("提醒我远帆和蓝鲸的资料分别于11月28日、11月30日送到")).intents

    plans = [one for one in intents if isinstance(one, SetPlan) and one.when]
    assert [(one.customer.only, str(one.when.day)) for one in plans] == [
        ("C01", "2026-11-28"),
        ("C03", "2026-11-30"),
    ]


async def test_an_hour_alone_is_on_the_day_that_was_named_for_the_one_before() -> None:
    intents = (await understood("提醒我周三上午给远帆打电话，下午两点去蓝鲸送样")).intents

    plans = [one for one in intents if isinstance(one, SetPlan) and one.when]
    assert [(str(one.when.day), str(one.when.at)) for one in plans if one.when] == [
        ("2026-11-25", "None"),
        ("2026-11-25", "14:00:00"),
    ]


async def test_the_plans_of_two_are_moved_at_once() -> None:
    intents = (await understood("远帆和蓝鲸的跟进都推到下周四")).intents

    moved = [one for one in intents if isinstance(one, MovePlan)]
    assert [one.target.customer.only for one in moved] == ["C01", "C03"]
    assert {str(one.when.day) for one in moved if one.when} == {"2026-12-03"}


async def test_of_each_of_two_it_is_told_how_it_stands() -> None:
    intents = (await understood("远帆和蓝鲸上次聊了啥")).intents

    asked = [one for one in intents if isinstance(one, LastFollowUps)]
    assert [one.customer.only for one in asked] == ["C01", "C03"]


async def test_behind_an_order_it_is_told_of_the_next_customer() -> None:
    text = "今天去了远帆，王总松口了，推到商务谈判 蓝鲸张姐没见着"
    report, moved = (await understood(text)).intents

    assert isinstance(report, LogFollowUps)
    assert isinstance(moved, MoveStage)
    assert [one.customer.only for one in report.entries] == ["C01", "C03"]
    assert moved.target.customer.only == "C01"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("蓝鲸退公海 远帆赢单了", [Release, CloseOpportunity]),
        ("远帆的交流会改到下周二上午十点 蓝鲸的合同我明天寄", [MovePlan, SetPlan]),
        ("远帆和蓝鲸退公海", [Release]),
    ],
)
async def test_to_each_of_two_its_own_is_done(text: str, kinds: list[type[Intent]]) -> None:
    assert [type(one) for one in (await understood(text)).intents] == kinds


async def test_somebody_behind_others_tells_which_of_two_is_meant() -> None:
    """恒泰 are two customers; 陈浩, the fourth who is named, is at one of them."""
    text = "上午去了蓝鲸，张姐、张丽、马厂长都在，说样品要改。下午去了恒泰，陈浩说要降，周五再定"
    said = await understood(text)
    assert _told(said.intents) == [
        ("C03", "", "", ("张姐", "张丽", "马厂长")),
        ("C04", "11-27", "", ("陈浩",)),
    ]


async def test_people_of_two_of_one_name_leave_open_which_is_meant() -> None:
    rows = [dict(zip(COLUMNS, one, strict=True)) for one in CUSTOMERS]
    rows[4] |= {"contacts": "吴丽"}
    text = "下午去了蓝鲸见张姐，又去了恒泰，陈浩和吴丽都在，陈浩说要降价，周五再定"
    said = await understood(text, names=ListedNames(rows, "E01"))
    [report] = said.intents
    assert isinstance(report, LogFollowUps)
    assert [one.customer.ids for one in report.entries] == [("C03",), ("C04", "C05")]
    assert report.entries[1].contacts == ("陈浩", "吴丽")
