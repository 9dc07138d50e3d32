"""The people on sponsors' rosters, and the keys by which somebody who asks is looked up."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models.sponsors import Sponsor
from sinew.vocabulary import Role


class ListedPersonQuerySet(models.QuerySet["ListedPerson"]):
    def visible_to(self, user: User) -> Self:
        """Operators only: a manager sends rosters and reads sums, and never looks up a person here."""
        return self if user.role == Role.OPERATOR else self.none()

    def covered_on(self, day: date) -> Self:
        """Those whose span holds the day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), begins_on__lte=day, died_on=None)


class ListedPerson(models.Model):
    """Somebody on a sponsor's roster, as the sponsor last wrote them, with the days they are covered.

    Columns are those of `sinew.roster.rows.RosterRow`; the span is ``[begins_on, ends_on)`` as in
    `sinew.roster.changes.Listed`.

    Attributes:
        key: tells the people of one sponsor apart (`sinew.roster.changes.person_key`).
        family: the key of the subscriber.
        national_id_hash: keyed hash of the nine digits; they themselves are stored nowhere.
    """

    id = models.BigAutoField(primary_key=True)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="people", db_index=False)
    key = models.CharField(max_length=160)
    family = models.CharField(max_length=160)
    is_subscriber = models.BooleanField()
    relationship = models.CharField(max_length=4, blank=True)
    subscriber_id = models.CharField(max_length=80, blank=True)
    member_id = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=80, blank=True)
    national_id_hash = models.CharField(max_length=32, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120)
    name_suffix = models.CharField(max_length=20, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    birth_sequence = models.CharField(max_length=4, blank=True)
    is_restricted = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ListedPersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sponsor", "key"], name="a_person_once_on_a_roster")]

    def __str__(self) -> str:
        return f"listed person {self.pk}"

    def is_covered_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on) and self.died_on is None


class LookupKey(models.Model):
    """A key under which a person is found: the first 8 bytes of a keyed hash, which name nobody.

    It goes in and out with the person's row, by whoever writes that: the database does not follow it, because
    a second index over so many rows would cost more than the table.

    Attributes:
        hash: signed, big-endian.
    """

    pk = models.CompositePrimaryKey("hash", "person_id")
    hash = models.BigIntegerField()
    person = models.ForeignKey(
        ListedPerson,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="lookup_keys",
    )

    def __str__(self) -> str:
        return "lookup key"
