-- +goose Up

-- When a message was handed to a worker: a worker that is gone leaves it behind.
ALTER TABLE outbox ADD COLUMN claimed_at INTEGER;
CREATE INDEX outbox_sent ON outbox (sent_at, id) WHERE state = 'sent';

-- What an account does not want to be told by mail, by group of messages.
CREATE TABLE mail_refusals (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  mail_group TEXT NOT NULL CHECK (mail_group <> ''),
  PRIMARY KEY (account_id, mail_group)
) STRICT, WITHOUT ROWID;

-- Links may also register an address (it has no account yet) and sign in.
CREATE TABLE account_links_new (
  token_hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('first_admin', 'invitation', 'reset', 'registration', 'signin')),
  account_id INTEGER REFERENCES accounts (id),
  email TEXT NOT NULL DEFAULT '', -- whom a registration is for
  back TEXT NOT NULL DEFAULT '', -- the page that its person was going to
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CHECK ((kind = 'registration') = (email <> ''))
) STRICT;
INSERT INTO account_links_new (token_hash, kind, account_id, created_at, expires_at, used_at)
  SELECT token_hash, kind, account_id, created_at, expires_at, used_at FROM account_links;
DROP TABLE account_links;
ALTER TABLE account_links_new RENAME TO account_links;
CREATE INDEX account_links_account ON account_links (account_id);
CREATE INDEX account_links_email ON account_links (email) WHERE email <> '' AND used_at IS NULL;
