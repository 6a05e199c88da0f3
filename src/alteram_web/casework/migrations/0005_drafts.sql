-- A complaint on its way: what somebody has typed and added so far, sealed under the body's key, until it is sent or has
-- lain for two weeks. And the return keys: whoever holds one comes back to the draft, and later to the case, without an
-- account. Of a key only its argon2 hash is kept, and a keyed digest to find it by.

SET LOCAL ROLE alteram_owner;

CREATE TABLE casework.draft (
    body uuid NOT NULL REFERENCES casework.body,
    draft uuid PRIMARY KEY,
    sealed bytea NOT NULL,
    lookup bytea NOT NULL CHECK (length(lookup) = 32),  -- of its return key
    moved timestamptz NOT NULL
);
CREATE UNIQUE INDEX draft_by_key ON casework.draft (body, lookup);

CREATE TABLE casework.draft_file (
    body uuid NOT NULL,
    draft uuid NOT NULL REFERENCES casework.draft ON DELETE CASCADE,
    number integer NOT NULL,
    about bytea NOT NULL,   -- its name and type, sealed
    sealed bytea NOT NULL,  -- its bytes, sealed
    size bigint NOT NULL CHECK (size BETWEEN 1 AND 26214400),
    PRIMARY KEY (draft, number)
);

CREATE TABLE casework.return_key (
    body uuid NOT NULL REFERENCES casework.body,
    lookup bytea NOT NULL CHECK (length(lookup) = 32),
    hashed text NOT NULL,
    chain uuid NOT NULL REFERENCES casework.chain,
    person text NOT NULL,
    PRIMARY KEY (body, lookup)
);

DO $do$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['draft', 'draft_file', 'return_key'] LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner USING (body = (SELECT casework.current_body()))
            WITH CHECK (body = (SELECT casework.current_body()))', t);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
    END LOOP;
END $do$;

CREATE FUNCTION casework.draft_kept(p_draft uuid, p_sealed bytea, p_lookup bytea, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    INSERT INTO draft VALUES (v_body, p_draft, p_sealed, p_lookup, p_now)
    ON CONFLICT (draft) DO UPDATE SET sealed = excluded.sealed, moved = excluded.moved;
END $$;

CREATE FUNCTION casework.draft_read(p_draft uuid) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN (SELECT d.sealed FROM draft d WHERE d.draft = p_draft);
END $$;

CREATE FUNCTION casework.draft_found(p_lookup bytea) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN (SELECT d.draft FROM draft d WHERE d.lookup = p_lookup);
END $$;

-- A file joins a draft: at most twenty, and a hundred megabytes in all. The number it got, or nothing if there is no room.
CREATE FUNCTION casework.draft_file_added(p_draft uuid, p_about bytea, p_sealed bytea, p_size bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_number integer;
    v_size bigint;
    v_many integer;
BEGIN
    PERFORM FROM draft d WHERE d.draft = p_draft FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(max(number), 0) + 1, coalesce(sum(size), 0) + p_size, count(*) INTO v_number, v_size, v_many
      FROM draft_file f WHERE f.draft = p_draft;
    IF v_size > 104857600 OR v_many >= 20 THEN
        RETURN NULL;
    END IF;
    INSERT INTO draft_file VALUES (v_body, p_draft, v_number, p_about, p_sealed, p_size);
    RETURN v_number;
END $$;

CREATE FUNCTION casework.draft_files(p_draft uuid) RETURNS TABLE (number integer, about bytea, size bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT f.number, f.about, f.size FROM draft_file f WHERE f.draft = p_draft ORDER BY f.number;
END $$;

CREATE FUNCTION casework.draft_file(p_draft uuid, p_number integer) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN (SELECT f.sealed FROM draft_file f WHERE f.draft = p_draft AND f.number = p_number);
END $$;

CREATE FUNCTION casework.draft_file_gone(p_draft uuid, p_number integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    DELETE FROM draft_file f WHERE f.draft = p_draft AND f.number = p_number;
END $$;

CREATE FUNCTION casework.draft_gone(p_draft uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    DELETE FROM draft d WHERE d.draft = p_draft;
END $$;

CREATE FUNCTION casework.drafts_over(p_before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_gone integer;
BEGIN
    PERFORM writing_body();
    DELETE FROM draft d WHERE d.moved < p_before;
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;

-- A return key opens one case for one person, who must be a party there by the record itself.
CREATE FUNCTION casework.return_key_kept(p_lookup bytea, p_hashed text, p_chain uuid, p_person text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    PERFORM FROM ledger_entry e WHERE e.chain = p_chain AND e.index = 0
        AND convert_from(e.bytes, 'UTF8')::jsonb -> 'data' -> 'complainant' ? p_person;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: that person has made no complaint in this case' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO return_key VALUES (v_body, p_lookup, p_hashed, p_chain, p_person) ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION casework.return_key_found(p_lookup bytea) RETURNS TABLE (hashed text, chain uuid, person text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT k.hashed, k.chain, k.person FROM return_key k WHERE k.lookup = p_lookup;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA casework FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.draft_kept(uuid, bytea, bytea, timestamptz), casework.draft_read(uuid),
    casework.draft_found(bytea), casework.draft_file_added(uuid, bytea, bytea, bigint), casework.draft_files(uuid),
    casework.draft_file(uuid, integer), casework.draft_file_gone(uuid, integer), casework.draft_gone(uuid),
    casework.drafts_over(timestamptz), casework.return_key_kept(bytea, text, uuid, text),
    casework.return_key_found(bytea) TO alteram_app;

RESET ROLE;
