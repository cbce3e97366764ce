"""The fields that a company file declares for its records (N03)."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, model_validator

from core.fields import CustomField, CustomFields, FieldKind

TAKEN = frozenset(
    "address aliases amount amount_max approximate attitude basis birthday category check_on city"
    " closed_at competitor contacts created_at custom customer customer_id employee employee_no"
    " entered_pool_at expected_close first_effective_at flow flow_version full_name hold_until id"
    " industry last_contact_at last_effective_at line locked lost_reason market mobile moved_at name"
    " open_moved_at opportunity_id owned_since owner owner_no owner_rep owners parent pool"
    " probability probability_by_hand reason recycle_on recycle_rule slips source stage starred state tier"
    " version warned_at won_at".split()
)
"""Columns of files and fields of records that are ours."""


def _plain(words: str) -> str:
    if words != words.strip() or not words.isprintable():
        raise ValueError("begins or ends with a space, or holds a character nobody sees")
    return words


_Words = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_plain)]


class _Field(BaseModel, extra="forbid"):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    label: Annotated[_Words, Field(max_length=20)]
    kind: FieldKind
    options: Annotated[list[_Words], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _fits(self) -> "_Field":
        if self.key in TAKEN:
            raise ValueError(f"{self.key} is a field of ours")
        if (self.kind is FieldKind.CHOICE) != bool(self.options):
            raise ValueError("a choice has options, the other kinds have none")
        if len(set(self.options)) != len(self.options):
            raise ValueError("two options are the same")
        return self

    def field(self) -> CustomField:
        return CustomField(
            key=self.key, label=self.label, kind=self.kind, options=tuple(self.options)
        )


def _differ(fields: list[_Field]) -> list[_Field]:
    names = [name for one in fields for name in {one.key, one.label}]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two fields are called {twice[0]}")
    if taken := sorted(TAKEN & {one.label for one in fields}):
        raise ValueError(f"{taken[0]} is a field of ours")
    return fields


_Declared = Annotated[list[_Field], Field(max_length=30), AfterValidator(_differ)]


class FieldsPart(BaseModel, extra="forbid"):
    """`[[fields.customer]]` and `[[fields.opportunity]]`."""

    customer: _Declared = []
    opportunity: _Declared = []

    def fields(self) -> CustomFields:
        return CustomFields(
            customer=tuple(one.field() for one in self.customer),
            opportunity=tuple(one.field() for one in self.opportunity),
        )
