"""Rows of cases that follow from a change of pools or offices; see ``0007_regrouping.sql``."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("casework", "0006_oversight"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
