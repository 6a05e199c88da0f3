"""What the tree needs beyond its tables: the root of each tile, the signing keys, the public answer about a code."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.find_code(bytea, bytea), casework.read_places(), casework.list_key(text, integer, text);
DROP TABLE casework.signing_key;
ALTER TABLE casework.tile DROP COLUMN root;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0002_letters"),)
    operations = (migrations.RunSQL(SQL, reverse_sql=BACK),)
