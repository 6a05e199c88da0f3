"""Standing with the time for which it was known, notices with all that is public of them, and the roll."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("casework", "0003_placing"),)
    operations = (migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),)
