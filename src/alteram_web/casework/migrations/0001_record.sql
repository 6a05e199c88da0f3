-- The record and its projections.
--
-- Three roles (made by the launcher, or by the administrator of a cluster): alteram_owner owns everything here, alteram_app
-- is the site and its workers, alteram_log gives entries their place in the tree. Nobody but the owner writes a table of
-- this schema directly, the view log excepted: the site adds to the ledger through append_entry and has no other way.
--
-- Every table has `body`, and row-level security is forced, so even the owner's own functions see one body at a time.
-- docs/adr/0015-two-ways-into-the-record.md says why reading and writing are locked differently.

SET LOCAL ROLE alteram_owner;

CREATE SCHEMA casework AUTHORIZATION alteram_owner;
REVOKE ALL ON SCHEMA casework FROM PUBLIC;
GRANT USAGE ON SCHEMA casework TO alteram_app, alteram_log;
ALTER DEFAULT PRIVILEGES FOR ROLE alteram_owner IN SCHEMA casework REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Who asks, for which body, on which day. Set for one transaction; empty means nobody, and nobody sees nothing.

CREATE FUNCTION casework.current_body() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('alteram.body', true), '')::uuid $$;

CREATE FUNCTION casework.current_viewer() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('alteram.viewer', true), '') $$;

CREATE FUNCTION casework.current_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('alteram.day', true), '')::date $$;

-- The record ---------------------------------------------------------------------------------------------------------

CREATE TABLE casework.body (
    body uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL,
    house uuid NOT NULL UNIQUE,      -- its house chain
    house_watch uuid NOT NULL UNIQUE -- attempts that name no case
);

CREATE TABLE casework.chain (
    chain uuid PRIMARY KEY,
    body uuid NOT NULL REFERENCES casework.body,
    kind text NOT NULL CHECK (kind IN ('case', 'watch', 'house', 'house_watch')),
    beside uuid REFERENCES casework.chain,  -- a watch chain: the case it watches
    CHECK ((kind = 'watch') = (beside IS NOT NULL))
);
CREATE UNIQUE INDEX one_watch_chain_per_case ON casework.chain (beside) WHERE beside IS NOT NULL;
CREATE INDEX chains_of_a_body ON casework.chain (body, kind);

CREATE TABLE casework.ledger_entry (
    chain uuid NOT NULL,  -- append_entry checks that it exists and belongs to the body
    index integer NOT NULL CHECK (index >= 0),
    body uuid NOT NULL,
    link bytea NOT NULL CHECK (length(link) = 32),
    bytes bytea NOT NULL,
    CONSTRAINT one_entry_per_number UNIQUE (chain, index)
);

-- What waits for its place in the tree. A row appears with its entry's commit and goes when the placer has placed it, so an
-- entry that commits late cannot be passed over.
CREATE TABLE casework.unplaced (body uuid NOT NULL, chain uuid NOT NULL, index integer NOT NULL);

-- The tree of a body: which entry has which place, full tiles of 256 hashes, and the checkpoints that were published.
CREATE TABLE casework.place (
    body uuid NOT NULL,
    position bigint NOT NULL CHECK (position >= 0),
    link bytea NOT NULL CHECK (length(link) = 32),
    chain uuid,    -- none: a random leaf that hides how many entries there were
    index integer,
    PRIMARY KEY (body, position),
    CHECK ((chain IS NULL) = (index IS NULL))
);
CREATE UNIQUE INDEX one_place_per_entry ON casework.place (chain, index) WHERE chain IS NOT NULL;
CREATE INDEX place_of_a_link ON casework.place (body, link);

CREATE TABLE casework.tile (
    body uuid NOT NULL,
    level smallint NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (body, level, number)
);

CREATE TABLE casework.checkpoint (
    body uuid NOT NULL,
    size bigint NOT NULL,
    published timestamptz NOT NULL,
    note text NOT NULL,  -- origin, size, root, signatures, as C2SP writes them
    PRIMARY KEY (body, published)
);

CREATE TABLE casework.case_key (
    chain uuid PRIMARY KEY REFERENCES casework.chain,
    body uuid NOT NULL,
    wrapped bytea NOT NULL  -- AES-256-GCM under the body's master key
);

