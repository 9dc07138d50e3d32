"""What the program must know of an exercise to dose, filter and replace it.

The prose of an exercise (name, steps, cues), its figure and its tracking definition are read elsewhere.

Fields read from ``content/exercises/<id>/exercise.yaml`` (others there are left to the content loader)::

    id: bridge-double
    kind: strength              # strength | mobility | stretch | control | aerobic
    position: supine            # standing | supine | prone | side_lying | hands_and_knees | kneeling | seated
    needs_floor: false          # true: only on the floor. Lying exercises that also work on a bed: false,
                                # with equipment [[mat, bed]]
    equipment: [[mat, bed]]     # all of these; an inner list means one of them. Intake codes, or household
                                # items (program.yaml); optional items are not listed here
    optional_equipment: [band]  # default []
    unilateral: false           # true: done one leg at a time (the session names it once a side)
    muscles: {main: [gluteus-maximus, hamstrings], also: [trunk]}   # `also` default []
    easier: bridge-hold-double  # exercise id or null
    harder: bridge-march        # exercise id or null; an id without exercise is allowed (not written yet)
    hip_flexion_max_deg: 45     # largest hip flexion under load (the pack's `hipflex`)
    elongation_deg: -35         # largest hip flexion minus knee flexion (the pack's `esh`)
    lengthened: false           # true: loads the hamstrings at long length (lengthened/eccentric work)
    dosage:                     # by phase; a phase that is absent has no dose there
      S1:
        sets: [2, 4]            # a number or [low, high]
        repetitions: [8, 15]    # per set and side; null for walks. A hold is repetitions: 1 with hold_s,
                                # "2 x 10 x 5 s" is sets 2, repetitions 10, hold_s 5
        hold_s: null            # seconds of each hold; for walks (kind aerobic) the seconds walked
        rest_s: 45              # between sets; default 30
        per_week: 7             # days a week: a number or [low, high]
        per_day: 1              # default 1
        load: [none, light-band]   # text, or a list from lightest to heaviest; default null
        range: [small, full]    # text, or a list from smallest to largest range of motion; default null
        effort_rpe: [3, 5]      # optional; the phase's own target otherwise
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sinew.errors import InputRefused
from sinew.program.values import Node, Problems, Range

KINDS = ("strength", "mobility", "stretch", "control", "aerobic")
POSITIONS = ("standing", "supine", "prone", "side_lying", "hands_and_knees", "kneeling", "seated")


@dataclass(frozen=True, slots=True)
class DosageRange:
    """The dose an exercise may have in one phase, lowest to highest.

    Attributes:
        repetitions: per set and side; ``None`` for timed walks.
        hold_s: seconds of each hold, or of a walk; ``None`` for moving exercises.
        load: steps from lightest to heaviest, ``()`` where there is nothing to load.
        range_of_motion: steps from smallest to largest, ``()`` where there is only one.
        effort_rpe: target effort 0-10; ``None`` means that of the phase.
    """

    sets: Range
    repetitions: Range | None
    hold_s: Range | None
    rest_s: Range
    per_week: Range
    per_day: Range
    load: tuple[str, ...] = ()
    range_of_motion: tuple[str, ...] = ()
    effort_rpe: Range | None = None


@dataclass(frozen=True, slots=True)
class ExerciseSpec:
    """An exercise as the program sees it; angles are flexion angles in degrees, 0 = straight.

    Attributes:
        dosage: by phase code; a missing phase means the exercise is not used in it.
        equipment: every group must be met, by any one code of the group.
        hip_flexion_max_deg: largest hip flexion under load.
        elongation_deg: largest hip flexion minus knee flexion, a measure of hamstring length.
        lengthened: counts as lengthened or eccentric work for the S3 gates.
        references: sources of the exercise itself; those of its dose and limits are not among them.

    Source: content/exercises; docs/evidence.md, "Where its facts live".
    """

    id: str
    kind: str
    position: str
    needs_floor: bool
    unilateral: bool
    equipment: tuple[tuple[str, ...], ...]
    muscles_main: tuple[str, ...]
    muscles_also: tuple[str, ...]
    easier: str | None
    harder: str | None
    hip_flexion_max_deg: float
    elongation_deg: float
    lengthened: bool
    dosage: Mapping[str, DosageRange] = field(default_factory=dict)
    optional_equipment: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def phases(self) -> tuple[str, ...]:
        return tuple(self.dosage)


def exercise_spec_from_dict(raw: Mapping[str, Any]) -> ExerciseSpec:
    """Read the fields named in this module's docstring from a parsed ``exercise.yaml``.

    Raises:
        InputRefused: with every field that is missing, of the wrong type or out of its list.
    """
    problems = Problems()
    node = Node(raw, str(raw.get("id", "exercise")), problems)
    spec = _read(node)
    if problems.found:
        raise InputRefused(tuple(problems.found))
    return spec


def _read(node: Node) -> ExerciseSpec:
    muscles = node.node("muscles")
    return ExerciseSpec(
        id=node.text("id"),
        kind=_one_of(node, "kind", KINDS),
        position=_one_of(node, "position", POSITIONS),
        needs_floor=node.flag("needs_floor"),
        unilateral=node.flag("unilateral"),
        equipment=_equipment(node),
        muscles_main=muscles.texts("main"),
        muscles_also=muscles.texts("also", ()),
        easier=node.text_or_none("easier"),
        harder=node.text_or_none("harder"),
        hip_flexion_max_deg=node.number("hip_flexion_max_deg"),
        elongation_deg=node.number("elongation_deg"),
        lengthened=node.flag("lengthened"),
        dosage={phase: _dosage(child) for phase, child in node.node("dosage").children()},
        optional_equipment=node.texts("optional_equipment", ()),
        references=_references(node),
    )


def _references(node: Node) -> tuple[str, ...]:
    marks = node.nodes("evidence", required=False)
    return tuple(r for m in marks if m.text("of") == "exercise" for r in m.texts("references", ()))


def _one_of(node: Node, key: str, allowed: tuple[str, ...]) -> str:
    value = node.text(key)
    if value and value not in allowed:
        node.problems.add(f"{node.where}.{key}", "not-in-list", f"expected one of {', '.join(allowed)}")
    return value


def _equipment(node: Node) -> tuple[tuple[str, ...], ...]:
    groups = node.raw("equipment", [])
    if not isinstance(groups, list):
        node.problems.add(f"{node.where}.equipment", "wrong-type", "expected a list")
        return ()
    return tuple(tuple(group) if isinstance(group, list) else (str(group),) for group in groups)


def _dosage(node: Node) -> DosageRange:
    one = Range(1, 1)
    return DosageRange(
        sets=node.range_or_none("sets") or one,
        repetitions=node.range_or_none("repetitions"),
        hold_s=node.range_or_none("hold_s"),
        rest_s=node.range_or_none("rest_s") or Range(30, 30),
        per_week=node.range_or_none("per_week") or Range(7, 7),
        per_day=node.range_or_none("per_day") or one,
        load=node.texts("load", ()),
        range_of_motion=node.texts("range", ()),
        effort_rpe=node.range_or_none("effort_rpe"),
    )
