"""What a sentence wants: ordered rules, the first that holds; a question or a doubt never writes."""

import re
from collections.abc import Callable

from bot.intents import LogFollowUps
from bot.keys import Intent
from bot.talk import NotUnderstood
from bot.understanding import answering, asking, commands, dealing, pool, talking
from bot.understanding.reading import Reading
from bot.understanding.visits import entries

Rule = Callable[[Reading], Intent | tuple[Intent, ...] | None]

_REPORT = re.compile(
    r"拜访|见[了到]|去了|跑了|聊了?|谈了?|沟通|通了?电话|电话|打了|打来|通完话|微信|邮件|说|反馈|送了?样|汇报|回访|吃了?个?饭|上门|没见到|没去成|没人接|"
    r"收到|寄到|试了|看了|报了|签字|投诉|验收|面交|来访|出来|交流|视频会|线上会|嫌|答应|同意|要[求换看]|通过|不在|陪"
)

_RULES: tuple[Rule, ...] = (
    talking.slash,
    talking.draft,
    talking.undo,
    answering.answer,
    talking.correction,
    talking.settings,
    pool.release,
    pool.claim,
    pool.lock,
    asking.ownership,
    asking.digest,
    asking.agenda,
    commands.plan_action,
    asking.pool,
    commands.create_customer,
    dealing.create,
    dealing.close,
    dealing.advance,
    dealing.update,
    commands.star,
    commands.unsupported,
    pool.assign,
    commands.contact,
    commands.set_plan,
    asking.lookup,
    talking.small,
)


def wishes(reading: Reading) -> tuple[Intent, ...]:
    """The intents of a sentence, at least one."""
    if not reading.text.strip():
        return (NotUnderstood(),)
    for rule in _RULES:
        wish = rule(reading)
        if wish is not None:
            return wish if isinstance(wish, tuple) else (wish,)
    if _is_report(reading):
        return (LogFollowUps(entries(reading)),)
    return (asking.name_only(reading) or talking.last_resort(reading),)


def _is_report(reading: Reading) -> bool:
    known = bool(reading.customers or reading.known_by_contact)
    long = len(reading.text.strip()) > 8
    if _REPORT.search(reading.text):
        return (
            known
            or bool(reading.contacts)
            or (long and bool(re.search(r"拜访|见了|去了|客户", reading.text)))
        )
    rest = len(reading.text) - sum(one.end - one.start for one in reading.customers)
    return (
        known
        and rest > 3
        and (bool(reading.contacts or reading.amounts or reading.times) or rest > 6)
    )
