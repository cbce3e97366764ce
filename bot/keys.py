"""Intents as text: what a button carries and what a draft keeps."""

from typing import get_args

from pydantic import TypeAdapter, ValidationError

from bot import intents, talk

Intent = (
    intents.LogFollowUps
    | intents.ReviseFollowUp
    | intents.LastFollowUps
    | intents.FindRecords
    | intents.SetPlan
    | intents.CompletePlan
    | intents.MovePlan
    | intents.CancelPlan
    | intents.Today
    | intents.SearchPool
    | intents.Claim
    | intents.Release
    | intents.ShowQuota
    | intents.ShowReturning
    | intents.ExplainOwnership
    | intents.Assign
    | intents.Lock
    | intents.ShowCustomer
    | intents.ShowTimeline
    | intents.ShowBrief
    | intents.SearchCustomers
    | intents.CreateCustomer
    | intents.UpdateCustomer
    | intents.Star
    | intents.PutContact
    | intents.ShowContact
    | intents.CreateOpportunity
    | intents.MoveStage
    | intents.CloseOpportunity
    | intents.ReopenOpportunity
    | intents.UpdateOpportunity
    | intents.ShowOpportunity
    | intents.SearchOpportunities
    | intents.Tally
    | intents.RemindOwner
    | intents.PlaceAttachments
    | intents.ShowAttachments
    | intents.ImportHow
    | intents.SendTemplates
    | intents.ChooseKind
    | intents.ConfirmImport
    | intents.DropImport
    | intents.ExportRecords
    | intents.OpenNumbers
    | intents.ShowPoster
    | talk.Undo
    | talk.Redo
    | talk.Correct
    | talk.Cancel
    | talk.Confirm
    | talk.Pick
    | talk.NextPage
    | talk.Together
    | talk.SaveDraft
    | talk.EditDraft
    | talk.SubmitDraft
    | talk.DropDraft
    | talk.ShowDraft
    | talk.ChooseCustomer
    | talk.AnswerDraft
    | talk.ShowDigest
    | talk.OpenNumber
    | talk.PassOn
    | talk.DecideBinding
    | talk.BindAs
    | talk.SelfCheck
    | talk.ShowNotUnderstood
    | talk.ShowRules
    | talk.ChangeSettings
    | talk.ShowSettings
    | talk.Help
    | talk.SmallTalk
    | talk.NotSupported
    | talk.NotRecorded
    | talk.OutOfRange
    | talk.NotUnderstood
)

_TYPES: dict[str, TypeAdapter[Intent]] = {
    kind.__name__: TypeAdapter(kind) for kind in get_args(Intent)
}


class UnknownKey(Exception):
    """A key that no card of this version made."""


class NotChosen(UnknownKey):
    """A button of a folded list was pressed, and no row that it belongs to was chosen."""


def encode(intent: Intent) -> str:
    """Return `intent` as `Name{…}`, without what has its default value."""
    name = type(intent).__name__
    body = _TYPES[name].dump_json(intent, exclude_defaults=True).decode()
    return name if body == "{}" else name + body


def decode(key: str) -> Intent:
    """Return the intent of `key`.

    Raises:
        UnknownKey: forged, mangled, or from a card of another version.
    """
    name, brace, body = key.partition("{")
    adapter = _TYPES.get(name)
    if adapter is None:
        raise UnknownKey(name[:40])
    try:
        return adapter.validate_json(brace + body if brace else "{}")
    except ValidationError as error:
        raise UnknownKey(name) from error
