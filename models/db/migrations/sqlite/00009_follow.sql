-- +goose Up

-- What the holder of a dossier and the couveuse write to each other: one thread a dossier.
-- A message is never edited; its text goes when its author takes it back, or when the dossier is anonymised.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  author_id INTEGER REFERENCES accounts (id),
  body TEXT NOT NULL,
  gone TEXT NOT NULL DEFAULT '' CHECK (gone IN ('', 'withdrawn', 'erased')),
  at INTEGER NOT NULL,
  CHECK ((gone = '') = (body <> ''))
) STRICT;
CREATE INDEX messages_project ON messages (project_id, id);

-- Where each side of a thread stands: kept for lists, compared by "eclosion check".
CREATE TABLE message_threads (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  last_at INTEGER NOT NULL,
  holder_read INTEGER NOT NULL DEFAULT 0,   -- id of the last message that the side has read
  house_read INTEGER NOT NULL DEFAULT 0,
  holder_unread INTEGER NOT NULL DEFAULT 0 CHECK (holder_unread >= 0),
  house_unread INTEGER NOT NULL DEFAULT 0 CHECK (house_unread >= 0)
) STRICT;
CREATE INDEX message_threads_house ON message_threads (last_at, project_id) WHERE house_unread > 0;

-- +goose StatementBegin
CREATE TRIGGER messages_kept_update BEFORE UPDATE ON messages
WHEN NOT (OLD.gone = '' AND NEW.gone <> '' AND NEW.body = ''
  AND (NEW.id, NEW.public_id, NEW.project_id, NEW.side, NEW.author_id, NEW.at) IS (OLD.id, OLD.public_id, OLD.project_id, OLD.side, OLD.author_id, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: messages'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER messages_kept_delete BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'history is never deleted: messages'); END;
-- +goose StatementEnd

-- Somebody asks that what is held about them be erased.
CREATE TABLE erasure_requests (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  reason TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'withdrawn')),
  asked_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES accounts (id),
  answer TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((decided_at IS NULL) = (state = 'asked'))
) STRICT;
CREATE UNIQUE INDEX erasure_requests_open ON erasure_requests (person_id) WHERE state = 'asked';
CREATE INDEX erasure_requests_person ON erasure_requests (person_id, id);

-- What was erased, kept for ever: of which dossier, of which person when they went with it, when, by whom, why.
-- A row that is not done opens the histories below to the transaction that erases, and to nothing else.
CREATE TABLE erasures (
  id INTEGER PRIMARY KEY,
  project_id INTEGER UNIQUE REFERENCES projects (id),
  person_id INTEGER UNIQUE REFERENCES persons (id),
  account_id INTEGER REFERENCES accounts (id),
  reason TEXT NOT NULL CHECK (reason IN ('retention', 'request')),
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  done_at INTEGER,
  CHECK (project_id IS NOT NULL OR person_id IS NOT NULL)
) STRICT;
CREATE INDEX erasures_open ON erasures (id) WHERE done_at IS NULL;

-- +goose StatementBegin
CREATE TRIGGER erasures_kept_update BEFORE UPDATE ON erasures
WHEN NOT (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL
  AND (NEW.id, NEW.project_id, NEW.person_id, NEW.account_id, NEW.reason, NEW.at, NEW.actor_id, NEW.actor_name)
   IS (OLD.id, OLD.project_id, OLD.person_id, OLD.account_id, OLD.reason, OLD.at, OLD.actor_id, OLD.actor_name))
BEGIN SELECT RAISE(ABORT, 'history is never edited: erasures'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER erasures_kept_delete BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'history is never deleted: erasures'); END;
-- +goose StatementEnd

-- History is never edited, but for what the law wants erased: while an erasure of that very dossier
-- (or account) is open, the words of its rows may go; their facts never change, and no row is ever deleted.
DROP TRIGGER phase_changes_kept_update;
-- +goose StatementBegin
CREATE TRIGGER phase_changes_kept_update BEFORE UPDATE ON phase_changes
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.project_id, NEW.seq, NEW.from_phase, NEW.to_phase, NEW.effective_on, NEW.actor_id, NEW.at)
   IS (OLD.id, OLD.project_id, OLD.seq, OLD.from_phase, OLD.to_phase, OLD.effective_on, OLD.actor_id, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: phase_changes'); END;
-- +goose StatementEnd
DROP TRIGGER decisions_kept_update;
-- +goose StatementBegin
CREATE TRIGGER decisions_kept_update BEFORE UPDATE ON decisions
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.project_id, NEW.committee_id, NEW.outcome, NEW.list_rank, NEW.decided_on, NEW.decided_by, NEW.created_at)
   IS (OLD.id, OLD.project_id, OLD.committee_id, OLD.outcome, OLD.list_rank, OLD.decided_on, OLD.decided_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: decisions'); END;
-- +goose StatementEnd
DROP TRIGGER issued_papers_kept_update;
-- +goose StatementBegin
CREATE TRIGGER issued_papers_kept_update BEFORE UPDATE ON issued_papers
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.number, NEW.kind, NEW.subject_ref, NEW.project_id, NEW.cohort_id, NEW.sha256, NEW.issued_by, NEW.issued_at)
   IS (OLD.id, OLD.number, OLD.kind, OLD.subject_ref, OLD.project_id, OLD.cohort_id, OLD.sha256, OLD.issued_by, OLD.issued_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: issued_papers'); END;
-- +goose StatementEnd
DROP TRIGGER audit_entries_kept_update;
-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept_update BEFORE UPDATE ON audit_entries
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND (e.project_id = OLD.project_id OR e.account_id = OLD.actor_id
    OR OLD.entity = 'account' AND OLD.entity_id = e.account_id OR OLD.entity = 'person' AND OLD.entity_id = e.person_id))
  AND (NEW.id, NEW.at, NEW.actor_id, NEW.action, NEW.entity, NEW.entity_id, NEW.project_id)
   IS (OLD.id, OLD.at, OLD.actor_id, OLD.action, OLD.entity, OLD.entity_id, OLD.project_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: audit_entries'); END;
-- +goose StatementEnd

-- For the delay from a submission to its decision, and for what is due to be anonymised.
CREATE INDEX decisions_day ON decisions (decided_on);
CREATE INDEX projects_closed ON projects (phase_started_on, id) WHERE phase IN ('draft', 'declined', 'withdrawn');
CREATE INDEX audit_entries_actor ON audit_entries (actor_id) WHERE actor_id IS NOT NULL;
