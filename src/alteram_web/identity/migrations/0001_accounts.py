"""Accounts, and the cache that rate limits are counted in."""

from django.db import migrations, models

CACHE = """
CREATE TABLE site_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX site_cache_expires ON site_cache (expires);
"""
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON identity_user TO alteram_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON site_cache TO alteram_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(default="en", max_length=8)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={"abstract": False},
            managers=[],
        ),
        migrations.RunSQL(CACHE, reverse_sql="DROP TABLE site_cache"),
        migrations.RunSQL(GRANTS, reverse_sql=migrations.RunSQL.noop),
    )
