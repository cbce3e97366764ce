"""What a person can want: one frozen type an intent, for sentences and for buttons alike.

What changes a record and leaves a doubt is offered as a draft first (`bot.dialogue`). A field that
is None or empty was not said. What is wanted of the talk itself is in `bot.talk`.
"""

from bot.intents.customers import (
    CreateCustomer,
    PutContact,
    SearchCustomers,
    ShowBrief,
    ShowContact,
    ShowCustomer,
    ShowTimeline,
    Star,
    UpdateCustomer,
)
from bot.intents.digests import OpenNumbers, ShowPoster
from bot.intents.files import PlaceAttachments, ShowAttachments
from bot.intents.opportunities import (
    CloseOpportunity,
    CreateOpportunity,
    MoveStage,
    OpportunityRef,
    ReopenOpportunity,
    SearchOpportunities,
    ShowOpportunity,
    UpdateOpportunity,
)
from bot.intents.plans import (
    CancelPlan,
    CompletePlan,
    MovePlan,
    PlanRef,
    SetPlan,
    Today,
)
from bot.intents.pool import (
    Assign,
    Claim,
    ExplainOwnership,
    Lock,
    Release,
    SearchPool,
    ShowQuota,
    ShowReturning,
)
from bot.intents.reminders import RemindOwner
from bot.intents.tallies import Tally
from bot.intents.transfers import (
    ChooseKind,
    ConfirmImport,
    DropImport,
    ExportRecords,
    ImportHow,
    SendTemplates,
)
from bot.intents.visits import (
    Entry,
    FindRecords,
    LastFollowUps,
    LogFollowUps,
    ReviseFollowUp,
)

__all__ = [
    "Assign",
    "CancelPlan",
    "ChooseKind",
    "Claim",
    "CloseOpportunity",
    "CompletePlan",
    "ConfirmImport",
    "CreateCustomer",
    "CreateOpportunity",
    "DropImport",
    "Entry",
    "ExplainOwnership",
    "ExportRecords",
    "FindRecords",
    "ImportHow",
    "LastFollowUps",
    "Lock",
    "LogFollowUps",
    "MovePlan",
    "MoveStage",
    "OpenNumbers",
    "OpportunityRef",
    "PlaceAttachments",
    "PlanRef",
    "PutContact",
    "Release",
    "RemindOwner",
    "ReopenOpportunity",
    "ReviseFollowUp",
    "SearchCustomers",
    "SearchOpportunities",
    "SearchPool",
    "SendTemplates",
    "SetPlan",
    "ShowAttachments",
    "ShowBrief",
    "ShowContact",
    "ShowCustomer",
    "ShowOpportunity",
    "ShowPoster",
    "ShowQuota",
    "ShowReturning",
    "ShowTimeline",
    "Star",
    "Tally",
    "Today",
    "UpdateCustomer",
    "UpdateOpportunity",
]
