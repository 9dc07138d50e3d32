"""Looks a claim up among everybody listed, and decides whom it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, Sum

from sinew.apps.coverage.check.claims import is_same_address
from sinew.apps.coverage.listings.lookup import asked_hashes, identity_of
from sinew.apps.coverage.models import ListedPerson, LookupKey, Sponsor
from sinew.roster.matching.agreement import Level, compare
from sinew.roster.matching.decision import Decision, Verdict, decide
from sinew.roster.matching.identity import NO_NAME, Identity
from sinew.roster.matching.weights import default_nicknames, default_weights

MOST_CANDIDATES = 100
"""People with the most keys in common; whoever is meant shares several."""

FIELDS_TO_WITHHOLD = 2
"""Of first name, last name and birth date."""

LEAST_LIVES = 10_000
"""Of a smaller roster as much evidence is asked as of one with so many: whoever asks may be anybody."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up concluded.

    Attributes:
        person: whom the claim is, where the decision is a match.
        near: everybody who was compared.
        lives: how many people were looked through.
    """

    decision: Decision
    person: ListedPerson | None
    near: tuple[ListedPerson, ...]
    lives: int

    @property
    def is_near_enough(self) -> bool:
        """The evidence for the best of them would do, if nothing stood against it."""
        return self.decision.bits is not None and self.decision.bits >= self.decision.threshold

    @property
    def number_agrees(self) -> bool:
        """The member number that was given is that of the person, to the character."""
        return any(
            one.field == "member_id" and one.level == Level.EQUAL.value for one in self.decision.evidence
        )


def candidates(claimed: Identity, day: date, *, sponsor: Sponsor | None = None) -> list[ListedPerson]:
    """People covered on the day who share most keys with the claim, in one statement.

    Args:
        sponsor: look on its rosters only; without one, on those of every sponsor in force.
    """
    shared = (
        LookupKey.objects.filter(hash__in=asked_hashes(claimed))
        .values("person_id")
        .annotate(keys=Count("hash"))
        .order_by("-keys", "person_id")
        .values("person_id")
    )
    sponsors = Sponsor.objects.on(day)
    if sponsor is not None:
        sponsors = sponsors.filter(pk=sponsor.pk)
    people = ListedPerson.objects.covered_on(day).filter(
        pk__in=shared[:MOST_CANDIDATES], sponsor__in=sponsors
    )
    return list(people.select_related("sponsor").order_by("pk"))


def find(
    claimed: Identity,
    day: date,
    *,
    sponsor: Sponsor | None = None,
    only: bool = False,
    among: Callable[[ListedPerson], bool] | None = None,
) -> Found:
    """Whom a claim is, with the reasons.

    Args:
        sponsor: the one the visitor named: on its roster less evidence is enough, as fewer people are on it.
        only: look at no other, as for who came by its link.
        among: look at these people only. Who has proven an address is told what depends on the people listed
            with it, and on nobody else.
    """
    near = candidates(claimed, day, sponsor=sponsor if only else None)
    if among is not None:
        near = [one for one in near if among(one)]
    return choose(claimed, near, day, sponsor=sponsor, only=only)


def choose(
    claimed: Identity, near: Sequence[ListedPerson], day: date, *, sponsor: Sponsor | None, only: bool
) -> Found:
    """Whom of these people a claim is; see `find`."""
    if sponsor is not None:
        found = _decided(claimed, [one for one in near if one.sponsor_id == sponsor.pk], sponsor.lives)
        if only or found.decision.verdict is Verdict.MATCH:
            return found
    lives = Sponsor.objects.on(day).aggregate(sum=Sum("lives"))["sum"] or 0
    return _decided(claimed, near, lives)


def listed_with(address: str) -> Callable[[ListedPerson], bool]:
    """Tells those whom a roster lists with an e-mail address; nobody has an empty one."""
    return lambda person: is_same_address(address, person.email)


def withheld(claimed: Identity) -> ListedPerson | None:
    """Somebody on any roster, covered or not, whom a claim may be and whom only an operator confirms.

    Their record is restricted, or they have died. Two fields, or the number, are enough. Only what an insurer
    confirms is compared: with a postal code or another name, which anybody may write, whoever has a plan of
    their own could find out who is restricted.
    """
    claimed = replace(claimed, other_last_name=NO_NAME, postal_code="")
    shared = LookupKey.objects.filter(hash__in=asked_hashes(claimed)).values("person_id")
    kept = ListedPerson.objects.filter(Q(is_restricted=True) | Q(died_on__isnull=False), pk__in=shared)
    for person in kept.select_related("sponsor").order_by("pk"):
        found = compare(claimed, identity_of(person), default_nicknames())
        if found.member_id is Level.EQUAL or found.fields_agreeing >= FIELDS_TO_WITHHOLD:
            return person
    return None


def _decided(claimed: Identity, near: Sequence[ListedPerson], lives: int) -> Found:
    lives = max(lives, LEAST_LIVES)
    compared = _once([(person, identity_of(person)) for person in near])
    decision = decide(
        claimed,
        [(person.pk, described) for person, described in compared],
        lives=lives,
        weights=default_weights(),
        nicknames=default_nicknames(),
    )
    person = next((one for one, _ in compared if one.pk == decision.key), None)
    return Found(decision, person, tuple(near), lives)


def _once(compared: list[tuple[ListedPerson, Identity]]) -> list[tuple[ListedPerson, Identity]]:
    """Without the second row of somebody whom two sponsors list alike: one who can be written to is kept.

    Two alike on one roster stay two people: a sponsor does not list anybody twice.
    """
    kept: dict[tuple[object, ...], tuple[ListedPerson, Identity]] = {}
    others: list[tuple[ListedPerson, Identity]] = []
    for person, described in compared:
        who = (
            described.first.whole,
            described.last.whole,
            described.suffix,
            described.born_on,
            described.postal_code,
        )
        known = kept.get(who)
        if known is None or described.born_on is None:
            kept.setdefault(who, (person, described))
            if known is not None:
                others.append((person, described))
        elif known[0].sponsor_id == person.sponsor_id:
            others.append((person, described))
        elif person.email and not known[0].email:
            kept[who] = (person, described)
    return [*kept.values(), *others]
