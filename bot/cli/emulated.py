"""Both platforms emulated in this process, with the bot's adapters talking to them on their own wire."""

import secrets
import string
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from adapters.chat import ChatPlatform, Platform
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.phones import Browsers
from adapters.emulator.wecom import WeComEmulator
from adapters.feishu import Feishu, FeishuApp
from adapters.feishu.client import FeishuClient
from adapters.feishu.login import FeishuLogin
from adapters.http import new_client
from adapters.wecom import WeCom, WeComApp
from adapters.wecom.client import WeComClient
from adapters.wecom.login import WeComLogin
from bot.drawing.gallery import Gallery
from bot.files import FileStore
from bot.web.desk.desk import Desk
from bot.web.desk.phones import Phones
from core.clock import machine_now
from storage.store import Store

_SYMBOLS = string.ascii_letters + string.digits


class Emulated:
    """The two emulators, which call the bot at `base`; credentials are made anew at every start."""

    def __init__(self, base: str, files: Path) -> None:
        self._base = base
        self.callback = httpx.AsyncClient(base_url=base, timeout=10.0)
        self._files = Gallery(FileStore(files))
        self._wecom = WeComApp(
            corp_id="wwdemo0000000001",
            agent_id=1000002,
            secret=secrets.token_urlsafe(24),
            token=secrets.token_hex(8),
            encoding_aes_key="".join(secrets.choice(_SYMBOLS) for _ in range(42)) + "A",
        )
        self._feishu = FeishuApp(
            app_id="cli_" + secrets.token_hex(8),
            app_secret=secrets.token_urlsafe(24),
            verification_token=secrets.token_hex(8),
            encrypt_key=secrets.token_hex(8),
        )
        self._wecom_side = WeComEmulator(self._wecom, self.callback, now=machine_now)
        self._feishu_side = FeishuEmulator(self._feishu, self.callback, now=machine_now)
        self._wecom_side.corp.trusted = urlsplit(base).netloc
        self._feishu_side.tenant.redirects.add(f"{base}/login/feishu/back")
        self.phones = Phones(self._wecom_side, self._feishu_side)

    def in_front_of(self, pages: Desk) -> Browsers:
        """`pages`, as the phones' browsers and any other browser reach them."""
        faces = {"wecom": self._wecom_side.web, "feishu": self._feishu_side.web}
        return Browsers(pages, faces)

    def platforms(self, store: Store) -> Mapping[Platform, ChatPlatform]:
        """The bot's side of both, sharing the tokens of `store`."""
        return {WeCom.platform: self._as_wecom(store), Feishu.platform: self._as_feishu(store)}

    def _as_wecom(self, store: Store) -> WeCom:
        app = self._wecom
        client = WeComClient(
            new_client(f"{self._base}/emulator/wecom"),
            store.shared,
            corp_id=app.corp_id,
            agent_id=app.agent_id,
            secret=app.secret,
        )
        pages = f"{self._base}/emulator/wecom"
        login = WeComLogin(
            client=client, corp_id=app.corp_id, agent_id=app.agent_id, inside=pages, outside=pages
        )
        return WeCom(
            app, client, self._files, store.shared, now=machine_now, home=self._base, login=login
        )

    def _as_feishu(self, store: Store) -> Feishu:
        app = self._feishu
        client = FeishuClient(
            new_client(f"{self._base}/emulator/feishu"),
            store.shared,
            app_id=app.app_id,
            app_secret=app.app_secret,
        )
        login = FeishuLogin(client, f"{self._base}/emulator/feishu")
        return Feishu(app, client, self._files, store.shared, now=machine_now, login=login)
