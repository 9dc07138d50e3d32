"""A simulated body: tissue that heals and trains, pain that follows load, and the risk of a new injury."""

import random
from collections import deque
from dataclasses import dataclass, field

from sinew.simulation.parameters import Parameters

HEALED_SHARE = 20  # 1 in 20 of the loss is left after the healing time
RESTED_DAYS = 4
MEAN_LOAD_DAYS = 28


@dataclass(slots=True)
class Body:
    """The sore side of one person.

    Attributes:
        lost: share of capacity that is lost, 0 = healed.
        healing_days: days until 95 % of a loss has come back.
        strength: capacity of the healed tissue; 1 carries every exercise.
        irritability: how much it hurts for the same load, 1 = average.
        flare: points of pain that come on top for a while.
        injuries: new injuries since the beginning.
        loads: the largest load of each of the latest four weeks' days.
    """

    numbers: Parameters
    chance: random.Random
    lost: float
    healing_days: float
    strength: float
    irritability: float
    has_strain: bool
    flare: float = 0
    injuries: int = 0
    idle_days: int = 0
    today: float = 0
    loads: deque[float] = field(default_factory=lambda: deque(maxlen=MEAN_LOAD_DAYS))

    @property
    def capacity(self) -> float:
        """What the tissue carries, as a share of healthy and well trained."""
        return max(0.05, (1 - self.lost) * self.strength)

    @property
    def healed(self) -> float:
        return 1 - self.lost

    @property
    def rest_pain(self) -> float:
        """Pain 0-10 without load."""
        return min(
            10, self.numbers.number("rest_pain_at_full_loss") * self.lost * self.irritability + self.flare
        )

    def pain(self, demand: float) -> float:
        """Pain 0-10 under a load, with the spread of telling it."""
        over = max(0.0, demand / self.capacity - self.numbers.number("pain_starts_at_load"))
        noise = self.chance.gauss(0, self.numbers.number("pain_noise")) if over or self.rest_pain > 0.5 else 0
        felt = self.rest_pain * 0.6 + over * self.numbers.number("pain_per_load") * self.irritability
        return min(10.0, max(0.0, felt + noise))

    def sleep(self) -> None:
        """One night: healing, a flare that fades, and a little strength lost after idle days."""
        self.loads.append(self.today)
        self.idle_days = 0 if self.today else self.idle_days + 1
        self.today = 0
        self.lost *= HEALED_SHARE ** (-1 / self.healing_days)
        self.flare *= 1 - self.numbers.number("flare_fades_per_day")
        if self.idle_days > RESTED_DAYS:
            self.strength *= 1 - self.numbers.number("detraining_per_idle_day")

    def load(self, demand: float) -> None:
        self.today = max(self.today, demand)

    def train(self) -> None:
        """What one session adds."""
        ceiling = self.numbers.number("training_ceiling")
        self.strength = min(ceiling, self.strength + self.numbers.number("training_gain_per_session"))

    def is_injured_by(self, demand: float) -> bool:
        """Whether a load tears something; only what was strained once is followed here."""
        if not self.has_strain:
            return False
        usual = max(0.1, sum(self.loads) / max(1, len(self.loads)))
        risk: float = self.numbers.number("injury_per_hard_session")
        risk *= self.numbers.number("injury_growth") ** (demand / self.capacity - 1)
        jump = max(1.0, demand / usual) / 2
        risk *= self.numbers.number("injury_growth_of_jump") ** min(2.0, jump - 1) if jump > 1 else 1
        risk *= self.numbers.number("injury_before_factor") ** self.injuries
        if self.healed < 0.9:
            risk *= self.numbers.number("injury_tender_factor")
        return self.chance.random() < risk

    def tear(self) -> None:
        """A new injury: at least as much is lost as in a mild strain."""
        losses = self.numbers.weights("loss_at_onset")
        self.lost = max(self.lost, losses["strain-1"] + self.chance.random() * 0.2)
        self.injuries += 1
        self.flare += 2

    def reaction(self) -> str:
        """The next morning, as the 24-hour question asks for it."""
        hardest = self.loads[-1] if self.loads else 0
        over = max(0.0, hardest / self.capacity - self.numbers.number("reaction_from_load"))
        worse = over * self.numbers.number("reaction_slope") * self.irritability
        if self.chance.random() < worse:
            severe = self.chance.random() < self.numbers.number("reaction_severe_share")
            return "+3" if severe else "+2"
        return self.chance.choices(["better", "same", "+1"], [2, 7, 1 + 3 * self.lost])[0]


def body_of(kind: str, days_since: int, chance: random.Random, numbers: Parameters) -> Body:
    """A body so many days after it began, in the middle of healing."""
    healing = max(5.0, numbers.positive(f"healing_days_{_kind(kind)}", chance))
    if kind.startswith("strain"):
        healing *= numbers.number("healing_slower_outside_sport")
    loss = numbers.weights("loss_at_onset")[kind] + chance.gauss(0, numbers.number("loss_spread"))
    body = Body(
        numbers=numbers,
        chance=chance,
        lost=min(0.9, max(0.1, loss)),
        healing_days=healing,
        strength=min(1.2, max(0.6, numbers.normal("fitness", chance))),
        irritability=numbers.positive("irritability", chance),
        has_strain=kind.startswith("strain"),
    )
    if kind.startswith("strain"):
        body.lost *= HEALED_SHARE ** (-days_since / healing)
    return body


def _kind(kind: str) -> str:
    return "strain_2" if kind == "strain-again" else kind.replace("-", "_")
