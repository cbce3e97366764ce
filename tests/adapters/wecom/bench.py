"""A bot on an emulated WeCom."""

from contextlib import AbstractAsyncContextManager

from adapters.chat import Address, Card, CardHandle, Content, Delivered, Platform
from adapters.emulator.wecom import WeComEmulator
from adapters.wecom import WeCom, WeComApp
from adapters.wecom.client import WeComClient
from tests.adapters.bench import MONDAY, PNG, Bench, Clock, Drawer, opened

__all__ = ["APP", "MONDAY", "PNG", "TO", "ZHOU", "Bot", "Clock", "Drawer", "bench"]

# The key's 43rd character carries spare bits, which a strict decoder refuses.
APP = WeComApp(
    corp_id="ww0000000000000001",
    agent_id=1000002,
    secret="s3cret",
    token="crmtoken2026",
    encoding_aes_key="0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
)
ZHOU = "ZhouMing"
TO = Address(Platform.WECOM, ZHOU)
HOME = "https://crm.example/"


class Bot(Bench):
    """With 周明 in the application's range."""

    platform: WeCom

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.emulator = WeComEmulator(APP, self.reach(), now=clock)
        self.emulator.people[ZHOU] = "周明"
        self.client = WeComClient(
            self.connect(self.emulator.app),
            self.shelf,
            corp_id=APP.corp_id,
            agent_id=APP.agent_id,
            secret=APP.secret,
        )
        self.platform = self.restarted()

    def restarted(self, *, home: str = HOME) -> WeCom:
        """The bot's side after a restart: it knows what is shared, and nothing else."""
        return WeCom(APP, self.client, Drawer(), self.shelf, now=self.clock, home=home)

    async def send(self, content: Content, *, key: str = "", to: Address = TO) -> Delivered:
        """Render and deliver, to 周明 when nobody else is named."""
        return await self.carry(to, content, key)

    async def change(self, card: Card) -> Delivered:
        """Put `card` in the place of the one that was pressed last."""
        handle = self.presses()[-1].card
        assert isinstance(handle, CardHandle)
        body = self.platform.render_update(TO, card, handle, key=self.number("u"))
        return await self.platform.deliver(body)

    def texts(self) -> list[str]:
        """What 周明 reads, without the marks nobody sees."""
        return [
            "".join(one for one in bubble.text if one not in "\u200b\u200c\u200d\u2060")
            for bubble in self.emulator.received_by(ZHOU)
        ]

    def calls(self, path: str) -> int:
        """How often the interface was called."""
        return sum(one.path == f"/cgi-bin/{path}" for one in self.emulator.exchanges)


def bench() -> AbstractAsyncContextManager[Bot]:
    """A bot whose connections are given back."""
    return opened(Bot(Clock()))
