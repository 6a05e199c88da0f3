"""Erasing a file whole; see ``0022_erasure.sql``."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.erased_letters();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0021_keys"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
