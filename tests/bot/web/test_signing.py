"""Nothing but what this installation signed for a purpose is read back."""

from datetime import timedelta

import pytest

from bot.web.signing import Signing, Unsigned

HOUR = timedelta(hours=1)


def _changed(signed: str) -> str:
    """The same with another letter in the midst of its signature: bits of the last one mean nothing."""
    return signed[:-9] + ("A" if signed[-9] != "A" else "B") + signed[-8:]


def test_what_was_signed_comes_back() -> None:
    ours = Signing("secret")

    assert ours.read("upload", ours.sign("upload", {"who": "r01"}), life=HOUR) == {"who": "r01"}


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(Signing("secret").sign("session", "r01"), id="for another purpose"),
        pytest.param(Signing("another").sign("upload", "r01"), id="by another installation"),
        pytest.param(_changed(Signing("secret").sign("upload", "r01")), id="changed"),
        pytest.param("", id="empty"),
        pytest.param("公海", id="no signature at all"),
    ],
)
def test_anything_else_is_refused(signed: str) -> None:
    with pytest.raises(Unsigned):
        Signing("secret").read("upload", signed, life=HOUR)


def test_what_is_too_old_is_refused() -> None:
    ours = Signing("secret")

    with pytest.raises(Unsigned):
        ours.read("upload", ours.sign("upload", "r01"), life=timedelta(seconds=-1))
