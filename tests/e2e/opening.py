"""Opens the list behind a number of a digest: on WeCom its group first, which has a button of its own."""

from adapters.chat import Platform
from adapters.emulator.exchanges import Bubble
from bot.cards.digest import GROUPS
from bot.texts import texts
from tests.e2e.world import World

_SAY = texts("zh-CN")


async def open_number(world: World, who: str, number: str) -> Bubble:
    """Two taps at most (F14)."""
    group = next((name for name, numbers in GROUPS.items() if number in numbers), "")
    if group and world.platform is Platform.WECOM:
        await world.press(who, _SAY(f"digest.group.{group}"))
    return await world.press(who, _SAY(f"digest.open.{number}"))
