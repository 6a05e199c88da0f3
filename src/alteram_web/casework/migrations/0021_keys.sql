-- The keys of the bodies, wrapped: a root key per body by the master key, and under it the body's own secrets and the keys of
-- its cases. casework/keys.py draws and opens them; here they are bytes that nobody can read.

SET LOCAL ROLE alteram_owner;

-- The owner finds the bodies before one is set: without it `rebuild --repair` found none and said that all was well.
CREATE POLICY every_body_known ON casework.body FOR SELECT TO alteram_owner USING (true);

CREATE TABLE casework.root_key (
    body uuid NOT NULL REFERENCES casework.body,
    generation integer NOT NULL CHECK (generation > 0),
    master text NOT NULL,    -- id of the master key that wraps it
    wrapped bytea NOT NULL,
    PRIMARY KEY (body, generation)
);

CREATE TABLE casework.body_secret (
    body uuid NOT NULL REFERENCES casework.body,
    purpose text NOT NULL CHECK (purpose IN ('own', 'log', 'receipts', 'exports')),
    generation integer NOT NULL CHECK (generation > 0),
    wrapped bytea NOT NULL,  -- by a root key of the body
    PRIMARY KEY (body, purpose, generation)
);

DO $do$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['root_key', 'body_secret'] LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner
            USING (body = (SELECT casework.current_body())) WITH CHECK (body = (SELECT casework.current_body()))', t);
        -- Keys are read before a body is set as well (a return key is looked up by one). They are wrapped.
        EXECUTE format('CREATE POLICY any_body ON casework.%I FOR SELECT TO alteram_owner USING (true)', t);
    END LOOP;
END $do$;

-- Nothing is deleted: what a lost row would take along cannot be read again.
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON casework.root_key
    FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON casework.body_secret
    FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change();

CREATE FUNCTION casework.read_body_keys(p_body uuid)
RETURNS TABLE (purpose text, generation integer, master text, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
    SELECT 'root', k.generation, k.master, k.wrapped FROM root_key k WHERE k.body = p_body
    UNION ALL SELECT s.purpose, s.generation, NULL, s.wrapped FROM body_secret s WHERE s.body = p_body
    ORDER BY 1, 2
$$;

-- The first keys of a body. A body that has keys gets none in their place.
CREATE FUNCTION casework.begin_keys(p_master text, p_root bytea, p_purposes text[], p_wrapped bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    INSERT INTO root_key VALUES (v_body, 1, p_master, p_root);
    INSERT INTO body_secret SELECT v_body, given.purpose, 1, given.wrapped
        FROM unnest(p_purposes, p_wrapped) AS given (purpose, wrapped);
END $$;

-- The next key that signs the log, the receipts or the exports; numbers follow each other without a gap.
CREATE FUNCTION casework.begin_signing_key(p_purpose text, p_generation integer, p_wrapped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    IF p_purpose = 'own' OR p_generation <> 1 + coalesce((SELECT max(s.generation) FROM body_secret s
            WHERE s.body = v_body AND s.purpose = p_purpose), 0) THEN
        RAISE EXCEPTION 'E-RECORD: key % for % does not follow the one before', p_generation, p_purpose USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO body_secret VALUES (v_body, p_purpose, p_generation, p_wrapped);
END $$;

-- As in 0001, but that a share of the key is no place in a pool: whoever sits in one may ask the roll and about a standing.
CREATE OR REPLACE FUNCTION casework.viewer_keys() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = casework, pg_temp AS $$
BEGIN
    IF current_body() IS NULL OR current_viewer() IS NULL OR current_day() IS NULL THEN
        RETURN '{}';
    END IF;
    IF EXISTS (SELECT FROM office_row o WHERE o.person = current_viewer() AND o.since <= current_day()
               AND (o.until IS NULL OR o.until >= current_day())) THEN
        RETURN ARRAY[current_viewer()];
    END IF;
    RETURN ARRAY[current_viewer()] || ARRAY(
        SELECT DISTINCT 'pool:' || m.pool FROM membership_row m
        WHERE m.person = current_viewer() AND m.since <= current_day() AND (m.until IS NULL OR m.until >= current_day())
          AND m.pool <> 'key holders');
END $$;

REVOKE ALL ON FUNCTION casework.read_body_keys(uuid), casework.begin_keys(text, bytea, text[], bytea[]),
    casework.begin_signing_key(text, integer, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.read_body_keys(uuid) TO alteram_app, alteram_log;
GRANT EXECUTE ON FUNCTION casework.begin_keys(text, bytea, text[], bytea[]),
    casework.begin_signing_key(text, integer, bytea) TO alteram_app;

RESET ROLE;
