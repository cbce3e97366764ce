"""A bot on an emulated Feishu."""

from contextlib import AbstractAsyncContextManager

from adapters.chat import Address, Content, Delivered, Message, Platform, Text
from adapters.emulator.feishu import FeishuEmulator
from adapters.feishu import Feishu, FeishuApp
from adapters.feishu.client import FeishuClient
from tests.adapters.bench import MONDAY, PNG, Bench, Clock, Drawer, opened

__all__ = ["APP", "MONDAY", "PNG", "ZHOU", "Bot", "Clock", "Drawer", "bench"]

APP = FeishuApp(
    app_id="cli_a1b2c3d4e5f60718",
    app_secret="s3cret",
    verification_token="vt-1",
    encrypt_key="crm-key",
)
ZHOU = "ou_zhou"


class Bot(Bench):
    """With 周明 and a group of his."""

    platform: Feishu

    def __init__(self, clock: Clock, app: FeishuApp = APP) -> None:
        super().__init__(clock)
        self.emulator = FeishuEmulator(app, self.reach(), now=clock)
        self.emulator.people[ZHOU] = "周明"
        self.emulator.add_group("oc_sales", [ZHOU])
        self.client = FeishuClient(
            self.connect(self.emulator.app),
            self.shelf,
            app_id=app.app_id,
            app_secret=app.app_secret,
        )
        self.platform = Feishu(app, self.client, Drawer(), self.shelf, now=clock)

    async def send(self, content: Content, *, group: str = "", key: str = "") -> Delivered:
        """Render and deliver to 周明, or to a group."""
        return await self.carry(Address(Platform.FEISHU, ZHOU, group), content, key)

    async def echo(self) -> None:
        """Answer the newest message with its own words."""
        message = self.received[-1]
        assert isinstance(message, Message)
        await self.send(Text(f"你说：{message.text}"))


def bench(app: FeishuApp = APP) -> AbstractAsyncContextManager[Bot]:
    """A bot whose connections are given back."""
    return opened(Bot(Clock(), app))
