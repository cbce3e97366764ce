"""Which numbers an answer may hold: the question's, a fixed sentence's, and those of what its asker may see."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from string import Formatter

from sqlalchemy import select

from bot.cards.phrases import money
from bot.texts import texts
from core.money import Money
from core.pool.rules import PoolRules
from storage.tables import metadata
from tests.e2e.digested import Row, fen, lines, local, total
from tests.e2e.explained import shown
from tests.e2e.ruled import rules, without_rules
from tests.e2e.world import MONDAY, World

SAY = texts("zh-CN")
TODAY = MONDAY.date()
_DATED = ("follow_ups", "plans", "opportunities", "customers", "pool_events")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_HOUR = re.compile(r"(?<!\d)\d{2}:\d{2}(?!\d)")
_MONEY = re.compile(r"(?<![\d.,])\d[\d,.]*[亿万元]")
_RATE = re.compile(r"(?<!\d)\d+%")
_LEFT_ALONE = re.compile(r"(?<!\d)(\d+)天没联系")
_TO_GO = re.compile(r"距回公海 (\d+) 天")
_DAYS = re.compile(r"(?<!\d)(\d+)天")
_LISTED = re.compile(r"· (\d+)[家条]$", re.MULTILINE)
_ROW = re.compile(r"^(\d+)\. ", re.MULTILINE)
_PLANNED = re.compile(r"计划(\d+)条|临近签约(\d+)单")
_DIGEST = re.compile(r"^[周月]?简报 (?P<since>.+?)(?: - (?P<until>.+))?$", re.MULTILINE)
_QUOTED = "值得一看"
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, eq=False)
class Known:
    """All rows that somebody may see, by table, and all he may not.

    Args:
        owners: whose records he may see.
    """

    owners: frozenset[str]
    seen: Mapping[str, list[Row]]
    unseen: Mapping[str, list[Row]]

    @cached_property
    def words(self) -> set[str]:
        """Texts of his records that hold a number: a name, a phone, what was said."""
        return {word for word in _texts(self.seen) if _DIGITS.search(word)}

    @cached_property
    def secrets(self) -> set[str]:
        """Texts of others' records that stand in none of his."""
        told = {*_texts(self.seen)}
        found = {word for word in _texts(self.unseen) if len(word) > 1 and word not in told}
        return found - {"已同意"}


async def known(world: World, owners: Iterable[str], *, phones_of_pool: bool = False) -> Known:
    """What somebody with the records of `owners` and the pool may see."""
    those = frozenset(owners)
    kept: dict[str, list[Row]] = {}
    async with world.store.database.read() as connection:
        for name in (*_DATED, "contacts", "targets", "stage_moves"):
            result = await connection.execute(select(metadata.tables[name]))
            kept[name] = [dict(row._mapping) for row in result]
    his = {row["id"] for row in kept["customers"] if row["owner"] in those or not row["owner"]}
    pool = {row["id"] for row in kept["customers"] if not row["owner"]}

    def sees(table: str, row: Row) -> bool:
        if table == "targets":
            return row["employee"] in those
        return row["id" if table == "customers" else "customer"] in his

    seen = {name: [row for row in rows if sees(name, row)] for name, rows in kept.items()}
    unseen = {
        name: [row for row in rows if not sees(name, row)]
        for name, rows in kept.items()
        if name not in ("customers", "pool_events", "targets")
    }
    if not phones_of_pool:
        hidden = [row for row in seen["contacts"] if row["customer"] in pool]
        seen["contacts"] = [
            {**row, "mobile": ""} if row in hidden else row for row in seen["contacts"]
        ]
        unseen["phones"] = [{"mobile": row["mobile"]} for row in hidden]
    return Known(those, seen, unseen)


_SAID = (
    "full_name",
    "name",
    "mobile",
    "content",
    "result",
    "next_step",
    "lost_reason",
    "competitor",
)


def _texts(tables: Mapping[str, list[Row]]) -> Iterator[str]:
    for rows in tables.values():
        for row in rows:
            yield from (row[part] for part in _SAID if row.get(part))


def invented(answer: str, question: str, told: Known) -> list[str]:
    """The numbers of `answer` that come from nowhere."""
    rest, wrong = _without_digest(answer, told)
    wrong += [f"{shown} rows" for shown in _LISTED.findall(rest) if int(shown) != _rows(rest)]
    for words in sorted({*told.words, *_fixed()}, key=len, reverse=True):
        rest = rest.replace(words, "·")
    rest = without_rules(_ROW.sub("", _LISTED.sub("", rest)))
    days, sums = _moments(told, question), _sums(told)
    checks: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
        (_DAY, lambda found: _date(found) in days),
        (_HOUR, lambda found: found.group() in _hours(told)),
        (_PLANNED, lambda found: int(found[1] or found[2]) <= _rows(answer)),
        (_MONEY, lambda found: found.group() in sums),
        (_RATE, lambda found: found.group() in _rates(told)),
        (_LEFT_ALONE, lambda found: int(found[1]) in _left_alone(told)),
        (_TO_GO, lambda found: int(found[1]) in _to_go(told)),
        (_DAYS, lambda found: int(found[1]) in rules()),
    )
    asked = set(_DIGITS.findall(question))
    for pattern, holds in checks:
        for found in pattern.finditer(rest):
            if not holds(found) and not asked & set(_DIGITS.findall(found.group())):
                wrong.append(found.group())
        rest = pattern.sub("·", rest)
    return wrong + [one for one in _DIGITS.findall(rest) if one not in asked]


_FROM_RECORDS = re.compile(r" · .* (\d\d)-(\d\d)(?: · |$)")
"""A row of a digest's table: what it is, why, since which day, whose."""


