"""Private notes of those who sit; see ``0030_private_notes.sql``."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.private_note_kept(uuid, text, bytea, timestamptz);
DROP FUNCTION casework.private_notes(uuid);
DROP TABLE casework.private_note;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0029_one_person"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
