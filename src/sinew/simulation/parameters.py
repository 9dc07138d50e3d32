"""The numbers simulated people are made of, read from ``content/simulation/parameters.yaml``."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sinew.errors import InputRefused, Problem

MARKS = ("published", "assumption")
FILE = "simulation/parameters.yaml"


@dataclass(frozen=True)
class Parameters:
    """Values by name; which shape each has is known where it is used."""

    values: Mapping[str, Any]

    def number(self, name: str) -> float:
        return float(self.values[name])

    def weights(self, name: str) -> Mapping[str, float]:
        found: Mapping[str, float] = self.values[name]
        return found

    def happens(self, name: str, chance: random.Random, factor: float = 1) -> bool:
        """Whether something of this probability happens now."""
        return chance.random() < self.number(name) * factor

    def normal(self, name: str, chance: random.Random) -> float:
        """One draw from a normal distribution of this mean and standard deviation."""
        mean, deviation = self.values[name]
        return chance.gauss(mean, deviation)

    def positive(self, name: str, chance: random.Random) -> float:
        """One draw from a log-normal distribution of this mean and standard deviation."""
        mean, deviation = self.values[name]
        variance = math.log(1 + (deviation / mean) ** 2)
        return chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))

    def one_of(self, name: str, chance: random.Random) -> str:
        """One name, drawn by its weight."""
        weights = self.weights(name)
        return chance.choices(list(weights), list(weights.values()))[0]


def load_parameters(root: Path, references: Mapping[str, object]) -> Parameters:
    """Read and check the table: every row carries its mark, published ones a reference we have.

    Raises:
        InputRefused: with every row that has no honest origin.
    """
    raw = read_table(root, FILE)
    problems = [problem for name, row in raw.items() for problem in _problems(name, row, references)]
    if problems:
        raise InputRefused(tuple(problems))
    return Parameters({name: row["value"] for name, row in raw.items()})


def read_table(root: Path, name: str) -> dict[str, Any]:
    """The parsed YAML of one file of the simulation.

    Raises:
        InputRefused: it is missing or no YAML mapping.
    """
    try:
        raw = yaml.safe_load((root / name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raw = None
    if not isinstance(raw, dict):
        raise InputRefused((Problem(f"content/{name}", "not-readable", "Expected a YAML mapping here."),))
    return raw


def _problems(name: str, row: Any, references: Mapping[str, object]) -> list[Problem]:
    where = f"content/{FILE}:{name}"
    if not isinstance(row, dict) or "value" not in row:
        return [Problem(where, "missing", "Give this row a value.")]
    if row.get("mark") not in MARKS:
        return [Problem(where, "not-in-list", f"Mark it as one of {', '.join(MARKS)}.")]
    named = row.get("references") or []
    unknown = [
        Problem(where, "unknown-reference", f"No reference {one!r}.")
        for one in named
        if one not in references
    ]
    if row["mark"] == "published" and not named:
        unknown.append(Problem(where, "missing", "A published number names its reference."))
    return unknown
