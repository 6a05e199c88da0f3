"""The key of the exports is listed; see ``0026_keys_of_exports.sql``. A list that holds it cannot go back."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
ALTER TABLE casework.signing_key DROP CONSTRAINT signing_key_purpose_check;
ALTER TABLE casework.signing_key ADD CONSTRAINT signing_key_purpose_check
    CHECK (purpose IN ('log', 'receipts', 'witness'));
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0025_own_log"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
