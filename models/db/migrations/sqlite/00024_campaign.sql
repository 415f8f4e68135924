-- +goose Up

-- When an enterprise closed, where it is known; and what else an answer says.
ALTER TABLE enterprise_checks ADD COLUMN closed_on TEXT;
ALTER TABLE enterprise_checks ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise_checks ADD COLUMN turnover TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise_checks ADD COLUMN situation TEXT NOT NULL DEFAULT '';
-- The look that this one corrects; both stay.
ALTER TABLE enterprise_checks ADD COLUMN corrects_id INTEGER REFERENCES enterprise_checks (id);

-- The day from which an enterprise is asked nothing more: its holder said so.
ALTER TABLE enterprises ADD COLUMN asks_ended_on TEXT;

-- A question to an enterprise, so many months after its creation: one of each.
CREATE TABLE follow_questions (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  enterprise_id INTEGER NOT NULL REFERENCES enterprises (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  months INTEGER NOT NULL CHECK (months > 0),
  due_on TEXT NOT NULL,
  due_month TEXT NOT NULL,                 -- YYYY-MM
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'unknown', 'declined', 'moot')),
  source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'form', 'phone', 'house', 'import')),
  check_id INTEGER REFERENCES enterprise_checks (id),  -- the look that answers it
  settled_at INTEGER,
  mailed_on TEXT,                          -- the last mail; NULL: there was no address
  reminders INTEGER NOT NULL DEFAULT 0 CHECK (reminders BETWEEN 0 AND 2),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (enterprise_id, months)
) STRICT;
CREATE INDEX follow_questions_due ON follow_questions (due_month, months);
CREATE INDEX follow_questions_list ON follow_questions (due_on DESC, id DESC);
CREATE INDEX follow_questions_open ON follow_questions (mailed_on) WHERE state = 'open';
CREATE INDEX follow_questions_project ON follow_questions (project_id);

-- The secret links of a question, one a mail; only their hashes.
CREATE TABLE follow_links (
  token_hash TEXT PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES follow_questions (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_links_question ON follow_links (question_id);
