"""Columns in which only some words may stand: their codes, and what people call them in each language."""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.cards import stages
from bot.company.rules import CompanyRules
from bot.texts import LANGUAGES, Texts, texts
from bot.transfer.tables import Line, parts
from core.customers.model import Attitude, ContactRole
from core.opportunities.model import Flow, OpportunityState
from core.people.model import EmployeeState, Role
from core.visits.model import ContactKind

PINNED = {"opportunities": ("flow", "flow_version")}
"""Columns that say what a record's codes mean: a deal's stages are those it began with (H01)."""
_YES_NO = {"true": "phrases.yes", "false": "phrases.no"}
_STATES = {one.value: f"transfer.state.{one}" for one in OpportunityState}
_KEYS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("customers", "starred"): _YES_NO,
    ("contacts", "role"): {one.value: f"customers.role.{one}" for one in ContactRole},
    ("contacts", "attitude"): {str(one.value): f"customers.attitude.{one}" for one in Attitude},
    ("follow_ups", "kind"): {one.value: f"visits.kind.{one}" for one in ContactKind},
    ("opportunities", "state"): _STATES,
    ("people", "state"): {one.value: f"transfer.employee_state.{one}" for one in EmployeeState},
    ("people", "roles"): {one.value: f"transfer.job.{one}" for one in Role},
    ("targets", "measure"): {one: f"transfer.measure.{one}" for one in ("signed", "received")},
}
_ANY = {
    ("customers", "tier"): ("A", "B", "C"),
    ("customers", "category"): ("1", "2", "3", "4", "5"),
}


def offered(kind: str, flows: Sequence[Flow], say: Texts) -> dict[str, Sequence[str]]:
    """Column → the words it takes, as the reader's drop-down offers them."""
    found: dict[str, Sequence[str]] = {
        column: tuple(map(say, keys.values())) for (of, column), keys in _KEYS.items() if of == kind
    }
    found |= {column: words for (of, column), words in _ANY.items() if of == kind}
    if kind == "opportunities":
        names = (stages.named(stage, say) for flow in flows for stage in flow.stages)
        found["stage"] = tuple(dict.fromkeys(names))
    return found


def coded(kind: str, line: Line) -> Line:
    """The row with codes for words; a word that is none stays, and is refused by whoever reads it."""
    given = {column: codes for column, codes in _codes(kind).items() if line.get(column)}
    if not given:
        return line
    return {**line, **{column: _coded(line[column], codes) for column, codes in given.items()}}


def stage_of(cell: str, flow: Flow) -> str:
    """The code of a stage or of an end, said by its code or by its name in a language; else the cell."""
    if flow.stage(cell):
        return cell
    by_name = {
        stages.named(stage, texts(language)): str(stage.code)
        for language in LANGUAGES
        for stage in flow.stages
    }
    by_name |= {stage.name: str(stage.code) for stage in flow.stages}
    return by_name.get(cell) or _codes("opportunities")["state"].get(cell, cell)


def worded(
    kind: str, record: Mapping[str, object], rules: CompanyRules, say: Texts
) -> Mapping[str, object]:
    """A record of an export with its reader's words for codes.

    Args:
        record: with the columns `PINNED` where it is an opportunity.
    """
    found = dict(record)
    for (of, column), keys in _KEYS.items():
        code = str(record.get(column)).lower()
        if of == kind and code in keys:
            found[column] = say(keys[code])
    if kind == "opportunities":
        flow = rules.flow(str(record["flow"]), int(str(record["flow_version"])))
        found["stage"] = stages.among(str(record.get("stage")), (flow,) if flow else (), say)
    return found


def _coded(cell: str, codes: Mapping[str, str]) -> str:
    return (
        ";".join(codes.get(one, one) for one in parts(cell)) if cell not in codes else codes[cell]
    )


@cache
def _codes(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Column → word of any language → code."""
    found: dict[str, dict[str, str]] = {}
    for (of, column), keys in _KEYS.items():
        if of == kind:
            found[column] = {
                texts(language)(key): code for language in LANGUAGES for code, key in keys.items()
            }
    return found
