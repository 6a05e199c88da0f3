-- What the log of one case needs of the tree: where its entries stand, and how every chain ends under a checkpoint.

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

REVOKE EXECUTE ON FUNCTION casework.places_of(uuid), casework.ends_under(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.places_of(uuid), casework.ends_under(bigint) TO alteram_app;

RESET ROLE;
