"""What becomes of a call for each code that WeCom may answer (platforms/wecom.md 4.5 and 11)."""

from datetime import timedelta

from adapters.chat import DeliveryError, Failure, Text
from tests.adapters.wecom.bench import Bot

AGAIN = [-1, 6000]
"""Busy, another version: the same call a little later."""

RENEWED = [40001, 40014, 41001, 42001]
"""The token is no good: the same call with a fresh one."""

HELD = {
    timedelta(seconds=1): [45033],
    timedelta(minutes=1): [45009, 45035, 45036],
    timedelta(minutes=10): [60020],
    timedelta(hours=1): [40091, 48001, 48002, 48006, 50003],
}
"""A limit, an address nobody trusts, a right that is missing, an application that is switched off:
all calls wait, until somebody has mended it."""

STALE = [42003, 42015, 42022, 60140]
"""The right to change a card is used up, out of date or another's: a fresh card."""

NEVER = [
    *(40013, 41002, 41004, 301002, 50001, 50002),  # credentials
    *(48005, 48009, 48010, 48011, 60011, 60021, 60123, 82004),  # permission
    *(40003, 40031, 40032, 40035, 40066, 40068, 60111, 60003, 81012, 81013),  # receivers
    *(82001, 82002, 82003),
    *(40008, 40033, 40056, 40057, 40058, 40063, 40073, 40074, 40123, 40201, 40206),  # the body
    *(41016, 41033, 44001, 44004, 45002, 45007, 45008),
    *(40004, 40005, 40006, 40007, 40145, 40146, 41006, 45001, 301016, 301017),  # files
    *(830001, 830002, 830003),
    *(43012, 42014, 42016, 42017, 42018, 42019, 42020, 42027, 42028, 42029, 42030),  # cards
    *(42031, 42033, 42035, 42036, 42037, 42038, 42039, 42040, 42041, 42042, 42043),
    *(42044, 42045, 42046, 42047, 42049, 42050, 42051),
    *(42052, *range(40016, 40028), 40054, 40055, 46003, 46004),  # recall and menu
]
"""It will be refused for ever: kept with its code, and not sent again."""


async def remedies(bot: Bot, codes: list[int]) -> dict[int, object]:
    """What the bot does about each code; a number says how many tokens it fetched and then sent."""
    found: dict[int, object] = {}
    for code in codes:
        bot.clock.advance(seconds=61)
        await bot.client.check()
        bot.emulator.revoke_tokens()
        tokens = bot.calls("gettoken")
        bot.emulator.faults.append(code)
        try:
            await bot.send(Text("你好"))
        except DeliveryError as error:
            found[code] = error.failure
            if error.failure is Failure.WAIT:
                found[code] = (error.scope, error.after)
        else:
            found[code] = bot.calls("gettoken") - tokens
    return found


async def test_each_code_has_its_own_remedy(bot: Bot) -> None:
    wanted: dict[int, object] = {
        **dict.fromkeys(AGAIN, Failure.RETRY),
        **dict.fromkeys(RENEWED, 1),
        **{code: ("api", after) for after, codes in HELD.items() for code in codes},
        **dict.fromkeys(STALE, Failure.STALE_CARD),
        **dict.fromkeys(NEVER, Failure.DEAD),
    }

    assert await remedies(bot, list(wanted)) == wanted
    assert bot.texts() == ["你好"] * len(RENEWED)