def _without_digest(answer: str, told: Known) -> tuple[str, list[str]]:
    """The answer without the lines of a digest, and which of those are not as the rows have it."""
    head = _DIGEST.search(answer)
    if head is None:
        return answer, []
    since = _date(_DAY.search(head["since"]))
    until = _date(_DAY.search(head["until"])) if head["until"] else since
    which = (told.seen, told.owners, since, until)
    right = lines(*which) | shown(*which)
    said = [line for line in answer[head.end() :].splitlines() if _DIGITS.search(line)]
    quoted = [line for line in said if line.lstrip("「").startswith(_QUOTED)]
    wrong = [one for one in said if one not in right and one not in quoted]
    return "\n".join(quoted), [one for one in wrong if not _is_of_a_day(one, told)]


def _is_of_a_day(line: str, told: Known) -> bool:
    """Whether it is a row of the table with a day of his records, or names what has a number in its name."""
    found = _FROM_RECORDS.search(line)
    if found:
        return date(TODAY.year, int(found[1]), int(found[2])) in _days_kept(told)
    for words in sorted(told.words, key=len, reverse=True):
        line = line.replace(words, "·")
    return not _DIGITS.search(line)


def _rows(text: str) -> int:
    """How many numbered rows there are: 1, 2, 3…"""
    numbers = [int(one) for one in _ROW.findall(text)]
    return len(numbers) if numbers == [*range(1, len(numbers) + 1)] else -1


@cache
def _fixed() -> set[str]:
    """Stretches of the product's own sentences that hold a number."""
    found = set()
    for key in SAY.keys:
        for literal, *_ in Formatter().parse(SAY._sentences[key]):
            if _DIGITS.search(literal):
                found.add(literal)
    return found


def _moments(told: Known, question: str) -> set[date]:
    """Days of his records, bounds of the days, weeks and months beside today and of those asked for."""
    months = {(TODAY.year, TODAY.month + step) for step in (-1, 0, 1)}
    named = re.findall(r"(?<!\d)([1-9]|1[0-2])月", question)
    months |= {(TODAY.year + step, int(one)) for one in named for step in (-1, 0, 1)}
    ends = {
        day
        for year, month in months
        for day in (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    }
    years = [TODAY.year + step for words, step in _YEARS if words in question]
    ends |= {date(year, *day) for year in years for day in ((1, 1), (12, 31))}
    return ends | _days_kept(told)


_YEARS = (("去年", -1), ("今年", 0), ("明年", 1))


@cache
def _days_kept(told: Known) -> set[date]:
    """Those of his records, what protects them, and the days and weeks beside today."""
    found = {moment.date() for moment in _instants(told)}
    found |= {value for row in _every(told) for value in row.values() if type(value) is date}
    monday = TODAY - timedelta(days=TODAY.weekday())
    found |= {monday + timedelta(days=days) for days in range(-7, 14)}
    rules = PoolRules()
    for part, days in (("open_moved_at", rules.open_opportunity_days), ("won_at", rules.deal_days)):
        protected = (row[part] for row in told.seen["customers"] if row[part])
        found |= {local(since).date() + timedelta(days=days) for since in protected}
    return found


@cache
def _hours(told: Known) -> set[str]:
    return {f"{moment:%H:%M}" for moment in _instants(told)} | {"00:00"}


def _instants(told: Known) -> Iterator[datetime]:
    for row in _every(told):
        yield from (local(value) for value in row.values() if isinstance(value, datetime))


def _every(told: Known) -> Iterator[Row]:
    for table in _DATED:
        yield from told.seen[table]


@cache
def _sums(told: Known) -> set[str]:
    """Each amount, and what those come to that are open, at one stage, due in one month, or above one."""
    found = set()
    for whose in ({*told.owners}, *({one} for one in told.owners)):
        deals = [row for row in told.seen["opportunities"] if row["employee"] in whose]
        live = [row for row in deals if row["state"] == "open"]
        cuts = [live, *([row] for row in deals)]
        cuts += [
            [row for row in live if row["stage"] == stage] for stage in {r["stage"] for r in live}
        ]
        months = {f"{row['expected_close']:%Y-%m}" for row in live}
        cuts += [[row for row in live if f"{row['expected_close']:%Y-%m}" == one] for one in months]
        cuts += [[row for row in live if fen(row["amount"]) >= fen(one["amount"])] for one in live]
        for rows in cuts:
            weighted = sum(fen(row["amount"]) * row["probability"] // 100 for row in rows)
            found |= {money(Money(total(rows)), SAY), money(Money(weighted), SAY)}
    return found | {money(Money(0), SAY)}


@cache
def _rates(told: Known) -> set[str]:
    return {f"{row['probability']}%" for row in told.seen["opportunities"]}


@cache
def _left_alone(told: Known) -> set[int]:
    met = (row["last_contact_at"] for row in told.seen["customers"] if row["last_contact_at"])
    return {(TODAY - local(moment).date()).days for moment in met}


@cache
def _to_go(told: Known) -> set[int]:
    returns = (row["recycle_on"] for row in told.seen["customers"] if row["recycle_on"])
    return {(day - TODAY).days for day in returns}


def _date(found: re.Match[str] | None) -> date | None:
    return date(int(found[1] or TODAY.year), int(found[2]), int(found[3])) if found else None


def numbers(answer: str, *, but: str = "") -> list[str]:
    """The numbers of `answer` that stand neither in `but` nor in a sentence of the product."""
    for words in sorted(_fixed(), key=len, reverse=True):
        answer = answer.replace(words, "·")
    return [one for one in _DIGITS.findall(answer) if one not in _DIGITS.findall(but)]
