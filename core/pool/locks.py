"""A supervisor's lock keeps a customer from returning, for so many of one owner (D12)."""

from dataclasses import replace

from core.acting import Acting
from core.customers.model import Customer, CustomerId
from core.customers.queries import CustomerQuery
from core.errors import IllegalMove, LocksUsed
from core.people.permissions import EVERYBODY, Command
from core.pool.clocks import wound


async def lock(customer_id: CustomerId, acting: Acting, *, on: bool) -> Customer:
    """Lock an owned customer, or let its clocks count again.

    Raises:
        LocksUsed: its owner has as many as the rules allow.
        IllegalMove: it lies in the pool.
        Forbidden, NotFound: as usual.
    """
    customer = await acting.uow.customers.get(customer_id, acting.viewer.scope())
    acting.viewer.check(Command.ASSIGN, customer.owner)
    if customer.owner is None:
        raise IllegalMove("customer", "pool", "locked")
    if customer.locked is on:
        return customer
    limit = acting.pool.locks_per_person
    if on and limit:
        await acting.uow.people.hold(customer.owner)
        query = CustomerQuery(owner=customer.owner, locked=True)
        used = await acting.uow.customers.count(query, EVERYBODY)
        if used >= limit:
            raise LocksUsed(used, limit)
    changed = wound(replace(customer, locked=on), acting.pool, now=acting.now, zone=acting.zone)
    saved = await acting.uow.customers.save(changed)
    command = "lock" if on else "unlock"
    await acting.uow.ledger.record(command, "customer", saved.id, rule_version=acting.pool.version)
    return saved
