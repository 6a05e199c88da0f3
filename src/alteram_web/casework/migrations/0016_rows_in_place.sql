-- The row of a case changes with every entry: it is changed in its place, where before it was deleted and inserted into each of
-- its indexes. And nothing is asked of rows that go where none go. Otherwise `move_rows` is as 0004 made it.

SET LOCAL ROLE alteram_owner;

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

RESET ROLE;
