"""When a worker last began to send a message, so that one that is stuck is seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_recipient")]

    operations = [
        migrations.AddField(
            model_name="outboxemail", name="claimed_at", field=models.DateTimeField(null=True)
        ),
    ]
