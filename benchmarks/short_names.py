"""Short and misspelt names in sentences: who is found, who is asked for, who is taken for somebody else."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from benchmarks.market import Company
from benchmarks.mentions import KINDS, mention
from bot.understanding import Understood

MENTIONS = 1_000
_FRAMES = (
    "今天去了{}，聊了报价",
    "看一下{}最近的跟进",
    "昨天拜访{}的王总，下周三再去",
    "{}那边说价格太高了，再考虑考虑",
    "刚跟{}打了电话",
    "下午在{}开了个会王总说预算没批下来",
    "把{}退回公海，没预算",
    "明天上午10点提醒我联系{}",
    "{}的单子推进到商务谈判",
    "上午去{}见了李工聊了样品的事",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence and whom it means."""

    company: Company
    text: str


def mentions(known: Sequence[Company], count: int = MENTIONS, seed: int = 5) -> list[Mention]:
    """`count` sentences about some of `known`, in all ways people call them, each as often."""
    chance, found = random.Random(seed), []
    for number in range(count):
        company = chance.choice(known)
        called = mention(company, list(KINDS)[number % len(KINDS)], chance)
        found.append(Mention(company, chance.choice(_FRAMES).format(called)))
    return found


async def judged(
    said: Sequence[Mention], understood: Callable[[str], Awaitable[Understood]]
) -> Counter[str]:
    """How often the right one was `taken`, `offered` to choose, only `asked` for; and how often `wrong`."""
    verdicts: Counter[str] = Counter()
    for one in said:
        ref = (await understood(one.text)).reading.customer
        right = one.company.id in ref.ids
        if ref.certain and ref.only:
            verdicts["taken" if right else "wrong"] += 1
        else:
            verdicts["offered" if right else "asked"] += 1
    return verdicts
