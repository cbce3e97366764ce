"""What the night forgets: sentences, memories and cards past their life; what lives stays."""

from datetime import timedelta

from bot.jobs.retention import forget
from core.people.model import EmployeeId
from core.ports import LiveCard
from tests.bot.jobs.given import ticking
from tests.core.builders import MONDAY, at

NIGHT = at(MONDAY.date(), 3, 10)
DAY = timedelta(days=1)
ZHOU = EmployeeId("E1")


def card(name: str) -> LiveCard:
    return LiveCard(card=name, key="Today", employee=ZHOU, address="feishu::ou_1")


async def test_the_night_forgets_what_is_past_its_life_and_nothing_else(store, act) -> None:
    async with store.unit(act()) as uow:
        for name, age in (("old", 15), ("new", 13)):
            await uow.live_cards.shows(card(name), ["f1"], NIGHT - age * DAY)
            await uow.memory.put("wecom::a", name, "{}", NIGHT + (14 - age) * DAY)
        await uow.sentences.add(ZHOU, "订机票", "", NIGHT - 31 * DAY)
        await uow.sentences.add(ZHOU, "嗯嗯", "", NIGHT - 29 * DAY)

    async with ticking(store, NIGHT) as tick:
        await forget(tick)

    async with store.look() as uow:
        shown = await uow.live_cards.showing(["f1"], NIGHT - 99 * DAY)
        assert [one.card for one in shown] == ["new"]
        kept = [await uow.memory.get("wecom::a", one, NIGHT - 9 * DAY) for one in ("old", "new")]
        assert kept == [None, "{}"]
        said = await uow.sentences.since(NIGHT - 99 * DAY, 9)
        assert [one[3] for one in said] == ["嗯嗯"]
