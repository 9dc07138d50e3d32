from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0002_adjustment_team_news'),
    ]

    operations = [
        migrations.AddField(
            model_name='adjustment',
            name='sign_off',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
    ]
