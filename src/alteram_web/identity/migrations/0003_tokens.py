"""Personal access tokens. The site may end one and note the day it was used, and change nothing else of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("identity", "0002_holder"),)
    operations = (
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made", models.DateTimeField()),
                ("expires", models.DateTimeField()),
                ("last_used", models.DateField(null=True)),
                ("revoked", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="identity.holder",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON identity_token TO alteram_app;"
            " GRANT UPDATE (last_used, revoked) ON identity_token TO alteram_app",
            reverse_sql=migrations.RunSQL.noop,
        ),
    )
