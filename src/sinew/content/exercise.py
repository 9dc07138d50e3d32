"""An exercise: its facts, coaching, figure and tracking definition read into one value."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.content.items import Coaching, EvidenceMark, PhaseDosage, Tempo
from sinew.motion.movement import Movement
from sinew.motion.tracking import TrackingDefinition
from sinew.program import ExerciseSpec
from sinew.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class Exercise:
    """One authored movement.

    Attributes:
        spec: what the program must know to dose, filter and replace it.
        coaching: its prose; the fields of it are also properties here.
        counted: how a set is counted: ``repetitions``, ``holds`` or ``time``.
        movement: how the figure moves; ``None`` where there is no figure yet.
        tracking: what the camera measures; ``None`` where a camera cannot see it.
        untracked: why not, an id of vocabulary/camera-limits.en.yaml; ``None`` where there is a definition.
        evidence_marks: one mark for each side of the exercise.
        reviewed: always ``None`` here; reviews are rows of the database.
        version: hash of the exercise's files.
    """

    spec: ExerciseSpec
    coaching: Coaching
    counted: str
    tempo: Tempo | None
    dosage: Mapping[str, PhaseDosage]
    faults: tuple[str, ...]
    evidence_marks: tuple[EvidenceMark, ...]
    references: tuple[str, ...]
    movement: Movement | None
    tracking: TrackingDefinition | None
    untracked: str | None
    version: str
    reading_grade: float
    reviewed: None = None

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def name(self) -> str:
        return self.coaching.name

    @property
    def kind(self) -> str:
        return self.spec.kind

    @property
    def summary(self) -> str:
        return self.coaching.summary

    @property
    def start_position(self) -> str:
        return self.coaching.start_position

    @property
    def steps(self) -> tuple[str, ...]:
        return self.coaching.steps

    @property
    def camera_setup(self) -> str:
        return self.coaching.camera_setup

    @property
    def cautions(self) -> tuple[str, ...]:
        return self.coaching.cautions

    @property
    def cues(self) -> Mapping[str, str]:
        return self.coaching.cues

    @property
    def why(self) -> str:
        return self.coaching.why

    @property
    def muscles_main(self) -> tuple[str, ...]:
        return self.spec.muscles_main

    @property
    def muscles_also(self) -> tuple[str, ...]:
        return self.spec.muscles_also

    @property
    def equipment(self) -> tuple[tuple[str, ...], ...]:
        """Groups of equipment codes; every group must be met by any one of its codes."""
        return self.spec.equipment

    @property
    def optional_equipment(self) -> tuple[str, ...]:
        return self.spec.optional_equipment

    @property
    def phases(self) -> tuple[str, ...]:
        return self.spec.phases

    @property
    def easier(self) -> str | None:
        return self.spec.easier

    @property
    def harder(self) -> str | None:
        return self.spec.harder

    @property
    def hip_flexion_max_deg(self) -> float:
        return self.spec.hip_flexion_max_deg

    @property
    def elongation_deg(self) -> float:
        return self.spec.elongation_deg

    @property
    def lengthened(self) -> bool:
        return self.spec.lengthened

    @property
    def position(self) -> str:
        return self.spec.position

    @property
    def needs_floor(self) -> bool:
        return self.spec.needs_floor

    @property
    def unilateral(self) -> bool:
        return self.spec.unilateral

    @property
    def evidence(self) -> Evidence:
        """The mark of the exercise itself, as opposed to its dose, limits and wording."""
        return next(mark.mark for mark in self.evidence_marks if mark.of == "exercise")