CREATE TABLE casework.sealed_text (
    chain uuid NOT NULL,
    index integer NOT NULL,
    field text NOT NULL,
    body uuid NOT NULL,
    digest text NOT NULL,   -- salted, as the entry holds it
    sealed bytea NOT NULL,  -- nonce, then AES-256-GCM over salt and text
    PRIMARY KEY (chain, index, field)
);

CREATE TABLE casework.paper (
    digest bytea NOT NULL CHECK (length(digest) = 32),  -- salted, as the entry holds it
    chain uuid NOT NULL REFERENCES casework.chain,
    body uuid NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    sealed bytea,      -- nonce, then AES-256-GCM over salt and bytes
    stored_at text,    -- or the key in the file store, whose object holds the same sealed bytes
    PRIMARY KEY (chain, digest),
    CHECK ((sealed IS NULL) <> (stored_at IS NULL))
);

CREATE TABLE casework.person (
    body uuid NOT NULL REFERENCES casework.body,
    person text NOT NULL,
    sealed bytea NOT NULL,  -- name and address, under the body's key; the row goes when the person is forgotten
    PRIMARY KEY (body, person)
);

CREATE TABLE casework.request_row (
    body uuid NOT NULL,
    request text NOT NULL,
    ordinal integer NOT NULL,  -- a complaint about three people has entries 0, 1 and 2
    chain uuid NOT NULL,
    index integer NOT NULL,
    who text NOT NULL,
    PRIMARY KEY (body, request, ordinal)
);

-- The same knock on the same door within a minute: how often since the entry that reported the first one.
CREATE TABLE casework.knock (
    chain uuid NOT NULL,
    fingerprint bytea NOT NULL,
    body uuid NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    repeats integer NOT NULL DEFAULT 0,
    entry jsonb NOT NULL,  -- what the entry about the repeats will say
    PRIMARY KEY (chain, fingerprint)
);

CREATE TABLE casework.view_log (
    body uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    viewer text NOT NULL,
    chain uuid,
    what text NOT NULL
);
CREATE INDEX view_log_by_case ON casework.view_log (chain, seen_at);

-- Projections: rows that follow from a chain -------------------------------------------------------------------------------

CREATE TABLE casework.case_row (
    body uuid NOT NULL, chain uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL, edition text NOT NULL, stages text[] NOT NULL, status text NOT NULL,
    opened date NOT NULL, closed date, tip integer NOT NULL, moved timestamptz NOT NULL, incident text
);
CREATE UNIQUE INDEX one_case_per_reference ON casework.case_row (body, reference);

CREATE TABLE casework.entry_row (
    body uuid NOT NULL, chain uuid NOT NULL, index integer NOT NULL,
    class text NOT NULL, at date NOT NULL, "time" text, recorded timestamptz NOT NULL, step text, acts text[] NOT NULL,
    result text, who text[] NOT NULL, role text, overtaken boolean NOT NULL,
    papers text[] NOT NULL,  -- their digests: whoever sees the entry sees them
    PRIMARY KEY (chain, index)
);

CREATE TABLE casework.access_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    viewer text NOT NULL, class text NOT NULL, since date NOT NULL, until date, because integer NOT NULL,
    PRIMARY KEY (chain, viewer, class, since)
);
CREATE INDEX access_by_viewer ON casework.access_row (viewer, class, chain);

-- The row of a list: who may know of the case, with what a list sorts, filters and counts by.
CREATE TABLE casework.listing_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    viewer text NOT NULL, since date NOT NULL, until date,
    due date NOT NULL,  -- of the first duty that is open; infinity where there is none
    stage text NOT NULL, status text NOT NULL,
    PRIMARY KEY (chain, viewer)
);
CREATE INDEX listing_page ON casework.listing_row (viewer, status, due, chain) INCLUDE (stage, since, until, body);
CREATE INDEX listing_stage ON casework.listing_row (viewer, status, stage, due, chain) INCLUDE (since, until, body);

CREATE TABLE casework.duty_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    duty text NOT NULL, step text NOT NULL, who text NOT NULL, due date NOT NULL, clause text NOT NULL,
    counted text NOT NULL, state text NOT NULL,
    classes text[] NOT NULL,  -- of what made the duty and of what meets it: whoever sees either sees the duty
    PRIMARY KEY (chain, duty)
);
CREATE INDEX duties_by_day ON casework.duty_row (body, due, chain);

CREATE TABLE casework.outbox_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    index integer NOT NULL, kind text NOT NULL, letter text NOT NULL, recipient text NOT NULL, channel text NOT NULL,
    PRIMARY KEY (chain, index, kind, letter, recipient)
);
CREATE INDEX outbox_of_a_body ON casework.outbox_row (body, kind);

