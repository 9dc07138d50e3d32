"""The tag by which other apps' pages take in what was measured in visits."""

from django import template

from sinew.apps.accounts.models import User
from sinew.apps.measuring.presenters import MeasuredInVisits
from sinew.apps.members.models import Member

register = template.Library()


@register.simple_tag
def measured_in_visits(reader: User, member: Member | None = None) -> MeasuredInVisits | None:
    """What a reader may see of a member's measurements; of their own where no member is named."""
    of = member if member is not None else Member.objects.visible_to(reader).filter(user=reader).first()
    return MeasuredInVisits(of, reader) if of is not None else None
