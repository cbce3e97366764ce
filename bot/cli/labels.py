"""The label scheme of `liaoke understand`: one coarse name for each of the product's intents."""

from bot.intents import (
    Assign,
    CancelPlan,
    Claim,
    CloseOpportunity,
    CompletePlan,
    CreateCustomer,
    CreateOpportunity,
    Lock,
    LogFollowUps,
    MovePlan,
    MoveStage,
    PutContact,
    Release,
    ReopenOpportunity,
    ReviseFollowUp,
    SetPlan,
    Star,
    UpdateCustomer,
    UpdateOpportunity,
)
from bot.keys import Intent
from bot.talk import (
    Cancel,
    ChangeSettings,
    Confirm,
    Correct,
    Help,
    NotSupported,
    NotUnderstood,
    OutOfRange,
    Pick,
    Redo,
    SmallTalk,
    Undo,
)

_COARSE: dict[type, str] = {
    LogFollowUps: "log_visit",
    SetPlan: "set_followup",
    MovePlan: "set_followup",
    CompletePlan: "log_visit",
    CancelPlan: "cancel_followup",
    Claim: "claim_customer",
    Release: "release_customer",
    Assign: "transfer_customer",
    MoveStage: "advance_stage",
    CloseOpportunity: "advance_stage",
    ReopenOpportunity: "advance_stage",
    CreateCustomer: "create_customer",
    CreateOpportunity: "create_opportunity",
    UpdateOpportunity: "update_opportunity",
    UpdateCustomer: "update_contact",
    PutContact: "update_contact",
    Correct: "amend_record",
    ReviseFollowUp: "amend_record",
    Redo: "undo",
    Undo: "undo",
    **dict.fromkeys(
        (
            Help,
            Cancel,
            Confirm,
            Pick,
            ChangeSettings,
            Star,
            Lock,
            SmallTalk,
            NotUnderstood,
            OutOfRange,
        ),
        "other",
    ),
}
_UNSUPPORTED = {
    "new_lead": "create_lead",
    "transfer": "transfer_customer",
    "assign": "transfer_customer",
    "search": "query",
    "digest": "query",
    "funnel": "query",
    "activity": "query",
    "money_mgr": "query",
}


def coarse(intent: Intent) -> str:
    """The name of the label scheme for the product's own intent; what is not named asks something."""
    if isinstance(intent, Undo) and intent.kind:
        return "amend_record"
    if isinstance(intent, NotSupported):
        return "query" if intent.asks else _UNSUPPORTED.get(intent.intent, "other")
    return _COARSE.get(type(intent), "query")
