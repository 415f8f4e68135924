-- +goose Up

-- A committee's day: in which order the files come, who was there, what was said, and the letters that follow.

ALTER TABLE decisions ADD COLUMN conditions TEXT NOT NULL DEFAULT ''; -- under which an acceptance holds

CREATE TABLE sittings (
  committee_id INTEGER PRIMARY KEY REFERENCES committees (id),
  starts_at TEXT NOT NULL DEFAULT '',                                  -- HH:MM, '' while no hour is set
  minutes_each INTEGER NOT NULL DEFAULT 15 CHECK (minutes_each BETWEEN 1 AND 240),
  chair TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '',                                    -- of the minutes: what concerns no file
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE sitting_attendance (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('present', 'excused', 'absent')),
  PRIMARY KEY (committee_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sitting_attendance_account ON sitting_attendance (account_id);

-- Places that a manager gave; a file without one follows the usual order.
CREATE TABLE agenda_places (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  place INTEGER NOT NULL CHECK (place > 0),
  PRIMARY KEY (committee_id, project_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id)
) STRICT, WITHOUT ROWID;

-- What was said about a file. Managers alone read it.
CREATE TABLE sitting_notes (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  body TEXT NOT NULL,
  written_by INTEGER REFERENCES accounts (id),
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (committee_id, project_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id)
) STRICT, WITHOUT ROWID;

-- The texts of decision letters, by programme and outcome. A change is a new row; the latest holds.
CREATE TABLE letter_texts (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'declined', 'waitlisted')),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,                                                  -- '' goes back to the product's own text
  written_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  UNIQUE (programme_id, outcome, number)
) STRICT;

-- The letter of a decision: one, ever. Its bytes are an issued paper.
CREATE TABLE decision_letters (
  decision_id INTEGER PRIMARY KEY REFERENCES decisions (id),
  paper_id INTEGER NOT NULL UNIQUE REFERENCES issued_papers (id),
  text_id INTEGER REFERENCES letter_texts (id),
  body TEXT NOT NULL                                                   -- the words, for the page beside the paper
) STRICT;

CREATE INDEX decisions_committee ON decisions (committee_id) WHERE committee_id IS NOT NULL;
CREATE INDEX issued_papers_subject ON issued_papers (kind, subject_ref);

-- +goose StatementBegin
CREATE TRIGGER letter_texts_kept_update BEFORE UPDATE ON letter_texts BEGIN SELECT RAISE(ABORT, 'history is never edited: letter_texts'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER letter_texts_kept_delete BEFORE DELETE ON letter_texts BEGIN SELECT RAISE(ABORT, 'history is never deleted: letter_texts'); END;
-- +goose StatementEnd
