"""What ends whoever has it is given up at the third death, and nothing beside it is (R11; decision 0030)."""

from adapters.chat import Platform
from storage.leasing import ENDED
from tests.chaos.saying import sayings
from tests.chaos.scene import scene
from tests.chaos.tally import Tally

PEOPLE, EACH = 40, 4
TOLD = sayings(PEOPLE, EACH)
HEARD, SHOWN = TOLD[3][1], TOLD[9][0]
DEATHS = range(4, 7)
"""Three of each; one may be both's."""


async def test_of_all_that_was_in_hand_only_what_is_deadly_is_given_up(sqlite_url: str) -> None:
    deadly = (HEARD.customer, SHOWN.customer)
    async with scene(
        Platform.WECOM,
        sqlite_url,
        people=PEOPLE,
        each=EACH,
        module="tests.chaos.deadly",
        deadly=deadly,
    ) as now:
        await now.load.run()
        await now.drained()
        inbox = await now.store.inbox.listed(("dead",))
        outbox = await now.store.outbox.listed(("dead", "failed"))
        found = await now.tally()

        assert now.fleet.kills in DEATHS
        assert [(one.error, one.conversation) for one in inbox] == [(ENDED, "wecom::rep3")]
        assert [(one.error, one.recipient) for one in outbox] == [(ENDED, "wecom::rep9")]
        assert found == Tally(lost=1, missing=2)
