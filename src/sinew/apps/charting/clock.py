"""The clock a practitioner may have running, as any page of a member shows it."""

from sinew.apps.accounts.models import User
from sinew.apps.charting.forms import TimerForm
from sinew.apps.charting.models import Timer
from sinew.apps.members.models import Member


def clock_for(user: User, member: Member) -> dict[str, object]:
    """What `charting/parts/clock.html` needs: one's clock for this member, or for which other it runs."""
    running = Timer.objects.visible_to(user).select_related("member__user").first()
    is_here = running is not None and running.member_id == member.pk
    return {
        "timer": running if is_here else None,
        "elsewhere": running if not is_here else None,
        "timer_form": TimerForm(auto_id="timer_%s"),
    }
