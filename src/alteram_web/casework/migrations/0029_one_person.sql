-- As 0014 made it, and besides: who sees a case also follows from which records are one person's.

SET LOCAL ROLE alteram_owner;

CREATE OR REPLACE FUNCTION casework.access_follows(p_house_entry integer, p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_act text;
BEGIN
    SELECT convert_from(e.bytes, 'UTF8')::jsonb -> 'acts' ->> 0 INTO v_act
      FROM ledger_entry e JOIN body b ON b.house = e.chain
     WHERE b.body = v_body AND e.index = p_house_entry AND e.xmin = pg_current_xact_id()::xid;
    IF v_act IS NULL OR v_act NOT IN ('pool_member_appointed', 'pool_member_left', 'office_held', 'office_left', 'people_merged') THEN
        RAISE EXCEPTION 'E-RECORD: access moves with an entry about pools, offices or one person, made in this transaction' USING ERRCODE = 'AL003';
    END IF;
    PERFORM FROM chain c WHERE c.chain = p_chain AND c.kind = 'case';
    IF NOT FOUND OR (coalesce(p_gone, '{}') || coalesce(p_come, '{}')) - ARRAY['access_row', 'listing_row'] <> '{}' THEN
        RAISE EXCEPTION 'E-RECORD: only the rows of access of a case of this body follow from pools' USING ERRCODE = 'AL003';
    END IF;
    PERFORM move_rows(v_body, p_chain, p_gone, p_come);
END $$;

RESET ROLE;
