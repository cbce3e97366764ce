"""Whose turn it is in the outbox: the states of a message, and which may go now.

Conditions are of the moments `:now`, the machine's, and `:product_now`, given when they are asked.
"""

from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, exists, or_

from storage.leasing import NOW
from storage.tables import outbox

_o, _other = outbox.c, outbox.alias("other").c
WAITING, SENDING, SENT, FAILED, DEAD = "waiting", "sending", "sent", "failed", "dead"
AFRESH = "afresh"
"""In the place of a platform's id: what it says was sent as a message of its own."""
PRODUCT_NOW: BindParameter[datetime] = bindparam("product_now")

READY = and_(
    _o.state == WAITING,
    or_(_o.not_before.is_(None), _o.not_before <= NOW),
    or_(_o.send_after.is_(None), _o.send_after <= PRODUCT_NOW),
)
"""It waits and may go."""

LEFT = and_(_o.state == SENDING, _o.lease_until <= NOW)
"""Whoever was sending it never came back."""

_WAITS = and_(
    _other.state == WAITING, or_(_other.send_after.is_(None), _other.send_after <= PRODUCT_NOW)
)
IN_TURN = ~exists().where(
    _other.recipient == _o.recipient,
    _other.lane == _o.lane,
    or_(
        and_(_other.seq < _o.seq, or_(_other.state == SENDING, _WAITS)),
        and_(_other.seq > _o.seq, _other.state == SENDING, _other.lease_until > NOW),
    ),
)
"""No earlier message to the same recipient in the same lane is on its way.

A later one too that is being sent holds it back: an earlier that waited for its product time lets it arrive.
"""
