-- In how many open cases, beside this one, each of these people has a part: for the draw of a panel, where whoever has least to do
-- comes first. Numbers alone leave it, and the record holds only who comes before whom.
SET LOCAL ROLE alteram_owner;

CREATE FUNCTION casework.loads(p_people text[], p_beside uuid) RETURNS TABLE (person text, cases bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT l.viewer, count(*) FROM listing_row l WHERE l.body = current_body() AND l.viewer = ANY (p_people)
        AND l.status = 'open' AND l.chain <> p_beside GROUP BY l.viewer;
END $$;

REVOKE EXECUTE ON FUNCTION casework.loads(text[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.loads(text[], uuid) TO alteram_app;

RESET ROLE;
