"""The demo's reports: made of invented facts by the rules of real ones, for demo managers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from sinew.apps.coverage.models import Sponsor
from sinew.apps.reporting.actions.invoices import agree_price, issue_due
from sinew.apps.reporting.actions.releases import SETTLES
from sinew.apps.reporting.errors import DemoRefused
from sinew.apps.reporting.facts import TRACKS
from sinew.apps.reporting.models import GroupedAnswer, Invoice, PriceAgreed, Release
from sinew.disclosure import Answer, Basis, Counted, Facts, Month, Quarter, publish
from sinew.disclosure.periods import quarters
from sinew.disclosure.stored import report_to_json

MONTHLY_CENTS = 125_000
GROWTH = (0.3, 0.55, 0.8, 1.0)
"""Of the year's people, how many have come by the end of each quarter."""
_NAMES = UUID("6a1c2a52-2f1a-4b1e-9a3d-0a3f6c1f7e11")


def _sponsors() -> Sequence[Sponsor]:
    if not settings.DEMO_ACCOUNTS_ALLOWED:
        raise DemoRefused
    return list(Sponsor.objects.filter(managers__user__is_demo=True).distinct())


def forget() -> None:
    """Take the invented reports and invoices away, so that the demo can be made again.

    Raises:
        DemoRefused: these settings are those of a real deployment.
    """
    for sponsor in _sponsors():
        GroupedAnswer.objects.filter(release__sponsor=sponsor).update(release=None)
        for rows in (
            Invoice.objects.filter(sponsor=sponsor, credits__isnull=False),
            Invoice.objects.filter(sponsor=sponsor),
            PriceAgreed.objects.filter(sponsor=sponsor),
            Release.objects.filter(sponsor=sponsor),
        ):
            rows._raw_delete(rows.db)


@transaction.atomic
def make(*, now: datetime) -> Iterator[str]:
    """Publish invented reports and issue flat invoices; yields whose.

    Raises:
        DemoRefused: these settings are those of a real deployment.
    """
    for sponsor in _sponsors():
        covered = max(sponsor.lives, 60)
        closed = list(quarters(sponsor.begins_on, now.date() - SETTLES))
        publish_invented(sponsor=sponsor, closed=closed, covered=covered, people=covered // 4, at=now)
        agree_price(
            sponsor=sponsor,
            basis=Basis.FLAT_MONTH,
            price=MONTHLY_CENTS,
            currency="USD",
            from_month=Month.of(sponsor.begins_on).next,
            at=now,
            by=None,
        )
        yield sponsor.name
    issue_due(at=now)


def publish_invented(
    *, sponsor: Sponsor, closed: Sequence[Quarter], covered: int, people: int, at: datetime
) -> list[Release]:
    """Reports of quarters in which so many people have enrolled by the end of each year."""
    made: list[Release] = []
    for quarter in closed:
        reports = [one.report for one in made]
        report = publish(_invented(quarter, covered, people), reports)
        made.append(
            Release.objects.create(
                sponsor=sponsor,
                year=quarter.year,
                quarter=quarter.number,
                published=report_to_json(report),
                created_at=at,
            )
        )
    return made


def _invented(quarter: Quarter, covered: int, people: int) -> Facts:
    share = GROWTH[quarter.number - 1]
    enrolled = round(people * share)
    started, told = round(enrolled * 0.8), round(enrolled * 0.37) if quarter.number > 1 else 0
    since = round(people * GROWTH[quarter.number - 2] * 0.37) if quarter.number > 2 else 0
    gain = quarter.number % 3
    shares = (0.46, 0.29, 0.2)
    return Facts(
        quarter=quarter,
        covered=covered,
        covered_in_year=covered,
        counts={
            Counted.ENROLLED: enrolled,
            Counted.STARTED: started,
            Counted.ENGAGED: round(enrolled * 0.55),
            Counted.REACHED: round(told * 1.3),
            Counted.TOLD_PAIN: told,
            Counted.IMPROVED: round(told * 0.66),
            Counted.TOLD_FUNCTION: told,
            Counted.TOLD_SATISFACTION: round(told * 0.9),
        },
        tracks=tuple((name, round(started * part)) for name, part in zip(TRACKS, shares, strict=True)),
        sessions=[20 + (number * 7 + gain) % 25 for number in range(started)],
        answers={
            "pain": [_answer(quarter, n, 4 + n % 4, 1 + (n + gain) % 4) for n in range(since, told)],
            "function": [_answer(quarter, n, 3 + n % 3, 6 + (n * gain) % 4) for n in range(since, told)],
            "satisfaction": [_answer(quarter, n, None, 7 + (n + gain) % 4) for n in range(since, told)],
        },
    )


def _answer(quarter: Quarter, number: int, before: float | None, after: float) -> Answer:
    return Answer(str(uuid5(_NAMES, f"{quarter} {number}")), before, after)
