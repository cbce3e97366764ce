"""Every kind of errand by its name."""

from collections.abc import Mapping

from bot.errands.exporting import EXPORTING, TEMPLATING
from bot.errands.fetching import FETCHING
from bot.errands.importing import IMPORTING
from bot.errands.sweeping import SWEEPING
from bot.errands.trying import TRYING
from bot.errands.wanted import EXPORT, FETCH, IMPORT, SWEEP, TEMPLATES, TRIAL
from bot.errands.work import Kind

KINDS: Mapping[str, Kind] = {
    EXPORT: EXPORTING,
    FETCH: FETCHING,
    IMPORT: IMPORTING,
    SWEEP: SWEEPING,
    TEMPLATES: TEMPLATING,
    TRIAL: TRYING,
}
