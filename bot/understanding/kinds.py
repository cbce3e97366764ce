"""Which wishes are alike: what only looks, what may follow a report, what is wanted of each of several."""

from bot.intents import (
    Assign,
    CancelPlan,
    Claim,
    CloseOpportunity,
    CompletePlan,
    CreateCustomer,
    CreateOpportunity,
    ExplainOwnership,
    FindRecords,
    LastFollowUps,
    Lock,
    LogFollowUps,
    MovePlan,
    MoveStage,
    PutContact,
    Release,
    ReopenOpportunity,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    SetPlan,
    ShowBrief,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowQuota,
    ShowReturning,
    ShowTimeline,
    Star,
    Tally,
    Today,
    UpdateCustomer,
    UpdateOpportunity,
)
from bot.talk import NotSupported, ShowDigest, ShowRules, SmallTalk

LOOKING = (
    ExplainOwnership,
    FindRecords,
    LastFollowUps,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowBrief,
    ShowContact,
    ShowCustomer,
    ShowDigest,
    ShowOpportunity,
    ShowQuota,
    ShowReturning,
    ShowRules,
    ShowTimeline,
    SmallTalk,
    Tally,
    Today,
)
"""What reads and never writes: it is answered though a draft is open."""

MISTAKEN = (*LOOKING, NotSupported, Claim, PutContact, CancelPlan, MovePlan)
"""What is no order where a contact is told: 定完给我电话, 12号给我, 今天拍板了."""

OF_A_ROW = (
    CancelPlan,
    CloseOpportunity,
    CompletePlan,
    MovePlan,
    MoveStage,
    ReopenOpportunity,
    SetPlan,
    Star,
    UpdateOpportunity,
)
"""What is done with one record: a number that no list has must not mean the one last shown."""

AT_ONCE = (Assign, Claim, Lock, Release, Star)
"""What is done with several customers by one wish."""

OF_EACH = (
    *AT_ONCE,
    CancelPlan,
    CloseOpportunity,
    CompletePlan,
    LastFollowUps,
    MovePlan,
    MoveStage,
    SetPlan,
    ShowCustomer,
    ShowTimeline,
    UpdateOpportunity,
)
"""What is asked or done for one customer at a time."""

DRAFTED = (
    CloseOpportunity,
    CreateCustomer,
    CreateOpportunity,
    LogFollowUps,
    MoveStage,
    PutContact,
    ReopenOpportunity,
    SetPlan,
    UpdateCustomer,
    UpdateOpportunity,
)
"""What opens a draft: no question does."""

BESIDE = (
    NotSupported,
    Assign,
    Claim,
    CloseOpportunity,
    CreateCustomer,
    CreateOpportunity,
    MoveStage,
    PutContact,
    Release,
    SetPlan,
    Star,
    UpdateOpportunity,
)
"""Orders that may follow a report, or one another."""
