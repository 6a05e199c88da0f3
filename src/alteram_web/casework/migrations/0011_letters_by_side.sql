-- Who reads a letter follows from the rows of access, like everything else: a side reads what was sent to it or to whom it
-- speaks for (class `letters to ID`), whoever handles the case reads the letters of the entries it sees (class `letters`),
-- and an outside recipient its own. A list of the parties, written down with the letter, knew nothing of who came later.
-- Cases from before have these rows once the projections are rebuilt; until then their letters are shut.

SET LOCAL ROLE alteram_owner;

DROP POLICY own_or_handled ON casework.letter;
CREATE POLICY own_or_handled ON casework.letter FOR SELECT TO alteram_app USING (
    body = (SELECT casework.current_body()) AND (
        (state = 'sent' AND (
            EXISTS (SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'letters to ' || letter.recipient)
            OR (recipient = casework.current_viewer() AND EXISTS (
                SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'existence'))))
        OR (EXISTS (SELECT FROM casework.entry_row e WHERE e.chain = letter.chain AND e.index = letter.index)
            AND EXISTS (SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'letters')
            AND EXISTS (SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'identity')
            AND (letter.letter <> 'D19' OR EXISTS (
                SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'charges')))));
ALTER TABLE casework.letter DROP COLUMN parties;

DROP FUNCTION casework.letter_written(uuid, integer, text, text, text, text, timestamptz, bytea, bytea, text[]);
-- A letter was written, or is held back with the reason. Only what the record owes can be; again for the same letter: nothing.
CREATE FUNCTION casework.letter_written(p_chain uuid, p_index integer, p_letter text, p_recipient text, p_state text, p_why text,
    p_now timestamptz, p_sealed bytea, p_plain bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    IF p_state NOT IN ('written', 'held') THEN
        RAISE EXCEPTION 'E-RECORD: a letter begins written or held' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO letter SELECT v_body, o.chain, o.index, o.letter, o.recipient, o.channel, p_state, p_why, p_now, p_sealed, p_plain
        FROM outbox_row o WHERE o.kind = 'letter' AND o.chain = p_chain AND o.index = p_index AND o.letter = p_letter
        AND o.recipient = p_recipient ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION casework.letter_written(uuid, integer, text, text, text, text, timestamptz, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.letter_written(uuid, integer, text, text, text, text, timestamptz, bytea, bytea) TO alteram_app;

RESET ROLE;
