"""What is fuzzed: each target, valid samples of what it reads, and the refusals it declares."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.chat import UPDATE, Handshake, Refused, Update
from adapters.feishu import events as feishu
from adapters.feishu import wire as feishu_wire
from adapters.foreign import parse as read_json
from adapters.wecom import events as wecom
from adapters.wecom import wire
from adapters.wecom.robot import events as robot
from adapters.wecom.robot.line import Frame
from bot import intents, talk
from bot.calendars import calendar_of
from bot.company.rules import CompanyRules
from bot.keys import UnknownKey, decode, encode
from bot.slots import CustomerRef
from bot.transfer.reading import read as read_sheet
from bot.understanding.said import Clock
from bot.understanding.times import every_time
from tests.bot.transfer.test_traps import WISH, book
from tests.core.builders import MONDAY
from tests.e2e.forged import KEYS, event, xml
from tests.e2e.world import FEISHU

Read = Callable[[bytes], object]
LONGEST = 0.05
"""Seconds of the processor for one input."""


@dataclass(frozen=True)
class Target:
    """Something that reads bytes from outside; it returns, or raises nothing but `declared`."""

    read: Read
    samples: Sequence[bytes]
    declared: tuple[type[Exception], ...] = (Refused,)

    def __call__(self, data: bytes) -> None:
        with suppress(*self.declared):
            self.read(data)


def _of_wecom(data: bytes) -> None:
    """What was opened, as whoever has the keys could have sealed it."""
    _kept(wecom.update(wire.parse(data), data, MONDAY))


def _sealed_by_wecom(data: bytes) -> bytes:
    return wire.decrypt(KEYS, wire.sealed(data))


def _of_feishu(data: bytes) -> None:
    envelope = read_json(data)
    if feishu.is_in_group(envelope):
        feishu.mentioned_bots(envelope)
    _kept(feishu.translate(envelope, MONDAY))


def _sealed_by_feishu(data: bytes) -> bytes:
    return feishu_wire.decrypt(FEISHU.encrypt_key, str(read_json(data).get("encrypt")))


def _of_the_robot(data: bytes) -> None:
    _kept(robot.update(Frame("aibot_msg_callback", "r1", read_json(data)), MONDAY))


def _kept(found: Update | Handshake | object) -> None:
    """What is taken can be stored and is read again as it was."""
    if isinstance(found, Update):
        assert UPDATE.validate_json(UPDATE.dump_json(found)) == found


def _of_a_button(data: bytes) -> None:
    intent = decode(data.decode("utf-8", "replace"))
    assert decode(encode(intent)) == intent


def _days(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for one in every_time(text, _CLOCK):
        assert 0 <= one.start < one.end <= len(text)


def _of_a_spreadsheet(data: bytes) -> None:
    _SHEET.write_bytes(data)
    read_sheet(_SHEET, _SHEET.with_suffix(".out"), WISH)


_CLOCK = Clock(MONDAY, calendar_of(CompanyRules()))
_FOLDER = TemporaryDirectory(prefix="liaoke-fuzz-")
_SHEET = Path(_FOLDER.name) / "sheet"
_SAID = "明天下午三点 下周三前 12月25号 国庆后 月底 三天后 腊月二十三 第三季度 2026-11-31 上上周五25:61".split()
_INTENTS = (
    intents.Claim(customers=(CustomerRef(words="远帆"),), numbers=(1, 2)),
    intents.Today(),
    intents.SearchPool(),
    talk.SaveDraft("d1", 3),
    talk.Undo(),
)
_MESSAGE = {
    "msgid": "m1",
    "aibotid": "b1",
    "chattype": "single",
    "from": {"userid": "zhou"},
    "create_time": 1795400000,
    "msgtype": "mixed",
    "mixed": {"msg_item": [{"msgtype": "text", "text": {"content": "领海川"}}]},
}
_PRESS = _MESSAGE | {
    "msgtype": "event",
    "event": {
        "eventtype": "template_card_event",
        "template_card_event": {
            "task_id": "t",
            "event_key": "Today",
            "selected_items": {
                "selected_item": [{"question_key": "q", "option_ids": {"option_id": ["a"]}}]
            },
        },
    },
}
_FEISHU_PRESS = {
    "schema": "2.0",
    "header": {"event_id": "e2", "event_type": "card.action.trigger", "create_time": "1795400000"},
    "event": {
        "operator": {"open_id": "ou_1"},
        "token": "c",
        "action": {"value": {"key": "Today"}, "form_value": {"day": "2026-12-01 +0800", "n": [1]}},
        "context": {"open_message_id": "om_1", "open_chat_id": "oc_1"},
    },
}
_WECOM_PRESS = (
    b"<xml><ToUserName>c</ToUserName><FromUserName>zhou</FromUserName><CreateTime>1795400000</CreateTime>"
    b"<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>Today</EventKey><TaskId>t</TaskId>"
    b"<ResponseCode>r</ResponseCode><SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds>"
    b"<OptionId>a</OptionId></OptionIds></SelectedItem></SelectedItems></xml>"
)
_PLACE = xml().replace(
    b"<MsgType>text</MsgType>",
    b"<MsgType>location</MsgType><Location_X>31.2</Location_X><Location_Y>1e2</Location_Y>",
)
_WRONG = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)
TARGETS = {
    "wecom": Target(_of_wecom, (xml(), _PLACE, _WECOM_PRESS)),
    "wecom-sealed": Target(
        _sealed_by_wecom,
        (b"<xml><Encrypt><![CDATA[" + wire.encrypt(KEYS, xml()).encode() + b"]]></Encrypt></xml>",),
    ),
    "feishu": Target(
        _of_feishu,
        (
            event(sender={"sender_id": {"open_id": "ou_1"}}),
            json.dumps(_FEISHU_PRESS, ensure_ascii=False).encode(),
        ),
        (Refused, *_WRONG),
    ),
    "feishu-sealed": Target(
        _sealed_by_feishu,
        (json.dumps({"encrypt": feishu_wire.encrypt(FEISHU.encrypt_key, event())}).encode(),),
    ),
    "robot": Target(_of_the_robot, tuple(json.dumps(one).encode() for one in (_MESSAGE, _PRESS))),
    "buttons": Target(_of_a_button, tuple(encode(one).encode() for one in _INTENTS), (UnknownKey,)),
    "days": Target(_days, tuple(one.encode() for one in (*_SAID, "，".join(_SAID)))),
    "spreadsheets": Target(
        _of_a_spreadsheet,
        (
            book(("客户编号", "客户名称"), ("C1", "甲"), (2, date(2026, 1, 1))),
            "客户编号,客户名称\nC1,甲\n".encode(),
        ),
        (MemoryError,),
    ),
}
