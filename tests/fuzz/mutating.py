"""Bytes that nobody sends, made of bytes that somebody does."""

from collections.abc import Sequence
from random import Random


def mutated(samples: Sequence[bytes], dice: Random) -> bytes:
    """One of `samples` with a few bytes changed, taken out, doubled, or with the end of another."""
    content = bytearray(dice.choice(samples))
    for _ in range(dice.choice((1, 1, 2, 5))):
        at, other = dice.randrange(len(content) + 1), dice.choice(samples)
        match dice.randrange(5):
            case 0:
                content[at : at + 1] = dice.randbytes(1)
            case 1:
                del content[at : at + dice.randrange(1, 20)]
            case 2:
                content[at:at] = dice.randbytes(3)
            case 3:
                begin = dice.randrange(len(other))
                content[at:at] = other[begin : begin + dice.randrange(1, 40)]
            case _:
                content[at:] = other[dice.randrange(len(other)) :]
    return bytes(content)
