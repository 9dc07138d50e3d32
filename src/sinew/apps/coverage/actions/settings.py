"""Changing what a sponsor is called, how its rosters are read and what was agreed with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.errors import SettingNotYours, SponsorRefused
from sinew.apps.coverage.models import Sponsor, SponsorName
from sinew.vocabulary import Role

MANAGERS_CHANGE = frozenset(
    {
        "name",
        "greeting",
        "contact_name",
        "contact_email",
        "is_public",
        "absence_ends",
        "through_is_covered",
        "subscriber_ends_family",
        "largest_share_ended",
        "largest_share_changed",
        "smallest_share_left",
    }
)
"""What a sponsor decides by itself."""
OPERATORS_CHANGE = frozenset(
    {"kind", "begins_on", "ends_on", "covers", "minimum_age", "programs", "member_cost", "insurer"}
)
"""What was agreed: whom it pays for, what, and from when to when."""
_TEXTS = frozenset({"name", "greeting", "contact_name", "contact_email", "member_cost", "insurer"})
NAMES_AT_MOST = 20


@transaction.atomic
def change_sponsor(*, sponsor: Sponsor, changes: Mapping[str, Any], by: User | None) -> Sponsor:
    """Set settings to new values; who changed which is in the audit trail, with the value unless it is text.

    Args:
        changes: setting to value; what stays as it is may be among them.

    Raises:
        SettingNotYours: one of them is not for this person to change.
        SponsorRefused: a value is unusable; it says which.
    """
    sponsor = Sponsor.objects.select_for_update().get(pk=sponsor.pk)
    changed = {name: value for name, value in changes.items() if getattr(sponsor, name) != value}
    is_operator = by is None or by.role == Role.OPERATOR
    theirs = sorted(changed.keys() - MANAGERS_CHANGE - (OPERATORS_CHANGE if is_operator else frozenset()))
    if theirs:
        raise SettingNotYours(theirs)
    if not changed:
        return sponsor
    before = {name: getattr(sponsor, name) for name in changed}
    for name, value in changed.items():
        setattr(sponsor, name, value)
    try:
        sponsor.full_clean()
    except ValidationError as refused:
        raise SponsorRefused(" ".join(refused.messages)) from refused
    sponsor.save(update_fields=list(changed))
    for name, value in changed.items():
        detail = {"setting": name}
        if name not in _TEXTS:
            detail |= {"before": str(before[name]), "after": str(value)}
        audit.record("coverage.sponsor.changed", on=sponsor, by=by, detail=detail)
    return sponsor


@transaction.atomic
def change_appearance(
    *, sponsor: Sponsor, changes: Mapping[str, Any], names: Sequence[str], by: User | None
) -> Sponsor:
    """Settings and further names at once, or neither; see `change_sponsor` and `name_sponsor`."""
    sponsor = change_sponsor(sponsor=sponsor, changes=changes, by=by)
    name_sponsor(sponsor=sponsor, names=names, by=by)
    return sponsor


@transaction.atomic
def name_sponsor(*, sponsor: Sponsor, names: Sequence[str], by: User | None) -> None:
    """Replace the further names by which people know a sponsor.

    Raises:
        SponsorRefused: a name is too long, or there are too many.
    """
    wanted = {" ".join(name.split()) for name in names} - {"", sponsor.name}
    if len(wanted) > NAMES_AT_MOST:
        raise SponsorRefused(f"{NAMES_AT_MOST} names are enough for anybody to find it. Leave some out.")
    longest = SponsorName._meta.get_field("name").max_length or 0
    if any(len(name) > longest for name in wanted):
        raise SponsorRefused(f"A name has {longest} characters at most.")
    known = set(sponsor.names.values_list("name", flat=True))
    if known == wanted:
        return
    sponsor.names.filter(name__in=known - wanted).delete()
    SponsorName.objects.bulk_create(
        SponsorName(sponsor=sponsor, name=name) for name in sorted(wanted - known)
    )
    audit.record("coverage.sponsor.named", on=sponsor, by=by, detail={"names": str(len(wanted))})
