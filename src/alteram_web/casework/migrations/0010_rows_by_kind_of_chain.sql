-- Doors that stood wider open than anybody needs.
--
-- Which rows an entry may move follows from its chain: a case moves the rows of a case, the house its pools, offices and
-- editions, and a watch chain, which every refused attempt writes to, moves nothing. Before, an entry about a refused
-- attempt could have brought a place in a pool with it.

SET LOCAL ROLE alteram_owner;

CREATE FUNCTION casework.rows_of_kind(p_kind text) RETURNS text[] LANGUAGE sql IMMUTABLE
SET search_path = casework, pg_temp AS $$
    SELECT CASE p_kind
        WHEN 'case' THEN ARRAY['case_row', 'entry_row', 'access_row', 'listing_row', 'duty_row', 'outbox_row', 'standing_row',
                               'notice_row', 'cell_row']
        WHEN 'house' THEN ARRAY['membership_row', 'office_row', 'edition_row']
        ELSE ARRAY[]::text[]
    END
$$;

-- The one way into the ledger, as before, and besides: the rows that move belong to the kind of chain.
CREATE OR REPLACE FUNCTION casework.append_entry(
    p_chain uuid, p_index integer, p_bytes bytea, p_link bytea,
    p_gone jsonb, p_come jsonb, p_fields text[], p_sealed bytea[],
    p_request text, p_ordinal integer, p_who text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_kind text;
    v_tip integer;
    v_link bytea;
    v_before text;
    v_entry jsonb;
BEGIN
    SELECT kind INTO v_kind FROM chain WHERE chain = p_chain;  -- one body's chains only: row-level security
    IF v_kind IS NULL THEN
        RAISE EXCEPTION 'E-RECORD: that chain is none of this body' USING ERRCODE = 'AL003';
    END IF;
    IF EXISTS (SELECT FROM jsonb_object_keys(p_gone || p_come) AS moved (name)
               WHERE moved.name <> ALL (rows_of_kind(v_kind))) THEN
        RAISE EXCEPTION 'E-RECORD: no entry of a chain of this kind moves such rows' USING ERRCODE = 'AL003';
    END IF;
    SELECT index, link, convert_from(bytes, 'UTF8')::jsonb ->> 'recorded' INTO v_tip, v_link, v_before
      FROM ledger_entry WHERE chain = p_chain ORDER BY index DESC LIMIT 1;
    IF v_tip IS NULL THEN
        v_tip := -1;
        v_link := sha256('alteram chain 1' || E'\\012'::bytea || uuid_send(p_chain));
    END IF;
    IF p_index <= v_tip THEN
        RAISE EXCEPTION 'E-STALE: number % is taken', p_index USING ERRCODE = 'AL001';
    ELSIF p_index <> v_tip + 1 THEN
        RAISE EXCEPTION 'E-RECORD: number % does not follow %', p_index, v_tip USING ERRCODE = 'AL002';
    END IF;
    IF p_link IS DISTINCT FROM sha256('alteram entry 1' || E'\\012'::bytea || v_link || p_bytes) THEN
        RAISE EXCEPTION 'E-RECORD: the link of number % does not build on the one before', p_index USING ERRCODE = 'AL002';
    END IF;
    v_entry := convert_from(p_bytes, 'UTF8')::jsonb;
    IF v_entry ->> 'case' IS DISTINCT FROM p_chain::text OR v_entry -> 'index' IS DISTINCT FROM to_jsonb(p_index) THEN
        RAISE EXCEPTION 'E-RECORD: the bytes of number % speak of another place', p_index USING ERRCODE = 'AL002';
    END IF;
    IF (v_entry ->> 'recorded')::timestamptz IS NULL OR (v_entry ->> 'recorded')::timestamptz < v_before::timestamptz THEN
        RAISE EXCEPTION 'E-CLOCK: number % was recorded before the one before it', p_index USING ERRCODE = 'AL005';
    END IF;
    INSERT INTO ledger_entry (chain, index, body, link, bytes) VALUES (p_chain, p_index, v_body, p_link, p_bytes);
    INSERT INTO unplaced (body, chain, index) VALUES (v_body, p_chain, p_index);
    IF p_request IS NOT NULL THEN
        INSERT INTO request_row VALUES (v_body, p_request, p_ordinal, p_chain, p_index, p_who);
    END IF;
    IF p_fields IS NOT NULL THEN
        INSERT INTO sealed_text (chain, index, field, body, digest, sealed)
        SELECT p_chain, p_index, f, v_body, v_entry -> 'texts' ->> f, s FROM unnest(p_fields, p_sealed) AS given (f, s);
    END IF;
    IF v_entry -> 'acts' ? 'text_erased' THEN
        PERFORM forget(p_chain, v_entry -> 'data');
    END IF;
    PERFORM move_rows(v_body, p_chain, p_gone, p_come);
END $$;

-- The last entry of a chain, for whoever only adds one. A knock on a closed door must not take the longer the more there
-- were: the watch chain of a case is short, that of the house is long, and the time would tell the one from the other.
CREATE FUNCTION casework.read_tip(p_chain uuid, p_kinds text[]) RETURNS TABLE (index integer, link bytea, bytes bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT e.index, e.link, e.bytes FROM ledger_entry e
        WHERE e.chain = p_chain AND EXISTS (SELECT FROM chain c WHERE c.chain = p_chain AND c.kind = ANY (p_kinds))
        ORDER BY e.index DESC LIMIT 1;
END $$;

-- Forgetting a person cannot be taken back and leaves no entry, and nothing of the site does it: the administrator's alone.
REVOKE EXECUTE ON FUNCTION casework.forget_person(text) FROM alteram_app;

REVOKE EXECUTE ON FUNCTION casework.rows_of_kind(text), casework.read_tip(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.read_tip(uuid, text[]) TO alteram_app;

RESET ROLE;
