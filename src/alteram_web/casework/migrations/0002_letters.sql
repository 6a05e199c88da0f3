-- Letters: what an entry owes to somebody, as it was written, and what became of it.
--
-- The outbox rows say what is owed; a row here says that it was written, sent, failed or is held back. One letter is one
-- effect outside: the key is the entry, the kind and the recipient, so nothing is sent twice. A letter that was taken to
-- be sent and never came back stands as it is until somebody knows.

SET LOCAL ROLE alteram_owner;

CREATE TABLE casework.letter (
    body uuid NOT NULL,
    chain uuid NOT NULL,
    index integer NOT NULL,
    letter text NOT NULL,
    recipient text NOT NULL,  -- a person's id, or the words for an outside recipient
    channel text NOT NULL,
    state text NOT NULL CHECK (state IN ('written', 'held', 'taken', 'sent', 'failed')),
    why text NOT NULL DEFAULT '',  -- of a letter held or failed, in words without anybody's name
    moved timestamptz NOT NULL,
    sealed bytea,  -- the page as it goes out: nonce, then AES-256-GCM under the case's key; none while it is held
    plain bytea,   -- the same as plain text, sealed alike
    parties text[] NOT NULL,  -- both sides: they read what is sent to them and nothing else
    PRIMARY KEY (chain, index, letter, recipient)
);
CREATE INDEX letters_by_state ON casework.letter (body, state, moved);

ALTER TABLE casework.letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.letter FORCE ROW LEVEL SECURITY;
CREATE POLICY one_body ON casework.letter TO alteram_owner
    USING (body = (SELECT casework.current_body())) WITH CHECK (body = (SELECT casework.current_body()));
-- The recipient reads a letter once it is sent; whoever handles the case and sees the entry reads it from the first.
CREATE POLICY own_or_handled ON casework.letter FOR SELECT TO alteram_app USING (
    body = (SELECT casework.current_body()) AND (
        (recipient = casework.current_viewer() AND state = 'sent' AND EXISTS (
            SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'existence'))
        OR (NOT casework.current_viewer() = ANY (parties) AND EXISTS (
            SELECT FROM casework.entry_row e WHERE e.chain = letter.chain AND e.index = letter.index))));
REVOKE ALL ON casework.letter FROM PUBLIC;
GRANT SELECT ON casework.letter TO alteram_app;

-- What is owed and not yet written, in the order of the record.
CREATE FUNCTION casework.letters_owed(p_chain uuid) RETURNS TABLE (chain uuid, index integer, letter text, recipient text, channel text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT o.chain, o.index, o.letter, o.recipient, o.channel FROM outbox_row o
        WHERE o.kind = 'letter' AND (p_chain IS NULL OR o.chain = p_chain) AND NOT EXISTS (
            SELECT FROM letter l WHERE l.chain = o.chain AND l.index = o.index AND l.letter = o.letter AND l.recipient = o.recipient)
        ORDER BY o.chain, o.index, o.letter, o.recipient;
END $$;

-- A letter was written, or is held back with the reason. Only what the record owes can be; again for the same letter: nothing.
CREATE FUNCTION casework.letter_written(p_chain uuid, p_index integer, p_letter text, p_recipient text, p_state text, p_why text,
    p_now timestamptz, p_sealed bytea, p_plain bytea, p_parties text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    IF p_state NOT IN ('written', 'held') THEN
        RAISE EXCEPTION 'E-RECORD: a letter begins written or held' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO letter SELECT v_body, o.chain, o.index, o.letter, o.recipient, o.channel, p_state, p_why, p_now, p_sealed, p_plain, p_parties
        FROM outbox_row o WHERE o.kind = 'letter' AND o.chain = p_chain AND o.index = p_index AND o.letter = p_letter
        AND o.recipient = p_recipient ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- The letters in a state, the longest there first.
CREATE FUNCTION casework.letters_in(p_state text) RETURNS TABLE (chain uuid, index integer, letter text, recipient text, channel text,
    why text, moved timestamptz, sealed bytea, plain bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT l.chain, l.index, l.letter, l.recipient, l.channel, l.why, l.moved, l.sealed, l.plain FROM letter l
        WHERE l.state = p_state ORDER BY l.moved, l.chain, l.index, l.letter, l.recipient;
END $$;

-- A letter moves from one state to another: true for the one process that moved it.
CREATE FUNCTION casework.letter_moved(p_chain uuid, p_index integer, p_letter text, p_recipient text, p_from text, p_to text,
    p_why text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    IF NOT (p_from, p_to) IN (('written', 'taken'), ('taken', 'sent'), ('taken', 'failed'), ('taken', 'written'),
                              ('failed', 'written'), ('written', 'sent'), ('held', 'sent'), ('written', 'held')) THEN
        RAISE EXCEPTION 'E-RECORD: no letter goes from % to %', p_from, p_to USING ERRCODE = 'AL003';
    END IF;
    UPDATE letter SET state = p_to, why = p_why, moved = p_now WHERE chain = p_chain AND index = p_index AND letter = p_letter
        AND recipient = p_recipient AND state = p_from;
    RETURN FOUND;
END $$;

-- A letter that was held back for want of something can be written anew once that is there.
CREATE FUNCTION casework.letter_anew(p_chain uuid, p_index integer, p_letter text, p_recipient text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    DELETE FROM letter WHERE chain = p_chain AND index = p_index AND letter = p_letter AND recipient = p_recipient
        AND state = 'held' AND sealed IS NULL;
    RETURN FOUND;
END $$;

-- Whoever erases a case's texts erases its letters: they repeat them.
CREATE OR REPLACE FUNCTION casework.forget(p_chain uuid, p_data jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
DECLARE v_named text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_data -> 'digests', '[]')));
BEGIN
    DELETE FROM sealed_text WHERE chain = p_chain AND (digest = ANY (v_named) OR 'key' = ANY (v_named));
    DELETE FROM paper WHERE chain = p_chain AND (encode(digest, 'hex') = ANY (v_named) OR 'key' = ANY (v_named));
    DELETE FROM case_key WHERE chain = p_chain AND 'key' = ANY (v_named);
    UPDATE letter SET sealed = NULL, plain = NULL WHERE chain = p_chain;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA casework FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.letters_owed(uuid), casework.letters_in(text),
    casework.letter_written(uuid, integer, text, text, text, text, timestamptz, bytea, bytea, text[]),
    casework.letter_moved(uuid, integer, text, text, text, text, text, timestamptz),
    casework.letter_anew(uuid, integer, text, text) TO alteram_app;

RESET ROLE;
