"""The tables, as docs/lrs-database.md tells them to those who read them with SQL of their own."""

from __future__ import annotations

from scormbuild.lrs.store.database import Connection, Database
from scormbuild.lrs.store.errors import Unavailable

VERSION = 1

# {key}: numbers itself. {narrow}: the rows live in the index of the primary key, and nowhere else.
TABLES = """
CREATE TABLE head (
  one {integer} PRIMARY KEY CHECK (one = 1),
  version {integer} NOT NULL,
  stored {integer} NOT NULL,
  generation {integer} NOT NULL
);
CREATE TABLE statement (
  stored {integer} PRIMARY KEY,
  id {uuid} NOT NULL UNIQUE,
  refers_to {uuid},
  voids SMALLINT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX statement_refers_to ON statement (refers_to) WHERE refers_to IS NOT NULL;
CREATE TABLE voided (stored {integer} PRIMARY KEY);
CREATE TABLE term (
  id {key},
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (kind, value)
);
CREATE TABLE posting (
  term {integer} NOT NULL,
  relation SMALLINT NOT NULL,
  stored {integer} NOT NULL,
  PRIMARY KEY (term, relation, stored)
) {narrow};
CREATE TABLE activity (
  term {integer} PRIMARY KEY,
  definition TEXT NOT NULL
);
CREATE TABLE person (
  term {integer} NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (term, name)
) {narrow};
CREATE TABLE attachment (
  sha2 TEXT PRIMARY KEY,
  content {bytes} NOT NULL
);
CREATE TABLE attachment_use (
  sha2 TEXT NOT NULL,
  stored {integer} NOT NULL,
  PRIMARY KEY (sha2, stored)
) {narrow};
CREATE TABLE document (
  id {key},
  kind TEXT NOT NULL,
  activity {integer} NOT NULL,
  agent {integer} NOT NULL,
  registration {integer} NOT NULL,
  name TEXT NOT NULL,
  stored {integer} NOT NULL,
  content_type TEXT NOT NULL,
  content {bytes} NOT NULL,
  UNIQUE (activity, agent, kind, registration, name)
);
CREATE TABLE credential (
  key TEXT PRIMARY KEY,
  secret {bytes} NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  below TEXT,
  authority TEXT NOT NULL,
  created {integer} NOT NULL,
  per_minute {integer}
);
CREATE TABLE forwarding (
  destination TEXT PRIMARY KEY,
  stored {integer} NOT NULL
);
CREATE TABLE set_aside (
  destination TEXT NOT NULL,
  stored {integer} NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (destination, stored)
);
INSERT INTO head (one, version, stored, generation) VALUES (1, 1, 0, 0);
"""


def lay_tables(database: Database, connection: Connection) -> None:
    """Lay the tables where there are none. Raises `Unavailable` where another version's are there."""
    if not connection.has_table("head"):
        connection.begin()
        try:
            if not connection.has_table("head"):  # another process may have been first
                for statement in database.schema(TABLES).split(";\n"):
                    if statement.strip():
                        connection.rows(statement)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    version = connection.rows("SELECT version FROM head")[0][0]
    if version != VERSION:
        raise Unavailable(
            f"the database was laid by another version of scormbuild (schema {version}, this one knows {VERSION}): "
            "use that version, or a new database"
        )
