"""The two emulated phones: what people do on them, and what their clients show of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from adapters.emulator.exchanges import Bubble, Exchanges
from adapters.emulator.failures import Failures
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from bot.texts import Texts
from bot.web.desk.drawn import feishu, wecom

PlatformName = Literal["wecom", "feishu"]
PLATFORMS: tuple[PlatformName, ...] = ("wecom", "feishu")
BOT_MENU: Sequence[Mapping[str, Any]] = (
    {"name": "今天", "key": "Today"},
    {"name": "公海", "key": "SearchPool"},
    {"name": "简报", "key": "ShowDigest"},
    {"name": "怎么用", "key": "Help"},
)
Form = Mapping[str, Sequence[str]]
"""What a card's inputs hold, by their names."""


@dataclass(frozen=True, slots=True)
class Phones:
    """The emulators, and people's hands on them."""

    wecom: WeComEmulator
    feishu: FeishuEmulator

    def of(self, platform: PlatformName) -> WeComEmulator | FeishuEmulator:
        return self.feishu if platform == "feishu" else self.wecom

    def exchanges(self, platform: PlatformName) -> Exchanges:
        return self.of(platform).exchanges

    def failures(self, platform: PlatformName) -> Failures:
        return (self.wecom.corp if platform == "wecom" else self.feishu.tenant).failures

    def kind_of(self, platform: PlatformName, key: str) -> tuple[str, str]:
        """Kind and name of a file; one that is forgotten has no name.

        A recording on Feishu is a file too, and the only one without a name.
        """
        files = self.wecom.corp.files if platform == "wecom" else self.feishu.tenant.files
        kept = files.get(key)
        if kept is None:
            return "file", ""
        is_recording = platform == "feishu" and kept.kind == "file" and not kept.name
        return "voice" if is_recording else kept.kind, kept.name

    def content(self, platform: PlatformName, key: str) -> bytes | None:
        files = self.wecom.corp.files if platform == "wecom" else self.feishu.tenant.files
        kept = files.get(key)
        return kept.content if kept else None

    def menu(self, platform: PlatformName) -> Sequence[Mapping[str, Any]]:
        """The buttons under the chat: as they were pushed, or as docs/feishu.md has them set."""
        return BOT_MENU if platform == "feishu" else self.wecom.menu.get("button", ())

    def clear(self) -> None:
        """Empty both phones."""
        self.wecom.corp.timelines.clear()
        self.feishu.tenant.timelines.clear()

    async def say(self, platform: PlatformName, user: str, text: str, note: str = "") -> None:
        """Write a text; `note` says on the phone how it was written."""
        bubble = _next(self.of(platform), user)
        await self.of(platform).say(user, text)
        if note and (said := bubble()):
            said.note = note

    async def press(
        self,
        platform: PlatformName,
        user: str,
        bubble_id: str,
        place: int,
        *,
        form: Form,
        say: Texts,
    ) -> str:
        """Press a button; returns what the client shows over the chat.

        Raises:
            LookupError: that message has no such button, or it only leads somewhere.
        """
        bubble = {one.id: one for one in self.of(platform).timeline(user)}[bubble_id]
        if platform == "feishu":
            return await self._press_feishu(user, bubble, place, form, say)
        button = wecom.pressable(bubble.card)[place]
        if bubble.pressed or "key" not in button:
            raise LookupError(bubble_id)
        return await self._press_wecom(user, bubble, button["key"], form=form, say=say)

    async def _press_wecom(
        self, user: str, bubble: Bubble, key: str, *, form: Form, say: Texts
    ) -> str:
        """A pressed card waits for its next face, or until it is told that nobody answers.

        One whose menu was used does not wait, nor does one whose next face came all the same.
        """
        before = bubble.updates
        in_menu = any(one["key"] == key for one in wecom.menu(bubble.card or {}))
        selected = {name: tuple(values) for name, values in form.items() if any(values)}
        pressing = self.wecom.press(user, bubble, key, selected=selected)
        self.wecom.exchanges.stir()
        status = await pressing
        if in_menu or status != 200:
            bubble.pressed = ""
        is_answered = status == 200 or bubble.updates > before
        return "" if is_answered else say("desk.phone.no_answer")

    async def _press_feishu(
        self, user: str, bubble: Bubble, place: int, form: Form, say: Texts
    ) -> str:
        button = feishu.pressable(bubble.card)[place]
        if all(one["type"] != "callback" for one in button.get("behaviors", ())):
            raise LookupError(bubble.id)
        values = {
            str(one["name"]): _value(str(one["tag"]), form[str(one["name"])])
            for one in feishu.flat(bubble.card or {})
            if one.get("name") in form
        }
        outcome = await self.feishu.press(user, bubble, button, form=values)
        if outcome.error.startswith("required"):
            return say("desk.phone.required")
        if outcome.error:
            known = say.has(f"desk.code.{outcome.error}")
            meaning = say(f"desk.code.{outcome.error}") if known else say("desk.code.other")
            return say("desk.phone.failed", meaning=meaning, code=outcome.error)
        return outcome.toast

    async def send(self, platform: PlatformName, user: str, content: bytes, name: str) -> str:
        """Send a picture or a file; returns why the client does not, or nothing."""
        is_picture = content.startswith((b"\x89PNG", b"\xff\xd8\xff"))
        if not content:
            return "desk.phone.empty"
        if is_picture:
            await self.of(platform).send_image(user, content)
        elif platform == "wecom":
            return "desk.phone.no_files"
        else:
            await self.feishu.send_file(user, content, name)
        return ""


def _next(emulator: WeComEmulator | FeishuEmulator, user: str) -> "_Newest":
    return _Newest(emulator, user, {one.id for one in emulator.timeline(user)})


@dataclass(frozen=True, slots=True)
class _Newest:
    """Finds the message that was written since."""

    emulator: WeComEmulator | FeishuEmulator
    user: str
    before: set[str]

    def __call__(self) -> Bubble | None:
        later = [one for one in self.emulator.timeline(self.user) if one.id not in self.before]
        return next((one for one in later if one.mine), None)


def _value(kind: str, values: Sequence[str]) -> Any:
    """As Feishu's client holds it: several choices as a list, a minute with a space."""
    if kind == "multi_select_static":
        return [one for one in values if one]
    first = values[0] if values else ""
    return first.replace("T", " ") if kind == "picker_datetime" else first
