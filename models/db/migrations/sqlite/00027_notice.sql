-- +goose Up

-- Agreements, amendments and letters of the grant, who signed an issued paper, and its signed copies.

-- The texts of notices, by programme and kind. A change is a new row; the latest holds.
CREATE TABLE notice_texts (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'status', 'extension', 'suspension', 'resumption', 'award', 'refusal', 'reduction', 'recovery')),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,                                                  -- '' goes back to the product's own text
  written_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  UNIQUE (programme_id, kind, number)
) STRICT;

-- A notice and what caused it. Issued again for the same cause, it replaces the one before; none is ever deleted.
CREATE TABLE notices (
  paper_id INTEGER PRIMARY KEY REFERENCES issued_papers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'status', 'extension', 'suspension', 'resumption', 'award', 'refusal', 'reduction', 'recovery')),
  cause TEXT NOT NULL CHECK (cause <> ''),
  issue INTEGER NOT NULL CHECK (issue > 0),
  replaces INTEGER UNIQUE REFERENCES notices (paper_id),
  text_id INTEGER REFERENCES notice_texts (id),
  starts_on TEXT,                                                      -- of an agreement
  ends_on TEXT,
  content TEXT NOT NULL,                                               -- the words, as JSON, for the page beside the paper
  UNIQUE (project_id, cause, issue),
  CHECK ((issue = 1) = (replaces IS NULL))
) STRICT;

-- Who signed a paper. A correction is a new row: of each side the latest holds.
CREATE TABLE paper_signoffs (
  id INTEGER PRIMARY KEY,
  paper_id INTEGER NOT NULL REFERENCES issued_papers (id),
  project_id INTEGER REFERENCES projects (id),
  number INTEGER NOT NULL CHECK (number > 0),
  side TEXT NOT NULL CHECK (side IN ('house', 'holder')),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  recorded_by INTEGER REFERENCES accounts (id),
  recorded_at INTEGER NOT NULL,
  UNIQUE (paper_id, number)
) STRICT;
CREATE INDEX paper_signoffs_project ON paper_signoffs (project_id) WHERE project_id IS NOT NULL;

-- Scanned signed copies. A newer one does not take away the one before.
CREATE TABLE paper_scans (
  id INTEGER PRIMARY KEY,
  paper_id INTEGER NOT NULL REFERENCES issued_papers (id),
  project_id INTEGER REFERENCES projects (id),
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0 AND size <= 10485760),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL,
  scan TEXT NOT NULL CHECK (scan IN ('waiting', 'clean')),
  added_by INTEGER REFERENCES accounts (id),
  added_at INTEGER NOT NULL,
  UNIQUE (paper_id, number)
) STRICT;
CREATE INDEX paper_scans_project ON paper_scans (project_id) WHERE project_id IS NOT NULL;

-- For the register, and for a file that is held against it.
CREATE INDEX issued_papers_kind ON issued_papers (kind, id);
CREATE INDEX issued_papers_at ON issued_papers (issued_at);
CREATE INDEX issued_papers_sha256 ON issued_papers (sha256);

-- +goose StatementBegin
CREATE TRIGGER notice_texts_kept_update BEFORE UPDATE ON notice_texts BEGIN SELECT RAISE(ABORT, 'history is never edited: notice_texts'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_texts_kept_delete BEFORE DELETE ON notice_texts BEGIN SELECT RAISE(ABORT, 'history is never deleted: notice_texts'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_kept_update BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'history is never edited: notices'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_kept_delete BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'history is never deleted: notices'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_signoffs_kept_update BEFORE UPDATE ON paper_signoffs
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.paper_id, NEW.project_id, NEW.number, NEW.side, NEW.signed_on, NEW.recorded_by, NEW.recorded_at)
   IS (OLD.id, OLD.paper_id, OLD.project_id, OLD.number, OLD.side, OLD.signed_on, OLD.recorded_by, OLD.recorded_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: paper_signoffs'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_signoffs_kept_delete BEFORE DELETE ON paper_signoffs BEGIN SELECT RAISE(ABORT, 'history is never deleted: paper_signoffs'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_scans_kept_update BEFORE UPDATE ON paper_scans
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.paper_id, NEW.project_id, NEW.number, NEW.media_type, NEW.size, NEW.sha256, NEW.scan, NEW.added_by, NEW.added_at)
   IS (OLD.id, OLD.paper_id, OLD.project_id, OLD.number, OLD.media_type, OLD.size, OLD.sha256, OLD.scan, OLD.added_by, OLD.added_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: paper_scans'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_scans_kept_delete BEFORE DELETE ON paper_scans BEGIN SELECT RAISE(ABORT, 'history is never deleted: paper_scans'); END;
-- +goose StatementEnd
