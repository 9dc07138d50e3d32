"""The audit trail takes rows and never gives them up."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sinew.apps.audit.actions import record
from sinew.apps.audit.errors import AuditIsAppendOnly
from sinew.apps.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_entry_is_stored_and_found_by_the_member_it_is_about():
    member = uuid4()
    record("care.plan.read", member=member, detail={"page": "plan"})
    record("care.plan.read", member=uuid4())
    assert [entry.detail for entry in AuditEntry.objects.about(member)] == [{"page": "plan"}]


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda _entry: AuditEntry.objects.update(event="nothing"),
        lambda _entry: AuditEntry.objects.all().delete(),
    ],
)
def test_an_entry_cannot_be_changed_or_removed(change):
    entry = record("care.plan.read")
    with pytest.raises(AuditIsAppendOnly):
        change(entry)


def test_the_database_itself_refuses_a_change():
    record("care.plan.read")
    with (
        pytest.raises(DatabaseError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_auditentry SET event = 'nothing'")
    assert AuditEntry.objects.get().event == "care.plan.read"
