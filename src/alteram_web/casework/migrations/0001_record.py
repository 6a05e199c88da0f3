"""The record, its projections, the locks on both, and the functions that are the only way in."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    operations = (migrations.RunSQL(SQL, reverse_sql="DROP SCHEMA casework CASCADE"),)
