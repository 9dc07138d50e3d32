"""An operator sees where sponsors stand and changes what was agreed; nobody else does."""

import pytest
from django.test import Client
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.models import Sponsor
from sinew.vocabulary import Role
from tests.apps.coverage.world import line, send, sponsor, table, upload
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
SPONSORS = "/operator/sponsors/"
AGREED = {
    "kind": "health_plan", "begins_on": "2026-02-01", "ends_on": "", "covers": "subscribers",
    "minimum_age": "21", "programs": ["hamstring"], "member_cost": "Five dollars a visit.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def roster_files(settings, tmp_path):
    settings.ROSTER_FILES = tmp_path / "rosters"


@pytest.fixture
def acme() -> Sponsor:
    return sponsor()


@pytest.fixture
def client() -> Client:
    return signed_in(world.account("operator@example.org", Role.OPERATOR))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_says_where_rosters_stand_and_names_nobody(client: Client, acme: Sponsor):
    assert "No roster yet" in text(client.get(SPONSORS))
    send(acme, table(line("Ann")), hours=-48)
    upload(acme, table(line("Ann"), line("Bertram")), hours=-24)
    page = text(client.get(SPONSORS))
    assert "1 covered at the last roster" in page
    assert "1 waiting" in page
    assert "Bertram" not in page


def test_what_was_agreed_is_changed_and_written_down(client: Client, acme: Sponsor):
    url = reverse("coverage:operator_agreement", kwargs={"slug": "acme"})
    assert 'value="2026-01-01"' in text(client.get(url))
    assert client.post(url, AGREED).status_code == 302
    acme.refresh_from_db()
    assert (acme.kind, acme.covers, acme.minimum_age, acme.programs) == (
        "health_plan", "subscribers", 21, ["hamstring"],
    )  # fmt: skip
    assert acme.member_cost == "Five dollars a visit."
    entries = AuditEntry.objects.filter(event="coverage.sponsor.changed")
    details = {entry.detail["setting"]: entry.detail for entry in entries}
    assert details["minimum_age"] == {"setting": "minimum_age", "before": "18", "after": "21"}
    assert details["member_cost"] == {"setting": "member_cost"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": "2025-01-01"}, "before the first day"),
        ({"minimum_age": "-1"}, "greater than or equal to 0"),
        ({"programs": ["sword-swallowing"]}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_explained_and_not_stored(client: Client, acme: Sponsor, change, said):
    url = reverse("coverage:operator_agreement", kwargs={"slug": "acme"})
    answer = client.post(url, AGREED | change)
    assert answer.status_code == 400
    assert said in text(answer)
    assert Sponsor.objects.get(pk=acme.pk).kind == "employer"


def test_a_sponsor_that_there_is_not_is_not_found(client: Client):
    assert client.get(f"{SPONSORS}nobody/").status_code == 404
