"""Who may do what, role by role and command by command (A11)."""

import pytest

from core.errors import Forbidden
from core.people.model import EmployeeState, Role
from core.people.permissions import GRANTS, Command, Reach, Viewer
from tests.core.builders import LIN, SUN, ZHOU, employee

# read as: nobody's, one's own, the team's, everybody's records
TABLE = """
                    rep   supervisor  executive  sales_ops  finance  admin
read                own   team        all        all        none     all
log                 own   team        none       none       none     none
plan                own   team        none       none       none     none
claim               own   team        none       none       none     none
release             own   team        none       none       none     none
assign              none  team        all        all        none     all
edit_customer       own   team        none       all        none     none
create_customer     own   team        none       none       none     none
sell                own   team        none       none       none     none
star                own   team        none       none       none     none
digest              none  team        all        all        none     none
import              none  none        none       all        none     all
export              own   team        all        all        none     all
rules               none  none        none       all        none     all
admin               none  none        none       none       none     all
read_phone_in_pool  none  team        all        all        none     all
undo                own   team        own        own        own      own
"""
ROLES, *ROWS = (line.split() for line in TABLE.strip().splitlines())
EXPECTED = {
    (role, row[0]): reach for row in ROWS for role, reach in zip(ROLES, row[1:], strict=True)
}


def viewer(role: Role, state: EmployeeState = EmployeeState.ACTIVE) -> Viewer:
    """周明 with one role; 林悦 is below him."""
    return Viewer(employee(roles=frozenset({role}), state=state), frozenset({ZHOU, LIN}))


def test_A11_the_table_names_every_role_and_command() -> None:
    assert set(EXPECTED) == {(role.value, command.value) for role in Role for command in Command}
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", Command)
def test_A11_each_role_reaches_whose_records_the_table_says(role: Role, command: Command) -> None:
    reach = Reach(EXPECTED[role.value, command.value])
    one = viewer(role)
    allowed = {ZHOU: Reach.OWN, LIN: Reach.TEAM, SUN: Reach.ALL}
    order = list(Reach)

    assert one.reach(command) is reach
    for owner, needed in allowed.items():
        if order.index(reach) >= order.index(needed):
            one.check(command, owner)
        else:
            with pytest.raises(Forbidden):
                one.check(command, owner)


@pytest.mark.parametrize("role", Role)
def test_A11_who_has_left_may_do_nothing(role: Role) -> None:
    gone = viewer(role, EmployeeState.LEFT)

    assert {gone.reach(command) for command in Command} == {Reach.NONE}
