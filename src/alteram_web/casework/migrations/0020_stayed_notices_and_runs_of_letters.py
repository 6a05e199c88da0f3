"""Notices that a court stays come back, and letters to one person are counted by the day; see the file beside it."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("casework", "0017_proofs"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
