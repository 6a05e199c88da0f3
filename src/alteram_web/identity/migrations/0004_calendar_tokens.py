"""Tokens that open the feed of a person's hearings and nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("identity", "0003_tokens"),)
    operations = (
        migrations.AddField(
            model_name="token",
            name="opens",
            field=models.CharField(default="api", max_length=10),
            preserve_default=True,
        ),
    )
