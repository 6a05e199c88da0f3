-- Reading in a record that was kept elsewhere: COPY into tables of the session, one function that checks and chains.
-- docs/adr/0041-history-is-read-in-whole.md. No role but the owner may; the site has no way to add history.

SET LOCAL ROLE alteram_owner;

-- Where the rows of one import lie until its transaction ends. A table whose row-level security is forced takes no COPY, and
-- nothing is read from these but by the function below.
CREATE FUNCTION casework.stage_import() RETURNS void LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    CREATE TEMP TABLE staged_case (chain uuid, watch uuid, wrapped bytea, come jsonb) ON COMMIT DROP;
    CREATE TEMP TABLE staged_entry (chain uuid, index integer, link bytea, bytes bytea) ON COMMIT DROP;
    CREATE TEMP TABLE staged_text (chain uuid, index integer, field text, sealed bytea) ON COMMIT DROP;
END $$;

-- Everything append_entry checks of one entry is checked here of all: each case is new, its numbers run from 0, each link
-- builds on the one before, the bytes speak of their place, no time runs backwards; and each says where it was found and what
-- is missing, and erases nothing.
CREATE FUNCTION casework.import_staged() RETURNS integer LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_asked integer := (SELECT count(*) FROM pg_temp.staged_entry);
    v_made integer;
    v_wrong uuid;
BEGIN
    SELECT s.chain INTO v_wrong FROM pg_temp.staged_case s JOIN chain c ON c.chain IN (s.chain, s.watch) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'E-RECORD: chain % is there already, and nothing is imported into it', v_wrong USING ERRCODE = 'AL006';
    END IF;
    SELECT s.chain INTO v_wrong FROM pg_temp.staged_case s WHERE s.come - rows_of_kind('case') <> '{}' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'E-RECORD: no entry of a case moves such rows' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO chain (chain, body, kind) SELECT s.chain, v_body, 'case' FROM pg_temp.staged_case s;
    INSERT INTO chain (chain, body, kind, beside) SELECT s.watch, v_body, 'watch', s.chain FROM pg_temp.staged_case s;
    INSERT INTO case_key (chain, body, wrapped) SELECT s.chain, v_body, s.wrapped FROM pg_temp.staged_case s;
    INSERT INTO ledger_entry (chain, index, body, link, bytes, recorded)
    SELECT t.chain, t.index, v_body, t.link, t.bytes, t.at FROM (
        SELECT e.chain, e.index, e.link, e.bytes, e.entry, (e.entry ->> 'recorded')::timestamptz AS at,
               lag(e.link) OVER w AS link_before, lag(e.index) OVER w AS index_before,
               lag((e.entry ->> 'recorded')::timestamptz) OVER w AS at_before
          FROM (SELECT s.*, convert_from(s.bytes, 'UTF8')::jsonb AS entry FROM pg_temp.staged_entry s) e
        WINDOW w AS (PARTITION BY e.chain ORDER BY e.index)) t
        JOIN pg_temp.staged_case c ON c.chain = t.chain
     WHERE t.index = coalesce(t.index_before + 1, 0)
       AND t.link = sha256('\x616c746572616d20656e74727920310a'::bytea  -- "alteram entry 1\n" and "alteram chain 1\n"
            || coalesce(t.link_before, sha256('\x616c746572616d20636861696e20310a'::bytea || uuid_send(t.chain))) || t.bytes)
       AND t.entry ->> 'case' = t.chain::text AND t.entry -> 'index' = to_jsonb(t.index)
       AND t.at >= coalesce(t.at_before, t.at)
       AND t.entry -> 'imported' ->> 'source' <> '' AND jsonb_typeof(t.entry -> 'imported' -> 'gaps') = 'array'
       AND NOT coalesce(t.entry -> 'acts' ? 'text_erased', false);
    GET DIAGNOSTICS v_made = ROW_COUNT;
    IF v_made <> v_asked THEN
        RAISE EXCEPTION 'E-RECORD: % of % entries do not build on each other, or do not say where they come from',
            v_asked - v_made, v_asked USING ERRCODE = 'AL002';
    END IF;
    INSERT INTO unplaced (body, chain, index) SELECT v_body, s.chain, s.index FROM pg_temp.staged_entry s;
    INSERT INTO sealed_text (chain, index, field, body, digest, sealed)
    SELECT s.chain, s.index, s.field, v_body, convert_from(e.bytes, 'UTF8')::jsonb -> 'texts' ->> s.field, s.sealed
      FROM pg_temp.staged_text s JOIN pg_temp.staged_entry e USING (chain, index);
    PERFORM move_rows(v_body, s.chain, NULL, s.come) FROM pg_temp.staged_case s WHERE s.come IS NOT NULL;
    RETURN v_made;
END $$;

REVOKE EXECUTE ON FUNCTION casework.stage_import(), casework.import_staged() FROM PUBLIC;

RESET ROLE;
