"""Stages as people read them: a company's own names as it wrote them, the shipped ones in one's language."""

from collections.abc import Sequence

from bot.texts import Texts
from bot.turn import Turn
from core.opportunities.flows import INDUSTRIAL, SHIPPED, STANDARD
from core.opportunities.model import Flow, Opportunity, Stage

_FLOWS = {INDUSTRIAL.id: "industrial", STANDARD.id: "standard"}
_SHIPPED = frozenset((stage.code, stage.name) for flow in SHIPPED.values() for stage in flow.stages)


def of_deal(deal: Opportunity, turn: Turn) -> str:
    """The stage a deal is in, by the flow it pins."""
    return in_flow(deal.stage, turn.rules.flow(deal.flow, deal.flow_version), turn)


def in_flow(code: str, flow: Flow | None, turn: Turn) -> str:
    return among(code, (flow,) if flow else (), turn.say)


def among(code: str, flows: Sequence[Flow], say: Texts) -> str:
    """A stage as the first of `flows` that has it calls it."""
    found = next((stage for flow in flows if (stage := flow.stage(code))), None)
    return named(found, say) if found else _shipped(code, say)


def of_flow(flow: str, flows: Sequence[Flow]) -> Sequence[Flow]:
    """That flow first: a stage of the same code in another one may be called otherwise."""
    return sorted(flows, key=lambda one: one.id != flow)


def flow_named(flow: str, flows: Sequence[Flow], say: Texts) -> str:
    """What a flow is called; a name that the company wrote itself stands in every language."""
    name = next((one.name for one in flows if one.id == flow), flow)
    shipped = SHIPPED.get(flow)
    key = f"opportunities.flow.{_FLOWS.get(flow, '')}"
    return say(key) if shipped and shipped.name == name and say.has(key) else name


def named(stage: Stage, say: Texts) -> str:
    """What a stage is called; a name that the company wrote itself stands in every language."""
    return _shipped(stage.code, say) if (stage.code, stage.name) in _SHIPPED else stage.name


def _shipped(code: str, say: Texts) -> str:
    key = f"opportunities.stage.{code}"
    return say(key) if say.has(key) else code
