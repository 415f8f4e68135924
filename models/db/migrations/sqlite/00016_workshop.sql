-- +goose Up

-- Group work. enrolled is the guard of the places: it is kept with the enrolments in one transaction and never exceeds
-- them. starts_at and ends_at span the sessions that were not called off; without any both stand in the far future.
CREATE TABLE workshops (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  title TEXT NOT NULL CHECK (title <> ''),
  description TEXT NOT NULL DEFAULT '',
  places INTEGER NOT NULL CHECK (places > 0),
  open INTEGER NOT NULL DEFAULT 1 CHECK (open IN (0, 1)), -- whether holders enrol themselves
  enrolled INTEGER NOT NULL DEFAULT 0,
  last_order INTEGER NOT NULL DEFAULT 0, -- of the last who enrolled
  starts_at INTEGER NOT NULL DEFAULT 9007199254740991,
  ends_at INTEGER NOT NULL DEFAULT 9007199254740991,
  cancelled_at INTEGER,
  cancel_reason TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT workshops_places CHECK (enrolled >= 0 AND enrolled <= places),
  CHECK (ends_at >= starts_at)
) STRICT;
CREATE INDEX workshops_end ON workshops (ends_at, id);
CREATE INDEX workshops_site ON workshops (site_id, ends_at, id);

-- For whom it is; no row stands for every programme.
CREATE TABLE workshop_programmes (
  workshop_id INTEGER NOT NULL REFERENCES workshops (id),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  PRIMARY KEY (workshop_id, programme_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE workshop_sessions (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  workshop_id INTEGER NOT NULL REFERENCES workshops (id),
  held_on TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 720),
  place TEXT NOT NULL DEFAULT '',
  online_url TEXT NOT NULL DEFAULT '',
  speaker TEXT NOT NULL DEFAULT '', -- from outside
  sequence INTEGER NOT NULL DEFAULT 0, -- of its calendar entry
  cancelled_at INTEGER,
  cancel_reason TEXT NOT NULL DEFAULT '',
  closed_at INTEGER, -- when its attendance was closed
  held_minutes INTEGER NOT NULL DEFAULT 0 CHECK (held_minutes BETWEEN 0 AND 720), -- how long it took in the end
  summary TEXT NOT NULL DEFAULT '', -- shared with those who came
  meeting_id INTEGER UNIQUE REFERENCES meetings (id), -- of those who came; none before somebody did
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (place <> '' OR online_url <> ''),
  CHECK (closed_at IS NULL OR cancelled_at IS NULL),
  CHECK (meeting_id IS NULL OR closed_at IS NOT NULL)
) STRICT;
CREATE INDEX workshop_sessions_workshop ON workshop_sessions (workshop_id, starts_at, id);

CREATE TABLE workshop_leaders (
  session_id INTEGER NOT NULL REFERENCES workshop_sessions (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  starts_at INTEGER NOT NULL, -- the session's, for the index
  PRIMARY KEY (session_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workshop_leaders_account ON workshop_leaders (account_id, starts_at);

-- One enrolment a dossier, for all sessions of the workshop.
CREATE TABLE workshop_enrolments (
  id INTEGER PRIMARY KEY,
  workshop_id INTEGER NOT NULL REFERENCES workshops (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  state TEXT NOT NULL CHECK (state IN ('enrolled', 'waiting', 'left')),
  came_order INTEGER NOT NULL, -- the waiting list goes by it
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (workshop_id, project_id),
  UNIQUE (workshop_id, came_order)
) STRICT;
CREATE INDEX workshop_enrolments_project ON workshop_enrolments (project_id);

-- Who came to a session: those enrolled, and who came without a place.
CREATE TABLE workshop_attendance (
  session_id INTEGER NOT NULL REFERENCES workshop_sessions (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  mark TEXT NOT NULL CHECK (mark IN ('present', 'absent', 'excused')),
  marked_by INTEGER REFERENCES accounts (id),
  marked_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workshop_attendance_project ON workshop_attendance (project_id);
