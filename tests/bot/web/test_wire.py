"""The wire panel: exactly the bytes that passed, and what comes of sending them again."""

import json

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.chat import Platform
from bot.web.desk.desk import Desk
from bot.web.desk.phones import Phones
from bot.web.desk.pretty import pretty
from tests.bot.web.tree import Node, tree
from tests.e2e.world import APP, FEISHU, World, world

USERS = {"wecom": "zhouming", "feishu": "ou_zhouming"}
SECRETS = (
    APP.secret,
    APP.token,
    APP.encoding_aes_key,
    FEISHU.app_secret,
    FEISHU.verification_token,
    FEISHU.encrypt_key,
)


class Between:
    """Stands between a client and an application and writes down what passes, by itself."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner
        self.seen: list[tuple[str, bytes, int, bytes]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent, answered, status = bytearray(), bytearray(), 0

        async def hearing() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def telling(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            answered.extend(message.get("body", b""))
            await send(message)

        await self._inner(scope, hearing, telling)
        query = scope["query_string"].decode()
        target = f"{scope['path']}?{query}" if query else scope["path"]
        self.seen.append((target, bytes(sent), status, bytes(answered)))


class Bench:
    """A desk whose wires are watched from outside."""

    def __init__(self, rehearsal: World, platform: Platform) -> None:
        self.rehearsal = rehearsal
        self.platform = platform.value
        self.emulator = rehearsal.emulators[platform]
        self.bot = Between(rehearsal.app.asgi)
        self.emulator.line.callback = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.bot), base_url="http://bot.test"
        )
        phones = Phones(*(rehearsal.emulators[one] for one in (Platform.WECOM, Platform.FEISHU)))
        self.desk = Desk(rehearsal.app, phones)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.desk), base_url="http://desk.test"
        )

    async def say(self, text: str) -> None:
        await self.emulator.say(USERS[self.platform], text)
        await self.rehearsal.app.settle()

    async def view(self) -> str:
        [body] = tree((await self.http.get("/")).text).all("body")
        return body.attributes["data-view"]

    def numbers(self, direction: str) -> list[int]:
        return [one.number for one in self.emulator.exchanges if one.direction == direction]

    def address(self, number: int) -> str:
        return f"/emulator/desk/exchanges/{self.platform}/{number}"

    async def shown(self, number: int) -> Node:
        """What the panel shows of one exchange."""
        answer = await self.http.get(f"{self.address(number)}?view={await self.view()}")
        return tree(answer.text)

    async def again(self, number: int, way: str) -> str:
        address = f"{self.address(number)}/{way}?view={await self.view()}"
        return tree((await self.http.post(address)).text).text

    def hidden(self, text: str) -> str:
        return self.emulator.exchanges.hide(text)


@pytest.fixture(params=(Platform.WECOM, Platform.FEISHU))
async def bench(tmp_path, request):
    both = (Platform.WECOM, Platform.FEISHU)
    async with world(f"sqlite+aiosqlite:///{tmp_path / 'wire.db'}", platforms=both) as rehearsal:
        found = Bench(rehearsal, request.param)
        yield found
        await found.http.aclose()
        await found.emulator.line.callback.aclose()


def raw(side: Node) -> str:
    return "".join(one.text for one in side.all("pre", class_="raw"))


async def test_the_panel_shows_the_bytes_that_passed_to_the_bot(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")

    [(target, sent, status, answered)] = bench.bot.seen
    [number] = bench.numbers("callback")
    request, answer = (await bench.shown(number)).all("section")
    head = next(request.all("b")).text
    assert head == f"POST {bench.hidden(target)}"
    assert raw(request) == bench.hidden(sent.decode())
    assert next(answer.all("b")).text == str(status)
    assert raw(answer) == answered.decode()
    assert "\ncontent-type: " in next(request.all("pre", class_="headers")).text


async def test_the_recorder_keeps_every_byte_in_both_directions(bench: Bench) -> None:
    outside = Between(bench.emulator.app)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(outside), base_url="http://platform.test"
    )
    path = "/cgi-bin/menu/get" if bench.platform == "wecom" else "/open-apis/bot/v3/info"
    async with client:
        await client.get(path, params={"corpid": "值", "x": "1&2"})
    await bench.say("今天怎么样")

    kept = [
        (one.target, one.sent, one.status, one.answered)
        for one in bench.emulator.exchanges
        if one.path == path or one.direction == "callback"
    ]
    assert [(t.replace("%E5%80%BC", "值"), *rest) for t, *rest in kept[:1]] == [
        (t.replace("%E5%80%BC", "值"), *rest) for t, *rest in outside.seen
    ]
    assert kept[1:] == bench.bot.seen


async def test_what_was_sealed_is_shown_opened_beside_it(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")

    [number] = bench.numbers("callback")
    request = next((await bench.shown(number)).all("section"))
    assert "公海里有啥好客户" in next(request.all("pre", class_="plain")).text
    assert "公海" not in raw(request)


async def test_no_secret_is_on_the_page(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")

    page = (await bench.http.get("/")).text
    for one in bench.emulator.exchanges:
        page += str(await bench.shown(one.number))
        page += (await bench.http.get(f"{bench.address(one.number)}/curl")).text
    tokens = [*bench.rehearsal.emulators[Platform.WECOM].corp.tokens]
    tokens += [*bench.rehearsal.emulators[Platform.FEISHU].tenant.tokens]
    assert tokens
    assert [one for one in (*SECRETS, *tokens) if one in page.replace("crmtoken", "")] == []


async def test_sending_twice_has_one_effect(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")
    before = len(bench.emulator.timeline(USERS[bench.platform]))
    [number] = bench.numbers("callback")

    said = await bench.again(number, "twice")
    await bench.rehearsal.app.settle()

    assert said == "200 · 200 · 机器人新收 0，认出重复 2，拒绝 0"
    assert [one[1] for one in bench.bot.seen] == [bench.bot.seen[0][1]] * 3
    assert len(bench.emulator.timeline(USERS[bench.platform])) == before


async def test_a_broken_signature_is_refused_and_changes_nothing(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")
    before = len(bench.emulator.timeline(USERS[bench.platform]))
    [number] = bench.numbers("callback")

    said = await bench.again(number, "forged")
    await bench.rehearsal.app.settle()

    assert said == "403 · 机器人新收 0，认出重复 0，拒绝 1"
    assert bench.bot.seen[1][1:] == (bench.bot.seen[0][1], 403, b"")
    assert len(bench.emulator.timeline(USERS[bench.platform])) == before


async def test_a_message_of_the_bot_that_is_sent_again_is_shown_once(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")
    before = len(bench.emulator.timeline(USERS[bench.platform]))
    number = bench.numbers("api")[-1]

    said = await bench.again(number, "again")

    assert said.startswith("200")
    assert len(bench.emulator.timeline(USERS[bench.platform])) == before


async def test_a_command_line_repeats_a_callback_byte_for_byte(bench: Bench) -> None:
    await bench.say("公海里有啥好客户")
    [number] = bench.numbers("callback")

    line = (await bench.http.get(f"{bench.address(number)}/curl")).text

    (target, sent, _, _) = bench.bot.seen[0]
    assert line.startswith("curl -X POST 'http://desk.test/") or target in line
    assert bench.hidden(sent.decode()) in line.replace("'\"'\"'", "'")


async def test_an_exchange_that_is_forgotten_is_not_found(bench: Bench) -> None:
    for way in ("", "/curl"):
        assert (await bench.http.get(f"{bench.address(999)}{way}")).status_code in (204, 404)
    assert (await bench.http.post(f"{bench.address(999)}/again")).status_code == 204


async def test_what_is_kept_is_bounded(bench: Bench) -> None:
    exchanges = bench.emulator.exchanges
    for _ in range(3):
        begun = exchanges.begin("api", "POST", "/x", headers=(), sent=b"x" * 900_000, plain="")
        exchanges.end(begun, 200, (), b"")
    exchanges.most = 2
    exchanges.begin("api", "GET", "/y", headers=(), sent=b"", plain="")

    large, last = exchanges
    assert (len(large.sent), large.size, large.is_whole) == (256 << 10, 900_000, False)
    assert last.path == "/y"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param('{"a":"{\\"b\\":1}"}', {"a": {"b": 1}}, id="JSON in JSON"),
        pytest.param('{"a":"{no"}', {"a": "{no"}, id="what only looks so"),
    ],
)
def test_json_is_opened(text: str, shown: object) -> None:
    assert json.loads(pretty(text)) == shown


def test_xml_has_a_value_a_line() -> None:
    xml = "<xml><A><![CDATA[1<2]]></A><B><C>3</C></B></xml>"

    assert pretty(xml).splitlines() == [
        "<xml>",
        "  <A><![CDATA[1<2]]></A>",
        "  <B>",
        "    <C>3</C>",
        "  </B>",
        "</xml>",
    ]


@pytest.mark.parametrize("text", ["", "success", "{broken", "[1 bytes]"])
def test_what_is_neither_stays_as_it_is(text: str) -> None:
    assert pretty(text) == text
