-- Bans counted in matches, the day from which one may apply to rejoin, and how a public sanction was counted: in the rows
-- that standing and notices are read from.
--
-- After this migration the rows of a record that is already there are computed again: `manage.py rebuild --repair`, as the owner.

SET LOCAL ROLE alteram_owner;

ALTER TABLE casework.standing_row
    ADD COLUMN rejoin_from date,
    ADD COLUMN matches integer,                          -- of a ban counted in matches: how many in all
    ADD COLUMN missed_on date[] NOT NULL DEFAULT '{}';   -- and the days of those missed, as far as they are entered
ALTER TABLE casework.notice_row
    ADD COLUMN rejoin_from date,
    ADD COLUMN matches integer,
    ADD COLUMN missed_on date[] NOT NULL DEFAULT '{}',
    ADD COLUMN counted text NOT NULL DEFAULT '',         -- how the last day of the sanction was counted, for everybody
    ADD COLUMN decided_under text NOT NULL DEFAULT '';   -- the rule under which it was decided
ALTER TABLE casework.standing_row ALTER COLUMN missed_on DROP DEFAULT;
ALTER TABLE casework.notice_row
    ALTER COLUMN missed_on DROP DEFAULT, ALTER COLUMN counted DROP DEFAULT, ALTER COLUMN decided_under DROP DEFAULT;

-- As in 0004, with what is new.
DROP FUNCTION casework.standing_of(text);
CREATE FUNCTION casework.standing_of(p_person text)
RETURNS TABLE (standing text, since date, until date, scope text[], known_from timestamptz, known_until timestamptz,
               rejoin_from date, matches integer, missed_on date[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.standing, s.since, s.until, s.scope, s.known_from, s.known_until, s.rejoin_from, s.matches, s.missed_on
        FROM standing_row s
        WHERE s.body = current_body() AND s.person = p_person AND may_ask_of(p_person)
        ORDER BY s.since, s.known_from;
END $$;

DROP FUNCTION casework.published_on(text, date);
CREATE FUNCTION casework.published_on(p_person text, p_day date)
RETURNS TABLE (notice text, sanctions text[], since date, last date, published date, until date, clauses text[],
               rejoin_from date, matches integer, missed_on date[], counted text, decided_under text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT n.notice, n.sanctions, n.since, n.last, n.published, n.until, n.clauses,
            n.rejoin_from, n.matches, n.missed_on, n.counted, n.decided_under
        FROM notice_row n
        WHERE n.body = current_body() AND n.person = p_person AND n.published <= p_day AND n.until >= p_day
          AND may_ask_of(p_person)
        ORDER BY n.published, n.notice;
END $$;

REVOKE EXECUTE ON FUNCTION casework.standing_of(text), casework.published_on(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.standing_of(text), casework.published_on(text, date) TO alteram_app;

RESET ROLE;
