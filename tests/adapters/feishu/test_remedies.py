"""What becomes of a call for each code that Feishu may answer (platforms/feishu.md 1.2, 6 and 7)."""

from datetime import timedelta

from adapters.chat import DeliveryError, Failure, Text
from tests.adapters.feishu.bench import ZHOU, Bot

AGAIN = [2200, 5000, 55001, 1000040343, 11310, 200810]
"""An inner fault, or a card that somebody uses just now: the same call a little later."""

RENEWED = [99991661, 99991663, 99991664, 99991671]
"""The token is no good: the same call with a fresh one."""

HELD = {
    timedelta(seconds=1): [99991400],
    timedelta(minutes=10): [99991401],
    timedelta(hours=1): [99991403, 99991662, 230006],
}
"""The interface's limit, an address nobody trusts, a used-up quota, an application or a bot that is
switched off: all calls wait, until somebody has mended it."""

TOO_OFTEN = [230020, 11232, 11233]
"""Five a second for one person or one group: only these wait."""

STALE = [230031, 230011, 200000, 300020, 300030, 300040, 99992354]
"""Neither the press nor the message gives the right to change a card any more: a fresh card."""

NEVER = [
    *(9499, 10002, 10003, 10014, 11247, 11311, 100000),
    *(230001, 230002, 230013, 230017, 230018, 230022, 230025, 230026, 230027, 230028),
    *(230034, 230035, 230053, 230055, 230071, 230072, 230075, 230099, 232009),
    *(200310, 200320, 300090, 234001, 234003, 234004, 234006, 234010, 234011, 234039, 234043),
    *(99991668, 99991672, 99991677, 99991679, 99992351, 99992361, 99992402),
]
"""It will be refused for ever: kept with its code, and not sent again."""


async def remedy(bot: Bot, code: int) -> object:
    """What the bot does about a code; a number says how many messages it got through."""
    bot.clock.advance(seconds=61)
    await bot.client.check()
    bot.emulator.expire_tokens()
    bot.emulator.faults.append(code)
    before = len(bot.emulator.received_by(ZHOU))
    try:
        await bot.send(Text("你好"))
    except DeliveryError as error:
        is_wait = error.failure is Failure.WAIT
        return (error.scope, error.after) if is_wait else error.failure
    return len(bot.emulator.received_by(ZHOU)) - before


async def test_each_code_has_its_own_remedy(bot: Bot) -> None:
    wanted: dict[int, object] = {
        **dict.fromkeys(AGAIN, Failure.RETRY),
        **dict.fromkeys(RENEWED, 1),
        **{code: ("api", after) for after, codes in HELD.items() for code in codes},
        **dict.fromkeys(TOO_OFTEN, ("recipient", timedelta(seconds=1))),
        **dict.fromkeys(STALE, Failure.STALE_CARD),
        **dict.fromkeys(NEVER, Failure.DEAD),
    }

    assert {code: await remedy(bot, code) for code in wanted} == wanted
