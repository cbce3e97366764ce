"""Workbooks are made beside the chat: nobody waits for somebody else's file."""

import threading

import pytest

from bot.errands import bringing, exporting
from tests.e2e.sent import media, send_file
from tests.e2e.sheets import customers
from tests.e2e.world import World

MAKERS = [(exporting, "export_book"), (exporting, "template_book"), (bringing, "refused_book")]


@pytest.mark.parametrize(("where", "maker"), MAKERS, ids=[name for _, name in MAKERS])
async def test_no_workbook_is_made_in_the_loop_of_the_chat(
    on_feishu: World, monkeypatch, where, maker: str
) -> None:
    world, threads, made = on_feishu, [], getattr(where, maker)

    def watched(*args):
        threads.append(threading.current_thread())
        return made(*args)

    monkeypatch.setattr(where, maker, watched)
    match maker:
        case "export_book":
            await world.say("吴敏", "导出所有客户")
        case "template_book":
            await world.say("吴敏", "客户导入模板")
        case _:
            await send_file(world, "吴敏", customers(["N1", "", "E1"]), "客户.xlsx")

    assert len(media(world, "吴敏")) == 1
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
