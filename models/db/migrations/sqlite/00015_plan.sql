-- +goose Up

-- What the holder writes in each section of the business plan, and whose turn it is. The body is that of the newest
-- version below, kept here for pages and searches; "eclosion check" compares both.
CREATE TABLE plan_texts (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  body TEXT NOT NULL DEFAULT '',
  turn TEXT NOT NULL DEFAULT '' CHECK (turn IN ('', 'submitted', 'returned')),
  reason TEXT NOT NULL DEFAULT '',                          -- why it was asked again
  submitted INTEGER NOT NULL DEFAULT 0 CHECK (submitted >= 0), -- number of the version that was submitted last
  turned_at INTEGER,
  step INTEGER NOT NULL DEFAULT 0,                          -- counts the turns: guards what a coach answers
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, section_id),
  CHECK ((turn = 'returned') = (reason <> '')),
  CHECK (turn = '' OR turned_at IS NOT NULL)
) STRICT;
CREATE INDEX plan_texts_submitted ON plan_texts (turned_at, project_id) WHERE turn = 'submitted';
CREATE INDEX plan_texts_section ON plan_texts (section_id);

-- The versions of a text. The newest one grows while its author goes on writing; then it is sealed, and never changes.
CREATE TABLE plan_text_versions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,
  restored INTEGER NOT NULL DEFAULT 0 CHECK (restored >= 0), -- number of the version that was taken back; 0: typed
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)),
  UNIQUE (project_id, section_id, number),
  FOREIGN KEY (project_id, section_id) REFERENCES plan_texts (project_id, section_id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER plan_text_versions_kept_update BEFORE UPDATE ON plan_text_versions
WHEN NOT (OLD.sealed = 0 AND (NEW.id, NEW.project_id, NEW.section_id, NEW.number, NEW.author_id) IS (OLD.id, OLD.project_id, OLD.section_id, OLD.number, OLD.author_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_text_versions'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plan_text_versions_kept_delete BEFORE DELETE ON plan_text_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_text_versions'); END;
-- +goose StatementEnd

-- Remarks on a section and their answers, all of it for the holder to read.
CREATE TABLE plan_comments (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  thread_id INTEGER REFERENCES plan_comments (id), -- the remark that it answers
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  body TEXT NOT NULL CHECK (body <> ''),
  number INTEGER NOT NULL DEFAULT 0,               -- of the version that its author had read
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolved_by TEXT NOT NULL DEFAULT '',
  CHECK (resolved_at IS NULL OR thread_id IS NULL)
) STRICT;
CREATE INDEX plan_comments_section ON plan_comments (project_id, section_id, id);
CREATE INDEX plan_comments_thread ON plan_comments (thread_id) WHERE thread_id IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER plan_comments_kept_update BEFORE UPDATE ON plan_comments
WHEN NOT ((NEW.id, NEW.public_id, NEW.project_id, NEW.section_id, NEW.thread_id, NEW.side, NEW.body, NEW.number, NEW.author_id, NEW.author_name, NEW.at)
  IS (OLD.id, OLD.public_id, OLD.project_id, OLD.section_id, OLD.thread_id, OLD.side, OLD.body, OLD.number, OLD.author_id, OLD.author_name, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_comments'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plan_comments_kept_delete BEFORE DELETE ON plan_comments BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_comments'); END;
-- +goose StatementEnd

-- What happened to a section, beside what happened to its items.
CREATE TABLE plan_section_events (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  event TEXT NOT NULL CHECK (event IN ('submitted', 'returned', 'validated', 'commented', 'answered', 'resolved', 'unresolved', 'restored', 'attached', 'detached')),
  number INTEGER NOT NULL DEFAULT 0, -- of the version that it is about
  comment TEXT NOT NULL DEFAULT '',
  on_date TEXT NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_section_events_project ON plan_section_events (project_id, id);
-- +goose StatementBegin
CREATE TRIGGER plan_section_events_kept_update BEFORE UPDATE ON plan_section_events BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_section_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plan_section_events_kept_delete BEFORE DELETE ON plan_section_events BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_section_events'); END;
-- +goose StatementEnd

-- Documents of the dossier that stand for a section, or go with its text.
CREATE TABLE plan_attachments (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (project_id, section_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_attachments_document ON plan_attachments (document_id);

-- Who printed the plan, and when: the next print says what changed since.
CREATE TABLE plan_prints (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('checklist', 'whole')),
  account_id INTEGER REFERENCES accounts (id),
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_prints_project ON plan_prints (project_id, id);

-- The figures of a plan: what is entered, as one document (models/finance says its format); every total is computed.
CREATE TABLE finance_plans (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  inputs TEXT NOT NULL CHECK (inputs <> ''),
  updated_at INTEGER NOT NULL,
  updated_name TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE finance_versions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES finance_plans (project_id),
  number INTEGER NOT NULL CHECK (number > 0),
  inputs TEXT NOT NULL CHECK (inputs <> ''),
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (project_id, number)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER finance_versions_kept_delete BEFORE DELETE ON finance_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: finance_versions'); END;
-- +goose StatementEnd
