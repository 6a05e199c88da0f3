-- Linked cases (the same complaint or incident, or once joined) share the history of who did what; a deed in joined cases is one
-- entry in each. For the writing path only: it learns that a case is there, and the site's rule of access decides who is told.
--
-- The column `incident` of a case's row holds every key under which it can be found, with blanks between. A database with cases
-- needs `rebuild --repair` afterwards.

SET LOCAL ROLE alteram_owner;

COMMENT ON COLUMN casework.case_row.incident IS 'keys of what it is about, with blanks between';
CREATE INDEX cases_of_incident ON casework.case_row USING gin (string_to_array(incident, ' '));

CREATE FUNCTION casework.cases_of_incidents(p_keys text[]) RETURNS TABLE (chain uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY
        SELECT c.chain FROM case_row c WHERE c.chain = ANY (ARRAY(
            SELECT k::uuid FROM unnest(p_keys) k WHERE k ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'))
        UNION
        SELECT c.chain FROM case_row c WHERE string_to_array(c.incident, ' ') && p_keys
        ORDER BY 1;
END $$;

CREATE FUNCTION casework.case_of_reference(p_reference text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN (SELECT c.chain FROM case_row c WHERE c.body = current_body() AND c.reference = p_reference);
END $$;

-- A paper as it is sealed, for the writing path: a joint deed seals it again under the key of each case.
CREATE FUNCTION casework.read_paper(p_chain uuid, p_digest bytea) RETURNS TABLE (kind text, media_type text, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT p.kind, p.media_type, p.sealed FROM paper p WHERE p.chain = p_chain AND p.digest = p_digest;
END $$;

REVOKE EXECUTE ON FUNCTION casework.cases_of_incidents(text[]), casework.case_of_reference(text),
    casework.read_paper(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.cases_of_incidents(text[]), casework.case_of_reference(text),
    casework.read_paper(uuid, bytea) TO alteram_app;

RESET ROLE;
