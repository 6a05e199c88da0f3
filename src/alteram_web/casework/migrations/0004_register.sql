-- Standing with the time for which the record said so, notices with everything that is public of them, and the roll.
--
-- After this migration the rows of a record that is already there are computed again: `manage.py rebuild --repair`, as the owner.

SET LOCAL ROLE alteram_owner;

-- Standing: what a case says of a day, and from which to which instant it said so --------------------------------------------

ALTER TABLE casework.standing_row
    ADD COLUMN scope text[] NOT NULL DEFAULT '{}',              -- of an interim measure: what it reaches
    ADD COLUMN known_from timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN known_until timestamptz,                         -- none: the record still says so
    DROP CONSTRAINT standing_row_pkey,
    ADD PRIMARY KEY (chain, person, because, since, known_from);
ALTER TABLE casework.standing_row ALTER COLUMN scope DROP DEFAULT, ALTER COLUMN known_from DROP DEFAULT;

-- Notices: one row for each version of each, and nothing in it that the public may not read. -----------------------------------

ALTER TABLE casework.notice_row
    ADD COLUMN notice text NOT NULL DEFAULT '',      -- the number the public knows it by; it tells nothing of the case's own
    ADD COLUMN first_published date,
    ADD COLUMN person text,                          -- only where the notice names the member
    ADD COLUMN edition text NOT NULL DEFAULT '',
    ADD COLUMN clauses text[] NOT NULL DEFAULT '{}',
    ADD COLUMN sanctions text[] NOT NULL DEFAULT '{}',
    ADD COLUMN since date,                           -- first and last day of the sanction
    ADD COLUMN last date,
    ADD COLUMN changes text[] NOT NULL DEFAULT '{}'; -- number of the entry, updated or corrected, day
ALTER TABLE casework.notice_row
    ALTER COLUMN notice DROP DEFAULT, ALTER COLUMN edition DROP DEFAULT, ALTER COLUMN clauses DROP DEFAULT,
    ALTER COLUMN sanctions DROP DEFAULT, ALTER COLUMN changes DROP DEFAULT,
    ADD CONSTRAINT named_or_not CHECK (named = (person IS NOT NULL));
CREATE INDEX notices_in_force ON casework.notice_row (body, published DESC, notice);
CREATE INDEX notices_of_a_person ON casework.notice_row (body, person) WHERE person IS NOT NULL;

-- The two functions that move and read every projection name their columns, so they are made again, for the projections
-- that there are by now.
DO $do$
DECLARE
    t text;
    v_move text := '';
    v_read text := '';
    v_cols text;
    v_from text;
    v_match text;
