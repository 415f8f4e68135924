-- +goose Up

-- What a programme asks for. Codes are the programme's own; a dossier that moves to another
-- programme takes its documents along under the same code.
CREATE TABLE document_categories (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  code TEXT NOT NULL CHECK (code <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  hint TEXT NOT NULL DEFAULT '',
  need TEXT NOT NULL CHECK (need IN ('required', 'gate', 'optional')), -- gate: only when a gate of entry asks for it
  position INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, code)
) STRICT;

-- Gates of entry: what a person's situation asks, from which step on, and the evidence.
CREATE TABLE programme_gates (
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  gate TEXT NOT NULL CHECK (gate IN ('cpas', 'health_fund', 'on_notice', 'own_vat')),
  mode TEXT NOT NULL CHECK (mode IN ('block', 'warn', 'off')),
  step TEXT NOT NULL CHECK (step IN ('submission', 'acceptance', 'coaching', 'test')),
  category TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (programme_id, gate),
  FOREIGN KEY (programme_id, category) REFERENCES document_categories (programme_id, code)
) STRICT, WITHOUT ROWID;

-- Bytes stand apart: a list never reads them. Two documents of one dossier may share them.
CREATE TABLE document_contents (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX document_contents_project ON document_contents (project_id);

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  category TEXT NOT NULL CHECK (category <> ''),
  name TEXT NOT NULL CHECK (name <> ''), -- for display alone
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0 AND size <= 10485760),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  content_id INTEGER REFERENCES document_contents (id), -- NULL: the bytes are gone
  added_by INTEGER REFERENCES accounts (id),
  added_at INTEGER NOT NULL,
  scan TEXT NOT NULL CHECK (scan IN ('waiting', 'clean', 'infected')),
  scanned_at INTEGER,
  review TEXT NOT NULL DEFAULT 'new' CHECK (review IN ('new', 'accepted', 'refused')),
  reason TEXT NOT NULL DEFAULT '',
  reviewed_by INTEGER REFERENCES accounts (id),
  reviewed_at INTEGER,
  removed_at INTEGER, -- taken out by its author, who can put it back until the submission
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((review = 'refused') = (reason <> '')),
  CHECK (scan <> 'infected' OR content_id IS NULL)
) STRICT;
CREATE INDEX documents_project ON documents (project_id, id);
CREATE UNIQUE INDEX documents_once ON documents (project_id, category, sha256) WHERE removed_at IS NULL AND scan <> 'infected';
CREATE INDEX documents_content ON documents (content_id) WHERE content_id IS NOT NULL;
CREATE INDEX documents_waiting ON documents (id) WHERE scan = 'waiting';

-- The guard of what one dossier may hold: 50 MiB and 100 files, however many uploads arrive at once.
CREATE TABLE document_totals (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  bytes INTEGER NOT NULL CHECK (bytes >= 0 AND bytes <= 52428800),
  files INTEGER NOT NULL CHECK (files >= 0 AND files <= 100)
) STRICT;

-- A piece that the couveuse asks for; a later document of that category fulfils it.
CREATE TABLE document_requests (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  category TEXT NOT NULL CHECK (category <> ''),
  note TEXT NOT NULL DEFAULT '',
  due_on TEXT NOT NULL,
  after_id INTEGER NOT NULL, -- the newest document of the dossier when it was asked
  asked_by INTEGER REFERENCES accounts (id),
  asked_at INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX document_requests_project ON document_requests (project_id, id);
CREATE INDEX document_requests_due ON document_requests (due_on, id) WHERE withdrawn_at IS NULL;
