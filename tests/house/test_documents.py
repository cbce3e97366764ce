"""The documents: twins that say the same, links that lead somewhere, commands that exist."""

import re
from pathlib import PurePosixPath

import pytest

from tests.house.sources import TOP, Source, texts

_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)[^)]*\)")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
_MAKE = re.compile(r"^(?:PORT=\d+ )?make ([a-z]+)", re.MULTILINE)

TWINS = (
    ("README.md", "README.zh-CN.md"),
    ("docs/wecom.md", "docs/wecom.zh-CN.md"),
    ("docs/feishu.md", "docs/feishu.zh-CN.md"),
)


def shape(text: str) -> tuple[list[int], list[str]]:
    """Return the levels of the headings and the shell commands of a document, in order."""
    blocks = _FENCE.findall(text)
    prose = _FENCE.sub("", text)
    commands = [body for language, body in blocks if language in {"sh", "dotenv", "nginx", "ini"}]
    return [len(marks) for marks in _HEADING.findall(prose)], commands


def dead_links(source: Source, files: set[str]) -> list[str]:
    """Return the relative links of a document that lead to nothing in `files`."""
    found = []
    for link in _LINK.findall(source.text):
        target = (TOP / PurePosixPath(source.path).parent / link).resolve()
        if target.relative_to(TOP).as_posix() not in files:
            found.append(f"{source.path} → {link}")
    return found


def unknown_targets(text: str, targets: set[str]) -> set[str]:
    """Return what a document tells people to `make` and the Makefile does not know."""
    return {name for _, body in _FENCE.findall(text) for name in _MAKE.findall(body)} - targets


def documents() -> list[Source]:
    return [source for source in texts() if source.path.endswith(".md")]


def read(path: str) -> str:
    return (TOP / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_twins_have_one_shape(english: str, chinese: str) -> None:
    assert shape(read(english)) == shape(read(chinese))


def test_every_link_leads_somewhere() -> None:
    files = {source.path for source in texts()}
    folders = {parent.as_posix() for path in files for parent in PurePosixPath(path).parents}

    assert [dead for page in documents() for dead in dead_links(page, files | folders)] == []


def test_what_a_document_says_to_make_exists() -> None:
    targets = set(_TARGET.findall(read("Makefile")))

    assert {
        page.path: bad for page in documents() if (bad := unknown_targets(page.text, targets))
    } == {}


def test_every_page_is_in_the_index() -> None:
    index = read("docs/README.md")
    pages = [
        page.path.removeprefix("docs/") for page in documents() if page.path.startswith("docs/")
    ]

    assert [page for page in pages if page != "README.md" and f"({page})" not in index] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(path.name[:4] for path in (TOP / "docs" / "decisions").glob("*.md"))

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_a_twin_that_drifts_is_noticed() -> None:
    assert shape("# A\n\n## B\n") != shape("# A\n\n### B\n")
    assert shape("# A\n```sh\nmake run\n```\n") != shape("# A\n```sh\nmake test\n```\n")
    assert shape("# A\n```text\n甲\n```\n") == shape("# 甲\n```text\nA\n```\n")


def test_a_dead_link_is_noticed() -> None:
    page = Source("docs/a.md", "[x](b.md) [y](../README.md) [z](https://example.com/c)")

    assert dead_links(page, {"README.md"}) == ["docs/a.md → b.md"]


def test_an_unknown_target_is_noticed() -> None:
    assert unknown_targets("```sh\nmake tea\nmake run\n```", {"run"}) == {"tea"}
