SET LOCAL ROLE alteram_owner;

-- "fair hearings 2026-01-12": the topic as it was written, a blank, the day of the last training in it.
ALTER TABLE casework.membership_row ADD COLUMN topics text[] NOT NULL DEFAULT '{}';

RESET ROLE;
