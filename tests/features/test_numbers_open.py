"""Each number of a digest opens as many rows as it says, none of them outside the reader's reach (K12, F14)."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from shutil import copy
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.chat import Address, Card, Platform
from bot.app import build
from bot.cards.digest import digest
from bot.handlers.numbers import open_number
from bot.installation import web_secret
from bot.keys import decode
from bot.plan import Plan
from bot.talk import OpenNumber
from bot.texts import texts
from bot.turn import Turn
from bot.web.signing import Signing
from core.people.model import EmployeeId, Role
from core.people.viewers import viewer
from core.reports.compose import gather
from core.reports.digest import Digest
from core.reports.lists import LACKING, LISTS
from core.reports.model import read_as_of
from core.reports.ranges import Range
from core.workdays import Calendar
from storage.store import Store
from storage.unit_of_work import SqlUnitOfWork
from tests.conftest import Counting
from tests.core.builders import ZONE, act, employee
from tests.features import lived
from tests.features.life import BOSS, EAST, REPS, WEST
from tests.features.lived import AFTERWARDS, NOW, RULES, TEAMS, TODAY, covers, owner_of, scope_of

Team = frozenset[EmployeeId] | None
_POOLED = ("claimable", "unclaimed")
_NOT_SHOWN = {"calls", "quoted"}
"""Lists of questions in the chat, and of the one line that is quoted; no number of a digest opens them."""
_GAPS = {*LACKING.values(), "late"}
"""What the records do not say, and what they said only afterwards (K18)."""
_BOARDS = (
    ("day", TODAY),
    ("day", date(2026, 11, 27)),
    ("week", date(2026, 11, 29)),
    ("month", date(2026, 11, 27)),
)
_SHOWS = settings(
    max_examples=8,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # to shrink days that were lived takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a company that has lived; to copy."""
    path = tmp_path_factory.mktemp("lived") / "lived.db"
    copy(sqlite_template, path)

    async def write() -> None:
        store = lived.opened(path)
        await lived.live(store)
        await store.close()

    asyncio.run(write())
    return path


@asynccontextmanager
async def another(company: Path, folder: Path) -> AsyncIterator[Store]:
    path = folder / "copy.db"
    copy(company, path)
    store = lived.opened(path)
    try:
        yield store
    finally:
        await store.close()


async def turn_of(uow: SqlUnitOfWork, who: EmployeeId) -> Turn:
    return Turn(
        uow=uow,
        viewer=await viewer(await uow.people.get(who), uow.people),
        sender=Address(Platform.WECOM, who),
        now=NOW,
        zone=ZONE,
        rules=RULES,
        calendar=Calendar(),
        say=texts("zh-CN"),
        new_id=lambda: "new",
    )


async def pages(number: str, found: Digest, turn: Turn) -> list[Card]:
    """Every page of a list, through the button of the one before."""
    wish: OpenNumber | None = OpenNumber(number, found.first, found.last, as_of=found.as_of)
    cards = []
    while wish:
        (card,) = (await open_number(wish, turn)).more
        cards.append(card)
        wish = decode(card.buttons[0].key) if card.buttons else None
    return cards


def span_of(found: Digest) -> Range:
    days = Range(date.fromisoformat(found.first), date.fromisoformat(found.last), ZONE)
    return days.by(Calendar())


async def told(found: Digest, team: Team, uow: SqlUnitOfWork) -> Mapping[str, int]:
    """What a digest of the same days and moment says to whoever has this team."""
    then, scope = read_as_of(found.as_of), scope_of(team)
    made = await gather(uow, scope, span_of(found), now=NOW, flows=RULES.flows, then=then)
    return made.counts


async def whose(number: str, found: Digest, team: Team, uow: SqlUnitOfWork) -> Sequence[str | None]:
    """Whose the rows of a list are, by the records as they were then."""
    then = read_as_of(found.as_of)
    async with uow.as_of(then.mark) as past:
        span, rows = span_of(found), slice(0, 10_000)
        _, ids = await past.reports.page(number, span, scope_of(team), now=then.at, rows=rows)
        return [await owner_of(past, number, one) for one in ids]


