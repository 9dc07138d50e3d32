"""A simulated practitioner: looks after a delay, clears, signs off, refers, at times overrides."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sinew.program import CheckIn, Event, FollowedDay, PractitionerDecision
from sinew.simulation.body import Body
from sinew.simulation.parameters import Parameters
from sinew.simulation.safety import SafetyLimits
from sinew.vocabulary import Disposition

SIGN_OFFS = {"cleared-running": "running", "practitioner-reviewed": "running", "cleared-sport": "sport"}


@dataclass(slots=True)
class Practitioner:
    """Looks at one member when something waits.

    Attributes:
        due_on: the day of the next look, with what it is for.
        referred_on: the day somebody comes back from a referral.
        reviews: looks so far.
        has_left: the referral did not end in coming back.
    """

    numbers: Parameters
    chance: random.Random
    limits: SafetyLimits
    due_on: date | None = None
    reason: str = ""
    referred_on: date | None = None
    reviews: int = 0
    has_left: bool = False
    seen: int = 0

    def notice(self, followed: FollowedDay, on: date) -> None:
        """Plan a look where one is needed and none is planned."""
        told = [a for a in followed.adjustments[self.seen :] if a.tells_team]
        self.seen = len(followed.adjustments)
        if self.due_on is not None:
            return
        if not followed.allows_exercise:
            self._plan("stopped", on)
        elif self._wanted(followed):
            self._plan("sign-off", on)
        elif told:
            self._plan("told", on)

    def _plan(self, reason: str, on: date) -> None:
        days = max(1, round(self.numbers.positive("review_days", self.chance)))
        self.due_on, self.reason = on + timedelta(days=days), reason

    def _wanted(self, followed: FollowedDay) -> list[str]:
        """Scopes only a practitioner's word is missing for."""
        gate = followed.gate
        if gate is None or not gate.unmet:
            return []
        if followed.phase == "R" and "running-r8" in gate.unmet and "running-r7" in gate.met:
            return ["sprinting"]
        open_ones = [
            name for name in gate.unmet if name not in ("all-green", "completed-fraction", "pain-average")
        ]
        if all(name in SIGN_OFFS for name in open_ones):
            return list(dict.fromkeys(SIGN_OFFS[name] for name in open_ones))
        return []

    def act(
        self,
        followed: FollowedDay,
        answers: dict[str, Any],
        body: Body,
        on: date,
        say: Callable[[Event], None],
    ) -> bool:
        """Do what is due today; whether an override was tried while a red flag stands."""
        stopping = self.limits.stops(answers)
        if self.referred_on is not None:
            if on >= self.referred_on:
                self._back(stopping, on, say)
            return False
        if self.due_on is None or on < self.due_on:
            return False
        self.due_on = None
        self.reviews += 1
        if followed.disposition is Disposition.NOT_ELIGIBLE:
            self.has_left = True
            return False
        if stopping is not None:
            return self._refer(on, say)
        if not followed.allows_exercise:
            self._clear(body, on, say)
        elif self.reason == "sign-off":
            self._sign_off(followed, body, on, say)
        return False

    def _refer(self, on: date, say: Callable[[Event], None]) -> bool:
        days = max(2, round(self.numbers.positive("referral_days", self.chance)))
        self.referred_on = on + timedelta(days=days)
        careless = self.numbers.happens("careless_override_share", self.chance)
        if careless:
            say(PractitionerDecision(on, "cleared"))
            say(
                PractitionerDecision(on, "set_phase", phase=self.chance.choice(["S1", "T1", "H1", "S3", "M"]))
            )
            say(PractitionerDecision(on, "progress"))
        return careless

    def _back(self, stopping: str | None, on: date, say: Callable[[Event], None]) -> None:
        """Somebody comes back from a referral with the question answered anew, or does not come back."""
        self.referred_on = None
        if stopping in (None, "age") or not self.numbers.happens("referral_returns_share", self.chance):
            self.has_left = True
            return
        self.reviews += 1
        say(CheckIn(on, {stopping: "no"}))
        say(PractitionerDecision(on, "cleared"))

    def _clear(self, body: Body, on: date, say: Callable[[Event], None]) -> None:
        """Clear, unless the pain at rest speaks against it: then look again later."""
        if body.rest_pain >= 6:
            self._plan("stopped", on)
            return
        say(CheckIn(on, {"sudden_sharp_pain": "no", "pain_now": round(body.rest_pain)}))
        say(PractitionerDecision(on, "cleared"))

    def _sign_off(self, followed: FollowedDay, body: Body, on: date, say: Callable[[Event], None]) -> None:
        judged = body.healed + self.chance.gauss(0, self.numbers.number("sign_off_error"))
        if judged < self.numbers.number("sign_off_needs_healed"):
            self.due_on, self.reason = on + timedelta(days=7), "sign-off"
            return
        for scope in self._wanted(followed):
            say(PractitionerDecision(on, "cleared", scope))
