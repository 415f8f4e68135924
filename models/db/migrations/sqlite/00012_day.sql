-- +goose Up

-- A coach stands in for another between two days, both included. Who works on a dossier today is asked of these rows, by
-- date: nothing has to happen for a cover to begin or to end. It holds as long as the absent one still coaches the dossier.
CREATE TABLE coach_covers (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  absent_id INTEGER NOT NULL REFERENCES accounts (id),
  by_id INTEGER NOT NULL REFERENCES accounts (id),
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  ended_at INTEGER,        -- it was ended before its last day
  note TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT coach_covers_days CHECK (to_on >= from_on),
  CHECK (absent_id <> by_id)
) STRICT;
CREATE INDEX coach_covers_by ON coach_covers (by_id, to_on) WHERE ended_at IS NULL;
CREATE INDEX coach_covers_absent ON coach_covers (absent_id, to_on) WHERE ended_at IS NULL;

CREATE TABLE coach_cover_projects (
  cover_id INTEGER NOT NULL REFERENCES coach_covers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  PRIMARY KEY (cover_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX coach_cover_projects_project ON coach_cover_projects (project_id, cover_id);

-- Dossiers that went from one coach to another, with what the one had to tell the other. Never shown to a holder.
CREATE TABLE coach_handovers (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  from_id INTEGER NOT NULL REFERENCES accounts (id),
  to_id INTEGER NOT NULL REFERENCES accounts (id),
  on_day TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  by_id INTEGER REFERENCES accounts (id),
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  CHECK (from_id <> to_id)
) STRICT;
CREATE INDEX coach_handovers_to ON coach_handovers (to_id, on_day);

CREATE TABLE coach_handover_projects (
  handover_id INTEGER NOT NULL REFERENCES coach_handovers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  meetings INTEGER NOT NULL DEFAULT 0, -- planned meetings that went along
  actions INTEGER NOT NULL DEFAULT 0,  -- open actions of the coach that went along
  PRIMARY KEY (handover_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX coach_handover_projects_project ON coach_handover_projects (project_id, handover_id);

-- A line of one's day that was put off until a day. It returns then, or when its matter has become more urgent than it was.
CREATE TABLE day_snoozes (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  line TEXT NOT NULL,
  until_on TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, line)
) STRICT, WITHOUT ROWID;
