"""Makes the demo world, and takes an old one away."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sinew.apps.accounts.actions import close_account, create_account, enable_totp
from sinew.apps.accounts.models import User
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.demo.charting import write_down
from sinew.apps.practice.demo.covers import stand_in
from sinew.apps.practice.demo.measured import measure_some
from sinew.apps.practice.demo.people import PEOPLE, Person
from sinew.apps.practice.demo.sign_ins import PASSWORD, STAFF
from sinew.apps.practice.demo.sponsors import make_sponsors, remove_sponsors
from sinew.apps.practice.demo.stories import Team, live
from sinew.apps.practice.demo.tailored import tailor_some
from sinew.apps.practice.demo.visits import book_some, open_calendars
from sinew.apps.practice.errors import DemoRefused
from sinew.vocabulary import Role

PRACTICE_OPENED = timedelta(days=400)


def refuse_unless_allowed() -> None:
    """Raise DemoRefused where the settings are those of a real deployment."""
    if not settings.DEMO_ACCOUNTS_ALLOWED:
        raise DemoRefused


def exists() -> bool:
    """Whether this database has demo people."""
    return User.objects.filter(is_demo=True).exists()


def make(*, now: datetime, people: tuple[Person, ...] = PEOPLE) -> Iterator[str]:
    """Replace the demo people by new ones; everybody else stays. Yields who was made, for a progress display.

    Raises:
        DemoRefused: these settings are those of a real deployment.
    """
    refuse_unless_allowed()
    with transaction.atomic():
        _remove(list(User.objects.filter(is_demo=True)))
        remove_sponsors()
        team = _hire(now)
        yield f"Practice: {', '.join(person.name for person in STAFF)}"
        yield f"Sponsors: {', '.join(make_sponsors(now=now))}"
        for person in people:
            yield f"{person.name}: {live(person, team, now=now)}"
        open_calendars([team.therapist, team.coach])
        measure_some(team, now=now)
        book_some(team, now=now)
        stand_in(team, now=now)
        write_down(team, now=now)
        tailor_some(team, now=now)
    _settle_mail()


def _remove(people: list[User]) -> None:
    for user in people:
        close_account(user=user, by=user)


def _hire(now: datetime) -> Team:
    made: dict[Role, User] = {}
    for person in STAFF:
        user = create_account(
            email=person.email,
            role=person.role,
            display_name=person.name,
            password=PASSWORD,
            timezone="America/New_York",
            is_demo=True,
        )
        enable_totp(user, person.secret)
        made.setdefault(person.role, user)
    return Team(therapist=made[Role.PHYSICAL_THERAPIST], coach=made[Role.COACH], since=now - PRACTICE_OPENED)


def _settle_mail() -> None:
    """Count the mail of the past year as delivered, so that starting the service sends none of it."""
    people = [str(pk) for pk in User.objects.filter(is_demo=True).values_list("pk", flat=True)]
    DBTaskResult.objects.filter(args_kwargs__args__1__in=people).delete()
    past = OutboxEmail.objects.waiting().filter(to__endswith="@example.org")
    waiting = [str(message.pk) for message in past]
    DBTaskResult.objects.filter(args_kwargs__args__0__in=waiting).delete()
    past.update(status=OutboxEmail.Status.SENT, sent_at=timezone.now(), subject="", body="")
