from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0004_covers_summaries_and_put_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='plansummary',
            name='news',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='plansummary',
            name='red_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveField(
            model_name='plansummary',
            name='told_at',
        ),
        migrations.RemoveField(
            model_name='plansummary',
            name='told_because',
        ),
    ]
