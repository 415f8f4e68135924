-- +goose Up

-- The texts of business plans and the remarks on them are found, too (see 00014). A text of two keys stands under
-- the first times 2^20, plus the second.

-- +goose StatementBegin
CREATE TRIGGER search_plan_texts_new AFTER INSERT ON plan_texts BEGIN
  INSERT INTO search_texts (id, body) SELECT 3377699720527872 + NEW.project_id * 1048576 + NEW.section_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_texts_changed AFTER UPDATE OF body ON plan_texts BEGIN
  DELETE FROM search_texts WHERE id = 3377699720527872 + OLD.project_id * 1048576 + OLD.section_id;
  INSERT INTO search_texts (id, body) SELECT 3377699720527872 + NEW.project_id * 1048576 + NEW.section_id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_texts_gone AFTER DELETE ON plan_texts BEGIN
  DELETE FROM search_texts WHERE id = 3377699720527872 + OLD.project_id * 1048576 + OLD.section_id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 3377699720527872 + project_id * 1048576 + section_id AS id, search_words(body) AS w FROM plan_texts) WHERE w <> '';

-- +goose StatementBegin
CREATE TRIGGER search_plan_comments_new AFTER INSERT ON plan_comments BEGIN
  INSERT INTO search_texts (id, body) SELECT 3659174697238528 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_comments_changed AFTER UPDATE OF body ON plan_comments BEGIN
  DELETE FROM search_texts WHERE id = 3659174697238528 + OLD.id;
  INSERT INTO search_texts (id, body) SELECT 3659174697238528 + NEW.id, w FROM (SELECT search_words(NEW.body) AS w LIMIT 1) WHERE w <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_plan_comments_gone AFTER DELETE ON plan_comments BEGIN
  DELETE FROM search_texts WHERE id = 3659174697238528 + OLD.id;
END;
-- +goose StatementEnd
INSERT INTO search_texts (id, body) SELECT id, w FROM (SELECT 3659174697238528 + id AS id, search_words(body) AS w FROM plan_comments) WHERE w <> '';
