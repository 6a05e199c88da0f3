-- What an auditor's lists read over all cases: that cases exist, their days, who was refused what, who approached whom. No text,
-- no paper, no charge: those open with an entry `file_inspected`, and then through the access rows like anybody else's.
--
-- Each function asks here, not in the site, whether the viewer is an auditor today. Which pools are auditors' stands in the rule
-- book, which the database does not read, so the site names the pools. How it could lie, and what then happens:
--
--   It names a pool that is not the auditors' (by mistake, or with another body's book): the pool must also hold the class
--   `concern` in the record, which the access rule gives to auditors alone. Intake finds nothing here.
--   It names the right pool for somebody who has left it, or who took an office: the terms are asked again on the viewer's day.
--   It names a day or a viewer that is not so: then it could read as that viewer everywhere. Nothing here is worse than that;
--   docs/adr/0015-two-ways-into-the-record.md says why the site is trusted with who is asking.
--
-- A case counts only where the viewer holds the class `concern` of it: an auditor who is a party to a case, or shut out of it,
-- holds no such row, and the case is then in no list and no count. Those rows are made anew when the case moves, not when
-- somebody joins the pool later; so the parties named in the first entry of a case are asked for here as well.

SET LOCAL ROLE alteram_owner;

CREATE FUNCTION casework.auditor_today(p_pools text[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = casework, pg_temp AS $$
BEGIN
    IF current_body() IS NULL OR current_viewer() IS NULL OR current_day() IS NULL THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM office_row o WHERE o.person = current_viewer() AND o.since <= current_day()
               AND (o.until IS NULL OR o.until >= current_day())) THEN
        RETURN false;
    END IF;
    RETURN EXISTS (
        SELECT FROM membership_row m WHERE m.person = current_viewer() AND m.pool = ANY (p_pools)
           AND m.since <= current_day() AND (m.until IS NULL OR m.until >= current_day())
           AND (EXISTS (SELECT FROM access_row a WHERE a.viewer = 'pool:' || m.pool AND a.class = 'concern')
                -- the team was taken apart in every case, because somebody of it is shut out
                OR EXISTS (SELECT FROM access_row a JOIN membership_row n ON n.person = a.viewer
                           WHERE n.pool = m.pool AND a.class = 'concern')
                -- a body without a case: nothing but knocks on the house to see
                OR NOT EXISTS (SELECT FROM access_row a WHERE a.class = 'concern')));
END $$;

CREATE FUNCTION casework.audit_cases(p_pools text[])
RETURNS TABLE (chain uuid, reference text, edition text, stages text[], status text, opened date, closed date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT auditor_today(p_pools) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT c.chain, c.reference, c.edition, c.stages, c.status, c.opened, c.closed FROM case_row c
        WHERE c.chain IN (
            SELECT a.chain FROM access_row a WHERE a.class = 'concern' AND a.viewer = ANY (viewer_keys())
               AND a.since <= current_day() AND (a.until IS NULL OR a.until >= current_day()))
          AND NOT EXISTS (
            SELECT FROM ledger_entry e CROSS JOIN LATERAL (SELECT convert_from(e.bytes, 'UTF8')::jsonb -> 'data' AS data) AS said
             WHERE e.chain = c.chain AND e.index = 0
               AND (said.data -> 'respondents' ? current_viewer() OR said.data -> 'complainant' ? current_viewer()))
        ORDER BY c.reference;
END $$;

-- Open duties whose day is before p_before; a right that somebody may leave unused is none.
CREATE FUNCTION casework.audit_duties(p_pools text[], p_before date)
RETURNS TABLE (chain uuid, reference text, edition text, stages text[], step text, who text, due date, clause text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.chain, c.reference, c.edition, c.stages, d.step, d.who, d.due, d.clause
        FROM audit_cases(p_pools) c JOIN duty_row d ON d.chain = c.chain
        WHERE d.state = 'open' AND d.due < p_before ORDER BY d.due, c.reference, d.duty;
END $$;

-- The watch chains of those cases, and the house's own; newest first.
CREATE FUNCTION casework.audit_attempts(p_pools text[], p_case uuid, p_since timestamptz, p_skip integer, p_limit integer)
RETURNS TABLE (chain uuid, reference text, edition text, recorded timestamptz, act text, person text, tried text, codes text[],
               repeats integer, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT auditor_today(p_pools) THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH seen AS (
            SELECT w.chain AS watch, c.chain, c.reference, c.edition FROM audit_cases(p_pools) c
              JOIN chain w ON w.beside = c.chain WHERE p_case IS NULL OR c.chain = p_case
            UNION ALL
            SELECT b.house_watch, NULL, NULL, NULL FROM body b WHERE b.body = current_body() AND p_case IS NULL
        ), found AS (
            SELECT s.chain, s.reference, s.edition, e.index, convert_from(e.bytes, 'UTF8')::jsonb AS entry
              FROM seen s JOIN ledger_entry e ON e.chain = s.watch
        ), told AS (
            SELECT f.*, (f.entry ->> 'recorded')::timestamptz AS at FROM found f
             WHERE f.entry -> 'acts' ->> 0 IN ('act_refused', 'access_refused')
        )
        SELECT t.chain, t.reference, t.edition, t.at, t.entry -> 'acts' ->> 0, t.entry -> 'data' ->> 'person',
               coalesce(t.entry -> 'data' ->> 'tried', t.entry -> 'data' ->> 'asked', ''),
               ARRAY(SELECT jsonb_array_elements_text(coalesce(t.entry -> 'data' -> 'codes', '[]'))),
               coalesce((t.entry -> 'data' ->> 'repeats')::integer, 0), count(*) OVER ()
          FROM told t WHERE p_since IS NULL OR t.at >= p_since
         ORDER BY t.at DESC, t.chain, t.index DESC OFFSET p_skip LIMIT p_limit;
END $$;

-- What is on record about influence: who, in which office, on which day, and what was ruled. What was said stays in the file.
CREATE FUNCTION casework.audit_influence(p_pools text[])
RETURNS TABLE (chain uuid, reference text, index integer, act text, at date, person text, office text, effect text, about integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        WITH told AS (
            SELECT c.chain, c.reference, e.index, e.acts[1] AS act, e.at, convert_from(l.bytes, 'UTF8')::jsonb -> 'data' AS data
              FROM audit_cases(p_pools) c JOIN entry_row e ON e.chain = c.chain
              JOIN ledger_entry l ON l.chain = e.chain AND l.index = e.index
             WHERE NOT e.overtaken AND e.acts && ARRAY['contact_reported', 'contact_alleged', 'contact_denied', 'pressure_logged',
                                                        'contact_disclosed', 'contact_ruled']
        ), named AS (
            SELECT t.*, coalesce(t.data ->> 'named', t.data ->> 'approached_by', t.data ->> 'person') AS person FROM told t
        )
        SELECT n.chain, n.reference, n.index, n.act, n.at, coalesce(n.person, ''),
               coalesce((SELECT o.title FROM office_row o WHERE o.person = n.person AND o.since <= n.at
                          AND (o.until IS NULL OR o.until >= n.at) ORDER BY o.since LIMIT 1), n.data ->> 'office', ''),
               coalesce(n.data ->> 'effect', ''),
               ARRAY(SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(coalesce(n.data -> 'alleged', n.data -> 'concerning')) = 'array'
                     THEN coalesce(n.data -> 'alleged', n.data -> 'concerning') ELSE '[]' END)::integer)
          FROM named n ORDER BY n.at DESC, n.reference, n.index;
END $$;

-- Entries that say why they come late. The reason itself stays in the file.
CREATE FUNCTION casework.audit_late(p_pools text[])
RETURNS TABLE (chain uuid, reference text, edition text, index integer, step text, act text, at date, recorded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.chain, c.reference, c.edition, e.index, e.step, e.acts[1], e.at, e.recorded
        FROM audit_cases(p_pools) c JOIN entry_row e ON e.chain = c.chain
        JOIN ledger_entry l ON l.chain = e.chain AND l.index = e.index
        WHERE (e.recorded + interval '14 hours')::date > e.at  -- no entry of its own local day is read for its reason
          AND convert_from(l.bytes, 'UTF8')::jsonb ? 'late'
        ORDER BY e.recorded DESC, c.reference, e.index;
END $$;

-- When each channel for complaints was last read, of those that were ever read.
CREATE FUNCTION casework.audit_channels(p_pools text[]) RETURNS TABLE (channel text, recorded timestamptz, unread integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT auditor_today(p_pools) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT DISTINCT ON (t.entry -> 'data' ->> 'channel') t.entry -> 'data' ->> 'channel',
               (t.entry ->> 'recorded')::timestamptz, (t.entry -> 'data' ->> 'unread')::integer
          FROM (SELECT e.index, convert_from(e.bytes, 'UTF8')::jsonb AS entry FROM ledger_entry e JOIN body b ON b.house = e.chain
                 WHERE b.body = current_body()) AS t
         WHERE t.entry -> 'acts' ? 'channel_read' ORDER BY t.entry -> 'data' ->> 'channel', t.index DESC;
END $$;

-- The last entry of the house chain before an instant: the seed of a sample, which nobody can choose once the month has begun.
CREATE FUNCTION casework.audit_seed(p_pools text[], p_before timestamptz) RETURNS TABLE (index integer, link bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT auditor_today(p_pools) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT e.index, e.link FROM ledger_entry e JOIN body b ON b.house = e.chain
        WHERE b.body = current_body() AND (convert_from(e.bytes, 'UTF8')::jsonb ->> 'recorded')::timestamptz < p_before
        ORDER BY e.index DESC LIMIT 1;
END $$;

REVOKE EXECUTE ON FUNCTION casework.auditor_today(text[]), casework.audit_cases(text[]), casework.audit_duties(text[], date),
    casework.audit_attempts(text[], uuid, timestamptz, integer, integer), casework.audit_influence(text[]),
    casework.audit_late(text[]), casework.audit_channels(text[]), casework.audit_seed(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.auditor_today(text[]), casework.audit_cases(text[]), casework.audit_duties(text[], date),
    casework.audit_attempts(text[], uuid, timestamptz, integer, integer), casework.audit_influence(text[]),
    casework.audit_late(text[]), casework.audit_channels(text[]), casework.audit_seed(text[], timestamptz) TO alteram_app;

RESET ROLE;
