"""What happened on a day keeps its order wherever the member goes, so a plan replayed is the plan given."""

from datetime import UTC, datetime

import pytest

from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.care.planning import content_of
from sinew.program import events_from_dicts
from tests.apps.members import world

pytestmark = pytest.mark.django_db
ZONES = ("America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "Pacific/Kiritimati", "UTC")
HOURS = (5, 13, 20, 23)
"""Early and late on the day in New York: yesterday and tomorrow elsewhere."""


@pytest.mark.parametrize("zone", ZONES)
def test_events_of_a_day_are_read_in_the_order_they_were_recorded_in_every_time_zone(zone: str) -> None:
    plan = world.planned()
    user = plan.member.user
    user.timezone = "America/New_York"
    user.save()
    for n, hour in enumerate(HOURS):
        at = datetime(world.DAY.year, world.DAY.month, world.DAY.day, hour, 5, tzinfo=UTC)
        answers = {"pain_average": n}
        care.record_check_in(plan=plan, answers=answers, on=world.DAY, at=at, by=user)
    user.timezone = zone
    user.save()
    again = CarePlan.objects.get(pk=plan.pk)
    read = events_from_dicts({"events": again.history}, content_of(again).program, again.as_of)
    assert [event.answers["pain_average"] for event in read] == list(range(len(HOURS)))
    assert CareEvent.objects.count() == len(HOURS)
