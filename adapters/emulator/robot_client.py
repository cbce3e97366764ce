"""Which button a person means on what the robot showed him, and what goes with it."""

from collections.abc import Sequence

from adapters.emulator.exchanges import Bubble, NoSuchButton
from adapters.emulator.wecom_client import Selected, by_option, key_of, preselected, with_option


def pressed(
    bubbles: Sequence[Bubble], label: str, option: str, selected: Selected
) -> tuple[Bubble, str, Selected]:
    """The newest card with a button `label`, its key, and what is chosen on it.

    Args:
        option: a text or an id in its choice.

    Raises:
        NoSuchButton: no card shows it.
    """
    for bubble in reversed(bubbles):
        card = bubble.card or {}
        if key := key_of(card, label):
            given = {name: ids for name, ids in selected.items() if any(ids)}
            chosen = {**preselected(card), **given}
            return bubble, key, chosen | with_option(card, option) if option else chosen
        if folded := by_option(card, label):
            return bubble, folded[0], folded[1]
    raise NoSuchButton(label)
