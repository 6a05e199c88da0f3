"""The day of the last training in each topic; see ``0024_training_by_topic.sql``."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__)
BACK = """
SET LOCAL ROLE alteram_owner;
ALTER TABLE casework.membership_row DROP COLUMN topics;
RESET ROLE;
"""
AGAIN = HERE.with_name("0016_rows_in_place.sql").read_text(encoding="utf-8")
"""``move_rows`` names the columns that there are, so it is made again."""


class Migration(migrations.Migration):
    dependencies = (("casework", "0023_bans_in_matches"),)
    operations = (
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=AGAIN),
        migrations.RunSQL(HERE.with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),
        migrations.RunSQL(AGAIN, reverse_sql=migrations.RunSQL.noop),
    )
