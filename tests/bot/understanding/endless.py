"""Texts that make a bad pattern go back and forth: `python -m tests.bot.understanding.endless SECONDS [PATTERN]`.

Understands each within so many seconds of this process's own time, and says before each which it is;
with a PATTERN it is searched in each instead.
"""

import asyncio
import random
import re
import resource
import sys

from tests.bot.understanding.speaking import understood

LENGTH, BEYOND = 2_000, 10_000
PIECES = (
    "1 0 12 3. 1, 1- 1/ 1: 1~ +1 1% 一 十 二十 一二三十百千万亿 一百 三千 万亿 零 两 半 几 多 百来 十几 "
    "( ) （ ） () （） 【】 [] 《》 ((（（ 点 1点 三点半 号 3号 月 3月 三月 个月 周 周一 下周 下下周 个 3个 "
    "个点 万 3万 万块 年 2026年 日 天 3天 前天 -1 1~2 1到2 从1到 ￥ 元 w k 上午 下午3点 国庆 除夕 "
    "王 王总 老王 阿王 小王 姓王 A Aa Kevin 和 、 跟 的 了 不 不是 不是A是 对 ， 。 … ~ 远帆 苏州 苏州远帆 公司 "
    "再 改成 推到 换成 阶段系统商机 每 每周 提醒我 见了 去了 报 报价 预算 打9折 九五折 三成 8个点"
).split()


def endless() -> dict[str, str]:
    """Texts by what they repeat, also broken off where a pattern may hope to end, and mixed."""
    alone = {piece: (piece * LENGTH)[:LENGTH] for piece in [*PIECES, " ", "\n", "\u3000"]}
    broken = {f"{piece}…x": f"{alone[piece][:900]}x" for piece in PIECES[:16]}
    chance = random.Random(LENGTH)
    mixed = {f"mixed {n}": "".join(chance.choices(PIECES, k=LENGTH))[:LENGTH] for n in range(10)}
    return alone | broken | mixed | {"longer": (mixed["mixed 0"] * 5)[:BEYOND]}


def main(seconds: str, *pattern: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    for name, text in endless().items():
        sys.stdout.write(f"{name!r}\n")
        sys.stdout.flush()
        if pattern:
            re.search(*pattern, text)
        else:
            asyncio.run(understood(text))


if __name__ == "__main__":
    main(*sys.argv[1:])
