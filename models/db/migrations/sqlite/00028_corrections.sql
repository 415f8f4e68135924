-- +goose Up

-- A past fact that was written down wrong, and what is right. The row of history that tells it (entry_id) holds who, when and why.
-- Histories and issued papers stay as they are: of a step whose day was corrected, the last correction says the day that counts.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES phase_changes (id),
  fact TEXT NOT NULL CHECK (fact IN ('accepted_on', 'entered_on', 'test_on', 'left_on', 'exit_reason', 'study_completed', 'birth_on', 'gender',
    'situation', 'schooling', 'enterprise_created_on', 'enterprise_form', 'enterprise_number')),
  was TEXT NOT NULL,                      -- '' when it was not known
  becomes TEXT NOT NULL CHECK (becomes <> ''),
  step_id INTEGER REFERENCES phase_changes (id), -- the step whose day is corrected
  effective_on TEXT,                      -- its day, from then on
  CHECK (was <> becomes),
  CHECK ((step_id IS NOT NULL) = (fact IN ('accepted_on', 'entered_on', 'test_on', 'left_on'))),
  CHECK ((step_id IS NULL) = (effective_on IS NULL))
) STRICT;
CREATE INDEX corrections_project ON corrections (project_id, id);
CREATE INDEX corrections_step ON corrections (step_id, id) WHERE step_id IS NOT NULL;
CREATE TRIGGER corrections_kept_update BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'history is never edited: corrections'); END;
CREATE TRIGGER corrections_kept_delete BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'history is never deleted: corrections'); END;
