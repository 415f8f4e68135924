-- +goose Up

-- What a coach types into the form of a meeting, kept while it is typed: nobody else reads it. The meeting
-- that comes of it bears the same key, and takes the draft away.
CREATE TABLE meeting_drafts (
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  form_key TEXT NOT NULL CHECK (form_key <> ''),
  project_id BIGINT REFERENCES projects (id), -- NULL until somebody is chosen
  meeting_id BIGINT REFERENCES meetings (id), -- whose minutes are written; NULL for a new meeting
  fields TEXT NOT NULL,                       -- the form's answers: JSON, lists of text by field
  started_at BIGINT,                          -- the meeting was started then: its minutes count from here
  updated_at BIGINT NOT NULL,
  dropped_at BIGINT,                          -- thrown away; it can be taken back for a while
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, form_key)
);
CREATE INDEX meeting_drafts_recent ON meeting_drafts (account_id, updated_at);
CREATE INDEX meeting_drafts_project ON meeting_drafts (project_id) WHERE project_id IS NOT NULL;

-- The files that were given with a meeting; each stands in one dossier.
CREATE TABLE meeting_documents (
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  document_id BIGINT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  PRIMARY KEY (meeting_id, document_id)
);
CREATE INDEX meeting_documents_document ON meeting_documents (document_id);

-- Why a meeting did not take place, as its holders may read it.
ALTER TABLE meetings ADD COLUMN reason TEXT NOT NULL DEFAULT '';
