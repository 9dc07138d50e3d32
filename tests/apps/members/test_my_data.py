"""The copy holds everything kept about a member, and deletion leaves nothing of it."""

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.members import actions as members
from sinew.apps.members import record
from sinew.apps.members.errors import ConfirmationMismatch
from sinew.apps.members.export import export_archive
from sinew.apps.members.models import Member
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.models import OutboxEmail
from tests.apps.members import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    """A member with something of every kind: a team, a plan, events, flags, a session and a mail."""
    therapist = world.therapist()
    plan = world.planned()
    world.exercised(plan, pain=6, comment="It pulled — a little. Łódź")
    day = world.DAY + timedelta(days=1)
    who = plan.member.user
    care.record_check_in(plan=plan, answers={"rf-08": "yes"}, on=day, at=world.at(day), by=who)
    care.decide(plan=plan, decision="hold", reason="Wait.", on=day, at=world.at(day), by=therapist)
    queue_email(to=who, template="session_ready", context={"name": who.name}, key="test")
    return plan.member


def models_about_a_member():
    """Every model whose rows belong to a member's account, found by following foreign keys down to it."""
    found = {User, Member}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.many_to_one or field.one_to_one
            if getattr(field, "concrete", False) and field.related_model in found
            if not field.null or model.__name__ == "ExerciseSession"
        }
        if more <= found:
            return found
        found |= more


def opened(archive):
    return {name: archive.read(name) for name in archive.namelist()}


def test_every_model_that_leads_to_a_member_is_in_some_part_of_the_record():
    covered = {model for part in record.parts() for model in part.models}
    of_staff = {
        "SponsorManager",
        "BookableHours",
        "TimeOff",
        "Absence",
        "PractitionerHours",
        "QuickReply",
        "Cover",
        "ListTemplate",
    }
    passing = of_staff | {"EmailConfirmation"}  # allauth's codes, unused here
    assert {m.__name__ for m in models_about_a_member() - covered} <= passing


def test_the_copy_holds_every_row(member):
    files = opened(zipfile.ZipFile(io.BytesIO(export_archive(member, at=world.at()))))
    plans = json.loads(files["care_plans.json"])
    plan = member.care_plans.get()
    assert len(plans[0]["events"]) == plan.events.count() == 3
    assert len(plans[0]["adjustments"]) == plan.adjustments.count() == 4
    assert [row["rule"] for row in json.loads(files["red_flags.json"])] == ["RF-08"]
    (session,) = json.loads(files["exercise_sessions.json"])
    assert session["result"]["comment"] == "It pulled — a little. Łódź"
    assert len(session["sets"]) == plan.exercise_sessions.get().measured_sets.count()
    answers = json.loads(files["intakes.json"])[0]["answers"]
    assert len(answers) == plan.intake.answers.count()
    assert json.loads(files["care_team.json"])[0]["practitioner"] == "Therapist"
    assert json.loads(files["account.json"])[0]["email"] == "ada@example.org"
    assert len(json.loads(files["consents.json"])) == 2
    assert {row["event"] for row in json.loads(files["audit.json"])} >= {
        "members.member.joined",
        "care.plan.started",
    }
    assert "session is ready" in json.loads(files["emails.json"])[-1]["subject"]


def test_the_manifest_names_every_file_with_its_hash(member):
    files = opened(zipfile.ZipFile(io.BytesIO(export_archive(member, at=world.at()))))
    manifest = json.loads(files.pop("manifest.json"))
    assert {entry["name"]: entry["sha256"] for entry in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }


def test_the_copy_has_a_pdf_to_read_even_with_letters_the_font_lacks(member):
    files = opened(zipfile.ZipFile(io.BytesIO(export_archive(member, at=world.at()))))
    assert files["your-record.pdf"].startswith(b"%PDF-")
    assert len(files["your-record.pdf"]) > 4000


def test_no_secret_is_in_the_copy(member):
    files = opened(zipfile.ZipFile(io.BytesIO(export_archive(member, at=world.at()))))
    everything = b"".join(files.values())
    assert member.user.password.encode() not in everything


