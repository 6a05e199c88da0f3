-- The key that signs exports is listed and rotates like those of the log and of receipts.
SET LOCAL ROLE alteram_owner;

ALTER TABLE casework.signing_key DROP CONSTRAINT signing_key_purpose_check;
ALTER TABLE casework.signing_key ADD CONSTRAINT signing_key_purpose_check
    CHECK (purpose IN ('log', 'receipts', 'exports', 'witness'));

RESET ROLE;
