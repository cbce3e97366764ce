"""All that a rehearsed company keeps, in every table, made comparable between two rehearsals."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, select

from storage.tables import metadata
from tests.e2e.world import World

Kept = dict[str, list[str]]

_MACHINERY = {"inbox", "outbox", "shared"}
_OWN = {"hash", "message_id"}
"""Of a ledger row: its seal, and for a press the platform's name of the card."""
_ITS_OWN = re.compile(
    r"(?:wecom|feishu):[\w:-]*\w"  # a conversation, an act, what an event is known by
    r"|\bom_[0-9a-f]+|\b7\d{18}\b|\b[0-9a-f]{32}\b"  # the platform's message or card
    r"|\b[0-9a-hjkmnp-tv-z]{26}\b"  # an id of ours
    r"|(?<=\"value\": \")[\w-]{43}(?=\")"  # the installation's key for signatures
)
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060]")
_PLATFORM = re.compile(r"\bou_|\b(?:wecom|feishu)\b")


async def everything(day: World) -> Kept:
    """The rows of all tables in the order they were made; queues only by what they push and end in.

    What differs by nature between two rehearsals (ids, the platform's names of messages and people)
    is numbered by its first appearance, so that who points at whom is still compared.
    """
    found: Kept = {}
    numbers: dict[str, str] = {}
    async with day.store.database.read() as connection:
        for table in sorted(
            metadata.sorted_tables, key=lambda one: (one.name != "ledger", one.name)
        ):
            result = await connection.execute(select(table))
            rows = _ordered(table, result)
            found[table.name] = [
                _numbered(json.dumps(_without(row, _OWN), default=str, ensure_ascii=False), numbers)
                for row in _business(table.name, rows, day)
            ]
    return found


def seen(day: World, who: str) -> str:
    """All that stands on a person's phone at the end."""
    return _numbered(_UNSEEN.sub("", day.seen(who)), {})


async def records(day: World) -> Kept:
    """The rows as they are, without the machinery and what is only remembered of the talk."""
    found: Kept = {}
    async with day.store.database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name in _MACHINERY | {"memory", "identities"}:
                continue
            result = await connection.execute(select(table))
            found[table.name] = [repr(_without(dict(row._mapping), _OWN)) for row in result]
    return found


def _ordered(table: Table, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """By key, as Python orders it: databases disagree; live cards, whose keys begin with acts, by their time."""
    keys = [column.name for column in table.primary_key.columns]
    if table.name == "live_cards":
        shown = [dict(row._mapping) for row in rows]
        return sorted(
            shown, key=lambda row: (row["at"], row["record"] == row["act"], row["record"])
        )
    return sorted(
        (dict(row._mapping) for row in rows), key=lambda row: tuple(row[key] for key in keys)
    )


def _business(name: str, rows: list[dict[str, Any]], day: World) -> list[dict[str, Any]]:
    match name:
        case "shared":
            return []
        case "inbox":
            return [{"state": row["state"], "attempts": row["attempts"]} for row in rows]
        case "outbox":
            pushed = [row for row in rows if row["kind"] != "reply"]
            return [
                {part: row[part] for part in ("employee", "kind", "dedupe_key", "state")}
                for row in pushed
            ]
        case "identities":
            return [row for row in rows if row["platform"] == day.platform]
        case "memory":
            other = {"wecom": "feishu", "feishu": "wecom"}[day.platform]
            return [row for row in rows if not row["conversation"].startswith(other)]
        case _:
            return rows


def _without(row: Mapping[str, Any], parts: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in parts}


def _numbered(text: str, numbers: dict[str, str]) -> str:
    """`text` with each name of its own replaced by its number, the same everywhere."""
    named = _ITS_OWN.sub(
        lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"),
        text,
    )
    return _PLATFORM.sub("", named)
