"""Who an account is in a body."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("identity", "0001_accounts"),)
    operations = (
        migrations.CreateModel(
            name="Holder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.UUIDField()),
                ("person", models.CharField(max_length=40)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "body"), name="one_person_per_account_and_body"),
                    models.UniqueConstraint(fields=("body", "person"), name="one_account_per_person_and_body"),
                ],
            },
        ),
        migrations.RunSQL("GRANT SELECT, INSERT ON identity_holder TO alteram_app", reverse_sql=migrations.RunSQL.noop),
    )
