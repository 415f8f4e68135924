-- +goose Up

-- The texts of business plans and the remarks on them are found, too (see 00014). A text of two keys stands under
-- the first times 2^20, plus the second.

CREATE TRIGGER search_plan_texts AFTER INSERT OR DELETE OR UPDATE OF body ON plan_texts
  FOR EACH ROW EXECUTE FUNCTION keep_search('12', 'project_id,section_id', 'body');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 3377699720527872 + project_id * 1048576 + section_id AS id, search_words(body) AS w FROM plan_texts) s WHERE s.w <> '';

CREATE TRIGGER search_plan_comments AFTER INSERT OR DELETE OR UPDATE OF body ON plan_comments
  FOR EACH ROW EXECUTE FUNCTION keep_search('13', 'id', 'body');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 3659174697238528 + id AS id, search_words(body) AS w FROM plan_comments) s WHERE s.w <> '';
