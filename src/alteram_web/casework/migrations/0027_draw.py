"""What the draw of a panel needs to know of other cases; see ``0027_draw.sql``."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.loads(text[], uuid);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0026_keys_of_exports"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
