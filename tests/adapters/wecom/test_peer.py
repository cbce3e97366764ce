"""wechatpy's client on our emulator, its crypto and its parser on our callbacks, ours on its own."""

import asyncio
import io
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx
import pytest
import requests
from wechatpy.exceptions import (
    APILimitedException,
    InvalidSignatureException,
    WeChatClientException,
)
from wechatpy.messages import UnknownMessage
from wechatpy.work import WeChatClient, parse_message
from wechatpy.work.crypto import WeChatCrypto
from wechatpy.work.exceptions import InvalidCorpIdException

from adapters.emulator.wecom_line import elements
from adapters.wecom.cards import draw
from tests.adapters.served import served
from tests.adapters.wecom.bench import APP, PNG, ZHOU, Bot
from tests.cards.samples import DRAFT, SAMPLES

CRYPTO = WeChatCrypto(APP.token, APP.encoding_aes_key, APP.corp_id)


class Peer(WeChatClient):
    """wechatpy's client; it knows one host only, in two places."""

    def __init__(self, address: str) -> None:
        self.API_BASE_URL = f"{address}/cgi-bin/"
        super().__init__(APP.corp_id, APP.secret)

    def fetch_access_token(self) -> Any:
        params = {"corpid": self.corp_id, "corpsecret": self.secret}
        return self._fetch_access_token(f"{self.API_BASE_URL}gettoken", params)

    def file(self, media_id: str) -> bytes:
        params = {"access_token": self.access_token, "media_id": media_id}
        with closing(requests.get(f"{self.API_BASE_URL}media/get", params, timeout=5)) as answer:
            return answer.content

    def send_card(self, card: dict[str, Any]) -> Any:
        return self.message.send(
            APP.agent_id, [ZHOU], msg={"msgtype": "template_card", "template_card": card}
        )

    def change(self, code: str) -> Any:
        body = {"userids": [ZHOU], "agentid": APP.agent_id, "response_code": code}
        return self.post(
            "message/update_template_card", data={**body, "button": {"replace_name": "已办"}}
        )


async def asked(bot: Bot, ask: Callable[[Peer], Any]) -> Any:
    """What wechatpy makes of the emulator's answers, over a real socket."""

    def call(address: str) -> Any:
        peer = Peer(address)
        with closing(peer._http):
            return ask(peer)

    async with served(bot.emulator.app) as address:
        return await asyncio.to_thread(call, address)


async def test_its_client_writes_to_people(bot: Bot) -> None:
    answer = await asked(bot, lambda peer: peer.message.send_text(APP.agent_id, [ZHOU], "你好😀"))

    assert (answer["errcode"], answer["invaliduser"]) == (0, "")
    assert [one.text for one in bot.emulator.received_by(ZHOU)] == ["你好😀"]


@pytest.mark.parametrize("name", SAMPLES)
async def test_its_client_sends_our_cards(bot: Bot, name: str) -> None:
    card = draw(SAMPLES[name], "t-1", url="https://crm.example")

    answer = await asked(bot, lambda peer: peer.send_card(card))

    assert answer["response_code"]
    assert bot.emulator.received_by(ZHOU)[0].card == card


async def test_its_client_changes_a_card_once(bot: Bot) -> None:
    card = draw(DRAFT, "t-1", url="https://crm.example")

    def change(peer: Peer) -> tuple[int, int]:
        code = peer.send_card(card)["response_code"]
        first = peer.change(code)["errcode"]
        with pytest.raises(WeChatClientException) as used:
            peer.change(code)
        return first, used.value.errcode

    assert await asked(bot, change) == (0, 60140)


async def test_its_client_uploads_what_it_can_fetch(bot: Bot) -> None:
    def there_and_back(peer: Peer) -> tuple[Any, bytes]:
        answer = peer.media.upload("image", ("图.png", io.BytesIO(PNG)))
        return answer, peer.file(answer["media_id"])

    answer, content = await asked(bot, there_and_back)

    assert content == PNG
    assert bot.emulator.corp.files[answer["media_id"]].name == "图.png"
    assert isinstance(answer["created_at"], str)


async def test_its_client_reads_the_corporations_lists(bot: Bot) -> None:
    menu = {"button": [{"type": "click", "name": "今天", "key": "today"}]}

    def look(peer: Peer) -> tuple[Any, ...]:
        return (
            peer.user.get(ZHOU)["name"],
            [one["name"] for one in peer.department.get_users(1)],
            peer.misc.get_wechat_ips(),
            peer.menu.create(APP.agent_id, menu)["errcode"],
            peer.menu.get(APP.agent_id)["button"],
        )

    assert await asked(bot, look) == ("周明", ["周明"], ["203.0.113.0/24"], 0, menu["button"])


@pytest.mark.parametrize("end", ["expire_tokens", "revoke_tokens"])
async def test_its_client_renews_a_token_that_ended(bot: Bot, end: str) -> None:
    def twice(peer: Peer) -> int:
        peer.user.get(ZHOU)
        getattr(bot.emulator, end)()
        return int(peer.user.get(ZHOU)["errcode"])

    assert await asked(bot, twice) == 0
    assert bot.calls("gettoken") == 2


