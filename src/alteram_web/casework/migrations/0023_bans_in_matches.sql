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

-- `move_rows` names the columns, so it is made again as 0016 made it.
DO $do$
DECLARE
    t text;
    v_gone text := '';
    v_come text := '';
    v_cols text;
    v_from text;
    v_match text;
    v_again text;
    v_unless text;
BEGIN
    FOR t IN SELECT DISTINCT m[1] FROM pg_proc p, regexp_matches(p.prosrc, 'SELECT ''([a-z_]+)''::text', 'g') m
              WHERE p.pronamespace = 'casework'::regnamespace AND p.proname = 'read_rows' LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('r.' || quote_ident(attname), ', ' ORDER BY attnum),
               string_agg(format('%1$I = excluded.%1$I', attname), ', ' ORDER BY attnum)
          INTO v_cols, v_from, v_again FROM pg_attribute
         WHERE attrelid = ('casework.' || t)::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('body', 'chain');
        SELECT string_agg(format(' AND t.%1$I = r.%1$I', a.attname), '') INTO v_match
          FROM pg_index i CROSS JOIN unnest(i.indkey) k JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k
         WHERE i.indrelid = ('casework.' || t)::regclass AND i.indisprimary AND a.attname <> 'chain';
        v_again := CASE WHEN v_match IS NULL THEN ' ON CONFLICT (chain) DO UPDATE SET ' || v_again ELSE '' END;
        v_unless := CASE WHEN v_match IS NULL THEN format(' AND NOT coalesce(p_come ? %L, false)', t) ELSE '' END;
        v_gone := v_gone || format($f$
        IF p_gone ? %1$L%2$s THEN
            DELETE FROM %1$I t USING jsonb_populate_recordset(NULL::%1$I, p_gone -> %1$L) r WHERE t.chain = p_chain%3$s;
        END IF;$f$, t, v_unless, coalesce(v_match, ''));
        v_come := v_come || format($f$
        IF p_come ? %1$L THEN
            INSERT INTO %1$I (body, chain, %2$s)
            SELECT p_body, p_chain, %3$s FROM jsonb_populate_recordset(NULL::%1$I, p_come -> %1$L) r%4$s;
        END IF;$f$, t, v_cols, v_from, v_again);
    END LOOP;
    EXECUTE format($f$
CREATE OR REPLACE FUNCTION casework.move_rows(p_body uuid, p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $body$
BEGIN
    IF p_gone IS NOT NULL THEN%s
    END IF;
    IF p_come IS NOT NULL THEN%s
    END IF;
END $body$$f$, v_gone, v_come);
END $do$;


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
