-- What the log of one case needs of the tree: where its entries stand, and how every chain ends under a checkpoint. And in which
-- cases somebody is named, for whoever answers a request for personal data.

SET LOCAL ROLE alteram_owner;

CREATE FUNCTION casework.places_of(p_chain uuid) RETURNS TABLE (index integer, "position" bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT p.index, p.position FROM place p WHERE p.body = current_body() AND p.chain = p_chain ORDER BY p.index;
END $$;

-- The rows of the small tree of chains. Only the proof for one of them leaves the site, and filling leaves hide their number.
CREATE FUNCTION casework.ends_under(p_size bigint) RETURNS TABLE (chain uuid, length integer, link bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT DISTINCT ON (p.chain) p.chain, p.index + 1, p.link FROM place p
        WHERE p.body = current_body() AND p.chain IS NOT NULL AND p.position < p_size ORDER BY p.chain, p.index DESC;
END $$;

CREATE FUNCTION casework.cases_naming(p_person text) RETURNS TABLE (chain uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT DISTINCT e.chain FROM ledger_entry e JOIN chain c ON c.chain = e.chain AND c.kind = 'case'
        WHERE e.body = current_body() AND position(convert_to(p_person, 'UTF8') IN e.bytes) > 0 ORDER BY 1;
END $$;

REVOKE EXECUTE ON FUNCTION casework.places_of(uuid), casework.ends_under(bigint), casework.cases_naming(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.places_of(uuid), casework.ends_under(bigint), casework.cases_naming(text) TO alteram_app;

RESET ROLE;
