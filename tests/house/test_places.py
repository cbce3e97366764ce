"""No file names a package index, or a folder of the machine it was written on."""

import re

import pytest

from tests.house.sources import Source, texts

# The parts are joined here so that this file is not its own finding.
_INDEX = re.compile(
    "|".join(
        (
            "py" + r"pi\.(?:org|python)",
            "python" + r"hosted\.org",
            "pi" + r"p\.conf\b",
            "--(?:extra-|default-)?" + r"index(?:-url)?[ =]\S*://",
            "--find" + r"-links",
            "(?:PIP|UV)_" + r"(?:EXTRA_|DEFAULT_)?INDEX",
            r"/simple" + r"/?(?:\s|$)",
            r"mirrors?\." + r"[\w.]*(?:edu|aliyun|tencent)",
            "arti" + "factory",
        )
    ),
    re.IGNORECASE,
)
_MACHINE = re.compile(r"(?<![\w.])/(?:" + "root|home|Users|work|private|mnt" + r")/[\w.]")


def place_faults(source: Source) -> list[str]:
    """Return the lines that only make sense on one machine or with one index."""
    return [
        f"{source.path}:{number} {line.strip()[:80]}"
        for number, line in enumerate(source.text.splitlines(), 1)
        if _INDEX.search(line) or _MACHINE.search(line)
    ]


def test_no_file_names_an_index_or_a_machine() -> None:
    assert [fault for source in texts() for fault in place_faults(source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "--" + "index-url https://packages.example.com/x",
        "--find" + "-links wheels",
        "https://py" + "pi.org/project/x",
        "-e file:///ro" + "ot/src",
        'open("/ho' + 'me/wang/crm.db")',
        "PIP_" + "INDEX_URL=x",
    ],
)
def test_a_place_is_noticed(line: str) -> None:
    assert len(place_faults(Source("Makefile", line))) == 1


def test_an_address_of_a_product_is_no_place() -> None:
    assert (
        place_faults(Source("x", "https://qyapi.weixin.qq.com/cgi-bin/gettoken /opt/liaoke")) == []
    )
