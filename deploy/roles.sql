-- The three roles of Alteram and its database. Run once by a superuser of the cluster, as often as you like:
--   psql -d postgres -f deploy/roles.sql
-- alteram_owner  owns the tables and migrates; no process of the site runs as it
-- alteram_app    the site and its workers: adds to the ledger through one function, never changes or deletes there
-- alteram_log    gives entries their place in the tree
-- None is a superuser and none passes by row-level security. Passwords are yours to set: \password alteram_app
\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['alteram_owner', 'alteram_app', 'alteram_log']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE alteram_owner WITH LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
ALTER ROLE alteram_app WITH LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
ALTER ROLE alteram_log WITH LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;

\if :{?database}
\else
  \set database alteram
\endif

SELECT format('CREATE DATABASE %I OWNER alteram_owner', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO alteram_app, alteram_log;
