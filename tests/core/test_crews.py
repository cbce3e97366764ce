"""Who has the same readers is one crew: no scope divides a crew, and none sees another's."""

from hypothesis import given
from hypothesis import strategies as st

from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY, Scope
from core.reports.crews import OTHERS, crews

PEOPLE = [EmployeeId(f"E{number}") for number in range(8)]
SCOPES = st.lists(
    st.builds(Scope, st.none() | st.frozensets(st.sampled_from(PEOPLE)), pools=st.booleans())
)


@given(SCOPES)
def test_the_crews_of_a_scope_are_exactly_its_people(scopes: list[Scope]) -> None:
    made = crews(scopes, EVERYBODY)

    for scope in scopes:
        inside = {one for one in PEOPLE if made.crew(one) in made.seen[scope]}
        assert inside == (set(PEOPLE) if scope.owners is None else scope.owners)


@given(SCOPES)
def test_people_of_different_crews_have_different_readers(scopes: list[Scope]) -> None:
    made = crews(scopes, EVERYBODY)
    readers = {one: frozenset(s for s in scopes if s.covers(one)) for one in PEOPLE}

    for one in PEOPLE:
        for other in PEOPLE:
            assert (made.crew(one) == made.crew(other)) == (readers[one] == readers[other])


def test_whoever_sees_everybody_sees_those_whom_nobody_else_sees() -> None:
    team = Scope(frozenset({PEOPLE[0]}))
    made = crews([EVERYBODY, team], EVERYBODY)

    assert made.crew(PEOPLE[1]) == OTHERS
    assert OTHERS in made.seen[EVERYBODY]
    assert OTHERS not in made.seen[team]


def test_records_of_one_reader_are_of_one_crew_and_those_of_others_are_told_apart() -> None:
    team = Scope(frozenset(PEOPLE[:3]))

    assert crews([team], team).only == crews([team], team).crew(PEOPLE[0])
    assert crews([EVERYBODY], EVERYBODY).only == OTHERS
    assert crews([team], EVERYBODY).only is None
    assert crews([EVERYBODY, team], EVERYBODY).only is None
