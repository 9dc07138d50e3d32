from django.db import migrations


def forget(apps, schema_editor):
    """Summaries are worked out from the rows of a plan: `sinew upgrade` does it, else whoever reads first."""
    apps.get_model('care', 'PlanSummary').objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0005_news_of_a_plan'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