async def check(found: Digest, says: Mapping[str, int], who: EmployeeId, team: Team, store: Store):
    """That every number of `found` opens for `who` what `says` says, of his own people."""
    async with store.unit(act(who)) as uow:
        turn = await turn_of(uow, who)
        for number in found.counts:
            opened = await pages(number, found, turn)
            rows = [row for card in opened for row in card.rows]
            count = says.get(number, 0)
            assert (who, number, len(rows)) == (who, number, count)
            assert re.findall(r"\d+", opened[0].title)[-1] == str(count)
            owners = await whose(number, found, team, uow)
            assert len(owners) == count
            outside = [one for one in owners if not covers(team, one)]
            assert outside == ([None] * count if number in _POOLED else []), (who, number)


@_SHOWS
@given(data=st.data(), acts=st.integers(0, 6), seed=st.integers(0, 10**9))
async def test_K12_each_number_opens_as_many_rows_as_the_digest_said(
    company: Path, tmp_path: Path, data: st.DataObject, acts: int, seed: int
) -> None:
    async with another(company, tmp_path) as store:
        kept, found = data.draw(st.sampled_from(await lived.sent(store)))
        await lived.go_on(store, seed, acts)

        await check(found, found.counts, kept.reader, TEAMS[kept.reader], store)


@_SHOWS
@given(data=st.data(), presser=st.sampled_from([WEST, EAST, *REPS[:4]]))
async def test_K12_whoever_presses_sees_the_rows_of_those_he_leads_now_and_of_no_one_else(
    company: Path, tmp_path: Path, data: st.DataObject, presser: EmployeeId
) -> None:
    async with another(company, tmp_path) as store:
        _, found = data.draw(st.sampled_from(await lived.sent(store)))
        await lived.reorganise(store)
        team = AFTERWARDS[presser]
        async with store.look() as uow:
            says = await told(found, team, uow)

        await check(found, says, presser, team, store)


async def test_K12_on_postgresql_each_number_opens_as_many_rows_too(postgresql_url: str) -> None:
    store = Store(postgresql_url, new_id=Counting())
    await lived.live(store, 4)
    *_, (kept, found) = await lived.sent(store)
    await lived.go_on(store, 1, 6)

    await check(found, found.counts, kept.reader, TEAMS[kept.reader], store)
    await store.close()


async def test_every_list_is_a_number_of_some_digest_and_has_rows_there(
    company: Path, tmp_path: Path
) -> None:
    async with another(company, tmp_path) as store:
        digests = [found for _, found in await lived.sent(store)]

    with_rows = {number for found in digests for number, count in found.counts.items() if count}
    assert {number for number in LISTS if number not in with_rows} == _NOT_SHOWN
    assert any(number.startswith("stage:") for number in with_rows)
    assert {found.period for found in digests} == {"day", "week", "month"}


async def test_K18_what_is_lacking_and_what_was_late_opens_from_the_digest_with_as_many_rows(
    company: Path, tmp_path: Path
) -> None:
    seen = Counter[str]()
    async with another(company, tmp_path) as store:
        for kept, found in await lived.sent(store):
            lacks = {LACKING[name]: count for name, (count, _) in found.lacking.items()}
            card = digest(found, "华东组", texts("zh-CN"), TODAY, flows=RULES.flows)
            wishes = {wish.number: wish for wish in map(decode, keys_of(card)) if opens(wish)}
            async with store.unit(act(kept.reader)) as uow:
                turn = await turn_of(uow, kept.reader)
                for name, count in {**lacks, "late": found.counts["late"]}.items():
                    (opened,) = (await open_number(wishes[name], turn)).more
                    assert (name, re.findall(r"\d+", opened.title)[-1]) == (name, str(count))
                    assert opened.title.startswith(turn.say("digest.team"))
                    seen[name] += count
    assert {name for name in _GAPS if not seen[name]} == set()


def keys_of(card: Card) -> list[str]:
    return [one.key for one in card.every_button]


def opens(wish: object) -> bool:
    return isinstance(wish, OpenNumber)


def shown(page: httpx.Response) -> list[tuple[str, int]]:
    """The address of each list that a page opens, and the number that stands for it."""
    links = re.findall(r'<a href="(/board/list/[^"]*)">(.*?)</a>', page.text, re.DOTALL)
    texts_of = [(href, re.sub(r"<[^>]*>", "", text).strip()) for href, text in links]
    return [
        (href.replace("&amp;", "&"), int(number[0]))
        for href, text in texts_of
        if (number := re.findall(r"\d+$", text))
    ]


