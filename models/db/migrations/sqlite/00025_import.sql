-- +goose Up

-- A file that is handed in on the page is kept, in pieces, until it is taken or given up; what would come of it, too.
ALTER TABLE imports ADD COLUMN state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('waiting', 'asking', 'ready', 'applying', 'done', 'refused', 'abandoned'));
ALTER TABLE imports ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN file_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN grants INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN enterprises INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN headers TEXT NOT NULL DEFAULT '';  -- JSON: what the page of the columns shows
ALTER TABLE imports ADD COLUMN mapping TEXT NOT NULL DEFAULT '';  -- JSON: what was decided about the columns
ALTER TABLE imports ADD COLUMN problem TEXT NOT NULL DEFAULT '';  -- JSON: why it was refused as a whole
ALTER TABLE imports ADD COLUMN skips INTEGER NOT NULL DEFAULT 0 CHECK (skips IN (0, 1)); -- refused rows are left aside
ALTER TABLE imports ADD COLUMN worker TEXT NOT NULL DEFAULT '';   -- who works on it
ALTER TABLE imports ADD COLUMN beat_at INTEGER;                   -- their last sign of life
ALTER TABLE imports ADD COLUMN ended_at INTEGER;
ALTER TABLE imports ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- One file is on its way in once.
CREATE UNIQUE INDEX imports_open ON imports (sha256) WHERE state IN ('waiting', 'asking', 'ready', 'applying');
CREATE INDEX imports_work ON imports (id) WHERE state IN ('waiting', 'applying');

CREATE TABLE import_pieces (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  content BLOB NOT NULL,
  PRIMARY KEY (import_id, seq)
) STRICT, WITHOUT ROWID;

-- What would come of each row, or why it was refused.
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'refused')),
  row_number INTEGER NOT NULL,
  number TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  warned INTEGER NOT NULL DEFAULT 0 CHECK (warned IN (0, 1)),
  doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
  told TEXT NOT NULL DEFAULT '', -- JSON: problems, warnings, people it may speak of, the cells of a refused row
  PRIMARY KEY (import_id, outcome, row_number)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_rows_warned ON import_rows (import_id, row_number) WHERE warned = 1;
CREATE INDEX import_rows_doubtful ON import_rows (import_id, row_number) WHERE doubtful = 1;

-- What was decided about the columns of files with these headers.
CREATE TABLE import_mappings (
  header_set TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,
  saved_by INTEGER REFERENCES accounts (id),
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether a row's person is a known one. Both are named by a hash of what was compared.
CREATE TABLE import_decisions (
  row_print TEXT NOT NULL,
  known_print TEXT NOT NULL,
  same INTEGER NOT NULL CHECK (same IN (0, 1)),
  decided_by INTEGER REFERENCES accounts (id),
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (row_print, known_print)
) STRICT, WITHOUT ROWID;

INSERT INTO sequences (name, last) VALUES ('import', 0); -- the row that files take turns by
