"""Who reads a letter follows from the rows of access alone; see ``0011_letters_by_side.sql``."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("casework", "0010_rows_by_kind_of_chain"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
