-- What a member of a panel writes for themselves about a case or an exhibit: not on the ledger, seen by nobody else, gone with
-- the key of the case. Sealed under a key that is drawn from the case's key and the writer (casework/private_notes.py).

SET LOCAL ROLE alteram_owner;

CREATE TABLE casework.private_note (
    body uuid NOT NULL REFERENCES casework.body,
    chain uuid NOT NULL REFERENCES casework.case_key ON DELETE CASCADE,  -- erasing the file whole takes the notes along
    person text NOT NULL,
    about text NOT NULL CHECK (about = '' OR about ~ '^[0-9a-f]{64}$'),  -- the digest of an exhibit, or the case
    sealed bytea NOT NULL CHECK (length(sealed) < 100000),
    moved timestamptz NOT NULL,
    PRIMARY KEY (chain, person, about)
);

ALTER TABLE casework.private_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.private_note FORCE ROW LEVEL SECURITY;
REVOKE ALL ON casework.private_note FROM PUBLIC;
CREATE POLICY ones_own ON casework.private_note TO alteram_owner
    USING (body = (SELECT casework.current_body()) AND person = (SELECT casework.current_viewer()))
    WITH CHECK (body = (SELECT casework.current_body()) AND person = (SELECT casework.current_viewer()));

CREATE FUNCTION casework.private_note_kept(p_chain uuid, p_about text, p_sealed bytea, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    IF p_sealed IS NULL THEN
        DELETE FROM private_note n WHERE n.chain = p_chain AND n.about = p_about;
    ELSE
        INSERT INTO private_note VALUES (current_body(), p_chain, current_viewer(), p_about, p_sealed, p_now)
        ON CONFLICT (chain, person, about) DO UPDATE SET sealed = excluded.sealed, moved = excluded.moved;
    END IF;
END $$;

CREATE FUNCTION casework.private_notes(p_chain uuid) RETURNS TABLE (about text, sealed bytea, moved timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT n.about, n.sealed, n.moved FROM private_note n WHERE n.chain = p_chain ORDER BY n.about;
END $$;

REVOKE EXECUTE ON FUNCTION casework.private_note_kept(uuid, text, bytea, timestamptz), casework.private_notes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.private_note_kept(uuid, text, bytea, timestamptz), casework.private_notes(uuid) TO alteram_app;

RESET ROLE;
