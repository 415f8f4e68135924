-- +goose Up

-- When an enterprise closed, where it is known; and what else an answer says.
ALTER TABLE enterprise_checks ADD COLUMN closed_on TEXT;
ALTER TABLE enterprise_checks ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise_checks ADD COLUMN turnover TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise_checks ADD COLUMN situation TEXT NOT NULL DEFAULT '';
-- The look that this one corrects; both stay.
ALTER TABLE enterprise_checks ADD COLUMN corrects_id INTEGER REFERENCES enterprise_checks (id);
