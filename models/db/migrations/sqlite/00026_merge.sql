-- +goose Up

-- Two records of one person that became one. other_id keeps its number and nothing else; what is needed to take the two apart
-- again stands in was. A row that is open lets the transaction that merges, or takes apart, give guarded rows to the other person.
CREATE TABLE person_merges (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  kept_id INTEGER NOT NULL REFERENCES persons (id),
  other_id INTEGER NOT NULL REFERENCES persons (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
  was TEXT NOT NULL,                      -- JSON; '{}' once the person was erased
  kept_version INTEGER NOT NULL DEFAULT 0, -- of the kept record when the merge was done
  reason TEXT NOT NULL DEFAULT '',
  merged_at INTEGER NOT NULL,
  merged_by INTEGER REFERENCES accounts (id),
  merged_name TEXT NOT NULL,
  undone_at INTEGER,
  undone_name TEXT NOT NULL DEFAULT '',
  CHECK (kept_id <> other_id),
  CHECK (state = 'open' OR (undone_at IS NOT NULL) = (state = 'undone'))
) STRICT;
CREATE UNIQUE INDEX person_merges_other ON person_merges (other_id) WHERE state <> 'undone';
CREATE INDEX person_merges_kept ON person_merges (kept_id);
CREATE INDEX person_merges_recent ON person_merges (merged_at);

-- The dossiers of both when they were merged: moved are those that changed hands.
CREATE TABLE person_merge_projects (
  merge_id INTEGER NOT NULL REFERENCES person_merges (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  moved INTEGER NOT NULL CHECK (moved IN (0, 1)),
  PRIMARY KEY (merge_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_merge_projects_project ON person_merge_projects (project_id);

DROP TRIGGER grant_awards_kept_update;
CREATE TRIGGER grant_awards_kept_update BEFORE UPDATE ON grant_awards
WHEN NOT (EXISTS (SELECT 1 FROM person_merges m WHERE m.state = 'open' AND (OLD.person_id = m.other_id AND NEW.person_id = m.kept_id OR OLD.person_id = m.kept_id AND NEW.person_id = m.other_id))
  AND (NEW.id, NEW.request_id, NEW.amount, NEW.awarded_on, NEW.imported, NEW.awarded_by, NEW.created_at)
   IS (OLD.id, OLD.request_id, OLD.amount, OLD.awarded_on, OLD.imported, OLD.awarded_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_awards'); END;

DROP TRIGGER grant_reductions_kept_update;
CREATE TRIGGER grant_reductions_kept_update BEFORE UPDATE ON grant_reductions
WHEN NOT (EXISTS (SELECT 1 FROM person_merges m WHERE m.state = 'open' AND (OLD.person_id = m.other_id AND NEW.person_id = m.kept_id OR OLD.person_id = m.kept_id AND NEW.person_id = m.other_id))
  AND (NEW.id, NEW.request_id, NEW.amount, NEW.reason, NEW.reduced_on, NEW.reduced_by, NEW.created_at)
   IS (OLD.id, OLD.request_id, OLD.amount, OLD.reason, OLD.reduced_on, OLD.reduced_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_reductions'); END;

-- Somebody who asked for a form before the merge and sends it after it would open a dossier of nobody.
CREATE TRIGGER projects_of_somebody BEFORE INSERT ON projects
WHEN EXISTS (SELECT 1 FROM person_merges m WHERE m.other_id = NEW.person_id AND m.state = 'done')
BEGIN SELECT RAISE(ABORT, 'this record of the person was merged into another'); END;
