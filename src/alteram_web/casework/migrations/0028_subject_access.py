"""What the answer to a request for personal data needs beside the entries; see ``0028_subject_access.sql``."""

from pathlib import Path

from django.db import migrations

BACK = """
SET LOCAL ROLE alteram_owner;
DROP FUNCTION casework.roll_about(text);
DROP FUNCTION casework.views_about(text, uuid[], timestamptz);
DROP FUNCTION casework.letters_of(uuid[], timestamptz);
DROP FUNCTION casework.cases_naming(text);
CREATE FUNCTION casework.cases_naming(p_person text) RETURNS TABLE (chain uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT DISTINCT e.chain FROM ledger_entry e JOIN chain c ON c.chain = e.chain AND c.kind = 'case'
        WHERE e.body = current_body() AND position(convert_to(p_person, 'UTF8') IN e.bytes) > 0 ORDER BY 1;
END $$;
REVOKE EXECUTE ON FUNCTION casework.cases_naming(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.cases_naming(text) TO alteram_app;
DROP INDEX casework.view_log_of_members;
DROP INDEX casework.view_log_by_viewer;
DROP TABLE casework.named_until;
DROP TABLE casework.named;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = (("casework", "0027_draw"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=BACK),)
