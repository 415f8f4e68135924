-- +goose Up

-- The filters of a list under a name, for one person alone. One of them can be what the list opens with.
CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  list TEXT NOT NULL CHECK (list IN ('pilotage', 'projets', 'candidatures')),
  name TEXT NOT NULL CHECK (name <> ''),
  filters TEXT NOT NULL CHECK (filters <> ''), -- as an address writes them: names that the list knows, in order
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  dropped_at INTEGER, -- deleted; it can be taken back until the next one is
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX saved_views_name ON saved_views (account_id, list, name) WHERE dropped_at IS NULL;
CREATE UNIQUE INDEX saved_views_default ON saved_views (account_id, list) WHERE is_default;

-- The board goes by the day on which a phase ends or, where it has no end, by the day since when the dossier waits in it: by phase, and over
-- all phases in which something is to come.
CREATE INDEX projects_phase_urgency ON projects (phase, COALESCE(phase_ends_on, phase_started_on), id);
CREATE INDEX projects_urgency ON projects (COALESCE(phase_ends_on, phase_started_on), id)
  WHERE phase IN ('submitted', 'review', 'waitlisted', 'accepted', 'coaching', 'test');
-- Meetings of a stretch of days, whoever leads them.
CREATE INDEX meeting_coaches_start ON meeting_coaches (starts_at, account_id);
-- What coaches have not done in time.
CREATE INDEX actions_late ON actions (due_on, id) WHERE done_on IS NULL AND owner = 'coach';
-- Whether there is a scanner.
CREATE INDEX documents_scanned ON documents (scanned_at) WHERE scanned_at IS NOT NULL;
-- Whose benefits end soon.
CREATE INDEX applications_benefits ON applications (benefits_end_on) WHERE benefits_end_on IS NOT NULL;
