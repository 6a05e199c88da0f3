"""Cases about the same facts find each other, and a paper can follow a joint deed; see ``0012_linked_cases.sql``."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("casework", "0011_letters_by_side"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
