"""Whose mail it is: found by account, so that a change of address hides none; earlier mail is given its account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_recipients(apps, schema_editor):
    """Give each message the account that has its address now."""
    emails = apps.get_model("notifications", "OutboxEmail").objects
    users = apps.get_model("accounts", "User").objects.filter(email__iexact=models.OuterRef("to"))
    emails.update(recipient=models.Subquery(users.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxemail",
            name="recipient",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outbox_emails",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_recipients, migrations.RunPython.noop),
    ]
