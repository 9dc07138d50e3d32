"""Licensed wording that an operator keeps in a folder of their own: read, checked, never shipped.

Each measure that needs a license has one file there, named by its id: ``lefs.en.yaml``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sinew.content.source import MISSHAPEN, Report, YamlFile, misshapen, read_yaml
from sinew.errors import InputRefused, Problem
from sinew.outcomes import Measure, MeasureWording, Outcomes, licensed_wording_from_dict

SUFFIX = ".en.yaml"


@dataclass(frozen=True, slots=True)
class Licensed:
    """What the folder holds.

    Attributes:
        wording: by measure id; only what is complete.
        versions: the hash of each file, 16 hexadecimal digits, by measure id.
        waiting: ids of measures that need a license and have no sound file.
        problems: everything wrong with the files, each at ``folder/file:line``.
    """

    wording: Mapping[str, MeasureWording] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_licensed(root: Path | None, outcomes: Outcomes) -> Licensed:
    """Read every file of the folder; one with a problem counts as missing, the others stand.

    Args:
        root: the folder; ``None`` where the operator has none.
    """
    needing = {name: measure for name, measure in outcomes.measures.items() if measure.license.is_needed}
    if root is None:
        return Licensed(waiting=tuple(needing))
    if not root.is_dir():
        missing = Problem(str(root), "no-folder", "There is no folder of licensed wording here.")
        return Licensed(waiting=tuple(needing), problems=(missing,))
    report = Report()
    wording, versions = {}, {}
    for path in sorted(root.glob("*.yaml")):
        name = path.name.removesuffix(SUFFIX)
        if name not in needing or not path.name.endswith(SUFFIX):
            expected = ", ".join(f"{each}{SUFFIX}" for each in needing)
            report.add(
                path.name, 1, "unknown-measure", f"No measure waits for this file. Expected: {expected}."
            )
            continue
        words = _read(path, needing[name], outcomes.wording[name], report)
        if words is not None:
            wording[name] = words
            versions[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Licensed(
        wording, versions, tuple(name for name in needing if name not in wording), _placed(root, report)
    )


def _read(path: Path, measure: Measure, shipped: MeasureWording, report: Report) -> MeasureWording | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        report.add(path.name, 1, "not-readable", "Save this file as UTF-8 text that the service may read.")
        return None
    before = len(report.problems)
    file: YamlFile = read_yaml(path.name, text, report)
    if len(report.problems) > before:
        return None
    try:
        return licensed_wording_from_dict(measure, shipped, file.data)
    except InputRefused as refused:
        for problem in refused.problems:
            where = problem.where.removeprefix(measure.id).lstrip(".")
            message = f"{where or measure.id}: {problem.message}."
            report.add(path.name, file.line_of_words(where), problem.code, message)
    except MISSHAPEN as error:
        report.add(path.name, 1, "wrong-shape", misshapen(error))
    return None


def _placed(root: Path, report: Report) -> tuple[Problem, ...]:
    """The problems at the operator's own folder instead of ours."""
    return tuple(
        Problem(f"{root}/{problem.where.removeprefix('content/')}", problem.code, problem.message)
        for problem in report.sorted()
    )
