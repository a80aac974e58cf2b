-- Roles, extensions and the database, made by the superuser once; running it again changes nothing but passwords.
-- Used for the private cluster of `make demo` and, as an init script, by the database container.
-- Expects OWNER_PASSWORD, APP_PASSWORD, WEB_PASSWORD, OFFICE_PASSWORD and PUBLIC_PASSWORD in the environment.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv web_password WEB_PASSWORD
\getenv office_password OFFICE_PASSWORD
\getenv public_password PUBLIC_PASSWORD
SET client_min_messages = warning;

SELECT format('CREATE ROLE %I', 'sozialplanung_' || name)
  FROM unnest(ARRAY['owner', 'app', 'web', 'office', 'public']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sozialplanung_' || name)
\gexec

-- The owner migrates and makes the test databases; workers are the application; pages are answered as web, or, for who
-- may read raw figures, as the office; the public role reads what leaves the house. Logins of their own: who had only
-- put a role on could take it off again with SET ROLE.
ALTER ROLE sozialplanung_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE sozialplanung_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE PASSWORD :'app_password';
ALTER ROLE sozialplanung_web LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOINHERIT PASSWORD :'web_password';
ALTER ROLE sozialplanung_office LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOINHERIT PASSWORD :'office_password';
ALTER ROLE sozialplanung_public LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOINHERIT PASSWORD :'public_password';
-- Nobody but the owner may take the place of another role; older installations let the application.
SELECT format('REVOKE %s FROM %s', roleid::regrole, member::regrole)
  FROM pg_auth_members
 WHERE roleid::regrole::text LIKE 'sozialplanung\_%' AND member::regrole::text LIKE 'sozialplanung\_%'
   AND member <> 'sozialplanung_owner'::regrole
\gexec
-- Tests run as the owner and take the place of the others with SET ROLE.
GRANT sozialplanung_app, sozialplanung_web, sozialplanung_office, sozialplanung_public TO sozialplanung_owner;
-- Where raw figures lie; web and public have no right there and do not even look.
ALTER ROLE sozialplanung_owner SET search_path = public, raw;
ALTER ROLE sozialplanung_app SET search_path = public, raw;
ALTER ROLE sozialplanung_office SET search_path = public, raw;

-- Every new database, those of the tests too, starts with the extensions, which only a superuser may create.
\connect template1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pgrouting;
\connect postgres

SELECT 'CREATE DATABASE sozialplanung OWNER sozialplanung_owner TEMPLATE template1'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sozialplanung')
\gexec
REVOKE ALL ON DATABASE sozialplanung FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE sozialplanung TO sozialplanung_app, sozialplanung_office;
GRANT CONNECT ON DATABASE sozialplanung TO sozialplanung_web, sozialplanung_public;

\connect sozialplanung
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pgrouting;
