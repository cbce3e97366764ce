"""Whose turn it is in the outbox: the states of a message, and which may go now."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from storage.tables import outbox

_o, _other = outbox.c, outbox.alias("other").c
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
    due = or_(_other.send_after.is_(None), _other.send_after <= product_now)
    waits = and_(_other.state == WAITING, due)
    return exists().where(
        _other.recipient == _o.recipient,
        _other.lane == _o.lane,
        or_(
            and_(_other.seq < _o.seq, or_(_other.state == SENDING, waits)),
            and_(_other.seq > _o.seq, _other.state == SENDING, _other.lease_until > now),
        ),
    )
