-- +goose Up

-- When a message was handed to a worker: a worker that is gone leaves it behind.
ALTER TABLE outbox ADD COLUMN claimed_at BIGINT;
CREATE INDEX outbox_sent ON outbox (sent_at, id) WHERE state = 'sent';

-- What an account does not want to be told by mail, by group of messages.
CREATE TABLE mail_refusals (
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  mail_group TEXT NOT NULL CHECK (mail_group <> ''),
  PRIMARY KEY (account_id, mail_group)
);

-- Links may also register an address (it has no account yet) and sign in.
ALTER TABLE account_links DROP CONSTRAINT account_links_kind_check;
ALTER TABLE account_links
  ADD COLUMN email TEXT NOT NULL DEFAULT '', -- whom a registration is for
  ADD COLUMN back TEXT NOT NULL DEFAULT '', -- the page that its person was going to
  ADD CONSTRAINT account_links_kind_check CHECK (kind IN ('first_admin', 'invitation', 'reset', 'registration', 'signin')),
  ADD CONSTRAINT account_links_email_check CHECK ((kind = 'registration') = (email <> ''));
CREATE INDEX account_links_email ON account_links (email) WHERE email <> '' AND used_at IS NULL;
