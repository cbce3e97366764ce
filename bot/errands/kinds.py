"""Every kind of errand by its name."""

from collections.abc import Mapping

from bot.errands.fetching import FETCHING
from bot.errands.sweeping import SWEEPING
from bot.errands.wanted import FETCH, SWEEP
from bot.errands.work import Kind

KINDS: Mapping[str, Kind] = {FETCH: FETCHING, SWEEP: SWEEPING}
