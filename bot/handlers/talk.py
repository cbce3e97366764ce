"""Help, small talk, and what is not understood or not built yet: nothing is written, all is counted."""

from adapters.chat import Card, Reply, Row
from bot.router import Router
from bot.talk import Help, NotSupported, NotUnderstood, OutOfRange, SmallTalk
from bot.turn import Turn
from core.customers.queries import CustomerQuery

router = Router()
_EXAMPLES = ("log", "plan", "ask", "deal", "last")


@router.on(Help)
async def help_by_example(_: Help, turn: Turn) -> Reply:
    """怎么用: five sentences about the asker's own customers, a leader's his team's (P12)."""
    say, leads = turn.say, turn.viewer.employee.leads
    scope = turn.viewer.scope()
    pool = CustomerQuery(in_pool=True, limit=1)
    free = [one.short for one in await turn.uow.customers.search(pool, scope)]
    names = await _own(turn) or free or [say("talk.a_customer")]
    rows = tuple(
        Row(title=say(f"talk.example.{kind}", customer=names[place % len(names)]))
        for place, kind in enumerate(_EXAMPLES)
    )
    hints = [say("talk.hint.digest")] if leads else []
    hints += [say("talk.hint.claim", customer=free[0])] if free else []
    body = "\n".join((*hints, say("talk.just_talk")))
    return Reply(card=Card(title=say("talk.help"), rows=rows, body=body))


async def _own(turn: Turn) -> list[str]:
    """Some of his own customers; of those he leads, where he has none himself."""
    scope, most = turn.viewer.scope(), len(_EXAMPLES)
    mine = CustomerQuery(owner=turn.viewer.id, limit=most)
    team = CustomerQuery(in_pool=False, limit=most)
    found = await turn.uow.customers.search(mine, scope)
    return [one.short for one in found or await turn.uow.customers.search(team, scope)]


@router.on(SmallTalk)
async def small_talk(said: SmallTalk, turn: Turn) -> Reply:
    key = f"talk.small.{said.topic}"
    return Reply(text=turn.say(key if turn.say.has(key) else "talk.small.other"))


@router.on(NotSupported)
async def not_supported(wish: NotSupported, turn: Turn) -> Reply:
    """Understood and not built yet: said so, kept for an admin, nothing else (product.md 6.1)."""
    await _keep(turn, wish.intent)
    key = f"talk.{'asked' if wish.asks else 'wish'}.{wish.intent}"
    name = turn.say(key) if turn.say.has(key) else wish.intent
    return Reply(text=turn.say(f"talk.not_{'answered' if wish.asks else 'supported'}", name=name))


@router.on(OutOfRange)
async def out_of_range(said: OutOfRange, turn: Turn) -> Reply:
    return Reply(text=turn.say("talk.out_of_range", words=said.words))


@router.on(NotUnderstood)
async def not_understood(said: NotUnderstood, turn: Turn) -> Reply:
    await _keep(turn, "")
    return Reply(text=turn.say("talk.not_known" if said.asks else "talk.not_understood"))


async def _keep(turn: Turn, intent: str) -> None:
    if turn.source_text:
        await turn.uow.sentences.add(turn.viewer.id, turn.source_text, intent, turn.now)
