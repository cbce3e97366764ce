"""怎么用: examples that work, about the customers of whoever asks (P12)."""

import pytest

from bot.texts import texts
from tests.e2e.world import World

KINDS = ("log", "plan", "ask", "deal", "last")
OF_ZHOU = {"远帆", "华精", "蓝鲸", "恒泰化工", "恒泰建材", "天府医疗", "博远", "北重"}
OF_LIN = {"云谷"}
UNDERSTOOD = {"log": "保存", "plan": "保存", "ask": "回公海", "deal": "保存", "last": "远帆"}


@pytest.mark.parametrize("asked", ["怎么用", "/帮助", "帮助"])
@pytest.mark.parametrize(
    ("who", "names"),
    [("周明", OF_ZHOU), ("林悦", OF_LIN), ("孙涛", OF_ZHOU | OF_LIN)],
)
async def test_P12_five_examples_are_about_the_askers_own_customers(
    world: World, who: str, names: set[str], asked: str
) -> None:
    shown = world.text(await world.say(who, asked))

    assert [len(named(shown, kind) & names) for kind in KINDS] == [1] * 5
    assert all(named(shown, kind) <= names for kind in KINDS)
    assert (texts("zh-CN")("talk.hint.digest") in shown) is (who == "孙涛")
    assert len(set().union(*(named(shown, kind) for kind in KINDS))) == min(5, len(names))


async def test_P12_a_leader_with_a_customer_of_his_own_reads_about_that_one(world: World) -> None:
    assert "已认领" in world.text(await world.say("孙涛", "领海川"))

    shown = world.text(await world.say("孙涛", "怎么用"))

    assert [named(shown, kind) for kind in KINDS] == [{"海川"}] * 5


async def test_P12_whoever_owns_nobody_gets_examples_from_the_pool(world: World) -> None:
    shown = world.text(await world.say("赵强", "怎么用"))

    assert all(named(shown, kind) <= {"海川", "光联", "南粤"} for kind in KINDS)
    assert sum(bool(named(shown, kind)) for kind in KINDS) == 5


@pytest.mark.parametrize("kind", KINDS)
async def test_P12_every_example_works(world: World, kind: str) -> None:
    said = texts("zh-CN")(f"talk.example.{kind}", customer="远帆")

    assert UNDERSTOOD[kind] in world.text(await world.say("周明", said))


def named(shown: str, kind: str) -> set[str]:
    """The customers that stand in the example of this kind."""
    say = texts("zh-CN")
    every = OF_ZHOU | OF_LIN | {"海川", "光联", "南粤"}
    return {name for name in every if say(f"talk.example.{kind}", customer=name) in shown}
