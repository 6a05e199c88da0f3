-- A letter is seen by whoever sees the entry that sends it and what the letter tells: each names the person it is written
-- to, and a notice of hearing repeats the charges, though its entry belongs to the naming of the panel. So nobody who
-- handles a case without knowing its people reads a letter to them, and no member of a panel who has not declared reads
-- the charges in one.

SET LOCAL ROLE alteram_owner;

DROP POLICY own_or_handled ON casework.letter;
CREATE POLICY own_or_handled ON casework.letter FOR SELECT TO alteram_app USING (
    body = (SELECT casework.current_body()) AND (
        (recipient = casework.current_viewer() AND state = 'sent' AND EXISTS (
            SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'existence'))
        OR (NOT casework.current_viewer() = ANY (parties)
            AND EXISTS (SELECT FROM casework.entry_row e WHERE e.chain = letter.chain AND e.index = letter.index)
            AND EXISTS (SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'identity')
            AND (letter.letter <> 'D19' OR EXISTS (
                SELECT FROM casework.access_row a WHERE a.chain = letter.chain AND a.class = 'charges')))));

RESET ROLE;
