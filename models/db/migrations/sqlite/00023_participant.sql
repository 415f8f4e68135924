-- +goose Up

-- What the indicators of the European Social Fund Plus (Regulation (EU) 2021/1057, Annex I) rest on and may be corrected
-- by an administrator: from how many months on somebody is long-term unemployed, how long after leaving an answer counts.
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
INSERT INTO participant_rules (id, long_months, young_under, young_months, exit_days, later_months, later_days) VALUES (1, 12, 25, 6, 28, 6, 28);

-- Codes and labels are data; what a code counts is one of the product's definitions.
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
INSERT INTO participant_indicators (counts, code, label, active, position) VALUES
  ('all', 'EECO01', 'Participantes et participants, au total', TRUE, 1),
  ('unemployed', 'EECO02', 'Au chômage, chômage de longue durée compris', TRUE, 2),
  ('long_term', 'EECO03', 'Au chômage de longue durée', TRUE, 3),
  ('inactive', 'EECO04', 'Inactives et inactifs', TRUE, 4),
  ('employed', 'EECO05', 'En emploi, indépendantes et indépendants compris', TRUE, 5),
  ('under_18', 'EECO06', 'Moins de 18 ans', TRUE, 6),
  ('18_29', 'EECO07', 'De 18 à 29 ans', TRUE, 7),
  ('55_more', 'EECO08', '55 ans et plus', TRUE, 8),
  ('isced_0_2', 'EECO09', 'Secondaire inférieur au plus (CITE 0 à 2)', TRUE, 9),
  ('isced_3_4', 'EECO10', 'Secondaire supérieur ou post-secondaire (CITE 3 et 4)', TRUE, 10),
  ('isced_5_8', 'EECO11', 'Enseignement supérieur (CITE 5 à 8)', TRUE, 11),
  ('disability', 'EECO12', 'En situation de handicap', TRUE, 12),
  ('third_country', 'EECO13', 'Ressortissantes et ressortissants de pays tiers', TRUE, 13),
  ('foreign', 'EECO14', 'D''origine étrangère', TRUE, 14),
  ('minority', 'EECO15', 'Minorités, y compris les communautés marginalisées', TRUE, 15),
  ('homeless', 'EECO16', 'Sans abri ou touchés par l''exclusion du logement', TRUE, 16),
  ('rural', 'EECO17', 'Vivant en zone rurale', TRUE, 17),
  ('administrations', 'EECO18', 'Administrations publiques soutenues', FALSE, 18),
  ('enterprises', 'EECO19', 'Micro, petites et moyennes entreprises soutenues', FALSE, 19),
  ('exit_search', 'EECR01', 'En recherche d''emploi à la sortie', TRUE, 20),
  ('exit_training', 'EECR02', 'En études ou en formation à la sortie', TRUE, 21),
  ('exit_qualification', 'EECR03', 'Ayant obtenu une qualification à la sortie', TRUE, 22),
  ('exit_employment', 'EECR04', 'En emploi à la sortie, indépendantes et indépendants compris', TRUE, 23),
  ('later_employment', 'EECR05', 'En emploi six mois après la sortie', TRUE, 24),
  ('later_improved', 'EECR06', 'Situation améliorée sur le marché du travail six mois après la sortie', TRUE, 25);

-- Who somebody was on the day of entry. Until coaching starts it may be written freely; then it is frozen, with the rules of
-- that day, and changes only by corrections. "declined" is an answer: the person prefers not to say.
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

-- What became of somebody: on leaving, and months later.
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

-- Every change of what was frozen or recorded: who, when, from, to, why.
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

-- +goose StatementBegin
CREATE TRIGGER participant_corrections_kept_update BEFORE UPDATE ON participant_corrections BEGIN SELECT RAISE(ABORT, 'history is never edited: participant_corrections'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER participant_corrections_kept_delete BEFORE DELETE ON participant_corrections BEGIN SELECT RAISE(ABORT, 'history is never deleted: participant_corrections'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER participants_stay_frozen BEFORE UPDATE ON participants
WHEN OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR NEW.frozen_at <> OLD.frozen_at OR NEW.long_months <> OLD.long_months
  OR NEW.young_under <> OLD.young_under OR NEW.young_months <> OLD.young_months)
BEGIN SELECT RAISE(ABORT, 'what was frozen stays so: participants'); END;
-- +goose StatementEnd

-- Who entered before this was asked: what the dossier knows of them, as it stands today.
INSERT INTO participants (project_id, labour, jobless_since, birth_on, gender, schooling, frozen_at, carried, updated_at)
SELECT p.id, CASE WHEN a.situation IN ('full_benefits', 'partial_benefits') THEN 'unemployed' WHEN a.situation = 'on_notice' THEN 'employed' ELSE '' END,
  CASE WHEN a.situation IN ('full_benefits', 'partial_benefits') AND a.jobseeker_since <= p.entered_on THEN a.jobseeker_since END, h.birth_on, h.gender,
  CASE WHEN a.schooling IN ('none', 'lower_secondary') THEN 'isced_0_2' WHEN a.schooling = 'upper_secondary' THEN 'isced_3_4' WHEN a.schooling = 'tertiary' THEN 'isced_5_8' ELSE '' END,
  p.updated_at, TRUE, p.updated_at
FROM projects p JOIN persons h ON h.id = p.person_id LEFT JOIN applications a ON a.project_id = p.id WHERE p.entered_on IS NOT NULL;
