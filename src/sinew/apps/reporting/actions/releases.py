"""Publishing the report of a quarter that is over."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.errors import NotOver, OutOfOrder
from sinew.apps.reporting.facts import facts_of
from sinew.apps.reporting.models import GroupedAnswer, Release
from sinew.apps.reporting.reading import next_quarter
from sinew.disclosure import Quarter, publish
from sinew.disclosure.periods import quarters
from sinew.disclosure.stored import report_to_json
from sinew.errors import SinewError

logger = logging.getLogger(__name__)

SETTLES = timedelta(days=14)
"""After a quarter, so that sessions done without a network have arrived. Later ones are left out."""


@transaction.atomic
def publish_quarter(*, sponsor: Sponsor, quarter: Quarter, at: datetime, by: User | None) -> Release:
    """Publish a sponsor's report of a quarter, for ever.

    Raises:
        NotOver: the quarter ended less than 14 days ago, or not at all.
        OutOfOrder: another quarter is the next one.
    """
    Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor.pk)
    from_on = quarter.last_on + SETTLES
    if at.date() <= from_on:
        raise NotOver(quarter, from_on + timedelta(days=1))
    if quarter != next_quarter(sponsor):
        raise OutOfOrder(quarter)
    earlier = [release.report for release in Release.objects.filter(sponsor=sponsor)]
    report = publish(facts_of(sponsor, quarter), earlier)
    release = Release.objects.create(
        sponsor=sponsor,
        year=quarter.year,
        quarter=quarter.number,
        published=report_to_json(report),
        created_at=at,
        created_by=by,
    )
    GroupedAnswer.objects.bulk_create(
        GroupedAnswer(release=release, measure=group.measure, plan_id=plan)
        for group in report.groups
        for plan in group.people
    )
    audit.record("reporting.release.published", on=release, by=by, detail={"quarter": str(quarter)})
    return release


def publish_due(*, at: datetime, by: User | None = None) -> list[Release]:
    """Publish every report that is due, of every sponsor; harmless to repeat.

    A sponsor whose report cannot be made is logged and left out.
    """
    made = []
    for sponsor in Sponsor.objects.filter(begins_on__lte=at.date()):
        until = min(at.date() - SETTLES, sponsor.ends_on or at.date())
        for quarter in quarters(next_quarter(sponsor).first_on, until):
            try:
                made.append(publish_quarter(sponsor=sponsor, quarter=quarter, at=at, by=by))
            except SinewError:
                logger.exception("reporting.release.failed", extra={"sponsor_id": str(sponsor.pk)})
                break
    return made
