-- +goose Up

-- Messages that wait to be sent, written in the transaction of their cause.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  mail_key TEXT NOT NULL UNIQUE CHECK (mail_key <> ''), -- at most one mail a key, ever
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  name TEXT NOT NULL DEFAULT '',
  account_id INTEGER REFERENCES accounts (id),
  project_id INTEGER REFERENCES projects (id),
  facts TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead', 'unsure', 'dropped')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  last_error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  sent_at INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_trouble ON outbox (state, id) WHERE state IN ('sending', 'dead', 'unsure');
CREATE INDEX outbox_project ON outbox (project_id, id) WHERE project_id IS NOT NULL;
