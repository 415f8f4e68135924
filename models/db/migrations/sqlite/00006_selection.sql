-- +goose Up

-- The grid by which the files of a programme are scored. A criterion is set aside, never dropped.
CREATE TABLE criteria (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  position INTEGER NOT NULL CHECK (position > 0),
  label TEXT NOT NULL CHECK (label <> ''),
  meaning TEXT NOT NULL DEFAULT '',          -- what it asks, and what 0, 3 and 5 stand for
  weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX criteria_programme ON criteria (programme_id, position, id);

ALTER TABLE committees ADD COLUMN opened_at INTEGER;                                        -- the first time; its grid dates from then
ALTER TABLE committees ADD COLUMN blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)); -- its members do not learn who applies
ALTER TABLE committees ADD COLUMN peers INTEGER NOT NULL DEFAULT 0 CHECK (peers IN (0, 1)); -- who gave an opinion reads those of the others
ALTER TABLE committees ADD COLUMN book_hours INTEGER NOT NULL DEFAULT 24 CHECK (book_hours BETWEEN 0 AND 336); -- until when interviews are booked and changed
UPDATE committees SET opened_at = created_at WHERE state <> 'preparing';

-- A committee's own copy of the grid, as it was when the committee was first opened.
CREATE TABLE committee_criteria (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  position INTEGER NOT NULL CHECK (position > 0),
  label TEXT NOT NULL CHECK (label <> ''),
  meaning TEXT NOT NULL DEFAULT '',
  weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
  PRIMARY KEY (committee_id, position)
) STRICT, WITHOUT ROWID;

-- An opinion is given; what is being written stands apart, and nobody but its author reads it.
CREATE TABLE opinion_scores (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  position INTEGER NOT NULL,                 -- of the criterion
  score INTEGER CHECK (score BETWEEN 0 AND 5), -- NULL: it does not apply
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (committee_id, project_id, account_id, position),
  FOREIGN KEY (committee_id, project_id, account_id) REFERENCES opinions (committee_id, project_id, account_id),
  FOREIGN KEY (committee_id, position) REFERENCES committee_criteria (committee_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE opinion_drafts (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  recommendation TEXT NOT NULL DEFAULT '' CHECK (recommendation IN ('', 'yes', 'maybe', 'no')),
  comment TEXT NOT NULL DEFAULT '',
  marks TEXT NOT NULL DEFAULT '{}',          -- by the criterion's position: mark and comment, as typed
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (committee_id, project_id, account_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id)
) STRICT, WITHOUT ROWID;

-- A member who is too near to a file to judge it, on whatever committee it comes.
CREATE TABLE conflicts (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL DEFAULT '',
  declared_by INTEGER REFERENCES accounts (id),
  declared_at INTEGER NOT NULL,
  lifted_by INTEGER REFERENCES accounts (id),
  lifted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX conflicts_standing ON conflicts (account_id, project_id) WHERE lifted_at IS NULL;
CREATE INDEX conflicts_project ON conflicts (project_id, id);

CREATE TABLE interview_slots (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  starts_at INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 240),
  place TEXT NOT NULL DEFAULT '',            -- an address, a room or a link
  UNIQUE (committee_id, id),
  UNIQUE (committee_id, starts_at, place)
) STRICT;

-- One interview a file and committee, one file a slot. Without a slot it was cancelled: its number goes on.
CREATE TABLE interviews (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  slot_id INTEGER UNIQUE,
  uid TEXT NOT NULL UNIQUE CHECK (uid <> ''), -- of the calendar entry
  sequence INTEGER NOT NULL DEFAULT 0,
  booked_at INTEGER NOT NULL,
  PRIMARY KEY (committee_id, project_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id),
  FOREIGN KEY (committee_id, slot_id) REFERENCES interview_slots (committee_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX interviews_project ON interviews (project_id);
