"""A bot that calls Feishu's interface as it likes."""

import json
from typing import Any

import httpx

from tests.adapters.feishu.bench import APP, ZHOU, Bot

TOKEN = "/open-apis/auth/v3/tenant_access_token/internal"
MESSAGES = "/open-apis/im/v1/messages"
LATER = "/open-apis/interactive/v1/card/update"
BLANK = json.dumps({"schema": "2.0", "body": {"elements": []}})


class Caller:
    """A bot that says whatever it likes."""

    def __init__(self, bot: Bot) -> None:
        self.http = bot.http
        self.token = ""

    async def fetch(self, secret: str = APP.app_secret) -> dict[str, Any]:
        body = {"app_id": "cli_a1b2c3d4e5f60718", "app_secret": secret}
        answer: dict[str, Any] = (await self.http.post(TOKEN, json=body)).json()
        self.token = answer.get("tenant_access_token", self.token)
        return answer

    async def call(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"}
        return await self.http.request(method, path, headers=headers, **content)

    async def code(self, method: str, path: str, **content: Any) -> int:
        code: int = (await self.call(method, path, **content)).json()["code"]
        return code

    async def send(self, **changes: Any) -> dict[str, Any]:
        """Send a text to 周明, but for `changes`."""
        params = {"receive_id_type": changes.pop("kind", "open_id")}
        text = json.dumps({"text": "好"})
        body = {"receive_id": ZHOU, "msg_type": "text", "content": text, **changes}
        answer: dict[str, Any] = (
            await self.call("POST", MESSAGES, params=params, json=body)
        ).json()
        return answer

    async def send_card(self, card: str = BLANK) -> str:
        sent = await self.send(msg_type="interactive", content=card)
        return str(sent["data"]["message_id"])
