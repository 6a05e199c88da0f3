-- Entries that came late: those that say why, and those of the clock that were made more than a day after the day on
-- which they followed. A consequence has its effect on its own day, so a clock that stood still would show nowhere else.

SET LOCAL ROLE alteram_owner;

CREATE OR REPLACE FUNCTION casework.audit_late(p_pools text[])
RETURNS TABLE (chain uuid, reference text, edition text, index integer, step text, act text, at date, recorded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.chain, c.reference, c.edition, e.index, e.step, e.acts[1], e.at, e.recorded
        FROM audit_cases(p_pools) c JOIN entry_row e ON e.chain = c.chain
        JOIN ledger_entry l ON l.chain = e.chain AND l.index = e.index
        WHERE (e.recorded + interval '14 hours')::date > e.at  -- no entry of its own local day is read for its reason
          AND (convert_from(l.bytes, 'UTF8')::jsonb ? 'late'
               OR (e.recorded::date > e.at + 1 AND convert_from(l.bytes, 'UTF8')::jsonb ->> 'deemed' IS NOT NULL))
        ORDER BY e.recorded DESC, c.reference, e.index;
END $$;

RESET ROLE;
