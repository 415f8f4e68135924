-- +goose Up

-- Raised when the time, the place, the people or the outcome of a meeting change: calendars know its versions by it.
ALTER TABLE meetings ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;

-- What a coach chooses once for all their slots. The row is also the guard of their time: who books, plans or moves a
-- meeting of theirs takes it first.
CREATE TABLE slot_settings (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  change_hours INTEGER NOT NULL DEFAULT 24 CHECK (change_hours BETWEEN 0 AND 336), -- until when holders move and cancel
  max_upcoming INTEGER NOT NULL DEFAULT 2 CHECK (max_upcoming BETWEEN 1 AND 10),   -- appointments to come that one holder may have booked
  phone TEXT NOT NULL DEFAULT '',                                                  -- whom to call once it is too late
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Slots that come back every week. What is free is computed from these, never stored.
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

-- Slots offered once.
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

-- When a coach offers nothing. The reason is the couveuse's alone.
CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK (to_at > from_at),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX absences_account ON absences (account_id, to_at);

-- A meeting that a holder booked. starts_at is the slot that it holds of the coach: one holder a slot. It holds none once
-- the meeting was called off.
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

-- The secret address of an account's calendar; only its hash is kept.
CREATE TABLE calendar_feeds (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  secret_hash TEXT NOT NULL UNIQUE CHECK (secret_hash <> ''),
  nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
