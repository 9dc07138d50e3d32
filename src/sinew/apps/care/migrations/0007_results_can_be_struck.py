import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0006_summaries_anew")]

    operations = [
        migrations.AddField(
            model_name="careevent",
            name="strikes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="struck_by",
                to="care.careevent",
            ),
        ),
    ]
