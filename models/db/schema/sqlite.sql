-- The schema as the engine reports it after all migrations. Written by `make schema`; never edited.

CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX absences_account ON absences (account_id, to_at);

CREATE TABLE "account_links" (
  token_hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('first_admin', 'invitation', 'reset', 'registration', 'signin')),
  account_id INTEGER REFERENCES accounts (id),
  email TEXT NOT NULL DEFAULT '', -- whom a registration is for
  back TEXT NOT NULL DEFAULT '', -- the page that its person was going to
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CHECK ((kind = 'registration') = (email <> ''))
) STRICT;

CREATE INDEX account_links_account ON account_links (account_id);

CREATE INDEX account_links_email ON account_links (email) WHERE email <> '' AND used_at IS NULL;

CREATE TABLE account_roles (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL CHECK (role IN ('candidate', 'coach', 'jury', 'manager', 'administrator')),
  site_id INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, role, site_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_roles_role ON account_roles (role, site_id);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE CHECK (email <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  password_hash TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
  stamp INTEGER NOT NULL DEFAULT 1, -- raised to end every session of the account
  person_id INTEGER UNIQUE REFERENCES persons (id),
  created_at INTEGER NOT NULL,
  signed_in_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE actions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  meeting_id INTEGER REFERENCES meetings (id),
  title TEXT NOT NULL CHECK (title <> ''),
  owner TEXT NOT NULL CHECK (owner IN ('holder', 'coach')),
  coach_id INTEGER REFERENCES accounts (id),
  due_on TEXT,
  done_on TEXT,
  done_by INTEGER REFERENCES accounts (id),
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (owner = 'holder' OR coach_id IS NOT NULL)
) STRICT;

CREATE INDEX actions_coach_due ON actions (coach_id, due_on) WHERE done_on IS NULL;

CREATE INDEX actions_late ON actions (due_on, id) WHERE done_on IS NULL AND owner = 'coach';

CREATE INDEX actions_meeting ON actions (meeting_id) WHERE meeting_id IS NOT NULL;

CREATE INDEX actions_project ON actions (project_id, done_on, due_on);

CREATE TRIGGER search_actions_changed AFTER UPDATE OF title ON actions BEGIN
  DELETE FROM search_texts WHERE id = 1407374883553280 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1407374883553280 + NEW.id, w FROM (SELECT search_words(NEW.title) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_actions_gone AFTER DELETE ON actions BEGIN
  DELETE FROM search_texts WHERE id = 1407374883553280 + OLD.id;
END;

CREATE TRIGGER search_actions_new AFTER INSERT ON actions BEGIN
  INSERT INTO search_texts (id, body) SELECT 1407374883553280 + NEW.id, w FROM (SELECT search_words(NEW.title) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE activity_comment_versions (
  id INTEGER PRIMARY KEY,
  comment_id INTEGER NOT NULL REFERENCES activity_comments (id),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)),
  UNIQUE (comment_id, number)
) STRICT;

CREATE TRIGGER activity_comment_versions_kept_delete BEFORE DELETE ON activity_comment_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: activity_comment_versions'); END;

CREATE TRIGGER activity_comment_versions_kept_update BEFORE UPDATE ON activity_comment_versions
WHEN NOT (OLD.sealed = 0 AND (NEW.id, NEW.comment_id, NEW.number, NEW.author_id) IS (OLD.id, OLD.comment_id, OLD.number, OLD.author_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: activity_comment_versions'); END;

CREATE TABLE activity_comments (
  id INTEGER PRIMARY KEY,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL CHECK (to_on >= from_on),
  site_id INTEGER REFERENCES sites (id),           -- NULL: all
  programme_id INTEGER REFERENCES programmes (id), -- NULL: all
  body TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX activity_comments_one ON activity_comments (from_on, to_on, COALESCE(site_id, 0), COALESCE(programme_id, 0));

CREATE INDEX activity_comments_programme ON activity_comments (programme_id) WHERE programme_id IS NOT NULL;

CREATE INDEX activity_comments_site ON activity_comments (site_id) WHERE site_id IS NOT NULL;

CREATE TABLE agenda_places (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  place INTEGER NOT NULL CHECK (place > 0),
  PRIMARY KEY (committee_id, project_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreements (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'status')),
  number TEXT NOT NULL CHECK (number <> ''),
  signed_on TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT CHECK (ends_on IS NULL OR ends_on >= starts_on),
  ended_on TEXT,
  end_reason TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (kind, number)
) STRICT;

CREATE UNIQUE INDEX agreements_current ON agreements (project_id, kind) WHERE ended_on IS NULL;

CREATE INDEX agreements_project ON agreements (project_id);

CREATE TABLE application_answers (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  code TEXT NOT NULL CHECK (code <> ''),
  value TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (project_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  situation TEXT NOT NULL DEFAULT '',       -- code: full_benefits, partial_benefits, cpas, health_fund, no_benefits, on_notice, other
  jobseeker_since TEXT,
  benefits_end_on TEXT,                     -- end of rights, where known
  schooling TEXT NOT NULL DEFAULT '',       -- code: none, lower_secondary, upper_secondary, tertiary
  own_vat INTEGER NOT NULL DEFAULT 0 CHECK (own_vat IN (0, 1)),
  description TEXT NOT NULL DEFAULT '',
  clients TEXT NOT NULL DEFAULT '',
  motivation TEXT NOT NULL DEFAULT '',
  experience TEXT NOT NULL DEFAULT '',
  consent_at INTEGER,
  reviewer_id INTEGER REFERENCES accounts (id),
  completion_note TEXT NOT NULL DEFAULT '', -- what the couveuse asks when it returns a file
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
, form_id INTEGER REFERENCES form_versions (id), keep_months INTEGER NOT NULL DEFAULT 0 CHECK (keep_months BETWEEN 0 AND 24)) STRICT;

CREATE INDEX applications_benefits ON applications (benefits_end_on) WHERE benefits_end_on IS NOT NULL;

CREATE INDEX applications_form ON applications (form_id) WHERE form_id IS NOT NULL;

CREATE TRIGGER search_applications_changed AFTER UPDATE OF description, clients, motivation, experience ON applications BEGIN
  DELETE FROM search_texts WHERE id = 2533274790395904 + OLD.project_id;
  INSERT INTO search_texts (id, body) SELECT 2533274790395904 + NEW.project_id, w FROM (SELECT search_words(NEW.description || ' ' || NEW.clients || ' ' || NEW.motivation || ' ' || NEW.experience) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_applications_gone AFTER DELETE ON applications BEGIN
  DELETE FROM search_texts WHERE id = 2533274790395904 + OLD.project_id;
END;

CREATE TRIGGER search_applications_new AFTER INSERT ON applications BEGIN
  INSERT INTO search_texts (id, body) SELECT 2533274790395904 + NEW.project_id, w FROM (SELECT search_words(NEW.description || ' ' || NEW.clients || ' ' || NEW.motivation || ' ' || NEW.experience) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE audit_entries (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  project_id INTEGER REFERENCES projects (id),
  detail TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX audit_entries_actor ON audit_entries (actor_id) WHERE actor_id IS NOT NULL;

CREATE INDEX audit_entries_entity ON audit_entries (entity, entity_id, id);

CREATE INDEX audit_entries_project ON audit_entries (project_id, id) WHERE project_id IS NOT NULL;

CREATE TRIGGER audit_entries_kept_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'history is never deleted: audit_entries'); END;

CREATE TRIGGER audit_entries_kept_update BEFORE UPDATE ON audit_entries
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND (e.project_id = OLD.project_id OR e.account_id = OLD.actor_id
    OR OLD.entity = 'account' AND OLD.entity_id = e.account_id OR OLD.entity = 'person' AND OLD.entity_id = e.person_id))
  AND (NEW.id, NEW.at, NEW.actor_id, NEW.action, NEW.entity, NEW.entity_id, NEW.project_id)
   IS (OLD.id, OLD.at, OLD.actor_id, OLD.action, OLD.entity, OLD.entity_id, OLD.project_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: audit_entries'); END;

CREATE TABLE bookings (
  meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
  coach_id INTEGER NOT NULL REFERENCES accounts (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  starts_at INTEGER,
  topic TEXT NOT NULL DEFAULT '',
  booked_by INTEGER REFERENCES accounts (id),
  booked_at INTEGER NOT NULL,
  UNIQUE (coach_id, starts_at)
) STRICT;

CREATE INDEX bookings_project ON bookings (project_id);

CREATE TABLE calendar_feeds (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  secret_hash TEXT NOT NULL UNIQUE CHECK (secret_hash <> ''),
  nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE coach_cover_projects (
  cover_id INTEGER NOT NULL REFERENCES coach_covers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  PRIMARY KEY (cover_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX coach_cover_projects_project ON coach_cover_projects (project_id, cover_id);

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

CREATE INDEX coach_covers_absent ON coach_covers (absent_id, to_on) WHERE ended_at IS NULL;

CREATE INDEX coach_covers_by ON coach_covers (by_id, to_on) WHERE ended_at IS NULL;

CREATE TABLE coach_handover_projects (
  handover_id INTEGER NOT NULL REFERENCES coach_handovers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  meetings INTEGER NOT NULL DEFAULT 0, -- planned meetings that went along
  actions INTEGER NOT NULL DEFAULT 0,  -- open actions of the coach that went along
  PRIMARY KEY (handover_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX coach_handover_projects_project ON coach_handover_projects (project_id, handover_id);

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

CREATE TABLE cohorts (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  intake_opens_on TEXT NOT NULL,
  intake_closes_on TEXT NOT NULL CHECK (intake_closes_on >= intake_opens_on),
  starts_on TEXT NOT NULL,
  capacity INTEGER NOT NULL DEFAULT 0 CHECK (capacity >= 0),
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, site_id, year, number)
) STRICT;

CREATE INDEX cohorts_site ON cohorts (site_id, starts_on);

CREATE TRIGGER search_cohorts_changed AFTER UPDATE OF ref, name ON cohorts BEGIN
  DELETE FROM search_texts WHERE id = 2251799813685248 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 2251799813685248 + NEW.id, w FROM (SELECT search_words(NEW.ref || ' ' || NEW.name) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_cohorts_gone AFTER DELETE ON cohorts BEGIN
  DELETE FROM search_texts WHERE id = 2251799813685248 + OLD.id;
END;

CREATE TRIGGER search_cohorts_new AFTER INSERT ON cohorts BEGIN
  INSERT INTO search_texts (id, body) SELECT 2251799813685248 + NEW.id, w FROM (SELECT search_words(NEW.ref || ' ' || NEW.name) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE committee_criteria (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  position INTEGER NOT NULL CHECK (position > 0),
  label TEXT NOT NULL CHECK (label <> ''),
  meaning TEXT NOT NULL DEFAULT '',
  weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10),
  PRIMARY KEY (committee_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE committee_files (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  PRIMARY KEY (committee_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX committee_files_project ON committee_files (project_id);

CREATE TABLE committee_members (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (committee_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX committee_members_account ON committee_members (account_id);

CREATE TABLE committees (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  cohort_id INTEGER NOT NULL REFERENCES cohorts (id),
  held_on TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('preparing', 'open', 'closed')),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
, opened_at INTEGER, blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)), peers INTEGER NOT NULL DEFAULT 0 CHECK (peers IN (0, 1)), book_hours INTEGER NOT NULL DEFAULT 24 CHECK (book_hours BETWEEN 0 AND 336)) STRICT;

CREATE INDEX committees_cohort ON committees (cohort_id);

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

CREATE INDEX conflicts_project ON conflicts (project_id, id);

CREATE UNIQUE INDEX conflicts_standing ON conflicts (account_id, project_id) WHERE lifted_at IS NULL;

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

CREATE TRIGGER corrections_kept_delete BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'history is never deleted: corrections'); END;

CREATE TRIGGER corrections_kept_update BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'history is never edited: corrections'); END;

CREATE TABLE couveuse (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  enterprise_number TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

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

CREATE TABLE day_snoozes (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  line TEXT NOT NULL,
  until_on TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_letters (
  decision_id INTEGER PRIMARY KEY REFERENCES decisions (id),
  paper_id INTEGER NOT NULL UNIQUE REFERENCES issued_papers (id),
  text_id INTEGER REFERENCES letter_texts (id),
  body TEXT NOT NULL                                                   -- the words, for the page beside the paper
) STRICT;

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  committee_id INTEGER REFERENCES committees (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'declined', 'waitlisted')),
  reasons TEXT NOT NULL,
  next_step TEXT NOT NULL DEFAULT '',
  list_rank INTEGER,
  decided_on TEXT NOT NULL,
  decided_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
, conditions TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX decisions_committee ON decisions (committee_id) WHERE committee_id IS NOT NULL;

CREATE INDEX decisions_day ON decisions (decided_on);

CREATE INDEX decisions_project ON decisions (project_id);

CREATE TRIGGER decisions_kept_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'history is never deleted: decisions'); END;

CREATE TRIGGER decisions_kept_update BEFORE UPDATE ON decisions
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.project_id, NEW.committee_id, NEW.outcome, NEW.list_rank, NEW.decided_on, NEW.decided_by, NEW.created_at)
   IS (OLD.id, OLD.project_id, OLD.committee_id, OLD.outcome, OLD.list_rank, OLD.decided_on, OLD.decided_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: decisions'); END;

CREATE TABLE derogations (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  decided_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX derogations_project ON derogations (project_id);

CREATE TRIGGER derogations_kept_delete BEFORE DELETE ON derogations BEGIN SELECT RAISE(ABORT, 'history is never deleted: derogations'); END;

CREATE TRIGGER derogations_kept_update BEFORE UPDATE ON derogations BEGIN SELECT RAISE(ABORT, 'history is never edited: derogations'); END;

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

CREATE TABLE document_contents (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX document_contents_project ON document_contents (project_id);

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

CREATE INDEX document_requests_due ON document_requests (due_on, id) WHERE withdrawn_at IS NULL;

CREATE INDEX document_requests_project ON document_requests (project_id, id);

CREATE TABLE document_totals (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  bytes INTEGER NOT NULL CHECK (bytes >= 0 AND bytes <= 52428800),
  files INTEGER NOT NULL CHECK (files >= 0 AND files <= 100)
) STRICT;

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

CREATE INDEX documents_content ON documents (content_id) WHERE content_id IS NOT NULL;

CREATE UNIQUE INDEX documents_once ON documents (project_id, category, sha256) WHERE removed_at IS NULL AND scan <> 'infected';

CREATE INDEX documents_project ON documents (project_id, id);

CREATE INDEX documents_scanned ON documents (scanned_at) WHERE scanned_at IS NOT NULL;

CREATE INDEX documents_waiting ON documents (id) WHERE scan = 'waiting';

CREATE TRIGGER search_documents_changed AFTER UPDATE OF name ON documents BEGIN
  DELETE FROM search_texts WHERE id = 1688849860263936 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1688849860263936 + NEW.id, w FROM (SELECT search_words(NEW.name) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_documents_gone AFTER DELETE ON documents BEGIN
  DELETE FROM search_texts WHERE id = 1688849860263936 + OLD.id;
END;

CREATE TRIGGER search_documents_new AFTER INSERT ON documents BEGIN
  INSERT INTO search_texts (id, body) SELECT 1688849860263936 + NEW.id, w FROM (SELECT search_words(NEW.name) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE enterprise_checks (
  id INTEGER PRIMARY KEY,
  enterprise_id INTEGER NOT NULL REFERENCES enterprises (id),
  months_after INTEGER NOT NULL CHECK (months_after >= 0),
  observed_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('alive', 'closed', 'sold', 'unknown')),
  note TEXT NOT NULL DEFAULT '',
  observed_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
, jobs INTEGER CHECK (jobs BETWEEN 0 AND 10000), source TEXT NOT NULL DEFAULT 'house' CHECK (source IN ('house', 'form', 'phone', 'import')), closed_on TEXT, close_reason TEXT NOT NULL DEFAULT '', turnover TEXT NOT NULL DEFAULT '', situation TEXT NOT NULL DEFAULT '', corrects_id INTEGER REFERENCES enterprise_checks (id)) STRICT;

CREATE INDEX enterprise_checks_enterprise ON enterprise_checks (enterprise_id, months_after);

CREATE TABLE enterprises (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL UNIQUE REFERENCES projects (id),
  name TEXT NOT NULL CHECK (name <> ''),
  number TEXT NOT NULL DEFAULT '',
  legal_form TEXT NOT NULL DEFAULT '',
  created_on TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
, jobs INTEGER CHECK (jobs BETWEEN 0 AND 10000), asks_ended_on TEXT) STRICT;

CREATE INDEX enterprises_created ON enterprises (created_on);

CREATE INDEX enterprises_number ON enterprises (number) WHERE number <> '';

CREATE TRIGGER search_enterprises_changed AFTER UPDATE OF name, number ON enterprises BEGIN
  DELETE FROM search_texts WHERE id = 2814749767106560 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 2814749767106560 + NEW.id, w FROM (SELECT search_words(NEW.name || ' ' || NEW.number) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_enterprises_gone AFTER DELETE ON enterprises BEGIN
  DELETE FROM search_texts WHERE id = 2814749767106560 + OLD.id;
END;

CREATE TRIGGER search_enterprises_new AFTER INSERT ON enterprises BEGIN
  INSERT INTO search_texts (id, body) SELECT 2814749767106560 + NEW.id, w FROM (SELECT search_words(NEW.name || ' ' || NEW.number) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE erasure_requests (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES persons (id),
  reason TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'withdrawn')),
  asked_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES accounts (id),
  answer TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((decided_at IS NULL) = (state = 'asked'))
) STRICT;

CREATE UNIQUE INDEX erasure_requests_open ON erasure_requests (person_id) WHERE state = 'asked';

CREATE INDEX erasure_requests_person ON erasure_requests (person_id, id);

CREATE TABLE erasures (
  id INTEGER PRIMARY KEY,
  project_id INTEGER UNIQUE REFERENCES projects (id),
  person_id INTEGER UNIQUE REFERENCES persons (id),
  account_id INTEGER REFERENCES accounts (id),
  reason TEXT NOT NULL CHECK (reason IN ('retention', 'request')),
  at INTEGER NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  done_at INTEGER,
  CHECK (project_id IS NOT NULL OR person_id IS NOT NULL)
) STRICT;

CREATE INDEX erasures_open ON erasures (id) WHERE done_at IS NULL;

CREATE TRIGGER erasures_kept_delete BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'history is never deleted: erasures'); END;

CREATE TRIGGER erasures_kept_update BEFORE UPDATE ON erasures
WHEN NOT (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL
  AND (NEW.id, NEW.project_id, NEW.person_id, NEW.account_id, NEW.reason, NEW.at, NEW.actor_id, NEW.actor_name)
   IS (OLD.id, OLD.project_id, OLD.person_id, OLD.account_id, OLD.reason, OLD.at, OLD.actor_id, OLD.actor_name))
BEGIN SELECT RAISE(ABORT, 'history is never edited: erasures'); END;

CREATE TABLE extensions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  phase TEXT NOT NULL CHECK (phase IN ('coaching', 'test')),
  months INTEGER NOT NULL CHECK (months > 0),
  reason TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  decided_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX extensions_project ON extensions (project_id);

CREATE TRIGGER extensions_kept_delete BEFORE DELETE ON extensions BEGIN SELECT RAISE(ABORT, 'history is never deleted: extensions'); END;

CREATE TRIGGER extensions_kept_update BEFORE UPDATE ON extensions BEGIN SELECT RAISE(ABORT, 'history is never edited: extensions'); END;

CREATE TABLE finance_plans (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  inputs TEXT NOT NULL CHECK (inputs <> ''),
  updated_at INTEGER NOT NULL,
  updated_name TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE finance_versions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES finance_plans (project_id),
  number INTEGER NOT NULL CHECK (number > 0),
  inputs TEXT NOT NULL CHECK (inputs <> ''),
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (project_id, number)
) STRICT;

CREATE TRIGGER finance_versions_kept_delete BEFORE DELETE ON finance_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: finance_versions'); END;

CREATE TABLE follow_links (
  token_hash TEXT PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES follow_questions (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX follow_links_question ON follow_links (question_id);

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

CREATE TABLE form_keys (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  form_key TEXT NOT NULL,
  location TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, form_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE form_options (
  question_id INTEGER NOT NULL REFERENCES form_questions (id),
  position INTEGER NOT NULL,
  value TEXT NOT NULL CHECK (value <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  PRIMARY KEY (question_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE form_questions (
  id INTEGER PRIMARY KEY,
  form_id INTEGER NOT NULL REFERENCES form_versions (id),
  topic TEXT NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL CHECK (code <> ''),
  kind TEXT NOT NULL,
  label TEXT NOT NULL CHECK (label <> ''),
  help TEXT NOT NULL DEFAULT '',
  required INTEGER NOT NULL CHECK (required IN (0, 1)),
  max_length INTEGER NOT NULL DEFAULT 0 CHECK (max_length >= 0), -- characters; 0: that of its kind
  condition_code TEXT NOT NULL DEFAULT '',   -- the question that this one depends on; '' for none
  condition_values TEXT NOT NULL DEFAULT '', -- its answers that show this one, one a line
  UNIQUE (form_id, code),
  CHECK ((condition_code = '') = (condition_values = ''))
) STRICT;

CREATE INDEX form_questions_code ON form_questions (code);

CREATE INDEX form_questions_order ON form_questions (form_id, position);

CREATE TABLE form_versions (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  published_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, number)
) STRICT;

CREATE UNIQUE INDEX form_versions_draft ON form_versions (programme_id) WHERE state = 'draft';

CREATE UNIQUE INDEX form_versions_published ON form_versions (programme_id) WHERE state = 'published';

CREATE TABLE grant_awards (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL UNIQUE REFERENCES grant_requests (id),
  person_id INTEGER NOT NULL REFERENCES grant_holders (person_id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  awarded_on TEXT NOT NULL,
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  awarded_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX grant_awards_day ON grant_awards (awarded_on);

CREATE INDEX grant_awards_person ON grant_awards (person_id);

CREATE TRIGGER grant_awards_guarded AFTER INSERT ON grant_awards BEGIN
  UPDATE grant_holders SET
    imported = imported + CASE WHEN NEW.imported = 1 THEN NEW.amount ELSE 0 END,
    awarded = awarded + CASE WHEN NEW.imported = 1 THEN 0 ELSE NEW.amount END
  WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER grant_awards_kept_delete BEFORE DELETE ON grant_awards BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_awards'); END;

CREATE TRIGGER grant_awards_kept_update BEFORE UPDATE ON grant_awards
WHEN NOT (EXISTS (SELECT 1 FROM person_merges m WHERE m.state = 'open' AND (OLD.person_id = m.other_id AND NEW.person_id = m.kept_id OR OLD.person_id = m.kept_id AND NEW.person_id = m.other_id))
  AND (NEW.id, NEW.request_id, NEW.amount, NEW.awarded_on, NEW.imported, NEW.awarded_by, NEW.created_at)
   IS (OLD.id, OLD.request_id, OLD.amount, OLD.awarded_on, OLD.imported, OLD.awarded_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_awards'); END;

CREATE TABLE grant_holders (
  person_id INTEGER PRIMARY KEY REFERENCES persons (id),
  cap INTEGER NOT NULL CHECK (cap >= 0),
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported >= 0),
  awarded INTEGER NOT NULL DEFAULT 0 CHECK (awarded >= 0),
  CONSTRAINT grant_cap CHECK (awarded = 0 OR imported + awarded <= cap)
) STRICT;

CREATE TABLE grant_lines (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES grant_requests (id),
  position INTEGER NOT NULL,
  label TEXT NOT NULL CHECK (label <> ''),
  amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT;

CREATE INDEX grant_lines_request ON grant_lines (request_id, position);

CREATE TRIGGER grant_lines_kept_delete BEFORE DELETE ON grant_lines BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_lines'); END;

CREATE TRIGGER grant_lines_kept_update BEFORE UPDATE ON grant_lines BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_lines'); END;

CREATE TABLE grant_payments (
  id INTEGER PRIMARY KEY,
  tranche_id INTEGER NOT NULL REFERENCES grant_tranches (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  paid_on TEXT NOT NULL,
  reference TEXT NOT NULL DEFAULT '',
  paid_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX grant_payments_day ON grant_payments (paid_on);

CREATE INDEX grant_payments_tranche ON grant_payments (tranche_id);

CREATE TRIGGER grant_payments_kept_delete BEFORE DELETE ON grant_payments BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_payments'); END;

CREATE TRIGGER grant_payments_kept_update BEFORE UPDATE ON grant_payments BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_payments'); END;

CREATE TABLE grant_proofs (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES grant_requests (id),
  label TEXT NOT NULL CHECK (label <> ''),
  amount INTEGER NOT NULL CHECK (amount > 0),
  received_on TEXT NOT NULL,
  received_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX grant_proofs_request ON grant_proofs (request_id);

CREATE TRIGGER grant_proofs_kept_delete BEFORE DELETE ON grant_proofs BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_proofs'); END;

CREATE TRIGGER grant_proofs_kept_update BEFORE UPDATE ON grant_proofs BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_proofs'); END;

CREATE TABLE grant_recoveries (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES grant_requests (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT NOT NULL,
  recovered_on TEXT NOT NULL,
  recovered_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX grant_recoveries_day ON grant_recoveries (recovered_on);

CREATE INDEX grant_recoveries_request ON grant_recoveries (request_id);

CREATE TRIGGER grant_recoveries_kept_delete BEFORE DELETE ON grant_recoveries BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_recoveries'); END;

CREATE TRIGGER grant_recoveries_kept_update BEFORE UPDATE ON grant_recoveries BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_recoveries'); END;

CREATE TABLE grant_reductions (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES grant_requests (id),
  person_id INTEGER NOT NULL REFERENCES grant_holders (person_id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT NOT NULL,
  reduced_on TEXT NOT NULL,
  reduced_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX grant_reductions_day ON grant_reductions (reduced_on);

CREATE INDEX grant_reductions_request ON grant_reductions (request_id);

CREATE TRIGGER grant_reductions_guarded AFTER INSERT ON grant_reductions BEGIN
  UPDATE grant_holders SET awarded = awarded - NEW.amount WHERE person_id = NEW.person_id;
END;

CREATE TRIGGER grant_reductions_kept_delete BEFORE DELETE ON grant_reductions BEGIN SELECT RAISE(ABORT, 'history is never deleted: grant_reductions'); END;

CREATE TRIGGER grant_reductions_kept_update BEFORE UPDATE ON grant_reductions
WHEN NOT (EXISTS (SELECT 1 FROM person_merges m WHERE m.state = 'open' AND (OLD.person_id = m.other_id AND NEW.person_id = m.kept_id OR OLD.person_id = m.kept_id AND NEW.person_id = m.other_id))
  AND (NEW.id, NEW.request_id, NEW.amount, NEW.reason, NEW.reduced_on, NEW.reduced_by, NEW.created_at)
   IS (OLD.id, OLD.request_id, OLD.amount, OLD.reason, OLD.reduced_on, OLD.reduced_by, OLD.created_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: grant_reductions'); END;

CREATE TABLE grant_requests (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  number INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('submitted', 'awarded', 'refused', 'withdrawn')),
  decided_on TEXT,
  decided_by INTEGER REFERENCES accounts (id),
  decision_reason TEXT NOT NULL DEFAULT '',
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (project_id, number)
) STRICT;

CREATE INDEX grant_requests_asked ON grant_requests (asked_on);

CREATE INDEX grant_requests_person ON grant_requests (person_id);

CREATE INDEX grant_requests_state ON grant_requests (state, id);

CREATE TABLE grant_tranches (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES grant_requests (id),
  position INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  condition TEXT NOT NULL DEFAULT '',
  due_on TEXT,
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)) -- kept for lists: paid, or given up, whole
) STRICT;

CREATE INDEX grant_tranches_request ON grant_tranches (request_id, position);

CREATE INDEX grant_tranches_unsettled ON grant_tranches (due_on) WHERE settled = FALSE;

CREATE TABLE import_decisions (
  row_print TEXT NOT NULL,
  known_print TEXT NOT NULL,
  same INTEGER NOT NULL CHECK (same IN (0, 1)),
  decided_by INTEGER REFERENCES accounts (id),
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (row_print, known_print)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_mappings (
  header_set TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,
  saved_by INTEGER REFERENCES accounts (id),
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_pieces (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  content BLOB NOT NULL,
  PRIMARY KEY (import_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'refused')),
  row_number INTEGER NOT NULL,
  number TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  warned INTEGER NOT NULL DEFAULT 0 CHECK (warned IN (0, 1)),
  doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
  told TEXT NOT NULL DEFAULT '', -- JSON: problems, warnings, people it may speak of, the cells of a refused row
  PRIMARY KEY (import_id, outcome, row_number)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_rows_doubtful ON import_rows (import_id, row_number) WHERE doubtful = 1;

CREATE INDEX import_rows_warned ON import_rows (import_id, row_number) WHERE warned = 1;

CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  created INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  at INTEGER NOT NULL
, state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('waiting', 'asking', 'ready', 'applying', 'done', 'refused', 'abandoned')), bytes INTEGER NOT NULL DEFAULT 0, file_rows INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0, people INTEGER NOT NULL DEFAULT 0, grants INTEGER NOT NULL DEFAULT 0, enterprises INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0, headers TEXT NOT NULL DEFAULT '', mapping TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '', skips INTEGER NOT NULL DEFAULT 0 CHECK (skips IN (0, 1)), worker TEXT NOT NULL DEFAULT '', beat_at INTEGER, ended_at INTEGER, version INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE UNIQUE INDEX imports_open ON imports (sha256) WHERE state IN ('waiting', 'asking', 'ready', 'applying');

CREATE INDEX imports_work ON imports (id) WHERE state IN ('waiting', 'applying');

CREATE TABLE info_registrations (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES info_sessions (id),
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'waiting', 'cancelled')),
  came_order INTEGER NOT NULL, -- the waiting list goes by it
  token TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  heard TEXT NOT NULL DEFAULT '',
  attended INTEGER CHECK (attended IN (0, 1)),
  asked INTEGER NOT NULL DEFAULT 1, -- how often the form was sent with this address
  erased_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (session_id, came_order)
) STRICT;

CREATE UNIQUE INDEX info_registrations_address ON info_registrations (session_id, email) WHERE email <> '';

CREATE UNIQUE INDEX info_registrations_token ON info_registrations (token) WHERE token <> '';

CREATE TABLE info_session_programmes (
  session_id INTEGER NOT NULL REFERENCES info_sessions (id),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  PRIMARY KEY (session_id, programme_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX info_session_programmes_programme ON info_session_programmes (programme_id, session_id);

CREATE TABLE info_sessions (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  held_on TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  place TEXT NOT NULL DEFAULT '',
  online_url TEXT NOT NULL DEFAULT '',
  partner TEXT NOT NULL DEFAULT '',
  places INTEGER NOT NULL CHECK (places > 0),
  closes_on TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  confirmed INTEGER NOT NULL DEFAULT 0,
  last_order INTEGER NOT NULL DEFAULT 0, -- of the last who came
  sequence INTEGER NOT NULL DEFAULT 0,   -- of its calendar entry
  cancelled_at INTEGER,
  cancel_reason TEXT NOT NULL DEFAULT '',
  attendance_at INTEGER, -- when who came was last ticked
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (place <> '' OR online_url <> ''),
  CONSTRAINT info_sessions_places CHECK (confirmed >= 0 AND confirmed <= places)
) STRICT;

CREATE INDEX info_sessions_site ON info_sessions (site_id, starts_at, id);

CREATE INDEX info_sessions_start ON info_sessions (starts_at, id);

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

CREATE TABLE issued_papers (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject_ref TEXT NOT NULL,
  project_id INTEGER REFERENCES projects (id),
  cohort_id INTEGER REFERENCES cohorts (id),
  title TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  pdf BLOB NOT NULL,
  issued_by INTEGER REFERENCES accounts (id),
  issued_at INTEGER NOT NULL
) STRICT;

CREATE INDEX issued_papers_at ON issued_papers (issued_at);

CREATE INDEX issued_papers_cohort ON issued_papers (cohort_id) WHERE cohort_id IS NOT NULL;

CREATE INDEX issued_papers_kind ON issued_papers (kind, id);

CREATE INDEX issued_papers_project ON issued_papers (project_id) WHERE project_id IS NOT NULL;

CREATE INDEX issued_papers_sha256 ON issued_papers (sha256);

CREATE INDEX issued_papers_subject ON issued_papers (kind, subject_ref);

CREATE TRIGGER issued_papers_kept_delete BEFORE DELETE ON issued_papers BEGIN SELECT RAISE(ABORT, 'history is never deleted: issued_papers'); END;

CREATE TRIGGER issued_papers_kept_update BEFORE UPDATE ON issued_papers
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.number, NEW.kind, NEW.subject_ref, NEW.project_id, NEW.cohort_id, NEW.sha256, NEW.issued_by, NEW.issued_at)
   IS (OLD.id, OLD.number, OLD.kind, OLD.subject_ref, OLD.project_id, OLD.cohort_id, OLD.sha256, OLD.issued_by, OLD.issued_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: issued_papers'); END;

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

CREATE TRIGGER letter_texts_kept_delete BEFORE DELETE ON letter_texts BEGIN SELECT RAISE(ABORT, 'history is never deleted: letter_texts'); END;

CREATE TRIGGER letter_texts_kept_update BEFORE UPDATE ON letter_texts BEGIN SELECT RAISE(ABORT, 'history is never edited: letter_texts'); END;

CREATE TABLE mail_refusals (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  mail_group TEXT NOT NULL CHECK (mail_group <> ''),
  PRIMARY KEY (account_id, mail_group)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_coaches (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  starts_at INTEGER NOT NULL,
  PRIMARY KEY (meeting_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_coaches_account ON meeting_coaches (account_id, starts_at);

CREATE INDEX meeting_coaches_start ON meeting_coaches (starts_at, account_id);

CREATE TABLE meeting_documents (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  PRIMARY KEY (meeting_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_documents_document ON meeting_documents (document_id);

CREATE TABLE meeting_drafts (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  form_key TEXT NOT NULL CHECK (form_key <> ''),
  project_id INTEGER REFERENCES projects (id), -- NULL until somebody is chosen
  meeting_id INTEGER REFERENCES meetings (id), -- whose minutes are written; NULL for a new meeting
  fields TEXT NOT NULL,                        -- the form's answers: JSON, lists of text by field
  started_at INTEGER,                          -- the meeting was started then: its minutes count from here
  updated_at INTEGER NOT NULL,
  dropped_at INTEGER,                          -- thrown away; it can be taken back for a while
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, form_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_drafts_project ON meeting_drafts (project_id) WHERE project_id IS NOT NULL;

CREATE INDEX meeting_drafts_recent ON meeting_drafts (account_id, updated_at);

CREATE TABLE meeting_notes (
  meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
  body TEXT NOT NULL,
  author_id INTEGER REFERENCES accounts (id),
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER search_meeting_notes_changed AFTER UPDATE OF body ON meeting_notes BEGIN
  DELETE FROM search_texts WHERE id = 1125899906842624 + OLD.meeting_id;
  INSERT INTO search_texts (id, body) SELECT 1125899906842624 + NEW.meeting_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_meeting_notes_gone AFTER DELETE ON meeting_notes BEGIN
  DELETE FROM search_texts WHERE id = 1125899906842624 + OLD.meeting_id;
END;

CREATE TRIGGER search_meeting_notes_new AFTER INSERT ON meeting_notes BEGIN
  INSERT INTO search_texts (id, body) SELECT 1125899906842624 + NEW.meeting_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE meeting_projects (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  PRIMARY KEY (project_id, meeting_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX meeting_projects_meeting ON meeting_projects (meeting_id);

CREATE TABLE meetings (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  form_key TEXT,                      -- the form's own key: submitted twice, it makes one meeting
  state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'absent', 'excused', 'cancelled')),
  held_on TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
  kind TEXT NOT NULL,
  medium TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1, reason TEXT NOT NULL DEFAULT '', sequence INTEGER NOT NULL DEFAULT 0,
  UNIQUE (created_by, form_key)
) STRICT;

CREATE INDEX meetings_held ON meetings (held_on, kind, minutes) WHERE state = 'held';

CREATE TRIGGER search_meetings_changed AFTER UPDATE OF summary, place ON meetings BEGIN
  DELETE FROM search_texts WHERE id = 844424930131968 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 844424930131968 + NEW.id, w FROM (SELECT search_words(NEW.summary || ' ' || NEW.place) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_meetings_gone AFTER DELETE ON meetings BEGIN
  DELETE FROM search_texts WHERE id = 844424930131968 + OLD.id;
END;

CREATE TRIGGER search_meetings_new AFTER INSERT ON meetings BEGIN
  INSERT INTO search_texts (id, body) SELECT 844424930131968 + NEW.id, w FROM (SELECT search_words(NEW.summary || ' ' || NEW.place) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE message_threads (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  last_at INTEGER NOT NULL,
  holder_read INTEGER NOT NULL DEFAULT 0,   -- id of the last message that the side has read
  house_read INTEGER NOT NULL DEFAULT 0,
  holder_unread INTEGER NOT NULL DEFAULT 0 CHECK (holder_unread >= 0),
  house_unread INTEGER NOT NULL DEFAULT 0 CHECK (house_unread >= 0)
) STRICT;

CREATE INDEX message_threads_house ON message_threads (last_at, project_id) WHERE house_unread > 0;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  author_id INTEGER REFERENCES accounts (id),
  body TEXT NOT NULL,
  gone TEXT NOT NULL DEFAULT '' CHECK (gone IN ('', 'withdrawn', 'erased')),
  at INTEGER NOT NULL,
  CHECK ((gone = '') = (body <> ''))
) STRICT;

CREATE INDEX messages_project ON messages (project_id, id);

CREATE TRIGGER messages_kept_delete BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'history is never deleted: messages'); END;

CREATE TRIGGER messages_kept_update BEFORE UPDATE ON messages
WHEN NOT (OLD.gone = '' AND NEW.gone <> '' AND NEW.body = ''
  AND (NEW.id, NEW.public_id, NEW.project_id, NEW.side, NEW.author_id, NEW.at) IS (OLD.id, OLD.public_id, OLD.project_id, OLD.side, OLD.author_id, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: messages'); END;

CREATE TRIGGER search_messages_changed AFTER UPDATE OF body ON messages BEGIN
  DELETE FROM search_texts WHERE id = 1970324836974592 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1970324836974592 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_messages_gone AFTER DELETE ON messages BEGIN
  DELETE FROM search_texts WHERE id = 1970324836974592 + OLD.id;
END;

CREATE TRIGGER search_messages_new AFTER INSERT ON messages BEGIN
  INSERT INTO search_texts (id, body) SELECT 1970324836974592 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE minutes_readings (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  digest TEXT NOT NULL CHECK (digest <> ''),
  remark TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX minutes_readings_meeting ON minutes_readings (meeting_id, id);

CREATE INDEX minutes_readings_project ON minutes_readings (project_id, meeting_id, id);

CREATE TRIGGER minutes_readings_kept_delete BEFORE DELETE ON minutes_readings BEGIN SELECT RAISE(ABORT, 'history is never deleted: minutes_readings'); END;

CREATE TRIGGER minutes_readings_kept_update BEFORE UPDATE ON minutes_readings BEGIN SELECT RAISE(ABORT, 'history is never edited: minutes_readings'); END;

CREATE TABLE notice_texts (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'status', 'extension', 'suspension', 'resumption', 'award', 'refusal', 'reduction', 'recovery')),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,                                                  -- '' goes back to the product's own text
  written_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  UNIQUE (programme_id, kind, number)
) STRICT;

CREATE TRIGGER notice_texts_kept_delete BEFORE DELETE ON notice_texts BEGIN SELECT RAISE(ABORT, 'history is never deleted: notice_texts'); END;

CREATE TRIGGER notice_texts_kept_update BEFORE UPDATE ON notice_texts BEGIN SELECT RAISE(ABORT, 'history is never edited: notice_texts'); END;

CREATE TABLE notices (
  paper_id INTEGER PRIMARY KEY REFERENCES issued_papers (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('coaching', 'status', 'extension', 'suspension', 'resumption', 'award', 'refusal', 'reduction', 'recovery')),
  cause TEXT NOT NULL CHECK (cause <> ''),
  issue INTEGER NOT NULL CHECK (issue > 0),
  replaces INTEGER UNIQUE REFERENCES notices (paper_id),
  text_id INTEGER REFERENCES notice_texts (id),
  starts_on TEXT,                                                      -- of an agreement
  ends_on TEXT,
  content TEXT NOT NULL,                                               -- the words, as JSON, for the page beside the paper
  UNIQUE (project_id, cause, issue),
  CHECK ((issue = 1) = (replaces IS NULL))
) STRICT;

CREATE TRIGGER notices_kept_delete BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'history is never deleted: notices'); END;

CREATE TRIGGER notices_kept_update BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'history is never edited: notices'); END;

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

CREATE TABLE opinions (
  committee_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  recommendation TEXT NOT NULL CHECK (recommendation IN ('yes', 'maybe', 'no')),
  comment TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (committee_id, project_id, account_id),
  FOREIGN KEY (committee_id, project_id) REFERENCES committee_files (committee_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  mail_key TEXT NOT NULL UNIQUE CHECK (mail_key <> ''), -- at most one mail a key, ever
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL CHECK (recipient <> ''),
  name TEXT NOT NULL DEFAULT '',
  account_id INTEGER REFERENCES accounts (id),
  project_id INTEGER REFERENCES projects (id),
  facts TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead', 'unsure', 'dropped')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  last_error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  sent_at INTEGER
, claimed_at INTEGER) STRICT;

CREATE INDEX outbox_project ON outbox (project_id, id) WHERE project_id IS NOT NULL;

CREATE INDEX outbox_sent ON outbox (sent_at, id) WHERE state = 'sent';

CREATE INDEX outbox_trouble ON outbox (state, id) WHERE state IN ('sending', 'dead', 'unsure');

CREATE INDEX outbox_waiting ON outbox (next_at, id) WHERE state = 'waiting';

CREATE TABLE paper_scans (
  id INTEGER PRIMARY KEY,
  paper_id INTEGER NOT NULL REFERENCES issued_papers (id),
  project_id INTEGER REFERENCES projects (id),
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size > 0 AND size <= 10485760),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL,
  scan TEXT NOT NULL CHECK (scan IN ('waiting', 'clean')),
  added_by INTEGER REFERENCES accounts (id),
  added_at INTEGER NOT NULL,
  UNIQUE (paper_id, number)
) STRICT;

CREATE INDEX paper_scans_project ON paper_scans (project_id) WHERE project_id IS NOT NULL;

CREATE TRIGGER paper_scans_kept_delete BEFORE DELETE ON paper_scans BEGIN SELECT RAISE(ABORT, 'history is never deleted: paper_scans'); END;

CREATE TRIGGER paper_scans_kept_update BEFORE UPDATE ON paper_scans
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.paper_id, NEW.project_id, NEW.number, NEW.media_type, NEW.size, NEW.sha256, NEW.scan, NEW.added_by, NEW.added_at)
   IS (OLD.id, OLD.paper_id, OLD.project_id, OLD.number, OLD.media_type, OLD.size, OLD.sha256, OLD.scan, OLD.added_by, OLD.added_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: paper_scans'); END;

CREATE TABLE paper_signoffs (
  id INTEGER PRIMARY KEY,
  paper_id INTEGER NOT NULL REFERENCES issued_papers (id),
  project_id INTEGER REFERENCES projects (id),
  number INTEGER NOT NULL CHECK (number > 0),
  side TEXT NOT NULL CHECK (side IN ('house', 'holder')),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  recorded_by INTEGER REFERENCES accounts (id),
  recorded_at INTEGER NOT NULL,
  UNIQUE (paper_id, number)
) STRICT;

CREATE INDEX paper_signoffs_project ON paper_signoffs (project_id) WHERE project_id IS NOT NULL;

CREATE TRIGGER paper_signoffs_kept_delete BEFORE DELETE ON paper_signoffs BEGIN SELECT RAISE(ABORT, 'history is never deleted: paper_signoffs'); END;

CREATE TRIGGER paper_signoffs_kept_update BEFORE UPDATE ON paper_signoffs
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.paper_id, NEW.project_id, NEW.number, NEW.side, NEW.signed_on, NEW.recorded_by, NEW.recorded_at)
   IS (OLD.id, OLD.paper_id, OLD.project_id, OLD.number, OLD.side, OLD.signed_on, OLD.recorded_by, OLD.recorded_at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: paper_signoffs'); END;

CREATE TABLE participant_corrections (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  part TEXT NOT NULL CHECK (part IN ('entry', 'exit', 'later')),
  field TEXT NOT NULL CHECK (field <> ''),
  from_value TEXT NOT NULL,
  to_value TEXT NOT NULL,
  reason TEXT NOT NULL, -- "" only for what had been left blank
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  CHECK (from_value <> to_value),
  CHECK (reason <> '' OR from_value = '')
) STRICT;

CREATE INDEX participant_corrections_project ON participant_corrections (project_id, id);

CREATE TRIGGER participant_corrections_kept_delete BEFORE DELETE ON participant_corrections BEGIN SELECT RAISE(ABORT, 'history is never deleted: participant_corrections'); END;

CREATE TRIGGER participant_corrections_kept_update BEFORE UPDATE ON participant_corrections BEGIN SELECT RAISE(ABORT, 'history is never edited: participant_corrections'); END;

CREATE TABLE participant_indicators (
  id INTEGER PRIMARY KEY,
  counts TEXT NOT NULL UNIQUE CHECK (counts IN ('all', 'unemployed', 'long_term', 'inactive', 'employed', 'under_18', '18_29', '55_more',
    'isced_0_2', 'isced_3_4', 'isced_5_8', 'disability', 'third_country', 'foreign', 'minority', 'homeless', 'rural', 'administrations', 'enterprises',
    'exit_search', 'exit_training', 'exit_qualification', 'exit_employment', 'later_employment', 'later_improved')),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  position INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE participant_results (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  moment TEXT NOT NULL CHECK (moment IN ('exit', 'later')),
  observed_on TEXT NOT NULL, -- the day the answers are true of
  job_search TEXT NOT NULL DEFAULT '' CHECK (job_search IN ('', 'yes', 'no')),
  training TEXT NOT NULL DEFAULT '' CHECK (training IN ('', 'yes', 'no')),
  qualification TEXT NOT NULL DEFAULT '' CHECK (qualification IN ('', 'yes', 'no')),
  employment TEXT NOT NULL CHECK (employment IN ('yes', 'no')),
  improved TEXT NOT NULL DEFAULT '' CHECK (improved IN ('', 'yes', 'no')),
  by_holder INTEGER NOT NULL CHECK (by_holder IN (0, 1)),
  recorded_by INTEGER REFERENCES accounts (id),
  recorded_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (project_id, moment),
  CHECK (CASE moment WHEN 'exit' THEN job_search <> '' AND training <> '' AND qualification <> '' AND improved = ''
    ELSE job_search = '' AND training = '' AND qualification = '' AND improved <> '' END)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant_rules (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  long_months INTEGER NOT NULL CHECK (long_months BETWEEN 1 AND 60),
  young_under INTEGER NOT NULL CHECK (young_under BETWEEN 0 AND 60), -- at entry; they are long-term unemployed after young_months
  young_months INTEGER NOT NULL CHECK (young_months BETWEEN 1 AND 60),
  exit_days INTEGER NOT NULL CHECK (exit_days BETWEEN 1 AND 180),
  later_months INTEGER NOT NULL CHECK (later_months BETWEEN 1 AND 24),
  later_days INTEGER NOT NULL CHECK (later_days BETWEEN 1 AND 180),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE participants (
  project_id INTEGER PRIMARY KEY REFERENCES projects (id),
  labour TEXT NOT NULL DEFAULT '' CHECK (labour IN ('', 'unemployed', 'inactive', 'employed')),
  jobless_since TEXT,
  birth_on TEXT,
  gender TEXT NOT NULL DEFAULT '' CHECK (gender IN ('', 'F', 'M', 'X')),
  schooling TEXT NOT NULL DEFAULT '' CHECK (schooling IN ('', 'isced_0_2', 'isced_3_4', 'isced_5_8')),
  disability TEXT NOT NULL DEFAULT '' CHECK (disability IN ('', 'yes', 'no', 'declined')),
  third_country TEXT NOT NULL DEFAULT '' CHECK (third_country IN ('', 'yes', 'no', 'declined')),
  foreign_background TEXT NOT NULL DEFAULT '' CHECK (foreign_background IN ('', 'yes', 'no', 'declined')),
  minority TEXT NOT NULL DEFAULT '' CHECK (minority IN ('', 'yes', 'no', 'declined')),
  homeless TEXT NOT NULL DEFAULT '' CHECK (homeless IN ('', 'yes', 'no', 'declined')),
  rural TEXT NOT NULL DEFAULT '' CHECK (rural IN ('', 'yes', 'no')),
  frozen_at INTEGER,
  long_months INTEGER NOT NULL DEFAULT 12,
  young_under INTEGER NOT NULL DEFAULT 25,
  young_months INTEGER NOT NULL DEFAULT 6,
  carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1)), -- taken from the dossier after the entry, not asked at it
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TRIGGER participants_stay_frozen BEFORE UPDATE ON participants
WHEN OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR NEW.frozen_at <> OLD.frozen_at OR NEW.long_months <> OLD.long_months
  OR NEW.young_under <> OLD.young_under OR NEW.young_months <> OLD.young_months)
BEGIN SELECT RAISE(ABORT, 'what was frozen stays so: participants'); END;

CREATE TABLE person_merge_projects (
  merge_id INTEGER NOT NULL REFERENCES person_merges (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  moved INTEGER NOT NULL CHECK (moved IN (0, 1)),
  PRIMARY KEY (merge_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_merge_projects_project ON person_merge_projects (project_id);

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

CREATE INDEX person_merges_kept ON person_merges (kept_id);

CREATE UNIQUE INDEX person_merges_other ON person_merges (other_id) WHERE state <> 'undone';

CREATE INDEX person_merges_recent ON person_merges (merged_at);

CREATE TABLE persons (
  id INTEGER PRIMARY KEY,
  last_name TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL DEFAULT '',
  birth_on TEXT,
  gender TEXT NOT NULL DEFAULT '' CHECK (gender IN ('', 'F', 'M', 'X')),
  email TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  municipality TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL DEFAULT '',
  source_file TEXT NOT NULL DEFAULT '',
  source_row INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
, phone_key TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX persons_birth ON persons (birth_on) WHERE birth_on IS NOT NULL;

CREATE INDEX persons_email ON persons (email) WHERE email <> '';

CREATE INDEX persons_phone ON persons (phone_key) WHERE phone_key <> '';

CREATE INDEX persons_sort ON persons (sort_key, id);

CREATE TRIGGER search_persons_changed AFTER UPDATE OF first_name, last_name, email, phone, phone_key, street, postcode, municipality ON persons BEGIN
  DELETE FROM search_texts WHERE id = 562949953421312 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 562949953421312 + NEW.id, w FROM (SELECT search_words(NEW.first_name || ' ' || NEW.last_name || ' ' || NEW.email || ' ' || NEW.phone || ' ' || NEW.phone_key || ' ' || NEW.street || ' ' || NEW.postcode || ' ' || NEW.municipality) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_persons_gone AFTER DELETE ON persons BEGIN
  DELETE FROM search_texts WHERE id = 562949953421312 + OLD.id;
END;

CREATE TRIGGER search_persons_new AFTER INSERT ON persons BEGIN
  INSERT INTO search_texts (id, body) SELECT 562949953421312 + NEW.id, w FROM (SELECT search_words(NEW.first_name || ' ' || NEW.last_name || ' ' || NEW.email || ' ' || NEW.phone || ' ' || NEW.phone_key || ' ' || NEW.street || ' ' || NEW.postcode || ' ' || NEW.municipality) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE phase_changes (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  seq INTEGER NOT NULL,
  from_phase TEXT NOT NULL,
  to_phase TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}',
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (project_id, seq)
) STRICT;

CREATE INDEX phase_changes_to ON phase_changes (to_phase, effective_on);

CREATE TRIGGER phase_changes_kept_delete BEFORE DELETE ON phase_changes BEGIN SELECT RAISE(ABORT, 'history is never deleted: phase_changes'); END;

CREATE TRIGGER phase_changes_kept_update BEFORE UPDATE ON phase_changes
WHEN NOT (EXISTS (SELECT 1 FROM erasures e WHERE e.done_at IS NULL AND e.project_id = OLD.project_id)
  AND (NEW.id, NEW.project_id, NEW.seq, NEW.from_phase, NEW.to_phase, NEW.effective_on, NEW.actor_id, NEW.at)
   IS (OLD.id, OLD.project_id, OLD.seq, OLD.from_phase, OLD.to_phase, OLD.effective_on, OLD.actor_id, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: phase_changes'); END;

CREATE TABLE plan_attachments (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (project_id, section_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_attachments_document ON plan_attachments (document_id);

CREATE TABLE plan_comments (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  thread_id INTEGER REFERENCES plan_comments (id), -- the remark that it answers
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  body TEXT NOT NULL CHECK (body <> ''),
  number INTEGER NOT NULL DEFAULT 0,               -- of the version that its author had read
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolved_by TEXT NOT NULL DEFAULT '',
  CHECK (resolved_at IS NULL OR thread_id IS NULL)
) STRICT;

CREATE INDEX plan_comments_section ON plan_comments (project_id, section_id, id);

CREATE INDEX plan_comments_thread ON plan_comments (thread_id) WHERE thread_id IS NOT NULL;

CREATE TRIGGER plan_comments_kept_delete BEFORE DELETE ON plan_comments BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_comments'); END;

CREATE TRIGGER plan_comments_kept_update BEFORE UPDATE ON plan_comments
WHEN NOT ((NEW.id, NEW.public_id, NEW.project_id, NEW.section_id, NEW.thread_id, NEW.side, NEW.body, NEW.number, NEW.author_id, NEW.author_name, NEW.at)
  IS (OLD.id, OLD.public_id, OLD.project_id, OLD.section_id, OLD.thread_id, OLD.side, OLD.body, OLD.number, OLD.author_id, OLD.author_name, OLD.at))
BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_comments'); END;

CREATE TRIGGER search_plan_comments_changed AFTER UPDATE OF body ON plan_comments BEGIN
  DELETE FROM search_texts WHERE id = 3659174697238528 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 3659174697238528 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_plan_comments_gone AFTER DELETE ON plan_comments BEGIN
  DELETE FROM search_texts WHERE id = 3659174697238528 + OLD.id;
END;

CREATE TRIGGER search_plan_comments_new AFTER INSERT ON plan_comments BEGIN
  INSERT INTO search_texts (id, body) SELECT 3659174697238528 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE plan_events (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  item_id INTEGER NOT NULL REFERENCES plan_items (id),
  event TEXT NOT NULL CHECK (event IN ('claimed', 'unclaimed', 'validated', 'reopened', 'not_applicable', 'applicable', 'commented')),
  comment TEXT NOT NULL DEFAULT '',
  on_date TEXT NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX plan_events_project ON plan_events (project_id, id);

CREATE TRIGGER plan_events_kept_delete BEFORE DELETE ON plan_events BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_events'); END;

CREATE TRIGGER plan_events_kept_update BEFORE UPDATE ON plan_events BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_events'); END;

CREATE TRIGGER search_plan_events_changed AFTER UPDATE OF comment ON plan_events BEGIN
  DELETE FROM search_texts WHERE id = 3096224743817216 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 3096224743817216 + NEW.id, w FROM (SELECT search_words(NEW.comment) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_plan_events_gone AFTER DELETE ON plan_events BEGIN
  DELETE FROM search_texts WHERE id = 3096224743817216 + OLD.id;
END;

CREATE TRIGGER search_plan_events_new AFTER INSERT ON plan_events BEGIN
  INSERT INTO search_texts (id, body) SELECT 3096224743817216 + NEW.id, w FROM (SELECT search_words(NEW.comment) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TABLE plan_items (
  id INTEGER PRIMARY KEY,
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  template_id INTEGER NOT NULL REFERENCES plan_templates (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (title <> ''),
  expectation TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '',
  mandatory INTEGER NOT NULL CHECK (mandatory IN (0, 1))
) STRICT;

CREATE INDEX plan_items_section ON plan_items (section_id);

CREATE INDEX plan_items_template ON plan_items (template_id, section_id, position);

CREATE TABLE plan_prints (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('checklist', 'whole')),
  account_id INTEGER REFERENCES accounts (id),
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX plan_prints_project ON plan_prints (project_id, id);

CREATE TABLE plan_section_events (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  event TEXT NOT NULL CHECK (event IN ('submitted', 'returned', 'validated', 'commented', 'answered', 'resolved', 'unresolved', 'restored', 'attached', 'detached')),
  number INTEGER NOT NULL DEFAULT 0, -- of the version that it is about
  comment TEXT NOT NULL DEFAULT '',
  on_date TEXT NOT NULL,
  actor_id INTEGER REFERENCES accounts (id),
  actor_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX plan_section_events_project ON plan_section_events (project_id, id);

CREATE TRIGGER plan_section_events_kept_delete BEFORE DELETE ON plan_section_events BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_section_events'); END;

CREATE TRIGGER plan_section_events_kept_update BEFORE UPDATE ON plan_section_events BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_section_events'); END;

CREATE TABLE plan_sections (
  id INTEGER PRIMARY KEY,
  template_id INTEGER NOT NULL REFERENCES plan_templates (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (title <> '')
) STRICT;

CREATE INDEX plan_sections_template ON plan_sections (template_id, position);

CREATE TABLE plan_states (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  item_id INTEGER NOT NULL REFERENCES plan_items (id),
  claimed_on TEXT,
  claimed_by INTEGER REFERENCES accounts (id),
  validated_on TEXT,
  validated_by INTEGER REFERENCES accounts (id),
  not_applicable TEXT NOT NULL DEFAULT '', -- the reason; '' while the item applies
  comment TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (project_id, item_id),
  CHECK (validated_on IS NULL OR not_applicable = '')
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_templates (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  published_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, number)
) STRICT;

CREATE UNIQUE INDEX plan_templates_draft ON plan_templates (programme_id) WHERE state = 'draft';

CREATE UNIQUE INDEX plan_templates_published ON plan_templates (programme_id) WHERE state = 'published';

CREATE TABLE plan_text_versions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  section_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,
  restored INTEGER NOT NULL DEFAULT 0 CHECK (restored >= 0), -- number of the version that was taken back; 0: typed
  author_id INTEGER REFERENCES accounts (id),
  author_name TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)),
  UNIQUE (project_id, section_id, number),
  FOREIGN KEY (project_id, section_id) REFERENCES plan_texts (project_id, section_id)
) STRICT;

CREATE TRIGGER plan_text_versions_kept_delete BEFORE DELETE ON plan_text_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: plan_text_versions'); END;

CREATE TRIGGER plan_text_versions_kept_update BEFORE UPDATE ON plan_text_versions
WHEN NOT (OLD.sealed = 0 AND (NEW.id, NEW.project_id, NEW.section_id, NEW.number, NEW.author_id) IS (OLD.id, OLD.project_id, OLD.section_id, OLD.number, OLD.author_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: plan_text_versions'); END;

CREATE TABLE plan_texts (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  section_id INTEGER NOT NULL REFERENCES plan_sections (id),
  body TEXT NOT NULL DEFAULT '',
  turn TEXT NOT NULL DEFAULT '' CHECK (turn IN ('', 'submitted', 'returned')),
  reason TEXT NOT NULL DEFAULT '',                          -- why it was asked again
  submitted INTEGER NOT NULL DEFAULT 0 CHECK (submitted >= 0), -- number of the version that was submitted last
  turned_at INTEGER,
  step INTEGER NOT NULL DEFAULT 0,                          -- counts the turns: guards what a coach answers
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, section_id),
  CHECK ((turn = 'returned') = (reason <> '')),
  CHECK (turn = '' OR turned_at IS NOT NULL)
) STRICT;

CREATE INDEX plan_texts_section ON plan_texts (section_id);

CREATE INDEX plan_texts_submitted ON plan_texts (turned_at, project_id) WHERE turn = 'submitted';

CREATE TRIGGER search_plan_texts_changed AFTER UPDATE OF body ON plan_texts BEGIN
  DELETE FROM search_texts WHERE id = 3377699720527872 + OLD.project_id * 1048576 + OLD.section_id;
  INSERT INTO search_texts (id, body) SELECT 3377699720527872 + NEW.project_id * 1048576 + NEW.section_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_plan_texts_gone AFTER DELETE ON plan_texts BEGIN
  DELETE FROM search_texts WHERE id = 3377699720527872 + OLD.project_id * 1048576 + OLD.section_id;
END;

CREATE TRIGGER search_plan_texts_new AFTER INSERT ON plan_texts BEGIN
  INSERT INTO search_texts (id, body) SELECT 3377699720527872 + NEW.project_id * 1048576 + NEW.section_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;

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

CREATE TABLE programme_sites (
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  PRIMARY KEY (programme_id, site_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE programmes (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  summary TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
, description TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE progress_cadences (
  programme_id INTEGER PRIMARY KEY REFERENCES programmes (id),
  coaching_months INTEGER NOT NULL CHECK (coaching_months BETWEEN 0 AND 24),
  test_months INTEGER NOT NULL CHECK (test_months BETWEEN 0 AND 24),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

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

CREATE TRIGGER progress_events_kept_delete BEFORE DELETE ON progress_events BEGIN SELECT RAISE(ABORT, 'history is never deleted: progress_events'); END;

CREATE TRIGGER progress_events_kept_update BEFORE UPDATE ON progress_events BEGIN SELECT RAISE(ABORT, 'history is never edited: progress_events'); END;

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

CREATE TABLE progress_meetings (
  report_id INTEGER NOT NULL REFERENCES progress_reports (id),
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  placed INTEGER NOT NULL CHECK (placed IN (0, 1)),      -- 0: where the checklist's movements of that day say
  section_id INTEGER REFERENCES plan_sections (id),     -- with placed, NULL: under no section
  left_out INTEGER NOT NULL CHECK (left_out IN (0, 1)),
  PRIMARY KEY (report_id, meeting_id),
  CHECK (placed = 1 OR section_id IS NULL)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE progress_values (
  report_id INTEGER NOT NULL REFERENCES progress_reports (id),
  indicator_id INTEGER NOT NULL REFERENCES progress_indicators (id),
  side TEXT NOT NULL CHECK (side IN ('holder', 'house')),
  amount INTEGER NOT NULL CHECK (amount >= 0), -- hundredths: cents of money, of hours, of a count
  PRIMARY KEY (report_id, indicator_id, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_coaches (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  from_on TEXT NOT NULL,
  to_on TEXT
) STRICT;

CREATE INDEX project_coaches_account ON project_coaches (account_id, project_id) WHERE to_on IS NULL;

CREATE UNIQUE INDEX project_coaches_current ON project_coaches (project_id, account_id) WHERE to_on IS NULL;

CREATE TABLE project_counts (
  cohort_id INTEGER NOT NULL REFERENCES cohorts (id),
  phase TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (cohort_id, phase)
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE CHECK (ref <> ''),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  site_id INTEGER NOT NULL REFERENCES sites (id),
  cohort_id INTEGER NOT NULL REFERENCES cohorts (id),
  person_id INTEGER NOT NULL REFERENCES persons (id),
  terms_id INTEGER REFERENCES terms (id),
  template_id INTEGER REFERENCES plan_templates (id),
  title TEXT NOT NULL DEFAULT '',
  sector TEXT NOT NULL DEFAULT '',
  phase TEXT NOT NULL CHECK (phase IN ('draft', 'submitted', 'review', 'waitlisted', 'declined', 'withdrawn',
    'accepted', 'coaching', 'test', 'launched', 'followed_up', 'exited')),
  phase_started_on TEXT NOT NULL,
  phase_ends_on TEXT,           -- kept for lists: the clock's end, moved by suspension and extension
  suspended_on TEXT,            -- first day of the open suspension
  submitted_at INTEGER,          -- first submission; a draft that never was submitted is its author's alone
  exit_reason TEXT NOT NULL DEFAULT '',
  study_completed INTEGER CHECK (study_completed IN (0, 1)), -- NULL: not known yet
  entered_on TEXT,              -- first day of coaching
  left_on TEXT,                 -- day of launch or exit
  last_meeting_on TEXT,
  next_meeting_at INTEGER,
  carried_meetings INTEGER NOT NULL DEFAULT 0 CHECK (carried_meetings >= 0), -- held before the product, known as a total
  carried_minutes INTEGER NOT NULL DEFAULT 0 CHECK (carried_minutes >= 0),
  search TEXT NOT NULL DEFAULT '',  -- unaccented, lower case: reference, holder, title
  external_ref TEXT UNIQUE,     -- the number the file had where it was imported from
  source_file TEXT NOT NULL DEFAULT '',
  source_row INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (suspended_on IS NULL OR phase IN ('coaching', 'test'))
) STRICT;

CREATE INDEX projects_closed ON projects (phase_started_on, id) WHERE phase IN ('draft', 'declined', 'withdrawn');

CREATE INDEX projects_cohort ON projects (cohort_id, phase, id);

CREATE INDEX projects_cohort_newest ON projects (cohort_id, id);

CREATE INDEX projects_ends ON projects (phase_ends_on, id) WHERE phase_ends_on IS NOT NULL;

CREATE INDEX projects_entered ON projects (entered_on, site_id) WHERE entered_on IS NOT NULL;

CREATE INDEX projects_launched ON projects (left_on, site_id) WHERE entered_on IS NOT NULL AND phase IN ('launched', 'followed_up');

CREATE INDEX projects_left ON projects (left_on, phase, site_id) WHERE left_on IS NOT NULL AND entered_on IS NOT NULL;

CREATE INDEX projects_person ON projects (person_id);

CREATE INDEX projects_phase ON projects (phase, id);

CREATE INDEX projects_phase_ends ON projects (phase, phase_ends_on, id) WHERE phase_ends_on IS NOT NULL;

CREATE INDEX projects_phase_urgency ON projects (phase, COALESCE(phase_ends_on, phase_started_on), id);

CREATE INDEX projects_site ON projects (site_id, id);

CREATE INDEX projects_site_phase ON projects (site_id, phase, id);

CREATE INDEX projects_suspended ON projects (id) WHERE suspended_on IS NOT NULL;

CREATE INDEX projects_suspended_since ON projects (suspended_on, id) WHERE suspended_on IS NOT NULL;

CREATE INDEX projects_unsent ON projects (cohort_id, phase) WHERE submitted_at IS NULL AND phase IN ('draft', 'withdrawn');

CREATE INDEX projects_urgency ON projects (COALESCE(phase_ends_on, phase_started_on), id)
  WHERE phase IN ('submitted', 'review', 'waitlisted', 'accepted', 'coaching', 'test');

CREATE INDEX projects_words ON projects (phase, search, site_id, submitted_at, programme_id, cohort_id);

CREATE TRIGGER projects_counted AFTER INSERT ON projects BEGIN
  INSERT INTO project_counts (cohort_id, phase, n) VALUES (NEW.cohort_id, NEW.phase, 1)
  ON CONFLICT (cohort_id, phase) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER projects_of_somebody BEFORE INSERT ON projects
WHEN EXISTS (SELECT 1 FROM person_merges m WHERE m.other_id = NEW.person_id AND m.state = 'done')
BEGIN SELECT RAISE(ABORT, 'this record of the person was merged into another'); END;

CREATE TRIGGER projects_recounted AFTER UPDATE OF cohort_id, phase ON projects
WHEN OLD.cohort_id <> NEW.cohort_id OR OLD.phase <> NEW.phase BEGIN
  UPDATE project_counts SET n = n - 1 WHERE cohort_id = OLD.cohort_id AND phase = OLD.phase;
  INSERT INTO project_counts (cohort_id, phase, n) VALUES (NEW.cohort_id, NEW.phase, 1)
  ON CONFLICT (cohort_id, phase) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER projects_uncounted AFTER DELETE ON projects BEGIN
  UPDATE project_counts SET n = n - 1 WHERE cohort_id = OLD.cohort_id AND phase = OLD.phase;
END;

CREATE TRIGGER search_projects_changed AFTER UPDATE OF search, sector ON projects BEGIN
  DELETE FROM search_texts WHERE id = 281474976710656 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 281474976710656 + NEW.id, w FROM (SELECT search_words(NEW.search || ' ' || NEW.sector) AS w LIMIT 1) WHERE w <> '';
END;

CREATE TRIGGER search_projects_gone AFTER DELETE ON projects BEGIN
  DELETE FROM search_texts WHERE id = 281474976710656 + OLD.id;
END;

CREATE TRIGGER search_projects_new AFTER INSERT ON projects BEGIN
  INSERT INTO search_texts (id, body) SELECT 281474976710656 + NEW.id, w FROM (SELECT search_words(NEW.search || ' ' || NEW.sector) AS w LIMIT 1) WHERE w <> '';
END;

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

CREATE UNIQUE INDEX saved_views_default ON saved_views (account_id, list) WHERE is_default;

CREATE UNIQUE INDEX saved_views_name ON saved_views (account_id, list, name) WHERE dropped_at IS NULL;

CREATE TABLE search_texts (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL CHECK (body <> '') -- as models.Words gives it; search_words() is that function
) STRICT;

CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token TEXT PRIMARY KEY, -- a hash: reading the table opens no session
  data BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  address TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE sitting_attendance (
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('present', 'excused', 'absent')),
  PRIMARY KEY (committee_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sitting_attendance_account ON sitting_attendance (account_id);

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

CREATE TABLE sittings (
  committee_id INTEGER PRIMARY KEY REFERENCES committees (id),
  starts_at TEXT NOT NULL DEFAULT '',                                  -- HH:MM, '' while no hour is set
  minutes_each INTEGER NOT NULL DEFAULT 15 CHECK (minutes_each BETWEEN 1 AND 240),
  chair TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '',                                    -- of the minutes: what concerns no file
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE slot_extras (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  starts_at INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 10 AND 240),
  kind TEXT NOT NULL,
  medium TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  UNIQUE (account_id, starts_at)
) STRICT;

CREATE TABLE slot_patterns (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- 1 is Monday
  from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute INTEGER NOT NULL CHECK (until_minute BETWEEN 1 AND 1440),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 10 AND 240),
  pause INTEGER NOT NULL CHECK (pause BETWEEN 0 AND 120),
  kind TEXT NOT NULL,
  medium TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  horizon_weeks INTEGER NOT NULL CHECK (horizon_weeks BETWEEN 1 AND 26), -- how far ahead they are offered
  notice_hours INTEGER NOT NULL CHECK (notice_hours BETWEEN 0 AND 336),  -- how long before its start a slot is offered
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (until_minute >= from_minute + minutes),
  CHECK (valid_to >= valid_from)
) STRICT;

CREATE INDEX slot_patterns_account ON slot_patterns (account_id, weekday, from_minute);

CREATE TABLE slot_settings (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  change_hours INTEGER NOT NULL DEFAULT 24 CHECK (change_hours BETWEEN 0 AND 336), -- until when holders move and cancel
  max_upcoming INTEGER NOT NULL DEFAULT 2 CHECK (max_upcoming BETWEEN 1 AND 10),   -- appointments to come that one holder may have booked
  phone TEXT NOT NULL DEFAULT '',                                                  -- whom to call once it is too late
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE suspensions (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  phase TEXT NOT NULL CHECK (phase IN ('coaching', 'test')),
  from_on TEXT NOT NULL,
  to_on TEXT CHECK (to_on IS NULL OR to_on >= from_on), -- the day the clock runs again
  reason TEXT NOT NULL,
  created_by INTEGER REFERENCES accounts (id),
  created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX suspensions_open ON suspensions (project_id) WHERE to_on IS NULL;

CREATE INDEX suspensions_project ON suspensions (project_id, from_on);

CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  valid_from TEXT NOT NULL,
  coaching_min_months INTEGER NOT NULL CHECK (coaching_min_months >= 0),
  coaching_max_months INTEGER NOT NULL CHECK (coaching_max_months >= coaching_min_months),
  coaching_extension_months INTEGER NOT NULL CHECK (coaching_extension_months >= 0),
  test_min_months INTEGER NOT NULL CHECK (test_min_months >= 0),
  test_max_months INTEGER NOT NULL CHECK (test_max_months >= test_min_months),
  test_extension_months INTEGER NOT NULL CHECK (test_extension_months >= 0),
  total_max_months INTEGER NOT NULL CHECK (total_max_months > 0),
  grant_cap INTEGER NOT NULL CHECK (grant_cap >= 0),
  plan_gate TEXT NOT NULL CHECK (plan_gate IN ('block', 'warn', 'off')),
  silent_days INTEGER NOT NULL CHECK (silent_days > 0),
  UNIQUE (programme_id, valid_from)
) STRICT;

CREATE TABLE workshop_attendance (
  session_id INTEGER NOT NULL REFERENCES workshop_sessions (id),
  project_id INTEGER NOT NULL REFERENCES projects (id),
  mark TEXT NOT NULL CHECK (mark IN ('present', 'absent', 'excused')),
  marked_by INTEGER REFERENCES accounts (id),
  marked_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX workshop_attendance_project ON workshop_attendance (project_id);

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

CREATE TABLE workshop_leaders (
  session_id INTEGER NOT NULL REFERENCES workshop_sessions (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  starts_at INTEGER NOT NULL, -- the session's, for the index
  PRIMARY KEY (session_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX workshop_leaders_account ON workshop_leaders (account_id, starts_at);

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
