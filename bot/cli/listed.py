"""The names of a customers file, for commands that know no database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from bot.understanding.likeness import LOOKED_AT, Neighbourhood
from bot.understanding.linking import FEW
from core.customers.model import CustomerId
from core.customers.names import keys
from core.customers.queries import NameHit
from core.customers.stretches import beginning


class ListedNames:
    """Names out of a customers file; each rep sees his own and the pool."""

    def __init__(self, rows: Iterable[dict[str, str]], rep: str | None) -> None:
        self._keys: dict[str, list[tuple[bool, str, CustomerId]]] = {}
        self._contacts: dict[str, dict[CustomerId, None]] = {}
        self._first: list[tuple[CustomerId, str]] = []
        self._near: Neighbourhood | None = None
        for row in rows:
            owner = row.get("owner_rep", "")
            if rep and owner and owner != rep:
                continue
            id_ = CustomerId(row["customer_id"])
            if len(self._first) < LOOKED_AT:
                self._first.append((id_, row["full_name"]))
            for key, kind in keys(
                row["full_name"], [a for a in row.get("aliases", "").split(";") if a]
            ):
                self._keys.setdefault(key, []).append((not owner, kind, id_))
            for name in row.get("contacts", "").split(";"):
                if name:
                    self._contacts.setdefault(name, {})[id_] = None
        self._begun = {beginning(key) for key in self._keys}

    async def begun(self, beginnings: Collection[str]) -> Collection[str]:
        return self._begun.intersection(beginnings)

    async def by_keys(self, keys: Sequence[str]) -> Sequence[NameHit]:
        return [self._hit(key) for key in dict.fromkeys(keys) if key in self._keys]

    def _hit(self, key: str) -> NameHit:
        """The customers of a key, owned ones first."""
        found = sorted(self._keys[key], key=lambda one: one[0])[:FEW]
        pooled, kind, _ = found[0]
        return NameHit(key, kind, tuple(id_ for _, _, id_ in found), pooled=pooled)

    async def neighbourhood(self) -> Neighbourhood:
        self._near = self._near or Neighbourhood(self._first)
        return self._near

    async def at(self, contact: str, among: Sequence[CustomerId]) -> Sequence[CustomerId]:
        known = self._contacts.get(contact, {})
        return [one for one in among if one in known]

    async def anywhere(self, contacts: Sequence[str]) -> Mapping[str, Sequence[CustomerId]]:
        known = ((name, self._contacts.get(name)) for name in contacts)
        return {name: tuple(islice(at, FEW)) for name, at in known if at}

    async def contacts(self, customers: Sequence[CustomerId]) -> Sequence[str]:
        wanted = set(customers)
        return [name for name, at in self._contacts.items() if not wanted.isdisjoint(at)]
