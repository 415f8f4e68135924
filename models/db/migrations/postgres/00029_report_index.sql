-- +goose Up

-- The list of years counts exits and launches by year: from this index alone.
DROP INDEX projects_left;
CREATE INDEX projects_left ON projects (left_on, phase, site_id) WHERE left_on IS NOT NULL AND entered_on IS NOT NULL;
