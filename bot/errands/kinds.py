"""Every kind of errand by its name."""

from collections.abc import Mapping

from bot.errands.backing_up import COPYING, PROVING
from bot.errands.exporting import EXPORTING, TEMPLATING
from bot.errands.fetching import FETCHING
from bot.errands.importing import IMPORTING
from bot.errands.sweeping import SWEEPING
from bot.errands.trying import TRYING
from bot.errands.wanted import BACKUP, EXPORT, FETCH, IMPORT, RESTORE_TEST, SWEEP, TEMPLATES, TRIAL
from bot.errands.work import Kind

KINDS: Mapping[str, Kind] = {
    BACKUP: COPYING,
    RESTORE_TEST: PROVING,
    EXPORT: EXPORTING,
    FETCH: FETCHING,
    IMPORT: IMPORTING,
    SWEEP: SWEEPING,
    TEMPLATES: TEMPLATING,
    TRIAL: TRYING,
}
