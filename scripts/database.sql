-- Roles, extensions and the database, made by the superuser once; running it again changes nothing but passwords.
-- Used for the private cluster of `make demo` and, as an init script, by the database container.
-- Expects OWNER_PASSWORD, APP_PASSWORD and PUBLIC_PASSWORD in the environment.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv public_password PUBLIC_PASSWORD
SET client_min_messages = warning;

SELECT format('CREATE ROLE %I', name)
  FROM unnest(ARRAY['sozialplanung_owner', 'sozialplanung_app', 'sozialplanung_public', 'sozialplanung_web']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- The owner migrates and makes the test databases; the application runs; the public role reads what leaves the house.
ALTER ROLE sozialplanung_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE sozialplanung_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE PASSWORD :'app_password';
-- A login of its own: who had only put this role on could take it off again with SET ROLE.
ALTER ROLE sozialplanung_public LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOINHERIT PASSWORD :'public_password';
SELECT 'REVOKE sozialplanung_public FROM sozialplanung_app'
 WHERE EXISTS (SELECT FROM pg_auth_members
                WHERE roleid = 'sozialplanung_public'::regrole AND member = 'sozialplanung_app'::regrole)
\gexec
-- What pages put on that need no raw figures; nobody signs in with it.
ALTER ROLE sozialplanung_web NOLOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOINHERIT;
GRANT sozialplanung_web TO sozialplanung_app, sozialplanung_owner;
-- Tests run as the owner and take the place of the two others with SET ROLE.
GRANT sozialplanung_app, sozialplanung_public TO sozialplanung_owner;

-- Every new database, those of the tests too, starts with the extensions, which only a superuser may create.
\connect template1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
\connect postgres

SELECT 'CREATE DATABASE sozialplanung OWNER sozialplanung_owner TEMPLATE template1'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sozialplanung')
\gexec
REVOKE ALL ON DATABASE sozialplanung FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE sozialplanung TO sozialplanung_app;
GRANT CONNECT ON DATABASE sozialplanung TO sozialplanung_public;

\connect sozialplanung
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
