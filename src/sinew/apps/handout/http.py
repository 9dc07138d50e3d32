"""The answer that carries a handout; never kept by anyone on the way, and its name tells nothing."""

from datetime import date, datetime

from django.http import HttpResponse

from sinew.apps.care.models import CarePlan
from sinew.apps.handout.paper import LETTER_COUNTRIES, Size
from sinew.apps.handout.reading import country_of, read_handout
from sinew.apps.handout.sheets import handout_pdf

HEADERS = {"Content-Disposition": 'inline; filename="my-plan.pdf"', "Cache-Control": "private, no-store"}


def handout_response(care_plan: CarePlan, *, day: date, at: datetime, paper: str = "") -> HttpResponse:
    """The plan of a day as a PDF, on the paper that is asked for or else on that of the member's country."""
    usual = Size.LETTER if country_of(care_plan) in LETTER_COUNTRIES else Size.A4
    size = Size(paper) if paper in set(Size) else usual
    pdf = handout_pdf(read_handout(care_plan, day), size, at)
    return HttpResponse(pdf, content_type="application/pdf", headers=HEADERS)
