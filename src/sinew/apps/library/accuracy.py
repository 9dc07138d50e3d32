"""The accuracy card of an exercise: how well the camera measures it, on what, and what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass

from sinew.content import Accuracy, Exercise, FigureMeasured, Recording
from sinew.motion.shown import unit_of
from sinew.motion.tracking import Mode, TrackingDefinition
from sinew.vocabulary import View

VIEW_WORDS = {
    View.SIDE: "from the side",
    View.OBLIQUE: "obliquely",
    View.FRONT: "from the front",
    View.UNKNOWN: "from an unknown view",
}


@dataclass(frozen=True, slots=True)
class AccuracyCard:
    """What is said about one tracked exercise.

    Attributes:
        tracking: what the camera looks for in it.
        accuracy: everything measured.
    """

    tracking: TrackingDefinition
    accuracy: Accuracy

    @property
    def short(self) -> str:
        """The card in a few words: ``± 7°, counted 3 of 3``; no error where heights are compared."""
        error_deg = self._error_deg(self.tracking.views[0])
        film = self._figure.filmed if self._figure else None
        counted = f"counted {film.counted} of {film.of}" if film else ""
        return ", ".join(filter(None, ("" if error_deg is None else f"± {error_deg}°", counted)))

    @property
    def counted(self) -> list[str]:
        """What was counted right, of how much, and of whom."""
        lines = [_recorded(one) for one in self._people]
        if self._figure is not None:
            film, drawn = self._figure.filmed, self._figure.drawn
            person = "drawn figure" if film.flat_worst is None else "figure as a solid body"
            lines.append(f"{film.counted} of {film.of} {self._what}: the {person}, filmed")
            noise = "the same figure with noise, tilt and low frame rates"
            lines.append(f"{drawn.exact} of {drawn.of} recordings exactly: {noise}")
        return lines

    @property
    def expected(self) -> str:
        """The expected error from each view the exercise may be filmed from."""
        views = [(view, self._error_deg(view)) for view in self.tracking.views]
        known = [f"± {error_deg}° {VIEW_WORDS[view]}" for view, error_deg in views if error_deg is not None]
        if not known:
            return "No angle is shown: how high it goes is only compared with the target."
        lost = f"{100 * self.accuracy.rule.lost_frames.partly_from:.0f} %"
        return f"{', '.join(known)}. More when the joints are seen less than {lost} of the time."

    @property
    def measured(self) -> list[str]:
        """Angles or heights that were compared with the truth."""
        unit = unit_of(self.tracking.signal)
        lines = [_against_markers(one) for one in self._people if one.angles is not None]
        lines += [_held(one) for one in self._people if one.hold_s is not None]
        if self._figure is not None and self._figure.filmed.worst is not None:
            film = self._figure.filmed
            where = VIEW_WORDS[film.view]
            person = "The drawn figure" if film.flat_worst is None else "The figure as a solid body"
            lines.append(f"{person}, filmed {where}: off by {film.worst}{unit} at most")
            if film.flat_worst is not None:
                lines.append(f"The same figure as a flat drawing: off by {film.flat_worst}{unit} at most")
        return lines

    @property
    def views(self) -> str:
        """From where it may be filmed."""
        return ", ".join(VIEW_WORDS[view] for view in self.tracking.views)

    @property
    def not_known(self) -> list[str]:
        """What nothing measured so far answers."""
        has_video = any(one.source == "video" for one in self._people)
        people = "More than one person on video." if has_video else "People on video doing this exercise."
        return [people, *self.accuracy.rule.not_known]

    @property
    def remark(self) -> str:
        """Why the figure was missed, where it was."""
        return self._figure.remark if self._figure else ""

    @property
    def is_right(self) -> bool:
        """Whether the filmed figure was counted and measured well enough."""
        return self._figure is not None and self._figure.filmed.is_right

    @property
    def _what(self) -> str:
        return "holds" if self.tracking.mode is Mode.HOLD else "repetitions"

    @property
    def _figure(self) -> FigureMeasured | None:
        found = self.accuracy.figures.get(self.tracking.exercise)
        return found if found is not None and found.signal == self.tracking.signal else None

    @property
    def _people(self) -> Iterable[Recording]:
        return self.accuracy.recordings.get(self.tracking.exercise, ())

    def _error_deg(self, view: View) -> int | None:
        return self.accuracy.expected(self.tracking.exercise, self.tracking.signal).degrees(view, None)


def card_of(exercise: Exercise, accuracy: Accuracy) -> AccuracyCard | None:
    """The card of an exercise; ``None`` where no camera counts it."""
    return AccuracyCard(exercise.tracking, accuracy) if exercise.tracking is not None else None


def _recorded(one: Recording) -> str:
    by = "on video" if one.source == "video" else "as skeletons of a depth camera"
    return f"{one.counted_right} of {one.of}: {_people(one)} {by}, {VIEW_WORDS[one.view]}"


def _people(one: Recording) -> str:
    return "one person" if one.people == 1 else f"{one.people} people"


def _against_markers(one: Recording) -> str:
    if one.angles is None:
        return ""
    found = one.angles
    lean = "too small" if found.bias_deg < 0 else "too large"
    return (
        f"{_people(one).capitalize()} {VIEW_WORDS[one.view]}, {found.readings} readings against markers:"
        f" off by {found.mean_error_deg}° on average, {found.worst_deg}° at most,"
        f" {abs(found.bias_deg)}° {lean}"
    )


def _held(one: Recording) -> str:
    return f"{_people(one).capitalize()}, a hold of {one.true_hold_s} s: timed as {one.hold_s} s"
