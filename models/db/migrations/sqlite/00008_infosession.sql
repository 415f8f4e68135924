-- +goose Up

-- What visitors read of a programme: paragraphs, and lines that begin with a dash.
ALTER TABLE programmes ADD COLUMN description TEXT NOT NULL DEFAULT '';

-- Information sessions, open to everybody. confirmed is the guard of the places: it is kept with the
-- registrations in one transaction, and never exceeds them.
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
CREATE INDEX info_sessions_start ON info_sessions (starts_at, id);
CREATE INDEX info_sessions_site ON info_sessions (site_id, starts_at, id);

CREATE TABLE info_session_programmes (
  session_id INTEGER NOT NULL REFERENCES info_sessions (id),
  programme_id INTEGER NOT NULL REFERENCES programmes (id),
  PRIMARY KEY (session_id, programme_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX info_session_programmes_programme ON info_session_programmes (programme_id, session_id);

-- One registration an address. After the erasure names, address and token are empty; what counts stays.
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
