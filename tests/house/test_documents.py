"""The documents: twins that say the same, links that lead somewhere, commands that exist."""

import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import PurePosixPath

import pytest

from bot.cli.parser import parse
from bot.settings import example
from tests.house.sources import ROOMS, TOP, Source, modules, texts, tracked

_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)[^)]*\)")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
_MAKE = re.compile(r"^(?:PORT=\d+ )?make ([a-z]+)", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_TYPED = re.compile(r"^(?:\.venv/bin/)?liaoke (.+)$", re.MULTILINE)
_NAMED = re.compile(r"liaoke((?: [a-z][a-z-]*)+)")
_VARIABLE = re.compile(r"\b(?:LIAOKE|WECOM|FEISHU)_[A-Z_]*[A-Z]\b")
_OURS = re.compile(
    r"(?:adapters|bot|core|storage|tests|docs|requirements|benchmarks)/[\w./-]+|[\w.-]+\.example[\w.]*"
)

TWINS = tuple(
    (english, english.replace(".md", ".zh-CN.md"))
    for english in (
        "README.md",
        "docs/wecom.md",
        "docs/feishu.md",
        "docs/first-monday.md",
        "docs/deploy.md",
        "docs/scaling.md",
        "docs/security.md",
    )
)


def shape(text: str) -> tuple[list[int], list[str], list[str]]:
    """Return the levels of the headings, the commands and the links of a document, in order."""
    blocks = _FENCE.findall(text)
    prose = _FENCE.sub("", text)
    commands = [body for language, body in blocks if language in {"sh", "dotenv", "nginx", "ini"}]
    links = [link.replace(".zh-CN", "") for link in _LINK.findall(prose)]
    return [len(marks) for marks in _HEADING.findall(prose)], commands, links


def names(text: str) -> set[str]:
    """Return what stands in a document as code and is the same in every language."""
    found = {code.replace(".zh-CN", "") for code in _CODE.findall(_FENCE.sub("", text))}
    return {code for code in found if code.isascii()}


def is_command(words: list[str]) -> bool:
    """Whether the command line takes these words; nothing is run."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        try:
            parse(words)
        except SystemExit as end:
            return not end.code
    return True


def unknown_commands(text: str) -> list[str]:
    """Return each `liaoke …` of a document that the command line would refuse."""
    blocks = "\n".join(body for language, body in _FENCE.findall(text) if language == "sh")
    typed = [line for line in _TYPED.findall(blocks) if not is_command(shlex.split(line))]
    named = [
        words
        for code in _CODE.findall(_FENCE.sub("", text))
        for words in _NAMED.findall(code)
        if not is_command([*words.split(), "--help"])
    ]
    return [*typed, *named]


def unknown_variables(text: str) -> set[str]:
    """Return the variables that `.env.example` does not have; a secret's NAME_FILE is one of ours."""
    known = set(_VARIABLE.findall(example()))
    return {
        name for name in _VARIABLE.findall(text) if name.removesuffix("_FILE") not in known
    } - known


def missing_files(text: str, files: set[str]) -> set[str]:
    """Return the files of ours that a document names and nobody has."""
    named = {code for code in _CODE.findall(text) if _OURS.fullmatch(code)}
    return {name for name in named if name.rstrip("/") not in files}


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


def files_and_folders() -> set[str]:
    files = set(tracked())
    return files | {up.as_posix() for path in files for up in PurePosixPath(path).parents}


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_twins_have_one_shape(english: str, chinese: str) -> None:
    assert shape(read(english)) == shape(read(chinese))


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_twins_name_the_same_things(english: str, chinese: str) -> None:
    assert names(read(english)) == names(read(chinese))


def test_every_link_leads_somewhere() -> None:
    files = files_and_folders()

    assert [dead for page in documents() for dead in dead_links(page, files)] == []


def test_every_command_that_a_document_shows_is_one() -> None:
    assert {page.path: bad for page in documents() if (bad := unknown_commands(page.text))} == {}


def test_every_variable_that_a_document_names_is_one() -> None:
    assert {page.path: bad for page in documents() if (bad := unknown_variables(page.text))} == {}


def test_every_variable_in_the_code_is_documented() -> None:
    assert {one.path: bad for one in modules(*ROOMS) if (bad := unknown_variables(one.text))} == {}


def test_every_file_of_ours_that_a_document_names_is_there() -> None:
    files = files_and_folders()

    assert {
        page.path: bad for page in documents() if (bad := missing_files(page.text, files))
    } == {}


def test_pictures_are_small_and_each_is_shown() -> None:
    pictures = [path for path in tracked() if path.startswith("docs/pictures/")]
    shown = {link for page in documents() for link in _LINK.findall(page.text)}

    assert [path for path in pictures if (TOP / path).stat().st_size >= 300_000] == []
    assert set(pictures) == {link for link in shown if link.endswith(".png")}


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


def test_a_name_that_one_twin_lacks_is_noticed() -> None:
    assert names("`A_B` `x y`") != names("`A_B`")
    assert names("`A_B` `a.md`") == names("`A_B` `a.zh-CN.md` `保存`")


def test_a_command_that_is_none_is_noticed() -> None:
    page = "`liaoke brew` `liaoke jobs list`\n```sh\n.venv/bin/liaoke serve --tea\nls\n```\n"

    assert unknown_commands(page) == ["serve --tea", " brew"]


def test_a_variable_that_is_none_is_noticed() -> None:
    page = "LIAOKE_TEA WECOM_SECRET WECOM_SECRET_FILE FEISHU_…"

    assert unknown_variables(page) == {"LIAOKE_TEA"}


def test_a_file_that_is_gone_is_noticed() -> None:
    assert missing_files("`bot/tea.py` `bot/app.py` `people.csv`", {"bot/app.py"}) == {"bot/tea.py"}