BEGIN
    FOR t IN SELECT DISTINCT m[1] FROM pg_proc p, regexp_matches(p.prosrc, 'SELECT ''([a-z_]+)''::text', 'g') m
              WHERE p.pronamespace = 'casework'::regnamespace AND p.proname = 'read_rows' LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('r.' || quote_ident(attname), ', ' ORDER BY attnum)
          INTO v_cols, v_from FROM pg_attribute
         WHERE attrelid = ('casework.' || t)::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('body', 'chain');
        SELECT string_agg(format(' AND t.%1$I = r.%1$I', a.attname), '') INTO v_match
          FROM pg_index i CROSS JOIN unnest(i.indkey) k JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k
         WHERE i.indrelid = ('casework.' || t)::regclass AND i.indisprimary AND a.attname <> 'chain';
        v_move := v_move || format($f$
    IF p_gone ? %1$L THEN
        DELETE FROM %1$I t USING jsonb_populate_recordset(NULL::%1$I, p_gone -> %1$L) r WHERE t.chain = p_chain%4$s;
    END IF;
    IF p_come ? %1$L THEN
        INSERT INTO %1$I (body, chain, %2$s)
        SELECT p_body, p_chain, %3$s FROM jsonb_populate_recordset(NULL::%1$I, p_come -> %1$L) r;
    END IF;$f$, t, v_cols, v_from, coalesce(v_match, ''));
        v_read := v_read || format($f$
    RETURN QUERY SELECT %1$L::text, to_jsonb(t) - 'body' - 'chain' FROM %1$I t WHERE t.chain = p_chain;$f$, t);
    END LOOP;
    EXECUTE format($f$
CREATE OR REPLACE FUNCTION casework.move_rows(p_body uuid, p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $body$
BEGIN%s
END $body$$f$, v_move);
    EXECUTE format($f$
CREATE OR REPLACE FUNCTION casework.read_rows(p_chain uuid) RETURNS TABLE (projection text, row_value jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $body$
BEGIN
    PERFORM writing_body();%s
END $body$$f$, v_read);
END $do$;

-- Who may ask the two functions below: a transaction that writes or follows (no day is set), the person, and whoever holds a
-- place in a pool and no office of the executive. Which pools keep members is in the rule book, and asked before.
CREATE FUNCTION casework.may_ask_of(p_person text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = casework, pg_temp AS $$
    SELECT current_day() IS NULL OR coalesce(current_viewer() = p_person, false) OR cardinality(viewer_keys()) > 1
$$;

-- A person's standing over all cases of the body, with no word of the cases; what is no longer known as well.
DROP FUNCTION casework.standing_of(text);
CREATE FUNCTION casework.standing_of(p_person text)
RETURNS TABLE (standing text, since date, until date, scope text[], known_from timestamptz, known_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.standing, s.since, s.until, s.scope, s.known_from, s.known_until FROM standing_row s
        WHERE s.body = current_body() AND s.person = p_person AND may_ask_of(p_person)
        ORDER BY s.since, s.known_from;
END $$;

-- What the notices that could be read on a day said of a named member, whether they can still be read or not.
CREATE FUNCTION casework.published_on(p_person text, p_day date)
RETURNS TABLE (notice text, sanctions text[], since date, last date, published date, until date, clauses text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT n.notice, n.sanctions, n.since, n.last, n.published, n.until, n.clauses FROM notice_row n
        WHERE n.body = current_body() AND n.person = p_person AND n.published <= p_day AND n.until >= p_day
          AND may_ask_of(p_person)
        ORDER BY n.published, n.notice;
END $$;

-- The text of a notice that can be read today: a paper, and the key to it. Nothing else of the case.
CREATE FUNCTION casework.notice_paper(p_notice text)
RETURNS TABLE (chain uuid, digest text, media_type text, sealed bytea, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.chain, n.digest, p.media_type, p.sealed, k.wrapped
        FROM notice_row n JOIN paper p ON p.chain = n.chain AND encode(p.digest, 'hex') = n.digest
        JOIN case_key k ON k.chain = n.chain
        WHERE n.body = current_body() AND n.notice = p_notice AND n.published <= current_day() AND n.until >= current_day()
          AND p.sealed IS NOT NULL;
END $$;

-- The roll ------------------------------------------------------------------------------------------------------------------

-- A member by number. The name lies sealed in `person`, and goes with it. What a search goes by is a keyed digest of each
-- beginning of each of its words: who has the table and not the key of the body learns no name from it.
CREATE TABLE casework.roll_member (
    body uuid NOT NULL REFERENCES casework.body,
    number text NOT NULL,
    person text NOT NULL,
    marks bytea[] NOT NULL,
    branch text NOT NULL,
    PRIMARY KEY (body, number),
    CONSTRAINT one_number_per_person UNIQUE (body, person)
);
CREATE INDEX members_by_mark ON casework.roll_member USING gin (marks);

-- What the roll ever said of a member, on which day it happened and when it was entered, by whom. Append-only.
CREATE TABLE casework.roll_change (
    body uuid NOT NULL REFERENCES casework.body,
    number text NOT NULL,
    what text NOT NULL CHECK (what IN ('joined', 'left', 'rejoined', 'moved branch')),
    happened date NOT NULL,
    branch text NOT NULL,
    reason text NOT NULL,
    who text NOT NULL,
    recorded timestamptz NOT NULL,
    FOREIGN KEY (body, number) REFERENCES casework.roll_member
);
CREATE INDEX changes_of_a_member ON casework.roll_change (body, number, happened, recorded);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casework.roll_change
    FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change();

DO $do$
DECLARE
    t text;
    v_body constant text := 'body = (SELECT casework.current_body())';
BEGIN
    FOREACH t IN ARRAY ARRAY['roll_member', 'roll_change'] LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner USING (%s) WITH CHECK (%s)', t, v_body, v_body);
        -- Whoever reads must be somebody, and hold no office of the executive: then viewer_keys has the person alone.
        EXECUTE format('CREATE POLICY keeps_members ON casework.%I FOR SELECT TO alteram_app USING (%s
            AND cardinality((SELECT casework.viewer_keys())::text[]) > 1)', t, v_body);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
    END LOOP;
END $do$;
GRANT SELECT ON casework.roll_member, casework.roll_change TO alteram_app;

-- The state of one member from what was entered: the last of its changes by day, then by entry.
CREATE FUNCTION casework.last_change(p_number text) RETURNS casework.roll_change
LANGUAGE sql STABLE SET search_path = casework, pg_temp AS $$
    SELECT c FROM roll_change c WHERE c.body = current_body() AND c.number = p_number AND c.what <> 'moved branch'
    ORDER BY c.happened DESC, c.recorded DESC LIMIT 1
$$;

-- Takes a whole roll in, in one statement, with what changed since the last one. PostgreSQL takes no COPY into a table whose
-- row-level security is forced, so the columns come as arrays. Members who are not in it any more have left.
CREATE FUNCTION casework.load_roll(
    p_as_of date, p_who text, p_recorded timestamptz, p_numbers text[], p_people text[], p_names bytea[], p_marks text[],
    p_branches text[], p_joined date[], p_left date[], p_reasons text[]
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_made integer;
BEGIN
    CREATE TEMP TABLE given ON COMMIT DROP AS
        SELECT n AS number, p AS person, s AS sealed,
               ARRAY(SELECT decode(m, 'hex') FROM unnest(string_to_array(k, ' ')) m) AS marks,
               b AS branch, j AS joined, l AS ended, r AS reason
          FROM unnest(p_numbers, p_people, p_names, p_marks, p_branches, p_joined, p_left, p_reasons) AS t (n, p, s, k, b, j, l, r);
    CREATE TEMP TABLE before ON COMMIT DROP AS
        SELECT m.number, m.branch, c.what, c.happened FROM roll_member m
          LEFT JOIN LATERAL (SELECT * FROM last_change(m.number)) c ON true WHERE m.body = v_body;

    INSERT INTO person (body, person, sealed) SELECT v_body, g.person, g.sealed FROM given g
        ON CONFLICT (body, person) DO UPDATE SET sealed = excluded.sealed;
    INSERT INTO roll_member (body, number, person, marks, branch) SELECT v_body, g.number, g.person, g.marks, g.branch FROM given g
        ON CONFLICT (body, number) DO UPDATE SET marks = excluded.marks, branch = excluded.branch;

    INSERT INTO roll_change (body, number, what, happened, branch, reason, who, recorded)
    SELECT v_body, g.number, 'joined', g.joined, g.branch, 'joined', p_who, p_recorded
      FROM given g LEFT JOIN before b USING (number) WHERE b.number IS NULL
    UNION ALL  -- left, as the file says
    SELECT v_body, g.number, 'left', g.ended, g.branch, g.reason, p_who, p_recorded
      FROM given g LEFT JOIN before b USING (number)
     WHERE g.ended IS NOT NULL AND (b.what IS DISTINCT FROM 'left')
    UNION ALL  -- left, since the file does not know them any more
    SELECT v_body, b.number, 'left', p_as_of, b.branch, 'not on the roll', p_who, p_recorded
      FROM before b LEFT JOIN given g USING (number) WHERE g.number IS NULL AND b.what <> 'left'
    UNION ALL
    SELECT v_body, g.number, 'rejoined', greatest(p_as_of, b.happened), g.branch, 'rejoined', p_who, p_recorded
      FROM given g JOIN before b USING (number) WHERE g.ended IS NULL AND b.what = 'left'
    UNION ALL
    SELECT v_body, g.number, 'moved branch', p_as_of, g.branch, 'moved branch', p_who, p_recorded
      FROM given g JOIN before b USING (number) WHERE g.branch <> b.branch;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    DROP TABLE given, before;
    RETURN v_made;
END $$;

-- One change that is not conduct. False: there is no such member.
CREATE FUNCTION casework.change_roll(
    p_number text, p_what text, p_happened date, p_branch text, p_reason text, p_who text, p_recorded timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    UPDATE roll_member SET branch = coalesce(nullif(p_branch, ''), branch) WHERE number = p_number;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO roll_change (body, number, what, happened, branch, reason, who, recorded)
    SELECT v_body, m.number, p_what, p_happened, m.branch, p_reason, p_who, p_recorded FROM roll_member m WHERE m.number = p_number;
    RETURN true;
END $$;

-- A name that is forgotten can no longer be searched for.
CREATE OR REPLACE FUNCTION casework.forget_person(p_person text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    DELETE FROM person WHERE person = p_person;
    UPDATE roll_member SET marks = '{}' WHERE person = p_person;
END $$;

GRANT EXECUTE ON FUNCTION casework.standing_of(text), casework.published_on(text, date), casework.notice_paper(text),
    casework.load_roll(date, text, timestamptz, text[], text[], bytea[], text[], text[], date[], date[], text[]),
    casework.change_roll(text, text, date, text, text, text, timestamptz) TO alteram_app;

RESET ROLE;
