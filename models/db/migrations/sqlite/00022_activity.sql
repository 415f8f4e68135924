-- +goose Up

-- What a manager writes for the activity report of a period, on one site or all, of one programme or all. The body is that of
-- the newest version below; "eclosion check" compares both.
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
CREATE INDEX activity_comments_site ON activity_comments (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX activity_comments_programme ON activity_comments (programme_id) WHERE programme_id IS NOT NULL;

-- Its versions. The newest grows while its author goes on writing; then it is sealed, and never changes.
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
-- +goose StatementBegin
CREATE TRIGGER activity_comment_versions_kept_update BEFORE UPDATE ON activity_comment_versions
WHEN NOT (OLD.sealed = 0 AND (NEW.id, NEW.comment_id, NEW.number, NEW.author_id) IS (OLD.id, OLD.comment_id, OLD.number, OLD.author_id))
BEGIN SELECT RAISE(ABORT, 'history is never edited: activity_comment_versions'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER activity_comment_versions_kept_delete BEFORE DELETE ON activity_comment_versions BEGIN SELECT RAISE(ABORT, 'history is never deleted: activity_comment_versions'); END;
-- +goose StatementEnd

-- What happened in a period: meetings, money, looks at enterprises.
CREATE INDEX meetings_held ON meetings (held_on, kind, minutes) WHERE state = 'held';
CREATE INDEX grant_requests_asked ON grant_requests (asked_on);
CREATE INDEX grant_awards_day ON grant_awards (awarded_on);
CREATE INDEX grant_reductions_day ON grant_reductions (reduced_on);
CREATE INDEX grant_payments_day ON grant_payments (paid_on);
CREATE INDEX grant_recoveries_day ON grant_recoveries (recovered_on);
-- Who made an enterprise in a year.
CREATE INDEX projects_launched ON projects (left_on, site_id) WHERE entered_on IS NOT NULL AND phase IN ('launched', 'followed_up');
