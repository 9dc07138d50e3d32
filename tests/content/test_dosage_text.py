"""A dose is said in plain words, the same way everywhere."""

import pytest

from sinew.content.dosage import dosage_text
from sinew.program import DosageRange, Range


def dose(**changes: object) -> DosageRange:
    one = Range(1, 1)
    facts: dict[str, object] = {
        "sets": Range(3, 3), "repetitions": Range(10, 10), "hold_s": None,
        "rest_s": Range(45, 45), "per_week": Range(3, 3), "per_day": one,
    }  # fmt: skip
    return DosageRange(**{**facts, **changes})  # type: ignore[arg-type]  # a dict of field values


@pytest.mark.parametrize(
    ("changes", "counted", "text"),
    [
        ({}, "repetitions", "3 sets of 10, rest 45 seconds, 3 days a week"),
        ({"sets": Range(2, 4), "repetitions": Range(8, 15), "per_week": Range(7, 7)}, "repetitions",
         "2 to 4 sets of 8 to 15, rest 45 seconds, every day"),
        ({"repetitions": Range(1, 1), "hold_s": Range(30, 45), "per_week": Range(7, 7),
         "per_day": Range(1, 2)},
         "holds", "3 holds of 30 to 45 seconds, rest 45 seconds, 1 to 2 times a day"),
        ({"sets": Range(2, 2), "hold_s": Range(5, 5), "per_week": Range(7, 7),
         "per_day": Range(2, 2)}, "holds",
         "2 sets of 10, 5 seconds each, rest 45 seconds, twice a day"),
        ({"sets": Range(1, 1), "repetitions": None, "hold_s": Range(300, 600),
         "per_week": Range(1, 1)}, "time",
         "5 to 10 minutes, 1 day a week"),
        ({"repetitions": None, "hold_s": Range(60, 60), "per_week": Range(7, 7)}, "time",
         "3 times 1 minute, rest 45 seconds, every day"),
        ({"sets": Range(3, 6), "repetitions": None, "hold_s": Range(25, 25)}, "time",
         "3 to 6 times 25 seconds, rest 45 seconds, 3 days a week"),
        ({"load": ("no weight", "light band", "medium band")}, "repetitions",
         "3 sets of 10, rest 45 seconds, 3 days a week, no weight to medium band"),
    ],
)  # fmt: skip
def test_a_dose_reads_as_a_therapist_would_say_it(
    changes: dict[str, object], counted: str, text: str
) -> None:
    assert dosage_text(dose(**changes), counted, each_side=False) == text


def test_a_dose_for_one_side_says_so() -> None:
    assert dosage_text(dose(), "repetitions", each_side=True).startswith("3 sets of 10 on each side, rest")
