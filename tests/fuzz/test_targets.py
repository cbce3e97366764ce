"""H8, its short version: what is nearly a sample is read, or refused as declared; `make fuzz` goes on."""

from random import Random

import pytest

from adapters.chat import Refused
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import TARGETS, Target

_TIMES = {"spreadsheets": 60}


@pytest.mark.parametrize("name", TARGETS)
def test_H8_a_sample_is_read(name: str) -> None:
    read = [TARGETS[name].read(one) is None for one in TARGETS[name].samples]

    assert len(read) == len(TARGETS[name].samples) > 0


@pytest.mark.parametrize("name", TARGETS)
def test_H8_what_is_nearly_a_sample_is_read_or_refused(name: str) -> None:
    dice, target = Random(name), TARGETS[name]
    tried = {mutated(target.samples, dice) for _ in range(_TIMES.get(name, 400))}
    for one in tried:
        target(one)

    assert len(tried) > _TIMES.get(name, 400) // 2


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("days", "腊月二十.5".encode(), id="a figure of words and digits"),
        pytest.param(
            "spreadsheets", b"PK\3\4" + b"PK\5\6" + b"\xff" * 18, id="parts before the beginning"
        ),
    ],
)
def test_H8_what_was_found_once_stays_mended(name: str, found: bytes) -> None:
    target = TARGETS[name]

    assert target(found) is None


def test_H8_what_is_not_declared_is_noticed() -> None:
    def breaks(data: bytes) -> None:
        raise LookupError(data)

    assert Target(breaks, (), (Refused, LookupError))(b"") is None
    with pytest.raises(LookupError):
        Target(breaks, ())(b"")
