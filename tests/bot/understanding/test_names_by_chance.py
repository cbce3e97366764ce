"""What only sounds like a customer: words that everybody says are those words (C18)."""

import pytest

from bot.cli.listed import ListedNames
from tests.bot.understanding.speaking import understood

POOL, OWN = "", "E01"
CHANCE = (
    ("杭州贾泰高科技有限公司", POOL, "刚跟远帆的王总通了电话，他说上次那个报价太高了"),
    ("宁波力翔乐电子有限公司", POOL, "下午去了远帆，王总说项目已经立项了"),
    ("苏州文一机械有限公司", POOL, "远帆的报价我要回去问一下领导，周五给他答复"),
    ("上海贤昌贸易有限公司", POOL, "下午去远帆看现场"),
    ("济南长和纺织有限公司", POOL, "在远帆见了赵厂长和采购"),
    ("青岛三天食品有限公司", POOL, "远帆的样机试了三天，王总认可"),
    ("苏州合格机械有限公司", POOL, "远帆那边样机合格"),
    ("常州仙诗江服饰有限公司", POOL, "远帆让我们先试讲一次"),
    ("合肥丰捷物流有限公司", POOL, "在远帆开了个会，王总和冯姐都在"),
    ("无锡锦天机电有限公司", OWN, "今天跑工地，先去的远帆"),
    ("常州梅琪阀门有限公司", OWN, "远帆说看着没气"),
)
MISHEARD = (
    ("杭州快递侠科技有限公司", POOL, "快递虾黄站长电话里说要两百个临时工"),
    ("苏州方盛电子有限公司", POOL, "下午去了方胜，对方要二期方案"),
    ("长沙步步升鞋业有限公司", OWN, "步步生那边说贵了"),
    ("深圳乐呼科技有限公司", OWN, "乐乎那边合同九月到期"),
    ("济南长城纺织有限公司", POOL, "下午去了长城，对方要二期方案"),
    ("济南长和纺织有限公司", POOL, "下午去了长和，对方要二期方案"),
)


def known(full_name: str, owner: str) -> ListedNames:
    rows = [("C1", "苏州远帆新能源科技股份有限公司", "远帆", OWN), ("C2", full_name, "", owner)]
    columns = ("customer_id", "full_name", "aliases", "owner_rep")
    return ListedNames([dict(zip(columns, row, strict=True)) for row in rows], OWN)


async def named(text: str, names: ListedNames) -> set[str]:
    reading = (await understood(text, names=names)).reading
    return {id_ for one in reading.customers for id_ in one.value.ids}


@pytest.mark.parametrize(("full_name", "owner", "text"), CHANCE)
async def test_C18_speech_around_a_name_is_no_further_customer(
    full_name: str, owner: str, text: str
) -> None:
    assert await named(text, known(full_name, owner)) == {"C1"}


@pytest.mark.parametrize(("full_name", "owner", "text"), MISHEARD)
async def test_C18_a_name_misheard_or_short_is_known_where_names_stand(
    full_name: str, owner: str, text: str
) -> None:
    assert "C2" in await named(text, known(full_name, owner))
