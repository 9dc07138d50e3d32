"""The database itself refuses to change an audit entry, whoever asks."""

from django.db import migrations

REFUSAL = "audit entries are only ever added"
SQLITE = f"""
CREATE TRIGGER audit_refuses_updates BEFORE UPDATE ON audit_auditentry
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION audit_refuses_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER audit_refuses_updates BEFORE UPDATE ON audit_auditentry
FOR EACH ROW EXECUTE FUNCTION audit_refuses_updates();
"""
REMOVE = {
    "sqlite": "DROP TRIGGER audit_refuses_updates",
    "postgresql": "DROP TRIGGER audit_refuses_updates ON audit_auditentry; DROP FUNCTION audit_refuses_updates()",
}
ADD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def add(apps, schema_editor):
    schema_editor.execute(ADD[schema_editor.connection.vendor])


def remove(apps, schema_editor):
    schema_editor.execute(REMOVE[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
