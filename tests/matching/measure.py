"""Recall and precision of the matching, with a roster of which half the claims are not on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sinew.roster.matching.blocking import asked_keys, stored_keys
from sinew.roster.matching.decision import Decision, Verdict, decide
from sinew.roster.matching.identity import Identity
from sinew.roster.matching.weights import NameFrequencies, Weights, default_nicknames
from tests.matching.febrl import Record


@dataclass(frozen=True, slots=True)
class Quality:
    """How a set of claims was answered.

    Attributes:
        listed: claims of people who are on the roster.
        right, wrong: accepted claims of the right and of another person.
        asked: claims that were asked for one more detail.
    """

    listed: int
    right: int
    wrong: int
    asked: int
    candidates: float

    @property
    def recall(self) -> float:
        return self.right / self.listed

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)


class Roster:
    """People by their blocking keys, as the database holds them."""

    def __init__(self, people: Sequence[tuple[str, Identity]]) -> None:
        self.people = people
        self.frequencies = NameFrequencies(one for _, one in people)
        self._index: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, one) in enumerate(people):
            for key in stored_keys(one):
                self._index[key].append(place)

    def candidates(self, claimed: Identity) -> list[tuple[str, Identity]]:
        """Everybody who shares a key with the claim."""
        places = {place for key in asked_keys(claimed) for place in self._index.get(key, ())}
        return [self.people[place] for place in sorted(places)]

    def decide(self, claimed: Identity, weights: Weights, lives: int | None = None) -> Decision:
        """The answer to a claim, as among ``lives`` people."""
        return decide(
            claimed,
            self.candidates(claimed),
            lives=lives or len(self.people),
            weights=weights,
            nicknames=default_nicknames(),
            frequencies=self.frequencies,
        )


def measure(
    listed: Sequence[Record], claims: Sequence[Record], weights: Weights, *, with_number: bool, lives: int
) -> Quality:
    """Answer every claim against the roster, at the threshold of so many lives."""

    def side(record: Record) -> Identity:
        return record.with_number if with_number else record.without_number

    roster = Roster([(record.person, side(record)) for record in listed])
    on_it = {record.person for record in listed}
    right = wrong = asked = candidates = 0
    for claim in claims:
        claimed = side(claim)
        candidates += len(roster.candidates(claimed))
        decision = roster.decide(claimed, weights, lives)
        asked += decision.verdict is Verdict.ONE_MORE_DETAIL
        if decision.verdict is Verdict.MATCH:
            right += decision.key == claim.person
            wrong += decision.key != claim.person
    return Quality(
        sum(claim.person in on_it for claim in claims), right, wrong, asked, candidates / len(claims)
    )
