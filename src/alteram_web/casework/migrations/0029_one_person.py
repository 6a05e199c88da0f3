"""Access moves with an entry that merges two records of one person; see ``0029_one_person.sql``."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__)


class Migration(migrations.Migration):
    dependencies = (("casework", "0028_subject_access"),)
    operations = (migrations.RunSQL(HERE.with_suffix(".sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),)
