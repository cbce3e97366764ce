"""The emulator is as strict as WeCom: one line of its checklist a test."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from adapters.chat import Text
from adapters.emulator.exchanges import NoSuchButton
from adapters.emulator.wecom_cards import fault
from adapters.emulator.wecom_corp import Corp
from adapters.emulator.wecom_gate import Gate
from adapters.emulator.wecom_line import Line
from adapters.emulator.wecom_shown import longer_than_shown
from tests.adapters.bench import never, seconds_until
from tests.adapters.wecom.bench import APP, MONDAY, PNG, ZHOU, Bot, Clock
from tests.cards.samples import DRAFT, SAVED

CGI = "/cgi-bin"
BUTTON = {"text": "好", "style": 1, "key": "k"}
CARD = {
    "card_type": "button_interaction",
    "main_title": {"title": "跟进"},
    "button_list": [BUTTON],
    "task_id": "t-1",
}
NOTICE = {
    "card_type": "text_notice",
    "main_title": {"title": "今日"},
    "card_action": {"type": 1, "url": "https://x.example"},
}
NEWS = {**NOTICE, "card_type": "news_notice", "card_image": {"url": "https://x.example/p.png"}}
OPTION = {"id": "a", "text": "甲"}
ACTION = {"text": "静音", "key": "m"}
BESIDE = {"image_url": "https://x.example/p.png", "title": "t"}
VOTE = {
    "card_type": "vote_interaction",
    "main_title": {"title": "选"},
    "checkbox": {"question_key": "q", "mode": 1, "option_list": [OPTION]},
    "submit_button": {"text": "好", "key": "s"},
    "task_id": "t-2",
}
FORM = {
    "card_type": "multiple_interaction",
    "main_title": {"title": "选"},
    "select_list": [{"question_key": "q", "title": "问", "option_list": [OPTION]}],
    "submit_button": {"text": "好", "key": "s"},
    "task_id": "t-3",
}


class Caller:
    """A bot that says whatever it likes."""

    def __init__(self, bot: Bot) -> None:
        self.http = bot.http
        self.token = ""

    async def fetch(self, secret: str = APP.secret, corp: str = APP.corp_id) -> dict[str, Any]:
        query = {"corpid": corp, "corpsecret": secret}
        response = await self.http.get(f"{CGI}/gettoken", params=query)
        answer: dict[str, Any] = response.json()
        self.token = answer.get("access_token", self.token)
        return answer

    async def post(self, path: str, body: Any, **query: str) -> dict[str, Any]:
        params = {"access_token": self.token, **query}
        answer: dict[str, Any] = (
            await self.http.post(f"{CGI}/{path}", params=params, json=body)
        ).json()
        return answer

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        params = {"access_token": self.token, **query}
        answer: dict[str, Any] = (await self.http.get(f"{CGI}/{path}", params=params)).json()
        return answer

    async def send(self, **changes: Any) -> dict[str, Any]:
        """Send a text to 周明, but for `changes`."""
        body = {
            "touser": ZHOU,
            "msgtype": "text",
            "agentid": APP.agent_id,
            "text": {"content": "好"},
            **changes,
        }
        return await self.post("message/send", body)

    async def card(self, card: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        return await self.send(msgtype="template_card", template_card=card or CARD, **changes)

    async def change(self, code: str, **changes: Any) -> dict[str, Any]:
        body = {
            "userids": [ZHOU],
            "agentid": APP.agent_id,
            "response_code": code,
            "button": {"replace_name": "已办"},
            **changes,
        }
        return await self.post("message/update_template_card", body)

    async def upload(self, kind: str, content: bytes, name: str = "文件.png") -> dict[str, Any]:
        params = {"access_token": self.token, "type": kind}
        answer: dict[str, Any] = (
            await self.http.post(
                f"{CGI}/media/upload", params=params, files={"media": (name, content)}
            )
        ).json()
        return answer


@pytest.fixture
async def caller(bot: Bot) -> Caller:
    caller = Caller(bot)
    await caller.fetch()
    return caller


# --- tokens and manners ----------------------------------------------------------------------------


async def test_a_line_made_later_gives_no_number_again() -> None:
    clock = Clock()
    http = httpx.AsyncClient(base_url="http://bot.test")
    first = Line(corp=Corp(APP, clock), callback=http, path="/")
    given = {first.number() for _ in range(100)}
    clock.advance(seconds=1)
    second = Line(corp=Corp(APP, clock), callback=http, path="/")

    assert given.isdisjoint({second.number() for _ in range(100)})
    await http.aclose()


async def test_a_token_stays_the_same_while_it_is_valid(bot: Bot, caller: Caller) -> None:
    first = await caller.fetch()
    bot.clock.advance(minutes=119)
    same = await caller.fetch()
    bot.clock.advance(minutes=1)
    other = await caller.fetch()

    assert (first["expires_in"], same["expires_in"]) == (7200, 60)
    assert same["access_token"] == first["access_token"] != other["access_token"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"corpid": "ww0000000000000009", "corpsecret": "s3cret"}, 40013),
        ({"corpid": APP.corp_id, "corpsecret": "wrong"}, 40001),
        ({"corpsecret": "s3cret"}, 41002),
        ({"corpid": APP.corp_id}, 41004),
    ],
)
async def test_who_cannot_prove_himself_gets_no_token(
    bot: Bot, query: dict[str, str], code: int
) -> None:
    answer = (await bot.http.get(f"{CGI}/gettoken", params=query)).json()

    assert answer["errcode"] == code
    assert "access_token" not in answer


async def test_who_insists_on_a_wrong_secret_is_blocked(caller: Caller) -> None:
    codes = [(await caller.fetch("wrong"))["errcode"] for _ in range(2_001)]

    assert set(codes[:2_000]) == {40001}
    assert codes[-1] == 45009


async def test_the_token_stands_in_the_query_and_nowhere_else(caller: Caller) -> None:
    headers = {"authorization": f"Bearer {caller.token}"}
    body = {"access_token": caller.token}

    answer = await caller.http.post(f"{CGI}/message/send", json=body, headers=headers)

    assert answer.json()["errcode"] == 41001


@pytest.mark.parametrize(("end", "code"), [("expire_tokens", 42001), ("revoke_tokens", 40014)])
async def test_a_token_may_end_early(bot: Bot, caller: Caller, end: str, code: int) -> None:
    getattr(bot.emulator, end)()

    assert (await caller.send())["errcode"] == code
    await caller.fetch()
    assert (await caller.send())["errcode"] == 0


@pytest.mark.parametrize("code", [60020, 45009, -1])
async def test_trouble_lasts_until_it_is_taken_away(bot: Bot, caller: Caller, code: int) -> None:
    bot.emulator.corp.standing = code
    codes = [(await caller.send())["errcode"] for _ in range(3)]
    bot.emulator.corp.standing = 0

    assert codes == [code] * 3
    assert (await caller.send())["errcode"] == 0


async def test_an_error_is_status_200_with_its_code_in_body_and_headers(caller: Caller) -> None:
    response = await caller.http.get(f"{CGI}/user/get", params={"access_token": "unknown"})

    assert response.status_code == 200
    assert response.headers["error-code"] == "40014"
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    assert response.headers["error-msg"] == response.json()["errmsg"]
    assert "from ip: " in response.json()["errmsg"]
    assert response.json()["errmsg"].endswith("devtool/query?e=40014")


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(caller: Caller, body: bytes) -> None:
    params = {"access_token": caller.token}

    answer = await caller.http.post(f"{CGI}/message/send", params=params, content=body)

    assert answer.json()["errcode"] == 40058
    assert "wrong json format" in answer.json()["errmsg"]


def gate(clock: Clock, path: str) -> tuple[Gate, Request]:
    """What stands before an interface, and a call of it whose token is good."""
    scope = {"type": "http", "path": path, "query_string": b"access_token=t", "headers": []}
    return Gate(Corp(APP, clock, tokens={"t": MONDAY + timedelta(hours=9)})), Request(scope)


async def test_one_interface_is_called_ten_thousand_times_a_minute() -> None:
    clock = Clock()
    before, request = gate(clock, "/cgi-bin/user/get")

    refused = [before.refused(request) for _ in range(10_001)]
    clock.advance(minutes=1)

    assert refused[:10_000] == [None] * 10_000
    assert (refused[-1] or {})["errcode"] == 45009
    assert before.refused(request) is None


async def test_one_interface_is_called_150_000_times_an_hour() -> None:
    clock, hour = Clock(), timedelta(hours=1)
    before, request = gate(clock, "/cgi-bin/user/get")
    assert before.refused(request) is None
    for _ in range(149_999):
        before.meter.is_over("/cgi-bin/user/get", 150_000, hour)

    assert (before.refused(request) or {})["errcode"] == 45009
    clock.advance(hours=1)
    assert before.refused(request) is None


async def test_messages_do_not_count_towards_an_interfaces_limit() -> None:
    before, request = gate(Clock(), "/cgi-bin/message/send")

    assert all(before.refused(request) is None for _ in range(10_001))


# --- messages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"agentid": "1000002"}, 40056, id="agentid as a string"),
        pytest.param({"agentid": True}, 40056, id="agentid as a truth"),
        pytest.param({"agentid": 1000003}, 301002, id="another application's token"),
        pytest.param({"touser": ""}, 82001, id="nobody"),
        pytest.param({"touser": ["a"]}, 40058, id="a list of people"),
        pytest.param({"touser": "gone|away"}, 81013, id="nobody who is there"),
        pytest.param({"touser": "|".join(["x"] * 1_001)}, 40032, id="more than a thousand"),
        pytest.param({"toparty": "|".join(["1"] * 101)}, 82002, id="too many departments"),
        pytest.param({"totag": "|".join(["1"] * 101)}, 82003, id="too many tags"),
        pytest.param({"msgtype": "poem"}, 40008, id="an unknown type"),
        pytest.param({"msgtype": "markdown_v2", "markdown_v2": {"content": "x"}}, 40008, id="v2"),
        pytest.param({"text": {"content": ""}}, 44004, id="no words"),
        pytest.param({"text": "好"}, 40008, id="words outside of their object"),
        pytest.param({"safe": 3}, 40058, id="safe"),
        pytest.param({"enable_duplicate_check": 2}, 40058, id="duplicate check"),
        pytest.param({"enable_duplicate_check": "x"}, 40058, id="duplicate check as words"),
        pytest.param({"duplicate_check_interval": 14_401}, 40058, id="more than four hours"),
        pytest.param({"duplicate_check_interval": "x"}, 40058, id="an interval as words"),
        pytest.param(
            {"msgtype": "markdown", "markdown": {"content": "长" * 683}}, 45002, id="long markdown"
        ),
        pytest.param(
            {"msgtype": "textcard", "textcard": {"title": "长" * 43, "url": "https://x"}},
            45002,
            id="a long title",
        ),
        pytest.param({"msgtype": "textcard", "textcard": {"title": "t"}}, 40063, id="no address"),
        pytest.param(
            {
                "msgtype": "textcard",
                "textcard": {"title": "t", "url": "https://x", "description": "长" * 171},
            },
            45002,
            id="a long description, in bytes",
        ),
        pytest.param(
            {"msgtype": "textcard", "textcard": {"title": "t", "url": "https://" + "x" * 2_041}},
            40063,
            id="a long address",
        ),
        pytest.param({"msgtype": "textcard", "textcard": {"url": "https://x"}}, 41016, id="title"),
        pytest.param({"msgtype": "news", "news": {"articles": []}}, 45008, id="no articles"),
        pytest.param(
            {"msgtype": "news", "news": {"articles": [{"title": "t", "url": "https://x"}] * 9}},
            45008,
            id="nine articles",
        ),
        pytest.param({"msgtype": "image", "image": {"media_id": "x"}}, 40007, id="no such image"),
        pytest.param(
            {"msgtype": "markdown", "markdown": {"content": "x"}, "safe": 1}, 40074, id="secret"
        ),
    ],
)
async def test_a_message_that_is_wrong_is_refused(
    bot: Bot, caller: Caller, changes: dict[str, Any], code: int
) -> None:
    assert (await caller.send(**changes))["errcode"] == code
    assert bot.emulator.received_by(ZHOU) == []


async def test_who_is_not_there_is_named_in_lower_case_and_the_others_read(
    bot: Bot, caller: Caller
) -> None:
    answer = await caller.send(touser=f"{ZHOU.upper()}|Gone|AWAY")

    assert (answer["errcode"], answer["invaliduser"]) == (0, "gone|away")
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_everybody_in_range_is_all(bot: Bot, caller: Caller) -> None:
    bot.emulator.people["LiNa"] = "李娜"

    await caller.send(touser="@all")

    assert len(bot.emulator.received_by("LiNa")) == 1


async def test_who_is_named_twice_in_any_case_reads_it_once(bot: Bot, caller: Caller) -> None:
    await caller.send(touser=f"{ZHOU}|{ZHOU.lower()}")

    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_text_is_cut_at_2048_bytes(bot: Bot, caller: Caller) -> None:
    await caller.send(text={"content": "长" * 700})

    assert bot.emulator.received_by(ZHOU)[0].text == "长" * 682


async def test_the_thirty_first_message_of_a_minute_is_lost_in_silence(
    bot: Bot, caller: Caller
) -> None:
    codes = [(await caller.send())["errcode"] for _ in range(31)]
    bot.clock.advance(minutes=1)
    await caller.send()

    assert set(codes) == {0}
    assert (len(bot.emulator.received_by(ZHOU)), bot.emulator.dropped) == (31, 1)


async def test_the_thousand_and_first_message_of_an_hour_is_lost_too(
    bot: Bot, caller: Caller
) -> None:
    for _ in range(1_001):
        await caller.send()
        bot.clock.advance(seconds=3)

    assert bot.emulator.dropped == 1


async def test_a_duplicate_is_swallowed_inside_its_interval(bot: Bot, caller: Caller) -> None:
    check = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await caller.send(**check)
    bot.clock.advance(minutes=9)
    again = await caller.send(**check)
    other = await caller.send(**check, text={"content": "好！"})
    bot.clock.advance(minutes=2)
    later = await caller.send(**check)

    assert first["msgid"] == again["msgid"]
    assert len({first["msgid"], other["msgid"], later["msgid"]}) == 3
    assert len(bot.emulator.received_by(ZHOU)) == 3


async def test_without_the_check_the_same_is_shown_again(bot: Bot, caller: Caller) -> None:
    await caller.send()
    await caller.send()

    assert len(bot.emulator.received_by(ZHOU)) == 2


async def test_a_message_is_taken_back_for_a_day(bot: Bot, caller: Caller) -> None:
    early, late = (await caller.send())["msgid"], (await caller.send())["msgid"]

    assert (await caller.post("message/recall", {"msgid": early}))["errcode"] == 0
    assert len(bot.emulator.received_by(ZHOU)) == 1
    bot.clock.advance(hours=24, seconds=1)
    await caller.fetch()
    assert (await caller.post("message/recall", {"msgid": late}))["errcode"] == 42052
    assert (await caller.post("message/recall", {"msgid": "x"}))["errcode"] == 40058


# --- cards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("card", [CARD, VOTE, FORM, NOTICE, NEWS], ids=lambda c: c["card_type"])
async def test_each_type_is_taken_and_what_can_be_pressed_gets_a_code(
    caller: Caller, card: dict[str, Any]
) -> None:
    answer = await caller.card(card)

    assert answer["errcode"] == 0
    assert ("response_code" in answer) == card["card_type"].endswith("_interaction")


async def test_without_a_callback_no_card_can_be_pressed(bot: Bot, caller: Caller) -> None:
    bot.emulator.corp.has_callback = False
    menu = {"action_menu": {"desc": "更多", "action_list": [{"text": "静音", "key": "m"}]}}

    assert (await caller.card())["errcode"] == 43012
    assert (await caller.card({**NOTICE, **menu, "task_id": "t"}))["errcode"] == 43012
    assert (await caller.card(NOTICE))["errcode"] == 0


async def test_a_task_is_one_card(bot: Bot, caller: Caller) -> None:
    assert (await caller.card())["errcode"] == 0
    assert (await caller.card())["errcode"] == 42014
    assert (await caller.card({**CARD, "task_id": "t-9"}))["errcode"] == 0
    assert len(bot.emulator.received_by(ZHOU)) == 2


async def test_a_code_changes_its_card_once(bot: Bot, caller: Caller) -> None:
    code = (await caller.card())["response_code"]

    assert (await caller.change(code))["errcode"] == 0
    assert (await caller.change(code))["errcode"] == 60140
    assert (await caller.change("x"))["errcode"] == 60140
    assert (bot.emulator.received_by(ZHOU)[0].card or {})["replace_text"] == "已办"


async def test_a_code_is_good_for_72_hours(bot: Bot, caller: Caller) -> None:
    codes = [(await caller.card({**CARD, "task_id": f"t{n}"}))["response_code"] for n in "ab"]
    bot.clock.advance(hours=72)
    await caller.fetch()
    assert (await caller.change(codes[0]))["errcode"] == 0
    bot.clock.advance(seconds=1)
    assert (await caller.change(codes[1]))["errcode"] == 60140


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"agentid": "1000002"}, 40056, id="agentid as a string"),
        pytest.param({"userids": ZHOU}, 40032, id="people as a string"),
        pytest.param({"userids": []}, 82001, id="nobody"),
        pytest.param({"userids": [ZHOU] * 1_001}, 40032, id="more than a thousand"),
        pytest.param({"button": {}}, 40058, id="nothing to say"),
        pytest.param({"template_card": {**CARD, "card_type": "poem"}}, 42031, id="a bad card"),
        pytest.param({"template_card": {**CARD, "button_list": []}}, 42017, id="no buttons"),
    ],
)
async def test_a_change_that_is_wrong_uses_nothing_up(
    caller: Caller, changes: dict[str, Any], code: int
) -> None:
    right = (await caller.card())["response_code"]

    assert (await caller.change(right, **changes))["errcode"] == code
    assert (await caller.change(right))["errcode"] == 0


async def test_a_change_names_who_is_not_there_in_a_list(caller: Caller) -> None:
    code = (await caller.card())["response_code"]

    assert (await caller.change(code, userids=[ZHOU, "Gone"]))["invaliduser"] == ["gone"]


async def test_a_card_changes_for_those_who_are_named(bot: Bot, caller: Caller) -> None:
    bot.emulator.people["LiNa"] = "李娜"
    code = (await caller.card(touser=f"{ZHOU}|LiNa"))["response_code"]

    await caller.change(code)

    assert [bot.emulator.received_by(who)[0].updates for who in (ZHOU, "LiNa")] == [1, 0]


async def test_a_notice_has_no_buttons_to_be_grey(bot: Bot, caller: Caller) -> None:
    menu = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}
    notice = {**NOTICE, "action_menu": menu, "task_id": "n"}
    code = (await caller.card(notice))["response_code"]

    assert (await caller.change(code))["errcode"] == 0
    assert bot.emulator.received_by(ZHOU)[0].card == notice


async def test_each_press_gives_a_right_of_its_own(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    await bot.emulator.press_label(ZHOU, "修改")

    tokens = {press.card.token for press in bot.presses() if press.card}
    assert len(tokens) == 2


async def test_a_press_on_a_card_that_asks_nothing_tells_of_no_choice(bot: Bot) -> None:
    await bot.send(DRAFT)

    await bot.emulator.press_label(ZHOU, "保存")

    assert "SelectedItem" not in list(bot.emulator.exchanges)[-1].request


async def test_an_entry_of_a_cards_menu_is_pressed_as_such(bot: Bot, caller: Caller) -> None:
    menu = {"action_menu": {"desc": "更多", "action_list": [ACTION]}, "task_id": "n"}
    await caller.card({**NEWS, **menu})

    await bot.emulator.press_label(ZHOU, "静音")

    pressed = bot.presses()[-1]
    assert (pressed.action, pressed.card.message if pressed.card else "") == ("m", "n")
    assert "template_card_menu_event" in list(bot.emulator.exchanges)[-1].request


async def test_a_grey_button_cannot_be_pressed(bot: Bot, caller: Caller) -> None:
    await caller.change((await caller.card())["response_code"])

    with pytest.raises(NoSuchButton):
        await bot.emulator.press_label(ZHOU, "好")


LONG_KEY = "k" * 1_025


@pytest.mark.parametrize(
    ("card", "code"),
    [
        pytest.param({**CARD, "card_type": "poem"}, 42031, id="type"),
        pytest.param({**CARD, "checkbox": VOTE["checkbox"]}, 40058, id="a part of another type"),
        pytest.param({**CARD, "replace_text": "x"}, 40058, id="grey from the start"),
        pytest.param({**CARD, "button_list": {}}, 40058, id="no list"),
        pytest.param({**CARD, "button_list": [1]}, 40058, id="a list of numbers"),
        pytest.param({**CARD, "main_title": {"title": 7}}, 40058, id="a title that is a number"),
        pytest.param({**CARD, "main_title": {}}, 42033, id="no title"),
        pytest.param({**VOTE, "task_id": "长"}, 42014, id="task_id of other characters"),
        pytest.param({**CARD, "task_id": "t" * 129}, 42014, id="a long task_id"),
        pytest.param({**CARD, "task_id": ""}, 42014, id="an empty task_id"),
        pytest.param({k: v for k, v in CARD.items() if k != "task_id"}, 42016, id="no task_id"),
        pytest.param({**CARD, "source": {"desc_color": 4}}, 40058, id="colour"),
        pytest.param({**CARD, "button_list": [BUTTON] * 7}, 42017, id="seven buttons"),
        pytest.param({**CARD, "button_list": [{"key": "k"}]}, 42018, id="no text"),
        pytest.param({**CARD, "button_list": [{**BUTTON, "key": ""}]}, 42039, id="no key"),
        pytest.param({**CARD, "button_list": [{**BUTTON, "key": LONG_KEY}]}, 42039, id="long key"),
        pytest.param({**CARD, "button_list": [BUTTON, BUTTON]}, 42019, id="a key twice"),
        pytest.param({**CARD, "button_list": [{**BUTTON, "style": 5}]}, 40058, id="style"),
        pytest.param({**CARD, "button_list": [{"text": "x", "type": 1}]}, 42028, id="address"),
        pytest.param(
            {**CARD, "horizontal_content_list": [{"keyname": "k"}] * 7}, 42035, id="seven values"
        ),
        pytest.param({**CARD, "horizontal_content_list": [{"value": "v"}]}, 42027, id="keyname"),
        pytest.param(
            {**CARD, "horizontal_content_list": [{"keyname": "k", "type": 1, "url": "x"}]},
            42028,
            id="a value's address",
        ),
        pytest.param(
            {**CARD, "horizontal_content_list": [{"keyname": "k", "type": 2}]}, 42029, id="a file"
        ),
        pytest.param(
            {**CARD, "horizontal_content_list": [{"keyname": "k", "type": 3}]}, 42050, id="member"
        ),
        pytest.param(
            {**CARD, "button_selection": {"question_key": "", "option_list": [OPTION]}},
            42043,
            id="question_key",
        ),
        pytest.param({**NOTICE, "jump_list": [{"title": "t"}] * 4}, 42042, id="four jumps"),
        pytest.param({**NOTICE, "card_action": {"type": 0}}, 42045, id="leads nowhere"),
        pytest.param({**NOTICE, "card_action": {"type": 1, "url": "x"}}, 42028, id="no address"),
        pytest.param({**NOTICE, "card_action": {"type": 2}}, 42030, id="no mini program"),
        pytest.param(
            {**NOTICE, "task_id": "t", "action_menu": {"action_list": [OPTION] * 4}},
            40058,
            id="four entries of a menu",
        ),
        pytest.param(
            {**NOTICE, "task_id": "t", "action_menu": {"action_list": [ACTION, ACTION]}},
            42051,
            id="an entry twice",
        ),
        pytest.param(
            {**NOTICE, "action_menu": {"action_list": [ACTION]}}, 42016, id="a menu without task"
        ),
        pytest.param({**NEWS, "card_image": {"url": "x"}}, 42044, id="no picture"),
        pytest.param(
            {**NEWS, "card_image": {"url": "https://x", "aspect_ratio": 3}}, 42044, id="ratio"
        ),
        pytest.param(
            {**NEWS, "card_image": {"url": "https://x", "aspect_ratio": 1.2}}, 42044, id="narrow"
        ),
        pytest.param(
            {**NEWS, "card_image": {"url": f"https://x/{'a' * 2048}"}}, 42044, id="a long address"
        ),
        pytest.param(
            {**NEWS, "card_image": {**NEWS["card_image"], "alt": "x"}}, 40058, id="a stray property"
        ),
        pytest.param(
            {**NOTICE, "card_type": "news_notice", "image_text_area": {"title": "t"}},
            42044,
            id="a picture beside that is none",
        ),
        pytest.param(
            {**NEWS, "image_text_area": {**BESIDE, "type": 1}}, 42028, id="it leads nowhere"
        ),
        pytest.param({**NEWS, "image_text_area": {**BESIDE, "type": 3}}, 40058, id="another way"),
        pytest.param({**NEWS, "sub_title_text": "x"}, 40058, id="words beside a picture"),
        pytest.param(
            {**NEWS, "vertical_content_list": [{"title": "t"}] * 5}, 42036, id="five lines"
        ),
        pytest.param({**NEWS, "vertical_content_list": [{"desc": "d"}]}, 42033, id="no heading"),
        pytest.param({**VOTE, "submit_button": {"key": "s"}}, 42049, id="no word to submit"),
        pytest.param({**VOTE, "submit_button": {"text": "s"}}, 42046, id="no key to submit"),
        pytest.param(
            {**VOTE, "checkbox": {"question_key": "q", "option_list": []}}, 42037, id="no options"
        ),
        pytest.param(
            {
                **VOTE,
                "checkbox": {
                    "question_key": "q",
                    "option_list": [{"id": str(n), "text": "x"} for n in range(21)],
                },
            },
            42037,
            id="21 options",
        ),
        pytest.param({**FORM, "select_list": FORM["select_list"] * 4}, 42047, id="four selects"),
        pytest.param(
            {**FORM, "select_list": FORM["select_list"] * 2}, 42043, id="a question twice"
        ),
        pytest.param(
            {
                **FORM,
                "select_list": [
                    {"question_key": "q", "option_list": [{"id": "i" * 129, "text": "x"}]}
                ],
            },
            42040,
            id="a long option id",
        ),
        pytest.param(
            {**FORM, "select_list": [{"question_key": "q", "option_list": [{"id": "i"}]}]},
            42041,
            id="an option without words",
        ),
    ],
)
def test_a_card_that_is_wrong_is_refused(card: dict[str, Any], code: int) -> None:
    assert fault(card) == code


def test_what_is_longer_than_recommended_is_a_warning_and_no_error() -> None:
    lines = [{"title": "长" * 39, "desc": "长" * 161}]
    card = {**NEWS, "main_title": {"title": "长" * 37}, "vertical_content_list": lines}

    assert (fault(card), longer_than_shown(card)) == (0, ["title", "heading", "paragraph"])


# --- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        pytest.param("image", PNG, 0, id="a picture"),
        pytest.param("image", b"GIF89a....", 40005, id="a picture of another kind"),
        pytest.param("voice", b"#!AMR\n..", 0, id="a voice"),
        pytest.param("voice", b"RIFF....", 40005, id="a voice of another kind"),
        pytest.param("file", b"12345", 40006, id="five bytes"),
        pytest.param("file", b"123456", 0, id="six bytes"),
        pytest.param("poem", b"123456", 40004, id="another type"),
    ],
)
async def test_files_are_taken_by_type_and_size(
    caller: Caller, kind: str, content: bytes, code: int
) -> None:
    assert (await caller.upload(kind, content)).get("errcode") == code


@pytest.mark.parametrize(
    ("kind", "begin", "most"),
    [
        ("image", PNG, 10 << 20),
        ("voice", b"#!AMR\n", 2 << 20),
        ("video", b"", 10 << 20),
        ("file", b"", 20 << 20),
    ],
)
async def test_a_file_may_have_its_kinds_size_and_no_byte_more(
    caller: Caller, kind: str, begin: bytes, most: int
) -> None:
    content = begin + bytes(most - len(begin))

    assert (await caller.upload(kind, content))["errcode"] == 0
    assert (await caller.upload(kind, content + b"x"))["errcode"] == 40006


async def test_a_file_without_a_name_is_none(caller: Caller) -> None:
    assert (await caller.upload("file", b"123456", ""))["errcode"] == 41006


async def test_a_file_tells_its_time_as_a_string(caller: Caller) -> None:
    answer = await caller.upload("image", PNG)

    assert answer["created_at"] == str(int(MONDAY.timestamp()))
    assert answer["type"] == "image"


async def test_a_file_is_kept_for_three_days(bot: Bot, caller: Caller) -> None:
    media = (await caller.upload("image", PNG))["media_id"]
    image = {"msgtype": "image", "image": {"media_id": media}}
    bot.clock.advance(days=3, seconds=-1)
    await caller.fetch()

    assert (await caller.send(**image))["errcode"] == 0
    bot.clock.advance(seconds=1)
    assert (await caller.send(**image))["errcode"] == 40145
    assert (await caller.get("media/get", media_id=media))["errcode"] == 40145


async def test_a_file_is_sent_as_what_it_is(caller: Caller) -> None:
    media = (await caller.upload("file", b"123456"))["media_id"]

    assert (await caller.send(msgtype="image", image={"media_id": media}))["errcode"] == 40007


# --- lists -----------------------------------------------------------------------------------------


async def test_the_title_of_a_video_has_its_limit(caller: Caller) -> None:
    video = {"media_id": (await caller.upload("video", b"moving"))["media_id"]}

    answers = [
        await caller.send(msgtype="video", video={**video, "title": "长" * length})
        for length in (42, 43)
    ]

    assert [answer["errcode"] for answer in answers] == [0, 45002]


async def test_members_are_known_by_name_and_without_mobile(caller: Caller) -> None:
    member = await caller.get("user/get", userid=ZHOU.lower())

    assert (member["userid"], member["name"]) == (ZHOU, "周明")
    assert not {"mobile", "email", "avatar"} & set(member)
    assert (await caller.get("user/get", userid="gone"))["errcode"] == 60111


async def test_a_member_is_found_by_mobile(bot: Bot, caller: Caller) -> None:
    bot.emulator.mobiles["13800000059"] = ZHOU

    found = [await caller.post("user/getuserid", {"mobile": one}) for one in ("13800000059", "1")]

    assert (found[0]["errcode"], found[0]["userid"]) == (0, ZHOU)
    assert (found[1]["errcode"], found[1].get("userid")) == (46004, None)


async def test_the_corporations_lists_are_read(caller: Caller) -> None:
    assert (await caller.get("user/simplelist", department_id="1"))["userlist"][0]["name"] == "周明"
    assert (await caller.get("user/simplelist", department_id="2"))["errcode"] == 60003
    assert (await caller.get("department/simplelist"))["department_id"][0]["id"] == 1
    assert (await caller.get("getcallbackip"))["ip_list"]


@pytest.mark.parametrize(
    ("menu", "code"),
    [
        pytest.param([{"name": "今天", "type": "click", "key": "k"}], 0, id="one"),
        pytest.param([], 40016, id="none"),
        pytest.param([{"name": "a", "type": "click", "key": "k"}] * 4, 40016, id="four"),
        pytest.param([{"name": "六个汉字名字", "type": "click", "key": "k"}], 40018, id="long"),
        pytest.param([{"name": "a", "sub_button": [{"name": "b"}] * 6}], 40023, id="six below"),
        pytest.param([{"name": "a", "type": "dance"}], 40017, id="type"),
        pytest.param([{"name": "a", "type": "click"}], 40019, id="no key"),
        pytest.param([{"name": "a", "type": "view"}], 40020, id="no address"),
        pytest.param([1], 40058, id="no entries"),
        pytest.param([{"name": "a", "sub_button": "x"}], 40058, id="no entries below"),
    ],
)
async def test_a_menu_is_checked(caller: Caller, menu: list[Any], code: int) -> None:
    agent = str(APP.agent_id)
    assert (await caller.get("menu/get", agentid=agent))["errcode"] == 46003

    assert (await caller.post("menu/create", {"button": menu}, agentid=agent))["errcode"] == code
    assert (await caller.get("menu/get", agentid=agent))["errcode"] == (0 if code == 0 else 46003)
    assert (await caller.get("menu/get", agentid="1000003"))["errcode"] == 301002


# --- callbacks -------------------------------------------------------------------------------------


async def test_a_callback_is_tried_three_times_each_sealed_anew(bot: Bot) -> None:
    sent = recorded(bot)
    bot.status = 500

    await bot.emulator.say(ZHOU, "你好")

    assert len(sent) == 3
    assert len({url.params["msg_signature"] for url, _ in sent}) == 3
    plains = {one.request for one in bot.emulator.exchanges if one.direction == "callback"}
    assert len(plains) == 1


async def test_a_callback_may_be_tried_with_the_same_envelope(bot: Bot) -> None:
    sent = recorded(bot)
    bot.status, bot.emulator.line.seals_anew = 500, False

    await bot.emulator.say(ZHOU, "你好")

    assert len(sent) == 3
    assert len(set(sent)) == 1


async def test_whether_a_refusal_is_tried_again_is_a_setting(bot: Bot) -> None:
    sent = recorded(bot)
    bot.status, bot.emulator.line.again_on_refusal = 500, False

    await bot.emulator.say(ZHOU, "你好")

    assert len(sent) == 1


async def test_a_bot_that_comes_back_gets_the_next_try(bot: Bot) -> None:
    bot.status = 500

    async def mend(_: httpx.Response) -> None:
        bot.status = 200

    bot.emulator.line.callback.event_hooks = {"response": [mend]}
    await bot.emulator.say(ZHOU, "你好")

    assert [one.text for one in bot.messages()] == ["你好"]


@pytest.mark.parametrize(
    ("trouble", "status"), [(httpx.ConnectError("gone"), 502), (TimeoutError(), 504)]
)
async def test_a_bot_that_is_not_there_is_tried_again_whatever_the_setting(
    bot: Bot, trouble: Exception, status: int
) -> None:
    tries = []

    async def fail(request: httpx.Request) -> None:
        tries.append(request)
        raise trouble

    bot.emulator.line.callback.event_hooks = {"request": [fail]}
    bot.emulator.line.again_on_refusal = False

    assert await bot.emulator.enter(ZHOU) == status
    assert len(tries) == 3


async def test_a_callback_may_take_five_seconds_each_time(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.emulator.line.callback.event_hooks = {"request": [never]}

    assert await seconds_until(bot.emulator.enter(ZHOU), monkeypatch) == 3 * 5
    assert [one.status for one in bot.emulator.exchanges] == [504] * 3


async def test_the_address_is_to_be_proved_in_one_second(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.emulator.line.callback.event_hooks = {"request": [never]}

    assert await seconds_until(bot.emulator.verify_address(), monkeypatch) == 1


async def test_the_parts_of_an_envelope_come_in_any_order(bot: Bot) -> None:
    sent = recorded(bot)
    for number in range(3):
        await bot.emulator.say(ZHOU, str(number))

    orders = {tuple(sorted(("ToUser", "AgentID", "Encrypt"), key=body.find)) for _, body in sent}
    assert len(orders) == 3
    assert len(bot.messages()) == 3


async def test_an_event_has_no_number_and_a_message_one_beyond_two_to_53(bot: Bot) -> None:
    await bot.emulator.enter(ZHOU)
    number = await bot.emulator.say(ZHOU, "你好")

    event, message = (one.request for one in bot.emulator.exchanges)
    assert "MsgId" not in event
    assert f"<MsgId>{number}</MsgId>" in message
    assert float(number) != int(number)


async def test_a_lost_answer_is_still_a_message(bot: Bot, caller: Caller) -> None:
    bot.emulator.swallow = 1
    body = {"touser": ZHOU, "msgtype": "text", "agentid": APP.agent_id, "text": {"content": "好"}}
    params = {"access_token": caller.token}

    response = await caller.http.post(f"{CGI}/message/send", params=params, json=body)

    assert response.status_code == 502
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_card_keeps_every_face_it_had(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    assert bot.emulator.received_by(ZHOU)[0].pressed
    await bot.change(SAVED)
    await bot.send(Text("好"))

    bubble = bot.emulator.received_by(ZHOU)[0]
    assert (bubble.updates, len(bubble.versions), bubble.pressed) == (1, 2, "")


async def test_a_press_that_a_message_answers_can_be_made_again(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    waiting = bot.emulator.received_by(ZHOU)[0].pressed

    await bot.send(Text("宏格已经是林悦的了"))

    assert (waiting != "", bot.emulator.received_by(ZHOU)[0].pressed) == (True, "")


def recorded(bot: Bot) -> list[tuple[httpx.URL, str]]:
    """Callbacks from now on, as they went over the wire."""
    found: list[tuple[httpx.URL, str]] = []

    async def keep(request: httpx.Request) -> None:
        found.append((request.url, request.content.decode()))

    bot.emulator.line.callback.event_hooks = {"request": [keep]}
    return found
