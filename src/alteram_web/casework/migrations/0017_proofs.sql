-- What outsiders add to a checkpoint, and what the checkpoint says of each chain.

SET LOCAL ROLE alteram_owner;

-- From which the leaves are drawn that fill up the small tree of chains under a checkpoint (alteram.ledger.tips).
ALTER TABLE casework.checkpoint ADD COLUMN salt bytea CHECK (length(salt) = 32);

-- Witnesses are listed like the keys a body signs with: in their order, and for good.
ALTER TABLE casework.signing_key DROP CONSTRAINT signing_key_purpose_check;
ALTER TABLE casework.signing_key ADD CONSTRAINT signing_key_purpose_check
    CHECK (purpose IN ('log', 'receipts', 'witness'));

-- The answer of a timestamp authority (RFC 3161) about a checkpoint, as it came.
CREATE TABLE casework.checkpoint_timestamp (
    body uuid NOT NULL,
    size bigint NOT NULL,
    stamped timestamptz NOT NULL,  -- in the word of the authority
    answer bytea NOT NULL,
    PRIMARY KEY (body, size)
);

-- A line with which a witness cosigned a checkpoint; the first of each stays.
CREATE TABLE casework.cosignature (
    body uuid NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,  -- name+hint
    line text NOT NULL CHECK (length(line) < 1000),
    PRIMARY KEY (body, size, witness)
);

DO $do$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['checkpoint_timestamp', 'cosignature'] LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner, alteram_log
            USING (body = (SELECT casework.current_body())) WITH CHECK (body = (SELECT casework.current_body()))', t);
        EXECUTE format('CREATE POLICY one_body_only ON casework.%I FOR SELECT TO alteram_app
            USING (body = (SELECT casework.current_body()))', t);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casework.%I
            FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change()', t);
        EXECUTE format('GRANT SELECT ON casework.%I TO alteram_app, alteram_log', t);
    END LOOP;
END $do$;
GRANT INSERT ON casework.checkpoint_timestamp TO alteram_log;

-- The site has checked the line under the key of a witness that the body named. Again it does nothing.
CREATE FUNCTION casework.add_cosignature(p_size bigint, p_witness text, p_line text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    PERFORM FROM checkpoint c WHERE c.body = v_body AND c.size = p_size;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: there is no checkpoint of size %', p_size USING ERRCODE = 'AL003';
    END IF;
    PERFORM FROM signing_key k WHERE k.body = v_body AND k.purpose = 'witness' AND starts_with(k.key, p_witness || '+');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: the body named no such witness' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO cosignature VALUES (v_body, p_size, p_witness, p_line) ON CONFLICT DO NOTHING;
END $$;

REVOKE EXECUTE ON FUNCTION casework.add_cosignature(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.add_cosignature(bigint, text, text) TO alteram_app;

RESET ROLE;
