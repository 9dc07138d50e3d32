"""Characters that no database stores are asked for again, not answered with an error page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care.models import CareEvent
from tests.apps.members import world

pytestmark = pytest.mark.django_db

WELL = {"sudden_sharp_pain": "no", "night_waking": "no", "symptoms_spread": "no", "fever": "no"}


def test_a_nul_in_the_words_of_a_check_in_is_refused_in_words(client):
    plan = world.planned(day=timezone.localdate())
    client.force_login(plan.member.user)
    answer = client.post(reverse("today:check_in"), WELL | {"free_text": "a\x00b"})
    assert answer.status_code == 422
    assert "cannot store" in answer.content.decode()
    assert not CareEvent.objects.exists()
    assert client.post(reverse("today:check_in"), WELL | {"free_text": "a b"}).status_code == 302


def test_a_nul_in_an_intake_answer_is_refused_in_words(client):
    intake = world.begun(day=timezone.localdate())
    client.force_login(intake.member.user)
    screen = client.get(reverse("today:intake")).url
    assert client.post(screen, {"age": "3\x004"}).status_code == 422
    assert not intake.answers.exists()
