-- +goose Up

-- What is found by a search: for each text that people wrote, its words. The words are kept by triggers on
-- the tables that hold the texts, so that they are true however these are written, imported or erased. id is the number of
-- the kind (models/search) times 2^48, plus the key of the row that holds the text: nothing else is kept here,
-- neither whose it is nor who may read it. That is asked of the source at every search.
CREATE TABLE search_texts (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL CHECK (body <> '') -- as models.Words gives it; search_words() is that function
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER search_projects_new AFTER INSERT ON projects BEGIN
  INSERT INTO search_texts (id, body) SELECT 281474976710656 + NEW.id, w FROM (SELECT search_words(NEW.search || ' ' || NEW.sector) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_projects_changed AFTER UPDATE OF search, sector ON projects BEGIN
  DELETE FROM search_texts WHERE id = 281474976710656 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 281474976710656 + NEW.id, w FROM (SELECT search_words(NEW.search || ' ' || NEW.sector) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_projects_gone AFTER DELETE ON projects BEGIN
  DELETE FROM search_texts WHERE id = 281474976710656 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 281474976710656 + id AS id, search_words(search || ' ' || sector) AS w FROM projects) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_persons_new AFTER INSERT ON persons BEGIN
  INSERT INTO search_texts (id, body) SELECT 562949953421312 + NEW.id, w FROM (SELECT search_words(NEW.first_name || ' ' || NEW.last_name || ' ' || NEW.email || ' ' || NEW.phone || ' ' || NEW.phone_key || ' ' || NEW.street || ' ' || NEW.postcode || ' ' || NEW.municipality) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_persons_changed AFTER UPDATE OF first_name, last_name, email, phone, phone_key, street, postcode, municipality ON persons BEGIN
  DELETE FROM search_texts WHERE id = 562949953421312 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 562949953421312 + NEW.id, w FROM (SELECT search_words(NEW.first_name || ' ' || NEW.last_name || ' ' || NEW.email || ' ' || NEW.phone || ' ' || NEW.phone_key || ' ' || NEW.street || ' ' || NEW.postcode || ' ' || NEW.municipality) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_persons_gone AFTER DELETE ON persons BEGIN
  DELETE FROM search_texts WHERE id = 562949953421312 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 562949953421312 + id AS id, search_words(first_name || ' ' || last_name || ' ' || email || ' ' || phone || ' ' || phone_key || ' ' || street || ' ' || postcode || ' ' || municipality) AS w FROM persons) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_meetings_new AFTER INSERT ON meetings BEGIN
  INSERT INTO search_texts (id, body) SELECT 844424930131968 + NEW.id, w FROM (SELECT search_words(NEW.summary || ' ' || NEW.place) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_meetings_changed AFTER UPDATE OF summary, place ON meetings BEGIN
  DELETE FROM search_texts WHERE id = 844424930131968 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 844424930131968 + NEW.id, w FROM (SELECT search_words(NEW.summary || ' ' || NEW.place) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_meetings_gone AFTER DELETE ON meetings BEGIN
  DELETE FROM search_texts WHERE id = 844424930131968 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 844424930131968 + id AS id, search_words(summary || ' ' || place) AS w FROM meetings) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_meeting_notes_new AFTER INSERT ON meeting_notes BEGIN
  INSERT INTO search_texts (id, body) SELECT 1125899906842624 + NEW.meeting_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_meeting_notes_changed AFTER UPDATE OF body ON meeting_notes BEGIN
  DELETE FROM search_texts WHERE id = 1125899906842624 + OLD.meeting_id;
  INSERT INTO search_texts (id, body) SELECT 1125899906842624 + NEW.meeting_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_meeting_notes_gone AFTER DELETE ON meeting_notes BEGIN
  DELETE FROM search_texts WHERE id = 1125899906842624 + OLD.meeting_id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 1125899906842624 + meeting_id AS id, search_words(body) AS w FROM meeting_notes) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_actions_new AFTER INSERT ON actions BEGIN
  INSERT INTO search_texts (id, body) SELECT 1407374883553280 + NEW.id, w FROM (SELECT search_words(NEW.title) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_actions_changed AFTER UPDATE OF title ON actions BEGIN
  DELETE FROM search_texts WHERE id = 1407374883553280 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1407374883553280 + NEW.id, w FROM (SELECT search_words(NEW.title) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_actions_gone AFTER DELETE ON actions BEGIN
  DELETE FROM search_texts WHERE id = 1407374883553280 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 1407374883553280 + id AS id, search_words(title) AS w FROM actions) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_documents_new AFTER INSERT ON documents BEGIN
  INSERT INTO search_texts (id, body) SELECT 1688849860263936 + NEW.id, w FROM (SELECT search_words(NEW.name) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_documents_changed AFTER UPDATE OF name ON documents BEGIN
  DELETE FROM search_texts WHERE id = 1688849860263936 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1688849860263936 + NEW.id, w FROM (SELECT search_words(NEW.name) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_documents_gone AFTER DELETE ON documents BEGIN
  DELETE FROM search_texts WHERE id = 1688849860263936 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 1688849860263936 + id AS id, search_words(name) AS w FROM documents) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_messages_new AFTER INSERT ON messages BEGIN
  INSERT INTO search_texts (id, body) SELECT 1970324836974592 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_messages_changed AFTER UPDATE OF body ON messages BEGIN
  DELETE FROM search_texts WHERE id = 1970324836974592 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 1970324836974592 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_messages_gone AFTER DELETE ON messages BEGIN
  DELETE FROM search_texts WHERE id = 1970324836974592 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 1970324836974592 + id AS id, search_words(body) AS w FROM messages) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_cohorts_new AFTER INSERT ON cohorts BEGIN
  INSERT INTO search_texts (id, body) SELECT 2251799813685248 + NEW.id, w FROM (SELECT search_words(NEW.ref || ' ' || NEW.name) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_cohorts_changed AFTER UPDATE OF ref, name ON cohorts BEGIN
  DELETE FROM search_texts WHERE id = 2251799813685248 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 2251799813685248 + NEW.id, w FROM (SELECT search_words(NEW.ref || ' ' || NEW.name) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_cohorts_gone AFTER DELETE ON cohorts BEGIN
  DELETE FROM search_texts WHERE id = 2251799813685248 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 2251799813685248 + id AS id, search_words(ref || ' ' || name) AS w FROM cohorts) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_applications_new AFTER INSERT ON applications BEGIN
  INSERT INTO search_texts (id, body) SELECT 2533274790395904 + NEW.project_id, w FROM (SELECT search_words(NEW.description || ' ' || NEW.clients || ' ' || NEW.motivation || ' ' || NEW.experience) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_applications_changed AFTER UPDATE OF description, clients, motivation, experience ON applications BEGIN
  DELETE FROM search_texts WHERE id = 2533274790395904 + OLD.project_id;
  INSERT INTO search_texts (id, body) SELECT 2533274790395904 + NEW.project_id, w FROM (SELECT search_words(NEW.description || ' ' || NEW.clients || ' ' || NEW.motivation || ' ' || NEW.experience) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_applications_gone AFTER DELETE ON applications BEGIN
  DELETE FROM search_texts WHERE id = 2533274790395904 + OLD.project_id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 2533274790395904 + project_id AS id, search_words(description || ' ' || clients || ' ' || motivation || ' ' || experience) AS w FROM applications) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_enterprises_new AFTER INSERT ON enterprises BEGIN
  INSERT INTO search_texts (id, body) SELECT 2814749767106560 + NEW.id, w FROM (SELECT search_words(NEW.name || ' ' || NEW.number) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_enterprises_changed AFTER UPDATE OF name, number ON enterprises BEGIN
  DELETE FROM search_texts WHERE id = 2814749767106560 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 2814749767106560 + NEW.id, w FROM (SELECT search_words(NEW.name || ' ' || NEW.number) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_enterprises_gone AFTER DELETE ON enterprises BEGIN
  DELETE FROM search_texts WHERE id = 2814749767106560 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 2814749767106560 + id AS id, search_words(name || ' ' || number) AS w FROM enterprises) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_plan_events_new AFTER INSERT ON plan_events BEGIN
  INSERT INTO search_texts (id, body) SELECT 3096224743817216 + NEW.id, w FROM (SELECT search_words(NEW.comment) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_events_changed AFTER UPDATE OF comment ON plan_events BEGIN
  DELETE FROM search_texts WHERE id = 3096224743817216 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 3096224743817216 + NEW.id, w FROM (SELECT search_words(NEW.comment) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_events_gone AFTER DELETE ON plan_events BEGIN
  DELETE FROM search_texts WHERE id = 3096224743817216 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 3096224743817216 + id AS id, search_words(comment) AS w FROM plan_events) WHERE w <> '';

-- Lists of dossiers that had to be sorted, or read from end to end, at every page.
CREATE INDEX projects_phase_ends ON projects (phase, phase_ends_on, id) WHERE phase_ends_on IS NOT NULL;
CREATE INDEX projects_cohort_newest ON projects (cohort_id, id);
CREATE INDEX projects_suspended ON projects (id) WHERE suspended_on IS NOT NULL;
