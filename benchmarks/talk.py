"""What reps write all day, about the companies they are given: mixed, invented, the same in every run."""

import random
from collections.abc import Sequence

from benchmarks.market import Company
from benchmarks.mentions import mention

LONGEST = 2_000
_NOTES = (
    "上午去了{name}，见了{who}，对方要二期方案，报价大概{n}万，预算还没批下来，约了下周三给方案，顺便把样品带过去",
    "刚给{name}{who}打了电话，样品测试通过了，参数没问题，就是账期要{n}天，月底前出报价，让我们再等等",
    "今天拜访{name}，{who}说今年产线要扩，大概要{n}套，价格比竞品高了5个点，下周四再去谈一次",
    "{name}那边来电，{who}催合同，说法务还在走流程，金额{n}万8，最晚25号签，我跟法务对一下",
    "下午在{name}开了个会，{who}和采购冯姐都在，方案基本认可，要求打95折，明天下午三点前回复",
)
_DICTATED = (
    "今天下午去了{name}见到了{who}他说项目已经立项了预算大概{n}万左右下周二之前要把方案给他我觉得问题不大",
    "刚从{name}出来{who}不在跟他们设备科聊了一下现在用的是别家的设备年底要换大概{n}万的量过两天我再打个电话",
    "嗯那个{name}的{who}刚才打电话过来说上次那个报价太高了能不能再降{n}个点我说要回去问一下领导周五给他答复",
)
_COMMANDS = (
    "明天下午3点提醒我回访{name}", "把{name}退回公海，没预算", "领一下{name}", "{name}推进到商务谈判，预计12月20号签",
    "{name}赢单了，合同金额{n}万6", "给{name}建个商机，预算{n}万", "{name}的拜访往后推两天", "把{name}转给小王",
)  # fmt: skip
_QUESTIONS = (
    "看一下{name}最近的跟进", "{name}上次是什么时候去的", "{name}归谁", "今天有什么安排", "公海里苏州的客户有哪些", "我这个月拜访了几家",
    "{name}的{who}电话多少", "本周快到期的客户", "{name}那个商机到哪一步了",
)  # fmt: skip
_PEOPLE = ("王总", "李工", "张经理", "刘主任", "陈建国", "老周", "冯姐", "赵厂长")
_MIXED: tuple[tuple[tuple[str, ...], int], ...] = (
    (_NOTES, 40),
    (_DICTATED, 20),
    (_COMMANDS, 20),
    (_QUESTIONS, 20),
)
_CALLED = (
    ("brand and trade", 35), ("without region and form", 20), ("brand", 15), ("full name", 10), ("region and brand", 10),
    ("homophone", 5), ("first characters", 2), ("one character more", 1), ("one character less", 2),
)  # fmt: skip


def mixed(count: int, known: Sequence[Company], seed: int = 7) -> list[str]:
    """`count` messages: notes of about 60 characters, dictation without marks, commands, questions."""
    chance = random.Random(seed)
    kinds, weights = zip(*_MIXED, strict=True)
    return [
        _said(chance.choice(chance.choices(kinds, weights)[0]), known, chance) for _ in range(count)
    ]


def long(count: int, known: Sequence[Company], seed: int = 8) -> list[str]:
    """`count` messages of `LONGEST` characters; every other one has no marks."""
    chance = random.Random(seed)
    return [_of_length(_NOTES if n % 2 else _DICTATED, known, chance) for n in range(count)]


def _of_length(kind: Sequence[str], known: Sequence[Company], chance: random.Random) -> str:
    text = ""
    while len(text) < LONGEST:
        text += _said(chance.choice(kind), known, chance)
    return text[:LONGEST]


def _said(words: str, known: Sequence[Company], chance: random.Random) -> str:
    kinds, weights = zip(*_CALLED, strict=True)
    name = mention(chance.choice(known), chance.choices(kinds, weights)[0], chance)
    return words.format(name=name, who=chance.choice(_PEOPLE), n=chance.randrange(2, 99))
