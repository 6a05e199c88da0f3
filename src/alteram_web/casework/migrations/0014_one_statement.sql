-- An entry in one statement, and its checks as cheap as they can be made. docs/adr/0040-one-statement-an-entry.md has the reasons.
--
-- Everything that was checked before is checked now. What changed is how: the body comes as an argument, so that no statement
-- before has to set it; when an entry was recorded stands beside it, so that the entry before need not be read as JSON again;
-- and the checks are the conditions of the INSERT itself. Why an entry was refused is only asked when it was.

SET LOCAL ROLE alteram_owner;

ALTER TABLE casework.ledger_entry ADD COLUMN recorded timestamptz;
ALTER TABLE casework.ledger_entry
    ALTER COLUMN recorded TYPE timestamptz USING (convert_from(bytes, 'UTF8')::jsonb ->> 'recorded')::timestamptz;
ALTER TABLE casework.ledger_entry ALTER COLUMN recorded SET NOT NULL;

-- Which rows an entry may move: as in 0010, without a path of its own, so that it becomes part of the expression it stands in.
CREATE OR REPLACE FUNCTION casework.rows_of_kind(p_kind text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_kind
        WHEN 'case' THEN ARRAY['case_row', 'entry_row', 'access_row', 'listing_row', 'duty_row', 'outbox_row', 'standing_row',
                               'notice_row', 'cell_row']
        WHEN 'house' THEN ARRAY['membership_row', 'office_row', 'edition_row']
        ELSE ARRAY[]::text[]
    END
$$;

-- Says why an entry does not stand. Always raises.
CREATE FUNCTION casework.refuse_entry(p_chain uuid, p_index integer, p_bytes bytea, p_link bytea, p_entry jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
DECLARE
    v_tip integer := -1;
    v_link bytea := sha256('alteram chain 1' || E'\\012'::bytea || uuid_send(p_chain));
    v_before timestamptz;
BEGIN
    PERFORM FROM chain WHERE chain = p_chain;  -- one body's chains only: row-level security
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: that chain is none of this body' USING ERRCODE = 'AL003';
    END IF;
    SELECT index, link, recorded INTO v_tip, v_link, v_before FROM (
        SELECT index, link, recorded FROM ledger_entry WHERE chain = p_chain
        UNION ALL SELECT v_tip, v_link, NULL) known ORDER BY index DESC LIMIT 1;
    IF p_index <= v_tip THEN
        RAISE EXCEPTION 'E-STALE: number % is taken', p_index USING ERRCODE = 'AL001';
    ELSIF p_index <> v_tip + 1 THEN
        RAISE EXCEPTION 'E-RECORD: number % does not follow %', p_index, v_tip USING ERRCODE = 'AL002';
    ELSIF p_link IS DISTINCT FROM sha256('alteram entry 1' || E'\\012'::bytea || v_link || p_bytes) THEN
        RAISE EXCEPTION 'E-RECORD: the link of number % does not build on the one before', p_index USING ERRCODE = 'AL002';
    ELSIF p_entry ->> 'case' IS DISTINCT FROM p_chain::text OR p_entry -> 'index' IS DISTINCT FROM to_jsonb(p_index) THEN
        RAISE EXCEPTION 'E-RECORD: the bytes of number % speak of another place', p_index USING ERRCODE = 'AL002';
    ELSIF (p_entry ->> 'recorded')::timestamptz IS NULL OR (p_entry ->> 'recorded')::timestamptz < v_before THEN
        RAISE EXCEPTION 'E-CLOCK: number % was recorded before the one before it', p_index USING ERRCODE = 'AL005';
    END IF;
    -- Between the INSERT and these questions somebody else's entry became visible.
    RAISE EXCEPTION 'E-STALE: somebody acted a moment ago' USING ERRCODE = 'AL001';
END $$;

-- The one way into the ledger. The caller hands over what it computed; everything that can be computed again is.
DROP FUNCTION casework.append_entry(uuid, integer, bytea, bytea, jsonb, jsonb, text[], bytea[], text, integer, text);
CREATE FUNCTION casework.append_entry(
    p_body uuid, p_chain uuid, p_index integer, p_bytes bytea, p_link bytea,
    p_gone jsonb DEFAULT NULL, p_come jsonb DEFAULT NULL, p_fields text[] DEFAULT NULL, p_sealed bytea[] DEFAULT NULL,
    p_request text DEFAULT NULL, p_ordinal integer DEFAULT 0, p_who text DEFAULT ''
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_entry jsonb := convert_from(p_bytes, 'UTF8')::jsonb;
    v_recorded timestamptz := v_entry ->> 'recorded';
    v_set text;
BEGIN
    IF current_viewer() IS NOT NULL THEN
        RAISE EXCEPTION 'E-RECORD: this transaction reads for one viewer and may not touch the record' USING ERRCODE = 'AL003';
    ELSIF p_body IS NULL OR current_body() <> p_body THEN
        RAISE EXCEPTION 'E-RECORD: this transaction is for another body' USING ERRCODE = 'AL003';
    END IF;
    v_set := set_config('alteram.body', p_body::text, true);  -- row-level security goes by it
    IF p_index > 0 THEN  -- the entry before it vouches for the chain and the body
        INSERT INTO ledger_entry (chain, index, body, link, bytes, recorded)
        SELECT p_chain, p_index, p_body, p_link, p_bytes, v_recorded FROM ledger_entry b
         WHERE b.chain = p_chain AND b.index = p_index - 1 AND b.recorded <= v_recorded
           AND p_link = sha256('\x616c746572616d20656e74727920310a'::bytea || b.link || p_bytes)  -- "alteram entry 1\n"
           AND v_entry ->> 'case' = p_chain::text AND v_entry -> 'index' = to_jsonb(p_index);
    ELSE
        INSERT INTO ledger_entry (chain, index, body, link, bytes, recorded)
        SELECT p_chain, p_index, p_body, p_link, p_bytes, v_recorded FROM chain c
         WHERE c.chain = p_chain AND v_recorded IS NOT NULL
           AND p_link = sha256('\x616c746572616d20656e74727920310a'::bytea  -- and "alteram chain 1\n"
                               || sha256('\x616c746572616d20636861696e20310a'::bytea || uuid_send(p_chain)) || p_bytes)
           AND v_entry ->> 'case' = p_chain::text AND v_entry -> 'index' = to_jsonb(p_index);
    END IF;
    IF NOT FOUND THEN
        PERFORM refuse_entry(p_chain, p_index, p_bytes, p_link, v_entry);
    END IF;
    INSERT INTO unplaced (body, chain, index) VALUES (p_body, p_chain, p_index);
    IF p_request IS NOT NULL THEN
        INSERT INTO request_row VALUES (p_body, p_request, p_ordinal, p_chain, p_index, p_who);
    END IF;
    IF p_fields IS NOT NULL THEN
        INSERT INTO sealed_text (chain, index, field, body, digest, sealed)
        SELECT p_chain, p_index, f, p_body, v_entry -> 'texts' ->> f, s FROM unnest(p_fields, p_sealed) AS given (f, s);
    END IF;
    IF v_entry -> 'acts' ? 'text_erased' THEN
        PERFORM forget(p_chain, v_entry -> 'data');
    END IF;
    IF p_gone IS NOT NULL OR p_come IS NOT NULL THEN
        IF (coalesce(p_gone, '{}') || coalesce(p_come, '{}'))
           - rows_of_kind((SELECT kind FROM chain c WHERE c.chain = p_chain)) <> '{}' THEN
            RAISE EXCEPTION 'E-RECORD: no entry of a chain of this kind moves such rows' USING ERRCODE = 'AL003';
        END IF;
        PERFORM move_rows(p_body, p_chain, p_gone, p_come);
    END IF;
END $$;

-- As in 0007. Nothing that goes (NULL) made the whole condition NULL, and then any row could come: nothing is an empty object.
CREATE OR REPLACE FUNCTION casework.access_follows(p_house_entry integer, p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_act text;
BEGIN
    SELECT convert_from(e.bytes, 'UTF8')::jsonb -> 'acts' ->> 0 INTO v_act
      FROM ledger_entry e JOIN body b ON b.house = e.chain
     WHERE b.body = v_body AND e.index = p_house_entry AND e.xmin = pg_current_xact_id()::xid;
    IF v_act IS NULL OR v_act NOT IN ('pool_member_appointed', 'pool_member_left', 'office_held', 'office_left') THEN
        RAISE EXCEPTION 'E-RECORD: access moves with an entry about pools or offices, made in this transaction' USING ERRCODE = 'AL003';
    END IF;
    PERFORM FROM chain c WHERE c.chain = p_chain AND c.kind = 'case';
    IF NOT FOUND OR (coalesce(p_gone, '{}') || coalesce(p_come, '{}')) - ARRAY['access_row', 'listing_row'] <> '{}' THEN
        RAISE EXCEPTION 'E-RECORD: only the rows of access of a case of this body follow from pools' USING ERRCODE = 'AL003';
    END IF;
    PERFORM move_rows(v_body, p_chain, p_gone, p_come);
END $$;

REVOKE EXECUTE ON FUNCTION casework.refuse_entry(uuid, integer, bytea, bytea, jsonb), casework.rows_of_kind(text),
    casework.append_entry(uuid, uuid, integer, bytea, bytea, jsonb, jsonb, text[], bytea[], text, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    casework.append_entry(uuid, uuid, integer, bytea, bytea, jsonb, jsonb, text[], bytea[], text, integer, text) TO alteram_app;

RESET ROLE;
