"""What must never happen, as plain tables from ``content/simulation/safety.yaml``, apart from the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinew.simulation.parameters import read_table

FILE = "simulation/safety.yaml"
GREEN, AMBER, RED = 0, 1, 2


@dataclass(frozen=True)
class SafetyLimits:
    """The tables, and the few questions the audit asks them."""

    tables: Mapping[str, Any]

    @property
    def invariants(self) -> Mapping[str, str]:
        """By id, what it says in words."""
        found: Mapping[str, str] = self.tables["invariants"]
        return found

    def stops(self, answers: Mapping[str, Any]) -> str | None:
        """The first answer that must stop all exercise; ``None`` if there is none."""
        if answers.get("age") is not None and answers["age"] < self.tables["youngest_years"]:
            return "age"
        return next((q for q, codes in self.tables["stopping"].items() if answers.get(q) in codes), None)

    def is_injury_sign(self, answers: Mapping[str, Any]) -> bool:
        return any(answers.get(q) in codes for q, codes in self.tables["injury_signs"].items())

    def light(self, phase: str, exercise: str, pain: float) -> int:
        """0 green, 1 amber, 2 red."""
        limits, fast = self.tables["phases"][phase], self.tables["fast"]
        if exercise in fast["exercises"] and phase in fast["phases"]:
            limits = fast
        if pain >= limits["red"]:
            return RED
        return AMBER if pain >= limits["amber"] else GREEN

    def step_limits(self, exercise: str) -> tuple[str, Mapping[str, Any]] | None:
        """The kind of step an exercise belongs to and its limits; ``None`` where it belongs to none."""
        found: Mapping[str, Any] = self.tables["step_limits"]
        return next(((kind, row) for kind, row in found.items() if exercise in row["exercises"]), None)


def load_safety(root: Path) -> SafetyLimits:
    """Read the tables.

    Raises:
        InputRefused: the file is missing or no YAML.
    """
    return SafetyLimits(read_table(root, FILE))
