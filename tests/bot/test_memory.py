"""What the C library keeps for itself of memory that nobody needs any more."""

import re
import subprocess
import sys

import pytest

_ASKED = """
import ctypes, sys, threading
from bot.memory import sparing
if {sparing}:
    sparing()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
together = threading.Barrier(8)

def takes():
    together.wait()
    for block in [libc.malloc(1_000) for _ in range(1_000)]:
        libc.free(block)
    together.wait()

threads = [threading.Thread(target=takes) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
"""


@pytest.mark.parametrize(("sparing", "is_few"), [(True, True), (False, False)])
def test_threads_share_two_arenas(sparing: bool, is_few: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ASKED.format(sparing=sparing)], capture_output=True, check=True
    ).stdout.decode()
    arenas = re.findall(r"<heap nr=", told)

    assert arenas
    assert (len(arenas) <= 2) is is_few
