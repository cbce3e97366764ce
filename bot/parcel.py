"""What the outbox keeps: a message in the neutral language, and what its arrival means."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from adapters.chat import CardHandle, Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message on its way. The same bytes are drawn the same at each try.

    Args:
        handle: the pressed card it takes the place of; None for a new message.
        card: id of the card it takes the place of unasked, wherever that hangs by now.
        warns: customers whose owner knows of their return once this has arrived.
        opens: the page of ours it leads to (`bot.places`); empty when to none.
        answers: the right to answer what it answers (`Address.token`); empty when it answers nothing.
    """

    content: Content
    handle: CardHandle | None = None
    card: str = ""
    warns: tuple[str, ...] = ()
    opens: str = ""
    answers: str = ""


_PARCEL: TypeAdapter[Parcel] = TypeAdapter(Parcel)


def packed(
    content: Content,
    *,
    handle: CardHandle | None = None,
    card: str = "",
    warns: tuple[str, ...] = (),
    opens: str = "",
    answers: str = "",
) -> bytes:
    """The bytes the outbox keeps."""
    parcel = Parcel(
        content=content, handle=handle, card=card, warns=warns, opens=opens, answers=answers
    )
    return _PARCEL.dump_json(parcel)


def unpacked(body: bytes) -> Parcel:
    return _PARCEL.validate_json(body)
