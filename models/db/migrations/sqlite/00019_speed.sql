-- +goose Up

-- Counts of a search by phase read this index alone, in the order of the phases.
CREATE INDEX projects_words ON projects (phase, search, site_id, submitted_at, programme_id, cohort_id);
-- Who has stood still the longest.
CREATE INDEX projects_suspended_since ON projects (suspended_on, id) WHERE suspended_on IS NOT NULL;
-- Who entered and who left in a year, on which site.
DROP INDEX projects_entered;
CREATE INDEX projects_entered ON projects (entered_on, site_id) WHERE entered_on IS NOT NULL;
CREATE INDEX projects_left ON projects (left_on, site_id) WHERE left_on IS NOT NULL AND entered_on IS NOT NULL;
