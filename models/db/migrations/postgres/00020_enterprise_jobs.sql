-- +goose Up

-- Paid jobs in an enterprise beside its founder's own: when it began, and at each look at it. NULL: not known.
ALTER TABLE enterprises ADD COLUMN jobs BIGINT CHECK (jobs BETWEEN 0 AND 10000);
ALTER TABLE enterprise_checks ADD COLUMN jobs BIGINT CHECK (jobs BETWEEN 0 AND 10000);
-- Who said it: the couveuse looked, the enterprise answered a form or the phone, a file of earlier years.
ALTER TABLE enterprise_checks ADD COLUMN source TEXT NOT NULL DEFAULT 'house' CHECK (source IN ('house', 'form', 'phone', 'import'));
