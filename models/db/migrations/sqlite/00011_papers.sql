-- +goose Up

-- How often a programme asks for a progress report, in months of each phase; 0 for never.
CREATE TABLE progress_cadences (
  programme_id INTEGER PRIMARY KEY REFERENCES programmes (id),
  coaching_months INTEGER NOT NULL CHECK (coaching_months BETWEEN 0 AND 24),
  test_months INTEGER NOT NULL CHECK (test_months BETWEEN 0 AND 24),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What a programme asks to be told in figures in each progress report.
CREATE TABLE progress_indicators (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  code TEXT NOT NULL CHECK (code <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  unit TEXT NOT NULL CHECK (unit IN ('count', 'money', 'hours')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  position INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, code)
) STRICT;
CREATE INDEX progress_indicators_programme ON progress_indicators (programme_id, position);

-- A progress report on its way, from the coach's draft to the issued paper. The holder's paragraph has a version of
-- its own: the two sides never write over each other. snapshot is what was submitted, figures and words, as JSON.
CREATE TABLE progress_reports (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'issued', 'dropped')),
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL CHECK (to_on >= from_on),
  synthesis TEXT NOT NULL DEFAULT '',
  next_steps TEXT NOT NULL DEFAULT '',
  asked_at INTEGER,               -- when the holder was asked for their paragraph
  paragraph TEXT NOT NULL DEFAULT '',
  paragraph_at INTEGER,
  holder_version INTEGER NOT NULL DEFAULT 1,
  snapshot TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id),
  submitted_by INTEGER REFERENCES accounts (id),
  submitted_at INTEGER,
  paper_id INTEGER UNIQUE REFERENCES issued_papers (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((paper_id IS NOT NULL) = (state = 'issued')),
  CHECK (state NOT IN ('submitted', 'returned', 'issued') OR snapshot <> '' AND submitted_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX progress_reports_open ON progress_reports (project_id) WHERE state IN ('draft', 'submitted', 'returned');
CREATE INDEX progress_reports_project ON progress_reports (project_id, to_on);
CREATE INDEX progress_reports_submitted ON progress_reports (submitted_at, id) WHERE state = 'submitted';

-- A figure as the holder says it and as the coach does: two rows, so that neither erases the other.
CREATE TABLE progress_values (
  report_id INTEGER NOT NULL REFERENCES progress_reports (id),
  indicator_id INTEGER NOT NULL REFERENCES progress_indicators (id),
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  amount INTEGER NOT NULL CHECK (amount >= 0), -- hundredths: cents of money, of hours, of a count
  PRIMARY KEY (report_id, indicator_id, side)
) STRICT, WITHOUT ROWID;

-- What the coach chose about a meeting of the report: under which section it stands, whether its summary is left out.
CREATE TABLE progress_meetings (
  report_id INTEGER NOT NULL REFERENCES progress_reports (id),
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  placed INTEGER NOT NULL CHECK (placed IN (0, 1)),      -- 0: where the checklist's movements of that day say
  section_id INTEGER REFERENCES plan_sections (id),     -- with placed, NULL: under no section
  left_out INTEGER NOT NULL CHECK (left_out IN (0, 1)),
  PRIMARY KEY (report_id, meeting_id),
  CHECK (placed = 1 OR section_id IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE progress_events (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES progress_reports (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  event TEXT NOT NULL CHECK (event IN ('created', 'asked', 'submitted', 'returned', 'issued', 'dropped')),
  reason TEXT NOT NULL DEFAULT '',
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX progress_events_report ON progress_events (report_id, id);

-- +goose StatementBegin
CREATE TRIGGER progress_events_kept_update BEFORE UPDATE ON progress_events BEGIN SELECT RAISE(ABORT, 'history is never edited: progress_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER progress_events_kept_delete BEFORE DELETE ON progress_events BEGIN SELECT RAISE(ABORT, 'history is never deleted: progress_events'); END;
-- +goose StatementEnd

-- The holder has read the minutes of a meeting, with a remark or none. digest says of which text: what changes
-- afterwards was not read.
CREATE TABLE minutes_readings (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  digest TEXT NOT NULL CHECK (digest <> ''),
  remark TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX minutes_readings_project ON minutes_readings (project_id, meeting_id, id);
CREATE INDEX minutes_readings_meeting ON minutes_readings (meeting_id, id);

-- +goose StatementBegin
CREATE TRIGGER minutes_readings_kept_update BEFORE UPDATE ON minutes_readings BEGIN SELECT RAISE(ABORT, 'history is never edited: minutes_readings'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER minutes_readings_kept_delete BEFORE DELETE ON minutes_readings BEGIN SELECT RAISE(ABORT, 'history is never deleted: minutes_readings'); END;
-- +goose StatementEnd