CREATE TABLE casework.standing_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    person text NOT NULL, standing text NOT NULL, since date NOT NULL, until date, because integer NOT NULL,
    PRIMARY KEY (chain, person, since, standing)
);
CREATE INDEX standing_of_a_person ON casework.standing_row (body, person, since);

CREATE TABLE casework.notice_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    index integer NOT NULL, published date NOT NULL, until date, named boolean NOT NULL, digest text,
    PRIMARY KEY (chain, index)
);

CREATE TABLE casework.cell_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    measure text NOT NULL, period text NOT NULL, bucket text NOT NULL, amount bigint NOT NULL,
    PRIMARY KEY (chain, measure, period, bucket)
);
CREATE INDEX cells_of_a_body ON casework.cell_row (body, measure, period);

CREATE TABLE casework.membership_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    person text NOT NULL, pool text NOT NULL, category text NOT NULL, since date NOT NULL, until date, trained date,
    PRIMARY KEY (chain, person, pool, since)
);
CREATE INDEX memberships_of_a_person ON casework.membership_row (body, person);

CREATE TABLE casework.office_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    person text NOT NULL, title text NOT NULL, since date NOT NULL, until date,
    PRIMARY KEY (chain, person, title, since)
);
CREATE INDEX offices_of_a_person ON casework.office_row (body, person);

CREATE TABLE casework.edition_row (
    body uuid NOT NULL, chain uuid NOT NULL,
    edition text NOT NULL, book text NOT NULL, since date NOT NULL,
    PRIMARY KEY (chain, edition)
);

-- Append-only, for the owner as well -----------------------------------------------------------------------------------------

CREATE FUNCTION casework.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'E-APPEND-ONLY: % of % is refused; what was entered stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'AL004';
END $$;

DO $do$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ledger_entry', 'view_log', 'chain', 'place', 'tile', 'checkpoint'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON casework.%I
            FOR EACH STATEMENT EXECUTE FUNCTION casework.refuse_change()', t);
    END LOOP;
END $do$;

-- The door of the database --------------------------------------------------------------------------------------------------

-- The body of a transaction that writes or reads for writing. A transaction that reads for somebody (viewer set) may do neither.
CREATE FUNCTION casework.writing_body() RETURNS uuid LANGUAGE plpgsql STABLE
SET search_path = casework, pg_temp AS $$
BEGIN
    IF current_viewer() IS NOT NULL THEN
        RAISE EXCEPTION 'E-RECORD: this transaction reads for one viewer and may not touch the record' USING ERRCODE = 'AL003';
    END IF;
    IF current_body() IS NULL THEN
        RAISE EXCEPTION 'E-RECORD: no body is set for this transaction' USING ERRCODE = 'AL003';
    END IF;
    RETURN current_body();
END $$;

