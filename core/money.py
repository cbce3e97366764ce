"""Money in whole fen, so that sums are exact."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi.

    Args:
        fen: the amount in 1/100 yuan; negative for a refund.
    """

    fen: int

    @classmethod
    def yuan(cls, amount: Decimal | int | str) -> Self:
        """Return `amount` yuan.

        Raises:
            ValueError: `amount` is finer than a fen.
        """
        fen = Decimal(amount) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"{amount} yuan is finer than a fen")
        return cls(int(fen))

    @property
    def in_yuan(self) -> Decimal:
        """The amount in yuan with two places."""
        return (Decimal(self.fen) / 100).quantize(Decimal("0.01"))

    def __add__(self, other: Self) -> Self:
        return type(self)(self.fen + other.fen)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.fen - other.fen)

    def __str__(self) -> str:
        return f"¥{self.in_yuan:,.2f}"
