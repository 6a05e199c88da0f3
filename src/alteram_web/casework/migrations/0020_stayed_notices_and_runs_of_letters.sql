-- While an order of a court keeps a decision from having effect its notice cannot be read, and afterwards it is there again:
-- one version of a notice then has several stretches of days, each a row.
--
-- After this migration the rows of a record that is already there are computed again: `manage.py rebuild --repair`, as the owner.

SET LOCAL ROLE alteram_owner;

ALTER TABLE casework.notice_row DROP CONSTRAINT notice_row_pkey, ADD PRIMARY KEY (chain, index, published);

-- Whatever moves the rows names what tells them apart, so it names the first day as well.
DO $do$
DECLARE
    v_function record;
    v_before constant text := 'p_gone -> ''notice_row'') r WHERE t.chain = p_chain AND t.index = r.index';
    v_made integer := 0;
BEGIN
    FOR v_function IN SELECT p.oid, pg_get_functiondef(p.oid) AS source FROM pg_proc p
                       WHERE p.pronamespace = 'casework'::regnamespace AND p.prokind = 'f'
                         AND strpos(p.prosrc, v_before) > 0 LOOP
        EXECUTE replace(v_function.source, v_before || ';', v_before || ' AND t.published = r.published;');
        v_made := v_made + 1;
    END LOOP;
    IF v_made = 0 THEN
        RAISE EXCEPTION 'no function moves the rows of notices in the way that is expected here';
    END IF;
END $do$;

-- How many letters went to each person since an instant, by mail or on the site: a fifth of one day waits (EQW-04).
CREATE FUNCTION casework.letters_gone(p_since timestamptz) RETURNS TABLE (recipient text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT l.recipient, count(*) FROM letter l
        WHERE l.state IN ('taken', 'sent') AND l.channel IN ('email', 'portal') AND l.moved >= p_since GROUP BY l.recipient;
END $$;
REVOKE EXECUTE ON FUNCTION casework.letters_gone(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.letters_gone(timestamptz) TO alteram_app;

RESET ROLE;
