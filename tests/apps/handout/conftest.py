"""Plans to print, made by the engine from answers and events, and the means to read a PDF."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from sinew.apps.handout.words import Cover, Handout, Refusal, handout_of
from sinew.apps.web import content as shown
from sinew.program import Plan, events_from_dicts, intake_from_dict, next_screen, plan
from tests.apps.members.world import DAY, MILD_STRAIN

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONG_AGO = (DAY - timedelta(days=70)).isoformat()
TIGHT = {
    "onset": "gradual",
    "mechanism": "none",
    "started_on": LONG_AGO,
    "brings_it_on": ["bending-straight-legs", "only-stretching"],
    "sitting_30_min": "eases",
    "morning_stiffness": "under-30",
}
TENDON = {
    "onset": "gradual",
    "mechanism": "none",
    "started_on": LONG_AGO,
    "location": ["sit-bone"],
    "tennis_ball_spot": "yes",
    "sitting_30_min": "aches-sit-bone",
    "brings_it_on": ["lunge-or-deep-squat", "bending-straight-legs"],
    "pain_worst": 5,
    "pain_average": 3,
    "hurt_before": "over-12-months",
}
Event = dict[str, Any]


def decided(decision: str, **detail: Any) -> Event:
    return {"on": DAY.isoformat(), "type": "practitioner", "decision": decision, **detail}


def told(**answers: Any) -> Event:
    return {"on": DAY.isoformat(), "type": "check_in", "answers": answers}


def plan_from(answers: dict[str, Any], *events: Event) -> Plan:
    """The plan of the first day for somebody with a mild strain, but for these answers."""
    content = shown.current()
    given: dict[str, Any] = {}
    while screen := next_screen(content.intake, given):
        known = {**screen.none_of_these(), **MILD_STRAIN, **answers}
        given.update({question.id: known[question.id] for question in screen.questions})
    intake = intake_from_dict({"as_of": DAY.isoformat(), "answers": given}, content.program)
    facts = events_from_dicts({"events": list(events)}, content.program, DAY)
    return plan(content.program, intake, facts, DAY)


def handout(of: Plan, name: str = "Ana", reviewed: frozenset[str] = frozenset()) -> Handout | Refusal:
    content = shown.current()
    cover = Cover(
        name=name,
        day=of.day,
        emergency="In an emergency call 911.",
        address="https://sinew.example.org/today/",
        standing="Content 0123456789, not yet clinically reviewed",
        language=content.language,
    )
    addresses = {name: f"https://sinew.example.org/library/{name}/" for name in content.exercises}
    return handout_of(of, content, cover, addresses, reviewed)


@pytest.fixture
def opened() -> Iterator[Callable[[bytes], pypdfium2.PdfDocument]]:
    """Opens PDFs, and closes them after the test."""
    documents: list[pypdfium2.PdfDocument] = []

    def opened(pdf: bytes) -> pypdfium2.PdfDocument:
        documents.append(pypdfium2.PdfDocument(pdf))
        return documents[-1]

    yield opened
    for document in documents:
        document.close()


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    """What stands on every page, on one line each."""
    found = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        found.append(" ".join(text.get_text_range().split()))
        text.close()
        page.close()
    return found