CREATE FUNCTION casework.found_body(p_body uuid, p_slug text, p_name text, p_house uuid, p_watch uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM set_config('alteram.body', p_body::text, true);
    PERFORM writing_body();
    INSERT INTO body VALUES (p_body, p_slug, p_name, p_house, p_watch);
    INSERT INTO chain (chain, body, kind) VALUES (p_house, p_body, 'house'), (p_watch, p_body, 'house_watch');
END $$;

-- A case, its watch chain and its key. Called again with the same names it does nothing (papers may come before the wish).
CREATE FUNCTION casework.open_case(p_chain uuid, p_watch uuid, p_wrapped bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    INSERT INTO chain (chain, body, kind) VALUES (p_chain, v_body, 'case') ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM FROM chain WHERE chain.chain = p_chain AND kind = 'case';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'E-RECORD: that chain is no case of this body' USING ERRCODE = 'AL003';
        END IF;
        RETURN;
    END IF;
    INSERT INTO chain (chain, body, kind, beside) VALUES (p_watch, v_body, 'watch', p_chain);
    INSERT INTO case_key (chain, body, wrapped) VALUES (p_chain, v_body, p_wrapped);
END $$;

-- Everything the writing path reads of a chain of the kind it expects. The texts stay where they are.
CREATE FUNCTION casework.read_chain(p_chain uuid, p_kinds text[]) RETURNS TABLE (index integer, link bytea, bytes bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT e.index, e.link, e.bytes FROM ledger_entry e
        WHERE e.chain = p_chain AND EXISTS (SELECT FROM chain c WHERE c.chain = p_chain AND c.kind = ANY (p_kinds))
        ORDER BY e.index;
END $$;

CREATE FUNCTION casework.read_key(p_chain uuid) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN (SELECT wrapped FROM case_key WHERE chain = p_chain);
END $$;

CREATE FUNCTION casework.read_request(p_request text)
RETURNS TABLE (ordinal integer, chain uuid, index integer, who text, link bytea, bytes bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT r.ordinal, r.chain, r.index, r.who, e.link, e.bytes
        FROM request_row r JOIN ledger_entry e ON e.chain = r.chain AND e.index = r.index
        WHERE r.request = p_request ORDER BY r.ordinal;
END $$;

CREATE FUNCTION casework.cases_of_body() RETURNS TABLE (chain uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT c.chain FROM chain c WHERE c.kind = 'case'
        AND EXISTS (SELECT FROM ledger_entry e WHERE e.chain = c.chain AND e.index = 0) ORDER BY c.chain;
END $$;

-- Cases for which the clock may have something to do on that day: a duty past its day, or a standing that ends.
CREATE FUNCTION casework.cases_due(p_day date) RETURNS TABLE (chain uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT DISTINCT d.chain FROM duty_row d WHERE d.due < p_day ORDER BY 1;  -- a right that lapses moves a case too
END $$;

CREATE FUNCTION casework.watch_chain(p_case uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN coalesce((SELECT chain FROM chain WHERE beside = p_case), (SELECT house_watch FROM body WHERE body.body = current_body()));
END $$;

-- All rows of one chain in one projection table, as JSON, for the command that rebuilds them.
DO $do$
DECLARE
    t text;
    v_move text := '';
    v_read text := '';
    v_cols text;
    v_from text;
    v_match text;
BEGIN
    FOREACH t IN ARRAY ARRAY['case_row', 'entry_row', 'access_row', 'listing_row', 'duty_row', 'outbox_row', 'standing_row',
                             'notice_row', 'cell_row', 'membership_row', 'office_row', 'edition_row'] LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg('r.' || quote_ident(attname), ', ' ORDER BY attnum)
          INTO v_cols, v_from FROM pg_attribute
         WHERE attrelid = ('casework.' || t)::regclass AND attnum > 0 AND attname NOT IN ('body', 'chain');
        SELECT string_agg(format(' AND t.%1$I = r.%1$I', a.attname), '') INTO v_match
          FROM pg_index i CROSS JOIN unnest(i.indkey) k JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k
         WHERE i.indrelid = ('casework.' || t)::regclass AND i.indisprimary AND a.attname <> 'chain';
        v_move := v_move || format($f$
    IF p_gone ? %1$L THEN
        DELETE FROM %1$I t USING jsonb_populate_recordset(NULL::%1$I, p_gone -> %1$L) r WHERE t.chain = p_chain%4$s;
    END IF;
    IF p_come ? %1$L THEN
        INSERT INTO %1$I (body, chain, %2$s)
        SELECT p_body, p_chain, %3$s FROM jsonb_populate_recordset(NULL::%1$I, p_come -> %1$L) r;
    END IF;$f$, t, v_cols, v_from, coalesce(v_match, ''));
        v_read := v_read || format($f$
    RETURN QUERY SELECT %1$L::text, to_jsonb(t) - 'body' - 'chain' FROM %1$I t WHERE t.chain = p_chain;$f$, t);
    END LOOP;
    -- Rows always belong to the chain and body of the entry they move with, whatever the caller hands over.
    EXECUTE format($f$
CREATE FUNCTION casework.move_rows(p_body uuid, p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $body$
BEGIN%s
END $body$$f$, v_move);
    EXECUTE format($f$
CREATE FUNCTION casework.read_rows(p_chain uuid) RETURNS TABLE (projection text, row_value jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $body$
BEGIN
    PERFORM writing_body();%s
END $body$$f$, v_read);
END $do$;

-- The one way into the ledger. The caller hands over what it computed; everything that can be computed again is.
CREATE FUNCTION casework.append_entry(
    p_chain uuid, p_index integer, p_bytes bytea, p_link bytea,
    p_gone jsonb, p_come jsonb, p_fields text[], p_sealed bytea[],
    p_request text, p_ordinal integer, p_who text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    v_kind text;
    v_tip integer;
    v_link bytea;
    v_before text;
    v_entry jsonb;
BEGIN
    SELECT kind INTO v_kind FROM chain WHERE chain = p_chain;  -- one body's chains only: row-level security
    IF v_kind IS NULL THEN
        RAISE EXCEPTION 'E-RECORD: that chain is none of this body' USING ERRCODE = 'AL003';
    END IF;
    SELECT index, link, convert_from(bytes, 'UTF8')::jsonb ->> 'recorded' INTO v_tip, v_link, v_before
      FROM ledger_entry WHERE chain = p_chain ORDER BY index DESC LIMIT 1;
    IF v_tip IS NULL THEN
        v_tip := -1;
        v_link := sha256('alteram chain 1' || E'\\012'::bytea || uuid_send(p_chain));
    END IF;
    IF p_index <= v_tip THEN
        RAISE EXCEPTION 'E-STALE: number % is taken', p_index USING ERRCODE = 'AL001';
    ELSIF p_index <> v_tip + 1 THEN
        RAISE EXCEPTION 'E-RECORD: number % does not follow %', p_index, v_tip USING ERRCODE = 'AL002';
    END IF;
    IF p_link IS DISTINCT FROM sha256('alteram entry 1' || E'\\012'::bytea || v_link || p_bytes) THEN
        RAISE EXCEPTION 'E-RECORD: the link of number % does not build on the one before', p_index USING ERRCODE = 'AL002';
    END IF;
    v_entry := convert_from(p_bytes, 'UTF8')::jsonb;
    IF v_entry ->> 'case' IS DISTINCT FROM p_chain::text OR v_entry -> 'index' IS DISTINCT FROM to_jsonb(p_index) THEN
        RAISE EXCEPTION 'E-RECORD: the bytes of number % speak of another place', p_index USING ERRCODE = 'AL002';
    END IF;
    IF (v_entry ->> 'recorded')::timestamptz IS NULL OR (v_entry ->> 'recorded')::timestamptz < v_before::timestamptz THEN
        RAISE EXCEPTION 'E-CLOCK: number % was recorded before the one before it', p_index USING ERRCODE = 'AL005';
    END IF;
    INSERT INTO ledger_entry (chain, index, body, link, bytes) VALUES (p_chain, p_index, v_body, p_link, p_bytes);
    INSERT INTO unplaced (body, chain, index) VALUES (v_body, p_chain, p_index);
    IF p_request IS NOT NULL THEN
        INSERT INTO request_row VALUES (v_body, p_request, p_ordinal, p_chain, p_index, p_who);
    END IF;
    IF p_fields IS NOT NULL THEN
        INSERT INTO sealed_text (chain, index, field, body, digest, sealed)
        SELECT p_chain, p_index, f, v_body, v_entry -> 'texts' ->> f, s FROM unnest(p_fields, p_sealed) AS given (f, s);
    END IF;
    IF v_entry -> 'acts' ? 'text_erased' THEN
        PERFORM forget(p_chain, v_entry -> 'data');
    END IF;
    PERFORM move_rows(v_body, p_chain, p_gone, p_come);
END $$;

-- Removes what an entry `text_erased` names: texts and papers by their digests, or with the word "key" the key of the case and
-- everything under it.
CREATE FUNCTION casework.forget(p_chain uuid, p_data jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = casework, pg_temp AS $$
DECLARE v_named text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_data -> 'digests', '[]')));
BEGIN
    DELETE FROM sealed_text WHERE chain = p_chain AND (digest = ANY (v_named) OR 'key' = ANY (v_named));
    DELETE FROM paper WHERE chain = p_chain AND (encode(digest, 'hex') = ANY (v_named) OR 'key' = ANY (v_named));
    DELETE FROM case_key WHERE chain = p_chain AND 'key' = ANY (v_named);
END $$;

CREATE FUNCTION casework.store_paper(
    p_chain uuid, p_digest bytea, p_kind text, p_media_type text, p_size bigint, p_sealed bytea, p_stored_at text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    PERFORM FROM chain WHERE chain = p_chain AND kind = 'case';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: that chain is no case of this body' USING ERRCODE = 'AL003';
    END IF;
    INSERT INTO paper (digest, chain, body, kind, media_type, size, sealed, stored_at)
    VALUES (p_digest, p_chain, v_body, p_kind, p_media_type, p_size, p_sealed, p_stored_at);
END $$;

CREATE FUNCTION casework.put_person(p_person text, p_sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    INSERT INTO person (body, person, sealed) VALUES (v_body, p_person, p_sealed)
    ON CONFLICT (body, person) DO UPDATE SET sealed = excluded.sealed;
END $$;

CREATE FUNCTION casework.forget_person(p_person text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    DELETE FROM person WHERE person = p_person;
END $$;

-- The same knock within a minute. NULL: it was counted and nothing is to be entered now. Otherwise a lone knock is to be
-- entered at once, and with it, if there were any, the repeats of the minute before.
CREATE FUNCTION casework.knocked(p_chain uuid, p_fingerprint bytea, p_now timestamptz, p_entry jsonb)
RETURNS TABLE (repeats integer, since timestamptz, until timestamptz, entry jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE
    v_body uuid := writing_body();
    k knock%ROWTYPE;
BEGIN
    INSERT INTO knock (chain, fingerprint, body, since, until, entry) VALUES (p_chain, p_fingerprint, v_body, p_now, p_now, p_entry)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN QUERY SELECT 0, p_now, p_now, p_entry;
        RETURN;
    END IF;
    SELECT * INTO k FROM knock n WHERE n.chain = p_chain AND n.fingerprint = p_fingerprint FOR UPDATE;
    IF NOT FOUND THEN  -- somebody entered the repeats a moment ago
        RETURN QUERY SELECT * FROM knocked(p_chain, p_fingerprint, p_now, p_entry);
    ELSIF p_now < k.since + interval '1 minute' THEN
        UPDATE knock n SET repeats = n.repeats + 1, until = greatest(n.until, p_now)
         WHERE n.chain = p_chain AND n.fingerprint = p_fingerprint;
    ELSE
        UPDATE knock n SET repeats = 0, since = p_now, until = p_now WHERE n.chain = p_chain AND n.fingerprint = p_fingerprint;
        RETURN QUERY SELECT k.repeats, k.since, k.until, k.entry;
    END IF;
END $$;

-- Minutes that are over: their repeats are to be entered, in this transaction.
CREATE FUNCTION casework.knocks_over(p_now timestamptz)
RETURNS TABLE (chain uuid, repeats integer, since timestamptz, until timestamptz, entry jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY DELETE FROM knock n WHERE n.since + interval '1 minute' <= p_now
        RETURNING n.chain, n.repeats, n.since, n.until, n.entry;
END $$;

-- What followers, the register and the public pages read, without a viewer and never more than they need.

CREATE FUNCTION casework.read_outbox(p_kind text)
RETURNS TABLE (chain uuid, index integer, letter text, recipient text, channel text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT o.chain, o.index, o.letter, o.recipient, o.channel FROM outbox_row o
        WHERE o.body = current_body() AND o.kind = p_kind ORDER BY o.chain, o.index, o.letter, o.recipient;
END $$;

CREATE FUNCTION casework.read_texts(p_chain uuid) RETURNS TABLE (index integer, field text, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT s.index, s.field, s.sealed FROM sealed_text s WHERE s.chain = p_chain ORDER BY s.index, s.field;
END $$;

-- A person's standing over all cases of the body, with no word of the cases.
CREATE FUNCTION casework.standing_of(p_person text) RETURNS TABLE (standing text, since date, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT s.standing, s.since, s.until FROM standing_row s
        WHERE s.body = current_body() AND s.person = p_person ORDER BY s.since;
END $$;

CREATE FUNCTION casework.totals(p_measure text) RETURNS TABLE (period text, bucket text, amount numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT c.period, c.bucket, sum(c.amount) FROM cell_row c
        WHERE c.body = current_body() AND c.measure = p_measure GROUP BY c.period, c.bucket ORDER BY 1, 2;
END $$;

-- The views of a stretch of time, in an order of their own, to be sealed in the house chain.
CREATE FUNCTION casework.views(p_from timestamptz, p_to timestamptz)
RETURNS TABLE (seen_at timestamptz, viewer text, chain uuid, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    PERFORM writing_body();
    RETURN QUERY SELECT v.seen_at, v.viewer, v.chain, v.what FROM view_log v
        WHERE v.body = current_body() AND v.seen_at >= p_from AND v.seen_at < p_to
        ORDER BY v.seen_at, v.viewer COLLATE "C", v.chain, v.what COLLATE "C";
END $$;

-- Whether a link is in the record of the body, and since when in its tree: the public answer about a receipt, and no more.
CREATE FUNCTION casework.place_of(p_link bytea) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casework, pg_temp AS $$
BEGIN
    RETURN (SELECT p.position FROM place p WHERE p.body = current_body() AND p.link = p_link AND p.chain IS NOT NULL LIMIT 1);
END $$;

-- For the owner alone: brings the rows of one chain to what the record says, with no entry. Not granted to the site.
CREATE FUNCTION casework.repair_rows(p_chain uuid, p_gone jsonb, p_come jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casework, pg_temp AS $$
DECLARE v_body uuid := writing_body();
BEGIN
    PERFORM FROM chain WHERE chain = p_chain;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'E-RECORD: that chain is none of this body' USING ERRCODE = 'AL003';
    END IF;
    PERFORM move_rows(v_body, p_chain, p_gone, p_come);
END $$;

-- Reading --------------------------------------------------------------------------------------------------------------------

-- The names under which the viewer may hold a row: the person, and the pools the person sits in on that day. Whoever holds an
-- office of the executive on that day holds no pool's rows, whatever else went wrong.
CREATE FUNCTION casework.viewer_keys() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = casework, pg_temp AS $$
BEGIN
    IF current_body() IS NULL OR current_viewer() IS NULL OR current_day() IS NULL THEN
        RETURN '{}';
    END IF;
    IF EXISTS (SELECT FROM office_row o WHERE o.person = current_viewer() AND o.since <= current_day()
               AND (o.until IS NULL OR o.until >= current_day())) THEN
        RETURN ARRAY[current_viewer()];
    END IF;
    RETURN ARRAY[current_viewer()] || ARRAY(
        SELECT DISTINCT 'pool:' || m.pool FROM membership_row m
        WHERE m.person = current_viewer() AND m.since <= current_day() AND (m.until IS NULL OR m.until >= current_day()));
END $$;

DO $do$
DECLARE
    t text;
    v_body constant text := 'body = (SELECT casework.current_body())';
    v_held constant text := 'viewer = ANY ((SELECT casework.viewer_keys())::text[]) AND since <= (SELECT casework.current_day())
        AND (until IS NULL OR until >= (SELECT casework.current_day()))';
BEGIN
    FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'casework'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE casework.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE casework.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY one_body ON casework.%I TO alteram_owner USING (%s) WITH CHECK (%s)', t, v_body, v_body);
        EXECUTE format('REVOKE ALL ON casework.%I FROM PUBLIC', t);
    END LOOP;

    -- Its own row. The access rows are the first lock; every table about a case asks them again.
    EXECUTE format('CREATE POLICY own_rows ON casework.access_row FOR SELECT TO alteram_app USING (%s AND %s)', v_body, v_held);
    EXECUTE format('CREATE POLICY own_rows ON casework.listing_row FOR SELECT TO alteram_app USING (%s AND %s)', v_body, v_held);

    -- Whoever may know that the case exists.
    FOREACH t IN ARRAY ARRAY['case_row', 'case_key'] LOOP
        EXECUTE format('CREATE POLICY case_exists ON casework.%I FOR SELECT TO alteram_app USING (%s AND EXISTS (
            SELECT FROM casework.access_row a WHERE a.chain = %I.chain AND a.class = ''existence''))', t, v_body, t);
    END LOOP;
    -- An entry is seen by whoever sees its class; what hangs on the entry is seen with it.
    EXECUTE format('CREATE POLICY class_seen ON casework.entry_row FOR SELECT TO alteram_app USING (%s AND EXISTS (
        SELECT FROM casework.access_row a WHERE a.chain = entry_row.chain AND a.class = entry_row.class))', v_body);
    FOREACH t IN ARRAY ARRAY['ledger_entry', 'sealed_text', 'outbox_row'] LOOP
        EXECUTE format('CREATE POLICY entry_seen ON casework.%I FOR SELECT TO alteram_app USING (%s AND EXISTS (
            SELECT FROM casework.entry_row e WHERE e.chain = %I.chain AND e.index = %I.index))', t, v_body, t, t);
    END LOOP;
    EXECUTE format('CREATE POLICY entry_seen ON casework.paper FOR SELECT TO alteram_app USING (%s AND EXISTS (
        SELECT FROM casework.entry_row e WHERE e.chain = paper.chain AND encode(paper.digest, ''hex'') = ANY (e.papers)))', v_body);
    EXECUTE format('CREATE POLICY class_seen ON casework.duty_row FOR SELECT TO alteram_app USING (%s AND EXISTS (
        SELECT FROM casework.access_row a WHERE a.chain = duty_row.chain AND a.class = ANY (duty_row.classes)))', v_body);
    EXECUTE format('CREATE POLICY class_seen ON casework.standing_row FOR SELECT TO alteram_app USING (%s AND EXISTS (
        SELECT FROM casework.access_row a WHERE a.chain = standing_row.chain AND a.class = ''standing''))', v_body);
    -- A published notice is for everybody, from its day.
    EXECUTE format('CREATE POLICY published ON casework.notice_row FOR SELECT TO alteram_app USING (%s
        AND published <= (SELECT casework.current_day()) AND (until IS NULL OR until >= (SELECT casework.current_day())))', v_body);
    -- What is known in the whole body. A name is sealed besides.
    FOREACH t IN ARRAY ARRAY['membership_row', 'office_row', 'edition_row', 'person', 'tile', 'checkpoint'] LOOP
        EXECUTE format('CREATE POLICY one_body_only ON casework.%I FOR SELECT TO alteram_app USING (%s)', t, v_body);
    END LOOP;
    -- One's own views; each view is logged under the viewer's own name.
    EXECUTE format('CREATE POLICY own_views ON casework.view_log FOR SELECT TO alteram_app USING (%s AND viewer = casework.current_viewer())', v_body);
    EXECUTE format('CREATE POLICY own_name ON casework.view_log FOR INSERT TO alteram_app WITH CHECK (%s AND viewer = casework.current_viewer())', v_body);
    -- The placer reads links and takes what waits.
    EXECUTE format('CREATE POLICY one_body_log ON casework.ledger_entry FOR SELECT TO alteram_log USING (%s)', v_body);
    EXECUTE format('CREATE POLICY one_body_log ON casework.unplaced TO alteram_log USING (%s) WITH CHECK (false)', v_body);
    FOREACH t IN ARRAY ARRAY['place', 'tile', 'checkpoint'] LOOP
        EXECUTE format('CREATE POLICY one_body_log ON casework.%I TO alteram_log USING (%s) WITH CHECK (%s)', t, v_body, v_body);
    END LOOP;
END $do$;
-- Which bodies the house holds is no secret of a body: the site must find one by its address before it can set it.
CREATE POLICY every_body ON casework.body FOR SELECT TO alteram_app, alteram_log USING (true);

GRANT SELECT ON casework.body, casework.ledger_entry, casework.sealed_text, casework.paper, casework.case_key, casework.person,
    casework.case_row, casework.entry_row, casework.access_row, casework.listing_row, casework.duty_row, casework.outbox_row,
    casework.standing_row, casework.notice_row, casework.membership_row, casework.office_row, casework.edition_row,
    casework.view_log, casework.tile, casework.checkpoint TO alteram_app;
GRANT INSERT ON casework.view_log TO alteram_app;
GRANT SELECT ON casework.body, casework.ledger_entry TO alteram_log;
GRANT SELECT, DELETE ON casework.unplaced TO alteram_log;
GRANT SELECT, INSERT ON casework.place, casework.tile, casework.checkpoint TO alteram_log;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA casework FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework.current_body(), casework.current_viewer(), casework.current_day() TO alteram_app, alteram_log;
GRANT EXECUTE ON FUNCTION casework.viewer_keys(), casework.found_body(uuid, text, text, uuid, uuid),
    casework.open_case(uuid, uuid, bytea), casework.read_chain(uuid, text[]), casework.read_key(uuid), casework.read_request(text),
    casework.read_rows(uuid), casework.cases_of_body(), casework.cases_due(date), casework.watch_chain(uuid),
    casework.append_entry(uuid, integer, bytea, bytea, jsonb, jsonb, text[], bytea[], text, integer, text),
    casework.store_paper(uuid, bytea, text, text, bigint, bytea, text), casework.put_person(text, bytea),
    casework.forget_person(text), casework.knocked(uuid, bytea, timestamptz, jsonb), casework.knocks_over(timestamptz),
    casework.read_outbox(text), casework.read_texts(uuid), casework.standing_of(text), casework.totals(text),
    casework.place_of(bytea), casework.views(timestamptz, timestamptz) TO alteram_app;

RESET ROLE;
