"""What the log of one case and the answer to a data request need; see ``0025_own_log.sql``."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.cases_naming(text);
DROP FUNCTION casework.ends_under(bigint);
DROP FUNCTION casework.places_of(uuid);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0024_training_by_topic"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
