"""This app's part of a member's record: answered outcome measures."""

from collections.abc import Iterable
from datetime import date

from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.models import AnsweredQuestionnaire
from sinew.apps.web import content as shown


def answer_rows(member: Member) -> Rows:
    """Every answered measure, the corrected ones too, for the exact export.

    Answers to questions of the program are in the care plan's events; such a row names the check-in.
    """
    rows = AnsweredQuestionnaire.objects.filter(plan__member=member)
    return [
        {
            "answered_questionnaire": str(row.pk),
            "care_plan": str(row.plan_id),
            "measure": row.measure,
            "definition_version": row.definition_version,
            "wording_version": row.wording_version or None,
            "on": instant(row.on),
            "answers": row.answers,
            "score": row.score,
            "is_left_out": row.is_left_out,
            "in_check_in_recorded_at": instant(row.event.created_at) if row.event is not None else None,
            "corrects": str(row.corrects_id) if row.corrects_id else None,
            "recorded_at": instant(row.created_at),
        }
        for row in rows.select_related("event")
    ]


def answer_sections(member: Member) -> Iterable[Section]:
    """The scores of each plan over time, for reading."""
    wording = shown.outcomes().wording
    for plan in member.care_plans.all():
        found = Course(plan, date.max).readings
        lines = tuple(
            (f"{wording[name].title}, {readable(each.on)}", f"{each.value:g}")
            for name, readings in found.items()
            for each in readings
        )
        yield Section(f"Your scores since {readable(plan.as_of)}", lines)


PARTS = (
    RecordPart(
        "answered_questionnaires",
        "Answers to questions about how you are",
        (AnsweredQuestionnaire,),
        answer_rows,
        answer_sections,
    ),
)
