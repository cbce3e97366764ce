"""Help, small talk, and what is not understood or not built yet: nothing is written, all is counted."""

from adapters.chat import Card, Reply, Row
from bot.router import Router
from bot.talk import Help, NotSupported, NotUnderstood, SmallTalk
from bot.turn import Turn
from core.customers.queries import CustomerQuery

router = Router()
_EXAMPLES = 5


@router.on(Help)
async def help_by_example(_: Help, turn: Turn) -> Reply:
    """怎么用: five sentences about the asker's own customers (P12)."""
    say = turn.say
    mine = CustomerQuery(owner=turn.viewer.id, limit=_EXAMPLES)
    pool = CustomerQuery(in_pool=True, limit=1)
    scope = turn.viewer.scope()
    names = [one.short for one in await turn.uow.customers.search(mine, scope)]
    free = [one.short for one in await turn.uow.customers.search(pool, scope)]
    names = names or [say("talk.a_customer")]
    kinds = (
        ("log", "plan", "ask", "deal")
        if not turn.viewer.employee.leads
        else ("digest", "log", "plan", "deal")
    )
    rows = [
        Row(title=say(f"talk.example.{kind}", customer=names[place % len(names)]))
        for place, kind in enumerate(kinds)
    ]
    rows.append(Row(title=say("talk.example.claim", customer=free[0] if free else names[0])))
    return Reply(card=Card(title=say("talk.help"), rows=tuple(rows), body=say("talk.just_talk")))


@router.on(SmallTalk)
async def small_talk(said: SmallTalk, turn: Turn) -> Reply:
    key = f"talk.small.{said.topic}"
    return Reply(text=turn.say(key if turn.say.has(key) else "talk.small.other"))


@router.on(NotSupported)
async def not_supported(wish: NotSupported, turn: Turn) -> Reply:
    """Understood and not built yet: said so, kept for an admin, nothing else (product.md 6.1)."""
    await _keep(turn, wish.intent)
    key = f"talk.wish.{wish.intent}"
    name = turn.say(key) if turn.say.has(key) else wish.intent
    return Reply(text=turn.say("talk.not_supported", name=name))


@router.on(NotUnderstood)
async def not_understood(_: NotUnderstood, turn: Turn) -> Reply:
    await _keep(turn, "")
    return Reply(text=turn.say("talk.not_understood"))


async def _keep(turn: Turn, intent: str) -> None:
    if turn.source_text:
        await turn.uow.sentences.add(turn.viewer.id, turn.source_text, intent, turn.now)
