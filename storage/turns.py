"""Whose turn it is in the outbox: the states of a message, and which may go now."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from storage.tables import outbox

_o = outbox.c
WAITING, SENDING, SENT, FAILED, DEAD = "waiting", "sending", "sent", "failed", "dead"


AFRESH = "afresh"
"""In the place of a platform's id: what it says was sent as a message of its own."""


def ready(now: datetime, product_now: datetime) -> ColumnElement[bool]:
    """Whether it waits and may go."""
    waiting = and_(_o.state == WAITING, or_(_o.not_before.is_(None), _o.not_before <= now))
    return and_(waiting, or_(_o.send_after.is_(None), _o.send_after <= product_now))


def left(now: datetime) -> ColumnElement[bool]:
    """Whether whoever was sending it never came back."""
    return and_(_o.state == SENDING, _o.lease_until <= now)


def overtaken(now: datetime, product_now: datetime) -> ColumnElement[bool]:
    """Whether an earlier message to the same recipient in the same lane is on its way.

    A later one too that is being sent: an earlier that waited for its product time lets it arrive.
    """
    other = outbox.alias("other")
    due = or_(other.c.send_after.is_(None), other.c.send_after <= product_now)
    waits = and_(other.c.state == WAITING, due)
    return exists().where(
        other.c.recipient == _o.recipient,
        other.c.lane == _o.lane,
        or_(
            and_(other.c.seq < _o.seq, or_(other.c.state == SENDING, waits)),
            and_(other.c.seq > _o.seq, other.c.state == SENDING, other.c.lease_until > now),
        ),
    )
