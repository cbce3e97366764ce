"""The two languages say the same things with the same names."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.house.sources import TOP

_LOCALES = TOP / "bot" / "locales"
_FIRST, *_OTHERS = sorted(p.name for p in _LOCALES.iterdir() if p.is_dir())

Sentences = Mapping[str, object]


def flat(table: Sentences, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield each sentence of a locale file with its dotted key."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def names_in(sentence: str) -> frozenset[str]:
    """Return the names in braces; a format of its own (`{n:,}`) belongs to its name."""
    return frozenset(
        name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None
    )


def twin_faults(left: Sentences, right: Sentences) -> list[str]:
    """Return the keys that only one twin has, and those whose names in braces differ."""
    here, there = dict(flat(left)), dict(flat(right))
    found = [f"{key}: only in one language" for key in sorted(here.keys() ^ there.keys())]
    return found + [
        f"{key}: {sorted(names_in(here[key]) ^ names_in(there[key]))}"
        for key in sorted(here.keys() & there.keys())
        if names_in(here[key]) != names_in(there[key])
    ]


def read(path: Path) -> Sentences:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def areas(language: str) -> set[str]:
    return {path.name for path in (_LOCALES / language).glob("*.toml")}


def test_there_is_chinese_and_english() -> None:
    assert {_FIRST, *_OTHERS} == {"zh-CN", "en"}


@pytest.mark.parametrize("other", _OTHERS)
def test_each_language_has_the_same_areas(other: str) -> None:
    assert areas(other) == areas(_FIRST)


@pytest.mark.parametrize("other", _OTHERS)
def test_each_area_says_the_same_in_each_language(other: str) -> None:
    faults = {
        area: twin_faults(read(_LOCALES / _FIRST / area), read(_LOCALES / other / area))
        for area in sorted(areas(_FIRST) & areas(other))
    }

    assert {area: found for area, found in faults.items() if found} == {}


def test_no_sentence_is_empty() -> None:
    empty = [
        f"{path.parent.name}/{path.name} {key}"
        for path in sorted(_LOCALES.glob("*/*.toml"))
        for key, sentence in flat(read(path))
        if not sentence
    ]

    assert empty == []


@pytest.mark.parametrize(
    ("left", "right", "faults"),
    [
        pytest.param({"a": "x"}, {}, ["a: only in one language"], id="one is missing"),
        pytest.param({"a": {"b": "{n}家"}}, {"a": {"b": "{m}"}}, ["a.b: ['m', 'n']"], id="names"),
        pytest.param({"a": "{n:,}家"}, {"a": "{n} of them"}, [], id="a format is free"),
    ],
)
def test_a_difference_between_twins_is_noticed(
    left: Sentences, right: Sentences, faults: list[str]
) -> None:
    assert twin_faults(left, right) == faults
