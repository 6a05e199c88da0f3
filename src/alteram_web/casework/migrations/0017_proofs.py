"""Timestamps and cosignatures of checkpoints, and what each vouches for; see ``0017_proofs.sql``."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("casework", "0016_rows_in_place"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
