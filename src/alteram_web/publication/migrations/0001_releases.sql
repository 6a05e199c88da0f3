-- Released statistics: what was published, when, and under which entry of the house chain.
--
-- Everybody may read a release once the house chain holds its digest; before that nobody may. Its text never changes. The
-- functions that count answer totals of a body and nothing about a single case.

SET LOCAL ROLE alteram_owner;

CREATE TABLE casework.statistics_release (
    body uuid NOT NULL,
    release text NOT NULL CHECK (release ~ '^[0-9]{8}-[0-9]{8}-[0-9]+$'),  -- first day, last day, edition
    first_day date NOT NULL,
    last_day date NOT NULL CHECK (last_day >= first_day),
    edition integer NOT NULL CHECK (edition >= 1),
    released timestamptz NOT NULL,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    tables bytea NOT NULL,  -- canonical JSON; the digest is over these bytes
    csv text NOT NULL,
    metadata text NOT NULL,  -- of the CSV, as CSV on the Web
    chart text NOT NULL,     -- SVG
    house_index integer,     -- the entry `statistics_released`; none: not released yet
    PRIMARY KEY (body, release),
    UNIQUE (body, first_day, last_day, edition)
);

ALTER TABLE casework.statistics_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.statistics_release FORCE ROW LEVEL SECURITY;
CREATE POLICY one_body ON casework.statistics_release TO alteram_owner
    USING (body = (SELECT casework.current_body())) WITH CHECK (body = (SELECT casework.current_body()));
CREATE POLICY released ON casework.statistics_release FOR SELECT TO alteram_app
    USING (body = (SELECT casework.current_body()) AND house_index IS NOT NULL);
REVOKE ALL ON casework.statistics_release FROM PUBLIC;
GRANT SELECT ON casework.statistics_release TO alteram_app;

-- Keep what is about to be released. What was prepared and never released makes way.
CREATE FUNCTION casework.prepare_statistics(p_release text, p_first date, p_last date, p_edition integer, p_now timestamptz,
    p_digest text, p_tables bytea, p_csv text, p_metadata text, p_chart text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    IF p_digest IS DISTINCT FROM encode(sha256(p_tables), 'hex') THEN
        RAISE EXCEPTION 'E-RECORD: that is not the digest of these tables' USING ERRCODE = 'AL002';
    END IF;
    DELETE FROM statistics_release s WHERE s.body = v_body AND s.release = p_release AND s.house_index IS NULL;
    INSERT INTO statistics_release (body, release, first_day, last_day, edition, released, digest, tables, csv, metadata, chart)
    VALUES (v_body, p_release, p_first, p_last, p_edition, p_now, p_digest, p_tables, p_csv, p_metadata, p_chart);
END $$;

-- Open a release to everybody: only if the house chain holds an entry that says so, with this very digest.
CREATE FUNCTION casework.release_statistics(p_release text, p_index integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_entry jsonb;
BEGIN
    SELECT convert_from(e.bytes, 'UTF8')::jsonb INTO v_entry
      FROM body b JOIN ledger_entry e ON e.chain = b.house AND e.index = p_index WHERE b.body = v_body;
    UPDATE statistics_release s SET house_index = p_index
     WHERE s.body = v_body AND s.release = p_release AND s.house_index IS NULL
       AND v_entry -> 'acts' ? 'statistics_released' AND v_entry -> 'data' ->> 'digest' = s.digest;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: the house chain does not say that this was released' USING ERRCODE = 'AL002';
    END IF;
END $$;

-- The roll of members that was loaded last: how many, on which day.
CREATE FUNCTION casework.latest_roll() RETURNS TABLE (as_of date, members bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT (d.entry -> 'data' ->> 'as_of')::date, (d.entry -> 'data' ->> 'members')::bigint
        FROM (SELECT e.index, convert_from(e.bytes, 'UTF8')::jsonb AS entry
                FROM body b JOIN ledger_entry e ON e.chain = b.house WHERE b.body = current_body()) AS d
        WHERE d.entry -> 'acts' ? 'roll_loaded' ORDER BY d.index DESC LIMIT 1;
END $$;

-- How many people an open case is about: a person with two cases is one.
CREATE FUNCTION casework.people_in_open_cases() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN (SELECT count(DISTINCT person) FROM cell_row c
        JOIN ledger_entry e ON e.chain = c.chain AND e.index = 0
        CROSS JOIN LATERAL jsonb_array_elements_text(convert_from(e.bytes, 'UTF8')::jsonb -> 'data' -> 'respondents') AS person
        WHERE c.body = current_body() AND c.measure = 'outcome' AND c.bucket = 'open');
END $$;

-- Days: how long open cases have been open on a day, and how long it took to close those that closed in a stretch of time.
CREATE FUNCTION casework.ages(p_day date, p_first date, p_last date)
RETURNS TABLE (kind text, to_28 bigint, to_90 bigint, to_180 bigint, to_365 bigint, over_365 bigint, median integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT a.kind, count(*) FILTER (WHERE days <= 28), count(*) FILTER (WHERE days BETWEEN 29 AND 90),
            count(*) FILTER (WHERE days BETWEEN 91 AND 180), count(*) FILTER (WHERE days BETWEEN 181 AND 365),
            count(*) FILTER (WHERE days > 365),
            CASE WHEN count(*) >= 8 THEN percentile_disc(0.5) WITHIN GROUP (ORDER BY days) END
        FROM (SELECT 'open'::text AS kind, p_day - r.opened AS days FROM cell_row c JOIN case_row r ON r.chain = c.chain
               WHERE c.body = current_body() AND c.measure = 'outcome' AND c.bucket = 'open'
              UNION ALL
              SELECT 'closed', r.closed - r.opened FROM cell_row c JOIN case_row r ON r.chain = c.chain
               WHERE c.body = current_body() AND c.measure = 'closed' AND r.closed BETWEEN p_first AND p_last) AS a
        GROUP BY a.kind;
END $$;

REVOKE EXECUTE ON FUNCTION casework.prepare_statistics(text, date, date, integer, timestamptz, text, bytea, text, text, text),
    casework.release_statistics(text, integer), casework.latest_roll(), casework.people_in_open_cases(),
    casework.ages(date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.prepare_statistics(text, date, date, integer, timestamptz, text, bytea, text, text, text),
    casework.release_statistics(text, integer), casework.latest_roll(), casework.people_in_open_cases(),
    casework.ages(date, date, date) TO alteram_app;

RESET ROLE;
