"""What a person chooses for himself: quiet hours, language, where pushes go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from adapters.chat import Button, Card, Field, Option, Platform, Reply, Select, Tone
from bot.keys import encode
from bot.router import Router
from bot.talk import ChangeSettings, ShowSettings, Undo
from bot.texts import LANGUAGES, texts
from bot.turn import Turn
from core.errors import Invalid
from core.people.model import Employee

router = Router()


@router.on(ShowSettings)
async def show_settings(_: ShowSettings, turn: Turn) -> Reply:
    """我的设置, with a form to change them."""
    me = turn.viewer.employee
    say = turn.say
    platforms = await _platforms(me, turn)
    card = Card(
        title=say("settings.title"),
        fields=_fields(me, turn),
        body=say("settings.how"),
        inputs=(
            Select("language", say("settings.language"), _named(LANGUAGES, turn), me.language),
            Select("platform", say("settings.platform"), _named(platforms, turn), me.push_platform),
        ),
        buttons=(Button(say("buttons.save"), encode(ChangeSettings()), submits=True),),
    )
    return Reply(card=card)


@router.on(ChangeSettings)
async def change_settings(wish: ChangeSettings, turn: Turn) -> Reply:
    """晚上别叫我, 改成英文, 推送到飞书: at once, it harms nobody and can be taken back.

    Raises:
        Invalid: a language we do not speak, or a platform he is not bound on.
    """
    me = turn.viewer.employee
    saved = await turn.uow.people.save(await _changed(me, wish, turn))
    await turn.uow.ledger.record("settings", "employee", me.id)
    turn = replace(turn, say=texts(saved.language))
    card = Card(
        title=turn.say("settings.title"),
        fields=_fields(saved, turn),
        state=turn.say("draft.saved"),
        tone=Tone.GOOD,
        buttons=(Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id))),),
    )
    return Reply(card=card)


async def _changed(me: Employee, wish: ChangeSettings, turn: Turn) -> Employee:
    language = _chosen("language", wish.language, turn) or me.language
    platform = _chosen("platform", wish.platform, turn)
    if language not in LANGUAGES:
        raise Invalid("language", language)
    if platform and platform not in await _platforms(me, turn):
        raise Invalid("platform", "not_bound")
    return replace(
        me,
        language=language,
        push_platform=platform or me.push_platform,
        quiet_from=wish.quiet_from or me.quiet_from,
        quiet_until=wish.quiet_until or me.quiet_until or _morning(wish),
    )


async def _platforms(me: Employee, turn: Turn) -> list[str]:
    """Those he is bound on, as people call them."""
    bound = await turn.uow.people.identities(me.id)
    return list(dict.fromkeys(Platform(one.platform).name_of_all for one in bound))


def _chosen(name: str, said: str, turn: Turn) -> str:
    """What was said, else what the form was left with."""
    form = turn.press.form if turn.press else {}
    return said or "".join(form.get(name, ()))


def _morning(wish: ChangeSettings) -> time | None:
    return time(8) if wish.quiet_from else None


def _fields(me: Employee, turn: Turn) -> tuple[Field, ...]:
    say = turn.say
    own = me.quiet_from and me.quiet_until
    quiet = f"{me.quiet_from:%H:%M}-{me.quiet_until:%H:%M}" if own else say("settings.company")
    platform = (
        say(f"settings.name.{me.push_platform}") if me.push_platform else say("settings.last_used")
    )
    return (
        Field(say("settings.quiet"), quiet),
        Field(say("settings.language"), say(f"settings.name.{me.language}")),
        Field(say("settings.platform"), platform),
    )


def _named(values: Sequence[str], turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(value, turn.say(f"settings.name.{value}")) for value in values)
