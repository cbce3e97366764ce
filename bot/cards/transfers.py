"""Cards of a spreadsheet on its way in: what was found, how far it is, what became of it."""

from collections.abc import Sequence

from adapters.chat import Button, Card, Tone
from bot.intents import ChooseKind, ConfirmImport, DropImport
from bot.keys import encode
from bot.texts import Texts
from bot.transfer.upload import Upload


def trial(upload: Upload, first: Sequence[tuple[int, str]], say: Texts) -> Card:
    """The counts of a trial run with the first reasons, and whether to go on (M06)."""
    counts = upload.counts
    lines = [say("transfer.can", taken=upload.taken, rows=upload.many, **counts)]
    lines += [say("transfer.reason_line", row=row, reason=reason) for row, reason in first]
    lines += [say("transfer.hidden", count=upload.hidden)] if upload.hidden else []
    if not upload.taken:
        nothing = "nothing" if counts.get("refused") else "nothing_new"
        lines.append(say(f"transfer.{nothing}"))
        return Card(title=_title(upload, say), body="\n".join(lines), tone=Tone.WARNING)
    return Card(
        title=_title(upload, say),
        body="\n".join((*lines, say("transfer.ask"))),
        tone=Tone.ACTIVE,
        buttons=(
            Button(say("transfer.confirm"), encode(ConfirmImport(upload.id)), primary=True),
            Button(say("transfer.cancel"), encode(DropImport(upload.id))),
        ),
    )


def running(upload: Upload, done: int, say: Texts) -> Card:
    words = say("transfer.running", done=done, rows=upload.many)
    return Card(title=_title(upload, say), state=words, tone=Tone.ACTIVE)


def over(upload: Upload, say: Texts) -> Card:
    """What became of it."""
    counts = dict.fromkeys(("new", "updated", "duplicate", "refused"), 0) | upload.counts
    return Card(
        title=_title(upload, say),
        body=say("transfer.result", **counts),
        state=say("transfer.over"),
        tone=Tone.GOOD,
    )


def cancelled(upload: Upload, say: Texts) -> Card:
    return Card(title=_title(upload, say), state=say("transfer.cancelled"), tone=Tone.MUTED)


def as_it_is(upload: Upload, say: Texts) -> Card:
    """The card of an upload that was dealt with."""
    match upload.state:
        case "over":
            return over(upload, say)
        case "cancelled":
            return cancelled(upload, say)
        case _:
            return running(upload, 0, say)


def which_kind(upload: str, name: str, kinds: Sequence[str], say: Texts) -> Card:
    """这是哪一种表？"""
    return Card(
        title=say("transfer.kind_asked", name=name),
        tone=Tone.WARNING,
        buttons=tuple(
            Button(say(f"transfer.file_kind.{kind}"), encode(ChooseKind(upload, kind)))
            for kind in kinds[:6]
        ),
    )


def _title(upload: Upload, say: Texts) -> str:
    kind = say(f"transfer.file_kind.{upload.kind}")
    return say("transfer.tried", name=upload.name, kind=kind)