@pytest.mark.parametrize(
    ("code", "error"), [(45009, APILimitedException), (60020, WeChatClientException)]
)
async def test_its_client_knows_our_refusals(
    bot: Bot, code: int, error: type[WeChatClientException]
) -> None:
    def refused(peer: Peer) -> int:
        bot.emulator.faults.extend([0, code])
        with pytest.raises(error) as found:
            peer.user.get(ZHOU)
        return int(found.value.errcode)

    assert await asked(bot, refused) == code


async def test_its_crypto_opens_every_callback_of_ours(bot: Bot) -> None:
    sent = recorded(bot)
    await bot.emulator.say(ZHOU, "你好")
    await bot.emulator.enter(ZHOU)

    plains = [opened(one) for one in sent]

    assert plains == [one.request for one in bot.emulator.exchanges]


async def test_its_crypto_answers_our_address_check(bot: Bot) -> None:
    asked_: list[httpx.URL] = []

    async def look(request: httpx.Request) -> None:
        asked_.append(request.url)

    bot.emulator.line.callback.event_hooks = {"request": [look]}
    await bot.emulator.verify_address("42")

    query = asked_[0].params
    echo = CRYPTO.check_signature(
        query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
    )
    assert echo in ("42", b"42")


async def test_its_crypto_refuses_what_we_refuse(bot: Bot) -> None:
    sent = recorded(bot)
    await bot.emulator.say(ZHOU, "你好")
    other = WeChatCrypto(APP.token, APP.encoding_aes_key, "ww0000000000000002")

    with pytest.raises(InvalidSignatureException):
        CRYPTO.decrypt_message(sent[0].content, "0" * 40, "1", "n")
    with pytest.raises(InvalidCorpIdException):
        opened(sent[0], other)


async def test_we_open_what_its_crypto_sealed(bot: Bot) -> None:
    stamp = str(int(bot.clock().timestamp()))
    sealed = CRYPTO.encrypt_message(bot.emulator.text(ZHOU, "你好]]>", "7"), "n0nce", stamp)
    signed = sealed.partition("<MsgSignature><![CDATA[")[2][:40]
    query = {"msg_signature": signed, "timestamp": stamp, "nonce": "n0nce"}

    answer = await bot.reach().post("/wecom/callback", params=query, content=sealed.encode())

    assert answer.status_code == 200
    assert [one.text for one in bot.messages()] == ["你好]]>"]


async def test_its_parser_reads_the_messages_of_our_emulator(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好]]>")
    await bot.emulator.send_image(ZHOU, PNG)
    await bot.emulator.send_voice(ZHOU, b"#!AMR\n")
    await bot.emulator.send_location(ZHOU, 31.23, 121.47, "上海")
    await bot.emulator.send_link(ZHOU, "t", "https://x.example")

    text, image, voice, place, link = parsed(bot)

    assert (text.type, text.content, text.source, text.agent) == (
        "text",
        "你好]]>",
        ZHOU,
        APP.agent_id,
    )
    assert [str(one.id) for one in (text, image)] == [one.message_id for one in bot.messages()[:2]]
    assert (image.type, image.media_id) == ("image", bot.messages()[1].attachments[0].key)
    assert (voice.type, voice.format) == ("voice", "amr")
    assert (place.type, place.label, place.location) == ("location", "上海", ("31.23", "121.47"))
    assert (link.type, link.url) == ("link", "https://x.example")


async def test_its_parser_reads_the_events_it_knows_and_keeps_those_it_does_not(bot: Bot) -> None:
    await bot.emulator.subscribe(ZHOU)
    await bot.emulator.choose_menu(ZHOU, "today")
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")

    subscribed, clicked, pressed = parsed(bot)

    assert subscribed.event == "subscribe"
    assert (clicked.event, clicked.key) == ("click", "today")
    assert isinstance(pressed, UnknownMessage)
    assert pressed._data["EventKey"] == "save:d1"
    assert pressed._data["ResponseCode"]


def test_its_parser_meets_one_choice_or_several_in_the_same_place(bot: Bot) -> None:
    parts = elements({"TaskId": "t"}) + (
        "<SelectedItems><SelectedItem><QuestionKey>a</QuestionKey>"
        "<OptionIds><OptionId>1</OptionId></OptionIds></SelectedItem></SelectedItems>"
    )
    one = parse_message(bot.emulator.line.event(ZHOU, "template_card_event", "k", parts))

    assert one._data["SelectedItems"]["SelectedItem"]["OptionIds"]["OptionId"] == "1"


def recorded(bot: Bot) -> list[httpx.Request]:
    """Callbacks from now on, as they went over the wire."""
    found: list[httpx.Request] = []

    async def keep(request: httpx.Request) -> None:
        found.append(request)

    bot.emulator.line.callback.event_hooks = {"request": [keep]}
    return found


def opened(request: httpx.Request, crypto: WeChatCrypto = CRYPTO) -> str:
    query = request.url.params
    plain = crypto.decrypt_message(
        request.content, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    return plain.decode() if isinstance(plain, bytes) else str(plain)


def parsed(bot: Bot) -> list[Any]:
    """Every callback so far, as wechatpy reads it."""
    plains = [one.request for one in bot.emulator.exchanges if one.direction == "callback"]
    return [parse_message(plain) for plain in plains]
