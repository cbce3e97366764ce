"""Several flows at once, and what becomes of deals when the company's file changes them (H01, H03)."""

from bot.installation import keep_rules
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Scope
from tests.e2e.world import World

ALL = Scope(None)


def project(*stages: tuple[str, str, int]) -> str:
    """A company file whose first flow is 项目."""
    written = "".join(
        f'[[flows.stages]]\ncode = "{code}"\nname = "{name}"\nprobability = {rate}\n'
        for code, name, rate in stages
    )
    return f'[[flows]]\nid = "项目"\n{written}'


OLD = project(("initial", "验证客户", 10), ("pilot", "试点", 40), ("roll", "推广", 80))
NEW = project(("initial", "验证客户", 20), ("audit", "评审", 50))


async def load(world: World, text: str) -> None:
    await keep_rules(world.store, text)
    await world.app.clockwork.look()


async def deal(world: World, customer: str):
    async with world.look() as uow:
        (found,) = await uow.opportunities.search(OpportunityQuery(customer=customer), ALL)
    return found


async def begin(world: World, customer: str) -> None:
    await world.say("周明", f"给{customer}建个商机 行车改造 60w")
    await world.press("周明", "保存")


async def advance(world: World, customer: str) -> str:
    await world.say("周明", f"{customer}那个商机推到下一阶段")
    return world.text(await world.press("周明", "保存"))


async def test_H01_a_deal_goes_on_in_the_flow_it_began_in(world: World) -> None:
    await load(world, OLD)
    await begin(world, "北重")
    await load(world, NEW)
    await begin(world, "天府医疗")

    for customer in ("北重", "天府医疗"):
        await advance(world, customer)

    old, new = await deal(world, "C12"), await deal(world, "C09")
    assert (old.stage, old.probability, old.flow_version) == ("pilot", 40, 2)
    assert (new.stage, new.probability, new.flow_version) == ("audit", 50, 3)
    assert "试点" in world.text(await world.say("周明", "北重"))


async def test_H01_a_shipped_flow_is_named_beside_the_companys_own(world: World) -> None:
    await load(world, OLD)
    await world.say("周明", "按标准流程给北重建个商机 行车改造 60w")
    await world.press("周明", "保存")

    found = await deal(world, "C12")

    assert (found.name, found.flow, found.stage) == ("行车改造", "标准", "initial")


async def test_H03_what_began_in_a_shipped_flow_survives_its_renaming(world: World) -> None:
    renamed = OLD.replace('id = "项目"', 'id = "工业品"')
    await load(world, renamed)

    await world.say("周明", "蓝鲸那个推到方案报价")
    await world.press("周明", "保存")

    async with world.look() as uow:
        moved = await uow.opportunities.get("O2", ALL)
    assert (moved.stage, moved.probability) == ("proposal", 50)


async def test_K01_the_digest_calls_stages_as_the_company_does(world: World) -> None:
    await load(world, OLD)
    await begin(world, "北重")
    await advance(world, "北重")

    await world.say("孙涛", "今天怎么样")
    assert "行车改造（验证客户→试点）" in world.seen("孙涛")


async def test_H03_a_renamed_stage_is_understood_by_its_new_name(world: World) -> None:
    renamed = project(("initial", "摸底", 10), ("proposal", "提案", 40), ("pilot", "试运行", 60))
    await load(world, renamed.replace('id = "项目"', 'id = "工业品"'))
    await begin(world, "北重")
    await world.say("周明", "按标准流程给天府医疗建个商机 灭菌柜 60w")
    await world.press("周明", "保存")

    for words, stage in (
        ("进试运行了", "pilot"),
        ("退回提案", "proposal"),
        ("推到试运行", "pilot"),
    ):
        await world.say("周明", f"北重那个{words}")
        await world.press("周明", "保存")
        assert (await deal(world, "C12")).stage == stage

    listed = world.text(await world.say("周明", "试运行阶段的商机列一下"))
    assert "1条" in listed
    assert "行车改造" in listed
    await world.say("周明", "天府医疗那个推到提案")
    assert "到提案" in world.text(await world.press("周明", "保存"))
    assert (await deal(world, "C09")).stage == "initial"


async def test_H03_a_refusal_names_stages_as_the_deals_own_flow_does(world: World) -> None:
    renamed = project(("initial", "摸底", 10), ("pilot", "试运行", 60))
    await load(world, renamed)
    await world.say("周明", "按标准流程给北重建个商机 行车改造 60w")
    await world.press("周明", "保存")

    await world.say("周明", "北重那个退回上一阶段")

    assert "不能从验证客户到上一步" in world.text(await world.press("周明", "保存"))


async def test_F15_the_line_of_time_calls_stages_as_their_flow_does(world: World) -> None:
    second = (
        OLD.replace('id = "项目"', 'id = "试制"').replace("pilot", "probe").replace("试点", "打样")
    )
    await load(world, NEW + second)
    await world.say("周明", "按试制流程给北重建个商机 行车改造 60w")
    await world.press("周明", "保存")
    await advance(world, "北重")

    await world.say("周明", "北重")

    assert "验证客户 → 打样" in world.text(await world.press("周明", "时间线"))