async def listed(http: httpx.AsyncClient, href: str) -> int:
    """How many rows all pages of a list have."""
    rows, where = 0, href
    while where:
        page = await http.get(where)
        assert page.status_code == 200
        rows += page.text.count('<span class="what">')
        further = re.findall(r'<a class="button" href="([^"]*)">更早的', page.text)
        where = further[0].replace("&amp;", "&") if further else ""
    return rows


@asynccontextmanager
async def boards(path: Path) -> AsyncIterator[Callable[[EmployeeId], httpx.AsyncClient]]:
    """The running pages over a database, and a browser of whoever is logged in."""
    plan = Plan(
        database_url=f"sqlite+aiosqlite:///{path}",
        zone=ZONE,
        platforms=lambda _: {},
        now=lambda: NOW.astimezone(UTC),
        public_url="http://bot.test",
    )
    app = await build(plan)
    signing = Signing(await web_secret(app.store))

    def browser(who: EmployeeId) -> httpx.AsyncClient:
        session = {"employee": who, "platform": "wecom", "user": who, "proof": "p"}
        cookies = {"liaoke": signing.sign("session", session)}
        transport = httpx.ASGITransport(app.asgi)
        return httpx.AsyncClient(transport=transport, base_url="http://bot.test", cookies=cookies)

    try:
        yield browser
    finally:
        await app.stop()


@pytest.mark.parametrize("who", [BOSS, WEST])
async def test_K12_each_number_of_the_board_opens_as_many_rows_as_it_says(
    company: Path, tmp_path: Path, who: EmployeeId
) -> None:
    path, seen = tmp_path / "board.db", Counter[str]()
    copy(company, path)
    async with boards(path) as browser, browser(who) as http:
        for period, day in _BOARDS:
            board = await http.get("/board", params={"day": day.isoformat(), "period": period})
            for href, count in sorted(set(shown(board))):
                assert (href, await listed(http, href)) == (href, count)
                seen[unquote(urlsplit(href).path).rpartition("/")[2]] += count
    assert seen.total() > 50
    assert {name for name in _GAPS if not seen[name]} == set()


async def test_K12_the_board_shows_a_day_that_is_over_as_its_digest_told_it(
    company: Path, tmp_path: Path
) -> None:
    path = tmp_path / "board.db"
    copy(company, path)
    store = lived.opened(path)
    digests = await lived.sent(store)
    async with store.unit(act(None, NOW)) as uow:
        rows = await uow.session.quick("SELECT id FROM follow_ups")
        for one in await uow.follow_ups.several([row[0] for row in rows]):
            await uow.follow_ups.save(replace(one, effective=not one.effective))
        await uow.ledger.record("revise", "follow_up", "")
    await store.close()

    async with boards(path) as browser, browser(WEST) as http:
        for kept, found in [one for one in digests if one[0].reader == WEST][-6:]:
            query = {"day": kept.day.isoformat(), "period": kept.period}
            board = await http.get("/board", params=query)
            numbers = {
                unquote(urlsplit(href).path).rpartition("/")[2]: count
                for href, count in shown(board)
            }

            assert "effective" in numbers
            assert numbers == {name: found.counts[name] for name in numbers}
            assert "简报时的样子" in board.text


async def test_A08_who_may_not_look_into_pools_opens_none_of_them(
    company: Path, tmp_path: Path
) -> None:
    async with another(company, tmp_path) as store:
        *_, (_, found) = await lived.sent(store)
        finance = employee(EmployeeId("F1"), superior=None, roles=frozenset({Role.FINANCE}))
        async with store.unit(act(BOSS)) as uow:
            await uow.people.add(finance)
            await uow.ledger.record("import", "people", "")

        async with store.unit(act(finance.id)) as uow:
            turn = await turn_of(uow, finance.id)
            rows = [await pages(number, found, turn) for number in _POOLED]

        assert found.counts["claimable"] > 0
        assert [len(card.rows) for cards in rows for card in cards] == [0, 0]
