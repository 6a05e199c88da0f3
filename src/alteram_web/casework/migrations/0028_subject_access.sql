-- What the answer to a request for personal data needs beside the entries: who is named where, letters, views, the roll.
SET LOCAL ROLE alteram_owner;

-- Who is named in which case, for the entries that have their place in the tree up to `position`. It holds nothing that the
-- entries do not, is filled by whoever searches, and can be emptied at any time.
CREATE TABLE casework.named (
    body uuid NOT NULL, person text NOT NULL, chain uuid NOT NULL,
    PRIMARY KEY (body, person, chain)
);
CREATE TABLE casework.named_until (body uuid NOT NULL PRIMARY KEY, position bigint NOT NULL);

DO $do$
DECLARE
    t text;
    v_body constant text := 'body = (SELECT casework.current_body())';
BEGIN
    FOREACH t IN ARRAY ARRAY['named', 'named_until'] LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner USING (%s) WITH CHECK (%s)', t, v_body, v_body);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
    END LOOP;
END $do$;

-- The views of somebody, and those of the cases and the member that are theirs.
CREATE INDEX view_log_by_viewer ON casework.view_log (body, viewer, seen_at);
CREATE INDEX view_log_of_members ON casework.view_log (body, what) WHERE chain IS NULL;

-- Every entry is read once, and not at each search. One that has no place yet, or got it since, is read by itself: in one
-- statement, so that it is either there or here.
DROP FUNCTION casework.cases_naming(text);
CREATE FUNCTION casework.cases_naming(p_person text) RETURNS TABLE (chain uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_from bigint;
    v_to bigint;
BEGIN
    INSERT INTO named_until VALUES (v_body, -1) ON CONFLICT DO NOTHING;
    SELECT u.position INTO v_from FROM named_until u WHERE u.body = v_body FOR UPDATE;
    SELECT max(p.position) INTO v_to FROM place p WHERE p.body = v_body;
    v_to := greatest(v_from, v_to);
    IF v_to > v_from THEN
        INSERT INTO named SELECT DISTINCT v_body, m[1], e.chain FROM place p
            JOIN chain c ON c.chain = p.chain AND c.kind = 'case'
            JOIN ledger_entry e ON e.chain = p.chain AND e.index = p.index
            CROSS JOIN LATERAL regexp_matches(convert_from(e.bytes, 'UTF8'), '"(p-[^"\\]+)"', 'g') m
            WHERE p.body = v_body AND p.position > v_from AND p.position <= v_to
            ON CONFLICT DO NOTHING;
        UPDATE named_until u SET position = v_to WHERE u.body = v_body;
    END IF;
    RETURN QUERY
        SELECT n.chain FROM named n WHERE n.body = v_body AND n.person = p_person
        UNION
        SELECT e.chain FROM (
                SELECT u.chain, u.index FROM unplaced u WHERE u.body = v_body
                UNION ALL
                SELECT p.chain, p.index FROM place p
                WHERE p.body = v_body AND p.chain IS NOT NULL AND (p.position > v_to OR p_person NOT LIKE 'p-%')
            ) late
            JOIN chain c ON c.chain = late.chain AND c.kind = 'case'
            JOIN ledger_entry e ON e.chain = late.chain AND e.index = late.index
            WHERE position(convert_to(p_person, 'UTF8') IN e.bytes) > 0
        ORDER BY 1;
END $$;

-- The letters of some cases that had gone out by a moment.
CREATE FUNCTION casework.letters_of(p_chains uuid[], p_until timestamptz)
RETURNS TABLE (chain uuid, index integer, letter text, recipient text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT l.chain, l.index, l.letter, l.recipient FROM letter l
        WHERE l.body = current_body() AND l.chain = ANY (p_chains) AND l.state = 'sent' AND l.moved <= p_until
        ORDER BY l.chain, l.index, l.letter, l.recipient;
END $$;

-- What somebody looked at, and who looked at these cases or at the member that somebody is.
CREATE FUNCTION casework.views_about(p_person text, p_chains uuid[], p_until timestamptz)
RETURNS TABLE (seen_at timestamptz, viewer text, chain uuid, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY
        SELECT v.seen_at, v.viewer, v.chain, v.what FROM view_log v
        WHERE v.body = current_body() AND v.seen_at <= p_until AND (
            v.viewer = p_person OR v.chain = ANY (p_chains)
            OR (v.chain IS NULL AND v.what IN (
                SELECT 'member ' || m.number FROM roll_member m WHERE m.body = current_body() AND m.person = p_person)))
        ORDER BY v.seen_at, v.viewer COLLATE "C", v.chain, v.what COLLATE "C";
END $$;

-- What the roll ever said of somebody. Who entered it stays here.
CREATE FUNCTION casework.roll_about(p_person text)
RETURNS TABLE (number text, what text, happened date, branch text, reason text, recorded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT m.number, c.what, c.happened, c.branch, c.reason, c.recorded FROM roll_member m
        JOIN roll_change c ON c.body = m.body AND c.number = m.number
        WHERE m.body = current_body() AND m.person = p_person ORDER BY c.happened, c.recorded;
END $$;

REVOKE EXECUTE ON FUNCTION casework.cases_naming(text), casework.letters_of(uuid[], timestamptz),
    casework.views_about(text, uuid[], timestamptz), casework.roll_about(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.cases_naming(text), casework.letters_of(uuid[], timestamptz),
    casework.views_about(text, uuid[], timestamptz), casework.roll_about(text) TO alteram_app;

RESET ROLE;