def test_deleting_leaves_no_row_of_the_member(member):
    before = {model: model.objects.count() for model in models_about_a_member()}
    therapist_rows = {"User": 1, "EmailAddress": 1, "Authenticator": 2}
    members.delete_account(user=member.user, typed="Ada@example.org", by=member.user)
    assert all(
        before[model] > therapist_rows.get(model.__name__, 0)
        for model in before
        if model.__name__
        in {"CareEvent", "CarePlan", "Adjustment", "MeasuredSet", "RedFlagRaised", "IntakeAnswer", "Consent"}
    )
    left = {model.__name__: model.objects.count() for model in before if model.objects.exists()}
    assert left == therapist_rows
    assert not OutboxEmail.objects.filter(to="ada@example.org").exists()


def test_the_audit_trail_keeps_opaque_ids_only(member):
    identity = member.pk
    members.delete_account(user=member.user, typed="ada@example.org", by=member.user)
    entries = AuditEntry.objects.about(identity)
    assert entries.filter(event="members.member.deleted").exists()
    assert not [
        entry for entry in entries if re.search(r"\bada\b", f"{entry.detail} {entry.target_id}", re.I)
    ]


def test_a_wrong_confirmation_deletes_nothing(member):
    with pytest.raises(ConfirmationMismatch):
        members.delete_account(user=member.user, typed="yes", by=member.user)
    assert Member.objects.filter(pk=member.pk).exists()


def test_the_pages_of_ones_own_data(client, member):
    client.force_login(member.user)
    assert client.get(reverse("members:my_data")).status_code == 200
    download = client.post(reverse("members:export"))
    assert zipfile.ZipFile(io.BytesIO(download.content)).testzip() is None
    refused = client.post(reverse("members:delete"), {"typed": "no"})
    assert refused.status_code == 422
    client.post(reverse("members:delete"), {"typed": "ada@example.org"})
    assert not User.objects.filter(email="ada@example.org").exists()
    assert client.get(reverse("members:my_data")).status_code == 302


def test_who_has_not_agreed_to_anything_yet_can_see_take_and_delete_the_account(client):
    user = world.account("ida@example.org")
    client.force_login(user)
    page = client.get(reverse("members:my_data"))
    assert page.status_code == 200
    assert "your plan has stopped" not in page.content.decode()
    files = opened(zipfile.ZipFile(io.BytesIO(client.post(reverse("members:export")).content)))
    (account,) = json.loads(files["account.json"])
    assert (account["email"], account["member"], account["joined_at"]) == ("ida@example.org", None, None)
    assert json.loads(files["manifest.json"])["member"] is None
    assert client.get(reverse("members:delete")).status_code == 200
    client.post(reverse("members:delete"), {"typed": "ida@example.org"})
    assert not User.objects.exists()
    assert not Member.objects.exists()


def test_mail_to_an_earlier_address_is_in_the_copy_and_goes_with_the_account(member):
    user = member.user
    earlier = OutboxEmail.objects.meant_for(user).count()
    user.email = "new@example.org"
    user.save()
    queue_email(to=user, template="session_ready", context={"name": user.name}, key="later")
    files = opened(zipfile.ZipFile(io.BytesIO(export_archive(member, at=world.at()))))
    assert len(json.loads(files["emails.json"])) == earlier + 1 >= 2
    members.delete_account(user=user, typed="new@example.org", by=user)
    assert not OutboxEmail.objects.filter(to__in=["ada@example.org", "new@example.org"]).exists()


def test_deleting_tells_the_browser_to_drop_what_waits_on_the_device(client, member):
    client.force_login(member.user)
    refused = client.post(reverse("members:delete"), {"typed": "no"})
    assert "Clear-Site-Data" not in refused
    deleted = client.post(reverse("members:delete"), {"typed": "ada@example.org"})
    assert deleted["Clear-Site-Data"] == '"storage"'


def test_deleting_what_another_request_has_just_deleted_changes_nothing(member):
    user = User.objects.get(pk=member.user.pk)
    members.delete_account(user=member.user, typed="ada@example.org", by=member.user)
    members.delete_account(user=user, typed="ada@example.org", by=user)
    assert AuditEntry.objects.filter(event="accounts.account.deleted").count() == 1
