"""What the panel of one visit is given: measures, exercises, addresses, and what stands in the record."""

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.exercise.session_types import AssetAddresses
from sinew.apps.measuring.exercises import exercises_of
from sinew.apps.measuring.measures import Measure, measures
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.measuring.page_types import EntryTold, ExerciseOffered, MeasureOffered, MeasuringSetup
from sinew.apps.measuring.presenters import MeasurementLine, SetLine, lines_of
from sinew.apps.visits.models import Visit
from sinew.apps.web import content as shown
from sinew.apps.web.assets import player_assets
from sinew.content import Exercise
from sinew.motion.live import NAMES
from sinew.motion.shown import unit_of
from sinew.vocabulary import Role, Side


def setup_data(visit: Visit, reader: User, at: datetime) -> MeasuringSetup:
    """The JSON for one of the two people of a visit."""
    day = at.astimezone(ZoneInfo(visit.member.user.timezone)).date()
    return {
        "angles": list(NAMES),
        "may_record": reader.pk == visit.practitioner_id and reader.role == Role.PHYSICAL_THERAPIST,
        "measures": [_measure(one) for one in measures().values()],
        "exercises": [_exercise(exercise, side) for exercise, side in exercises_of(visit.member, day)],
        "prompts": dict(shown.current().coaching.camera),
        "assets": cast("AssetAddresses", player_assets()),
        "mark_url": reverse("measuring:mark", args=[visit.pk]),
        "sets_url": reverse("measuring:save_set", args=[visit.pk]),
        "entries": entries_of(visit, reader),
    }


def entries_of(visit: Visit, reader: User) -> list[EntryTold]:
    """What was added in this visit, newest first."""
    rows = [
        *VisitMeasurement.objects.visible_to(reader)
        .filter(visit=visit)
        .select_related("visit", "by", "test_event__struck_by"),
        *VisitSet.objects.visible_to(reader).filter(visit=visit).select_related("visit", "by"),
    ]
    rows.sort(key=lambda row: row.at, reverse=True)
    return [told(line) for line in lines_of(rows, reader)]


def told(line: MeasurementLine | SetLine) -> EntryTold:
    """An entry in words."""
    may_use = isinstance(line, MeasurementLine) and line.may_use
    return {
        "id": line.id,
        "kind": line.entry.kind,
        "says": line.says,
        "quality": line.quality,
        "note": line.note,
        "strike_reason": line.strike_reason,
        "is_used": isinstance(line, MeasurementLine) and line.is_used,
        "strike_url": line.strike_url if line.may_correct else "",
        "use_url": reverse("measuring:use", args=[line.id]) if may_use else "",
    }


def _measure(measure: Measure) -> MeasureOffered:
    return {
        "id": measure.id,
        "label": measure.label,
        "signal": measure.signal,
        "sides": list(measure.sides),
        "shown_from": measure.test.shown_from if measure.test is not None else None,
        "is_test": measure.test is not None,
        "errors": measure.errors(),
    }


def _exercise(exercise: Exercise, side: Side) -> ExerciseOffered:
    tracking = exercise.tracking
    if tracking is None:
        raise ValueError("exercise: one that a camera can count")
    return {
        "exercise": exercise.id,
        "name": exercise.name,
        "side": side,
        "unit": unit_of(tracking.signal),
        "tracking": tracking.to_dict(),
        "start_position": exercise.start_position,
        "cues": dict(exercise.cues),
        "errors": shown.accuracy().expected(exercise.id, tracking.signal).table(),
    }
