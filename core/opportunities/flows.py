"""The two flows that are shipped (interfaces.md 5); a company file may rename, add and reorder."""

from core.opportunities.model import Flow, Stage, StageCode

_FACTS = ("amount", "expected_close")


def _stage(code: str, name: str, probability: int, *, gated: bool = True) -> Stage:
    return Stage(StageCode(code), name, probability, _FACTS if gated else ())


STANDARD = Flow(
    "标准",
    "标准",
    (
        _stage("initial", "验证客户", 10, gated=False),
        _stage("needs", "需求分析", 30, gated=False),
        _stage("proposal", "方案报价", 60),
        _stage("negotiation", "商务谈判", 80),
    ),
)

INDUSTRIAL = Flow(
    "工业品",
    "工业品",
    (
        _stage("initial", "验证客户", 10, gated=False),
        _stage("needs", "需求分析", 30, gated=False),
        _stage("proposal", "方案报价", 50),
        _stage("sample", "样品测试", 60),
        _stage("bidding", "投标", 70),
        _stage("negotiation", "商务谈判", 80),
        _stage("contract", "合同", 90),
    ),
)

SHIPPED = {flow.id: flow for flow in (INDUSTRIAL, STANDARD)}
"""By id; the first is the default."""
