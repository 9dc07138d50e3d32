"""Splink on the people we measure our matching on: the same roster, the same claims, the same fields.

Splink is no part of Sinew. Install it in an environment of its own: docs/matching.md, "Beside Splink".
"""

import csv
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("given_name", "surname", "date_of_birth", "postcode", "soc_sec_id")
THRESHOLDS = (0.5, 0.9, 0.99)
HEAD = (
    "| names compared | trained on | number | probability from | recall | precision | accepted wrongly |\n"
    "|---|---|---|---|---|---|---|"
)
APART, TOGETHER = "apart, rare ones count more", "together, also exchanged"


Guess = tuple[float, str, str]
"""Probability, whose claim it is, and whose record of the roster was chosen."""


@dataclass(frozen=True, slots=True)
class Found:
    """What Splink accepts at a threshold: the best record of the roster for each claim."""

    listed: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.right / self.listed

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)


def rows(path: Path, name: str) -> list[dict[str, str | None]]:
    """The records of a data set as Splink wants them: what is missing is ``None``."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {"unique_id": f"{name}-{number}", "person": row["rec_id"].split("-")[1]}
            | {field: row[field] or None for field in FIELDS}
            for number, row in enumerate(_stripped(file), 1)
        ]


def _stripped(file: Any) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(file):
        yield {key.strip(): (value or "").strip() for key, value in row.items()}


def table(trained_on: Path, listed: Sequence[Any], claims: Sequence[Any]) -> str:
    """Recall and precision, without and with the number, trained in two ways; none of them sees a label.

    Args:
        trained_on: a folder with dataset2.csv and dataset3.csv.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    other = rows(trained_on / "dataset2.csv", "two") + rows(trained_on / "dataset3.csv", "three")
    for row in other:  # two data sets number their people alike
        row["person"] = f"{row['unique_id'].split('-')[0]}-{row['person']}"
    lines = [HEAD]
    for with_number in (False, True):
        for names in (APART, TOGETHER):
            for trained, tables in (("FEBRL 2 and 3", [other]), ("FEBRL 4 itself", [listed, claims])):
                best = _best(_train(tables, names, with_number=with_number), listed, claims)
                lines += _lines(
                    best, f"{names} | {trained} | {'with' if with_number else 'without'}", listed, claims
                )
    return "\n".join(lines)


def _lines(best: Sequence[Guess], what: str, listed: Sequence[Any], claims: Sequence[Any]) -> Iterator[str]:
    """A line a threshold, and one for the threshold that somebody who knows the truth would choose."""
    wrong = max((probability for probability, claim, roster in best if claim != roster), default=0.0)
    above = min(probability for probability, claim, roster in best if probability > wrong)
    for shown, threshold in [*((str(one), one) for one in THRESHOLDS), ("as low as nothing is wrong", above)]:
        found = _count(best, threshold, listed, claims)
        yield f"| {what} | {shown} | {found.recall:.4f} | {found.precision:.4f} | {found.wrong} |"


def _linker(tables: Sequence[Sequence[Any]], settings: Any) -> Any:
    import pandas as pd
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI()
    names = ("listed", "claims") if len(tables) == 2 else ("records",)
    frames = [
        api.register(pd.DataFrame(of), dataset_display_name=name)
        for name, of in zip(names, tables, strict=True)
    ]
    return Linker(frames if len(frames) > 1 else frames[0], settings)


def _settings(names: str, *, with_number: bool, is_link: bool) -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    comparisons = [cl.ForenameSurnameComparison("given_name", "surname")]
    if names == APART:
        comparisons = [
            cl.NameComparison(name).configure(term_frequency_adjustments=True)
            for name in ("given_name", "surname")
        ]
    comparisons += [
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.LevenshteinAtThresholds("postcode", [1, 2]),
    ]
    blocks = [
        block_on("given_name", "surname"),
        block_on("date_of_birth"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        "l.given_name = r.surname and l.surname = r.given_name",
        block_on("surname", "substr(date_of_birth, 1, 4)"),
        block_on("given_name", "substr(date_of_birth, 1, 4)"),
        block_on("postcode", "substr(date_of_birth, 1, 4)"),
        block_on("substr(given_name, 1, 3)", "substr(surname, 1, 3)"),
        block_on("surname"),
        block_on("given_name"),
        block_on("postcode"),
    ]
    if with_number:
        comparisons.append(cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]))
        blocks.append(block_on("soc_sec_id"))
    return SettingsCreator(
        link_type="link_only" if is_link else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
    )


def _train(tables: Sequence[Sequence[Any]], names: str, *, with_number: bool) -> Any:
    """A model learned as Splink's documentation does for FEBRL 4: nobody tells it who is who."""
    from splink import block_on

    linker = _linker(tables, _settings(names, with_number=with_number, is_link=len(tables) == 2))
    certain = [
        block_on("given_name", "surname", "date_of_birth"),
        block_on("given_name", "date_of_birth", "postcode"),
        block_on("surname", "date_of_birth", "postcode"),
    ]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname"))
    return linker.misc.save_model_to_json()


def _best(model: Any, listed: Sequence[Any], claims: Sequence[Any]) -> list[Guess]:
    """For each claim the record of the roster that Splink holds for likeliest, with its probability."""
    settings = model | {
        "link_type": "link_only",
        "probability_two_random_records_match": len(listed) / (len(listed) * len(claims)),
    }
    frame = _linker([listed, claims], settings).inference.predict().as_pandas_dataframe()
    people = {row["unique_id"]: row["person"] for row in (*listed, *claims)}
    is_listed = {row["unique_id"] for row in listed}
    best: dict[str, tuple[float, str]] = {}
    for one, other, probability in zip(
        frame["unique_id_l"], frame["unique_id_r"], frame["match_probability"], strict=True
    ):
        roster, claim = (one, other) if one in is_listed else (other, one)
        if claim not in best or probability > best[claim][0]:
            best[claim] = (probability, roster)
    return [(probability, people[claim], people[roster]) for claim, (probability, roster) in best.items()]


def _count(best: Sequence[Guess], threshold: float, listed: Sequence[Any], claims: Sequence[Any]) -> Found:
    on_it = {row["person"] for row in listed}
    accepted = [claim == roster for probability, claim, roster in best if probability >= threshold]
    return Found(sum(row["person"] in on_it for row in claims), sum(accepted), accepted.count(False))
