-- Placing entries in the tree of their body, and what the site and the public may ask about it.

SET LOCAL ROLE alteram_owner;

-- The root of a full tile is one hash of the tile above it. With the roots at hand, a tile that is not full yet need not be
-- stored (and changed): it is the roots of the tiles below, in their order.
ALTER TABLE casework.tile ADD COLUMN root bytea NOT NULL CHECK (length(root) = 32);

-- The keys under which a body signs. The secret halves are drawn from the master key; these are the public ones, old ones too.
CREATE TABLE casework.signing_key (
    body uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('log', 'receipts')),
    generation integer NOT NULL CHECK (generation > 0),
    key text NOT NULL,  -- name+hint+base64
    PRIMARY KEY (body, purpose, generation)
);
ALTER TABLE casework.signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.signing_key FORCE ROW LEVEL SECURITY;
REVOKE ALL ON casework.signing_key FROM PUBLIC;
CREATE POLICY one_body ON casework.signing_key TO alteram_owner
    USING (body = (SELECT casework.current_body())) WITH CHECK (body = (SELECT casework.current_body()));
CREATE POLICY one_body_only ON casework.signing_key FOR SELECT TO alteram_app, alteram_log
    USING (body = (SELECT casework.current_body()));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casework.signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change();

-- Generations follow each other without a gap. The same key again does nothing; another key under its number is refused.
CREATE FUNCTION casework.list_key(p_purpose text, p_generation integer, p_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    IF p_generation > 1 AND NOT EXISTS (SELECT FROM signing_key k WHERE k.body = v_body AND k.purpose = p_purpose
                                        AND k.generation = p_generation - 1) THEN
        RAISE EXCEPTION 'E-RECORD: key % does not follow the one before', p_generation USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO signing_key VALUES (v_body, p_purpose, p_generation, p_key) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM signing_key k WHERE k.body = v_body AND k.purpose = p_purpose
                   AND k.generation = p_generation AND k.key = p_key) THEN
        RAISE EXCEPTION 'E-RECORD: another key has this number' USING ERRCODE = 'AL003';
    END IF;
END $$;

-- The public answer about a short code: no row, or when it was recorded and its position (none: it waits). The two bounds must
-- share the 96 bits that every code has at least, so that nobody can leaf through the record with it. A random leaf is no entry.
CREATE FUNCTION casework.find_code(p_low bytea, p_high bytea) RETURNS TABLE ("position" bigint, recorded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    IF length(p_low) <> 32 OR substr(p_low, 1, 12) IS DISTINCT FROM substr(p_high, 1, 12) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT f.position, (convert_from(e.bytes, 'UTF8')::jsonb ->> 'recorded')::timestamptz
        FROM (SELECT p.chain, p.index, p.position FROM place p
               WHERE p.body = current_body() AND p.link BETWEEN p_low AND p_high AND p.chain IS NOT NULL
              UNION ALL
              SELECT u.chain, u.index, NULL FROM unplaced u JOIN ledger_entry w ON w.chain = u.chain AND w.index = u.index
               WHERE u.body = current_body() AND w.link BETWEEN p_low AND p_high) f
        JOIN ledger_entry e ON e.chain = f.chain AND e.index = f.index
        ORDER BY f.position LIMIT 1;
END $$;

-- Which entry has which position, for the export.
CREATE FUNCTION casework.read_places() RETURNS TABLE (chain uuid, index integer, "position" bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT p.chain, p.index, p.position FROM place p
        WHERE p.body = current_body() AND p.chain IS NOT NULL;
END $$;

GRANT SELECT ON casework.signing_key TO alteram_app, alteram_log;
REVOKE EXECUTE ON FUNCTION casework.list_key(text, integer, text), casework.find_code(bytea, bytea), casework.read_places()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.list_key(text, integer, text) TO alteram_app, alteram_log;
GRANT EXECUTE ON FUNCTION casework.find_code(bytea, bytea), casework.read_places() TO alteram_app;

RESET ROLE;
