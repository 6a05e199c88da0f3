-- A paper is seen by whoever sees the entry that names it and the class that the paper belongs to: the bundle that travels
-- with a notice of hearing is the bundle's, though the notice belongs to the naming of the panel. An entry's row names its
-- papers as class:digest. A database with cases needs `rebuild --repair` afterwards.

SET LOCAL ROLE alteram_owner;

COMMENT ON COLUMN casework.entry_row.papers IS 'class:digest of each';
DROP POLICY entry_seen ON casework.paper;
CREATE POLICY class_seen ON casework.paper FOR SELECT TO alteram_app USING (
    body = (SELECT casework.current_body()) AND EXISTS (
        SELECT FROM casework.entry_row e JOIN casework.access_row a ON a.chain = e.chain
        WHERE e.chain = paper.chain AND a.class || ':' || encode(paper.digest, 'hex') = ANY (e.papers)));

RESET ROLE;
