-- Erasing a file whole: what is gone is gone everywhere, and what waited for words that no longer exist waits no more.

SET LOCAL ROLE alteram_owner;

-- As in 0002. With the word "key" besides: letters that were owed and not written, or written and not sent, are held for good,
-- and the reasons for holding back others go, since people may have typed them.
CREATE OR REPLACE FUNCTION casework.forget(p_chain uuid, p_data jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
DECLARE
    v_named text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_data -> 'digests', '[]')));
    v_whole boolean := 'key' = ANY (v_named);
    v_why constant text := 'The file was erased.';
BEGIN
    DELETE FROM sealed_text WHERE chain = p_chain AND (v_whole OR digest = ANY (v_named));
    DELETE FROM paper WHERE chain = p_chain AND (v_whole OR encode(digest, 'hex') = ANY (v_named));
    UPDATE letter SET sealed = NULL, plain = NULL WHERE chain = p_chain;
    IF v_whole THEN
        DELETE FROM case_key WHERE chain = p_chain;
        UPDATE letter SET why = v_why, state = CASE state WHEN 'written' THEN 'held' ELSE state END WHERE chain = p_chain;
    END IF;
END $$;

-- The letters of which nothing is kept any more though they went out: where a mail lies as a file, it is to go as well.
CREATE FUNCTION casework.erased_letters() RETURNS TABLE (chain uuid, index integer, letter text, recipient text, channel text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT l.chain, l.index, l.letter, l.recipient, l.channel FROM letter l
        WHERE l.sealed IS NULL AND l.state IN ('sent', 'taken', 'failed') ORDER BY l.chain, l.index, l.letter, l.recipient;
END $$;

REVOKE EXECUTE ON FUNCTION casework.erased_letters() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.erased_letters() TO alteram_app;

RESET ROLE;
