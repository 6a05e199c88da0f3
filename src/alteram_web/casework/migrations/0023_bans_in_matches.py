"""Bans counted in matches, the day of a way back and how a sanction was counted; see ``0023_bans_in_matches.sql``."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__)
AGAIN = HERE.with_name("0016_rows_in_place.sql").read_text(encoding="utf-8")
"""``move_rows`` names the columns that there are, so it is made again."""


class Migration(migrations.Migration):
    dependencies = (("casework", "0022_erasure"),)
    operations = (
        migrations.RunSQL(HERE.with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    )
