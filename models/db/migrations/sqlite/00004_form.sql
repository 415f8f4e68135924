-- +goose Up

-- The questions of a programme, in versions. What is published is never edited: an
-- application keeps the version that it was written on.
CREATE TABLE form_versions (
  id INTEGER PRIMARY KEY,
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  published_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (programme_id, number)
) STRICT;
CREATE UNIQUE INDEX form_versions_published ON form_versions (programme_id) WHERE state = 'published';
CREATE UNIQUE INDEX form_versions_draft ON form_versions (programme_id) WHERE state = 'draft';

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
CREATE INDEX form_questions_order ON form_questions (form_id, position);
CREATE INDEX form_questions_code ON form_questions (code);

CREATE TABLE form_options (
  question_id INTEGER NOT NULL REFERENCES form_questions (id),
  position INTEGER NOT NULL,
  value TEXT NOT NULL CHECK (value <> ''),
  label TEXT NOT NULL CHECK (label <> ''),
  PRIMARY KEY (question_id, value)
) STRICT, WITHOUT ROWID;

-- The answers that no rule and no report reads; the others have columns of their own.
CREATE TABLE application_answers (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  code TEXT NOT NULL CHECK (code <> ''),
  value TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (project_id, code)
) STRICT, WITHOUT ROWID;

-- NULL: the questions that every programme asks, and no other.
ALTER TABLE applications ADD COLUMN form_id INTEGER REFERENCES form_versions (id);
-- How long the file may be kept if it is declined.
ALTER TABLE applications ADD COLUMN keep_months INTEGER NOT NULL DEFAULT 0 CHECK (keep_months BETWEEN 0 AND 24);
CREATE INDEX applications_form ON applications (form_id) WHERE form_id IS NOT NULL;

-- The same person twice is noticed, by telephone too: the last nine digits, however they were typed.
ALTER TABLE persons ADD COLUMN phone_key TEXT NOT NULL DEFAULT '';
UPDATE persons SET phone_key = substr(replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '.', ''), '/', ''), '-', ''), '(', ''), ')', ''), '+', ''), -9) WHERE phone <> '';
CREATE INDEX persons_phone ON persons (phone_key) WHERE phone_key <> '';
CREATE INDEX persons_birth ON persons (birth_on) WHERE birth_on IS NOT NULL;
