-- +goose Up

-- What is found by a search: for each text that people wrote, its words. The words are kept by triggers on
-- the tables that hold the texts, so that they are true however these are written, imported or erased. id is the number of
-- the kind (models/search) times 2^48, plus the key of the row that holds the text: nothing else is kept here,
-- neither whose it is nor who may read it. That is asked of the source at every search.
CREATE TABLE search_texts (
  id BIGINT PRIMARY KEY,
  body TEXT NOT NULL CHECK (body <> '') -- as models.Words gives it
);
CREATE INDEX search_texts_words ON search_texts USING gin (array_to_tsvector(string_to_array(btrim(body), ' ')));

-- models.Words, sign by sign; a test holds the two against each other.
-- +goose StatementBegin
CREATE FUNCTION search_words(said TEXT) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $words$
DECLARE
  w TEXT := left(normalize(left(said, 100000), NFKD), 200000);
BEGIN
  w := translate(w, 'ABCDEFGHIJKLMNOPQRSTUVWXYZÆÐØÞðøĐđĦıŁłŊŒŦƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖẞ',
    'abcdefghijklmnopqrstuvwxyzædoþdoddħillŋœŧɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωσϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆß');
  w := replace(replace(replace(replace(w, 'ß', 'ss'), 'œ', 'oe'), 'æ', 'ae'), 'þ', 'th');
  w := regexp_replace(w, '[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+', '', 'g');
  w := regexp_replace(w, '[\u0001-\u002f\u003a-\u0060\u007b-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02ff\u0375\u037e\u0384-\u0385\u0387\u0482\u0488-\u0489\u055a-\u055f\u0589-\u058a\u05be\u05c0\u05c3\u05c6\u05f3-\u05f4\u0600-\u060f\u061b-\u061f\u0640\u066a-\u066d\u06d4\u06dd-\u06de\u06e9\u1fbd-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd-\u1ffe\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u303f\u30fb\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff\U0001f000-\U0001faff\U000e0000-\U0010ffff]+', ' ', 'g');
  w := btrim(regexp_replace(w, '([^ ]{100})[^ ]+', '\1', 'g'));
  RETURN CASE WHEN w = '' THEN '' ELSE ' ' || w || ' ' END;
END $words$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION keep_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE -- the kind's number, the key (one column, or two with a comma), then the columns of the text
  base BIGINT := TG_ARGV[0]::bigint * 281474976710656;
  one TEXT := split_part(TG_ARGV[1], ',', 1);
  two TEXT := split_part(TG_ARGV[1], ',', 2);
  key BIGINT;
  said TEXT := '';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    key := (to_jsonb(OLD) ->> one)::bigint;
    IF two <> '' THEN key := key * 1048576 + (to_jsonb(OLD) ->> two)::bigint; END IF;
    DELETE FROM search_texts WHERE id = base + key;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    FOR i IN 2 .. TG_NARGS - 1 LOOP
      said := said || ' ' || (to_jsonb(NEW) ->> TG_ARGV[i]);
    END LOOP;
    key := (to_jsonb(NEW) ->> one)::bigint;
    IF two <> '' THEN key := key * 1048576 + (to_jsonb(NEW) ->> two)::bigint; END IF;
    INSERT INTO search_texts (id, body) SELECT base + key, w.body
      FROM (SELECT search_words(said) AS body) w WHERE w.body <> '';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER search_projects AFTER INSERT OR DELETE OR UPDATE OF search, sector ON projects
  FOR EACH ROW EXECUTE FUNCTION keep_search('1', 'id', 'search', 'sector');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 281474976710656 + id AS id, search_words(search || ' ' || sector) AS w FROM projects) s WHERE s.w <> '';

CREATE TRIGGER search_persons AFTER INSERT OR DELETE OR UPDATE OF first_name, last_name, email, phone, phone_key, street, postcode, municipality ON persons
  FOR EACH ROW EXECUTE FUNCTION keep_search('2', 'id', 'first_name', 'last_name', 'email', 'phone', 'phone_key', 'street', 'postcode', 'municipality');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 562949953421312 + id AS id, search_words(first_name || ' ' || last_name || ' ' || email || ' ' || phone || ' ' || phone_key || ' ' || street || ' ' || postcode || ' ' || municipality) AS w FROM persons) s WHERE s.w <> '';

CREATE TRIGGER search_meetings AFTER INSERT OR DELETE OR UPDATE OF summary, place ON meetings
  FOR EACH ROW EXECUTE FUNCTION keep_search('3', 'id', 'summary', 'place');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 844424930131968 + id AS id, search_words(summary || ' ' || place) AS w FROM meetings) s WHERE s.w <> '';

CREATE TRIGGER search_meeting_notes AFTER INSERT OR DELETE OR UPDATE OF body ON meeting_notes
  FOR EACH ROW EXECUTE FUNCTION keep_search('4', 'meeting_id', 'body');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 1125899906842624 + meeting_id AS id, search_words(body) AS w FROM meeting_notes) s WHERE s.w <> '';

CREATE TRIGGER search_actions AFTER INSERT OR DELETE OR UPDATE OF title ON actions
  FOR EACH ROW EXECUTE FUNCTION keep_search('5', 'id', 'title');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 1407374883553280 + id AS id, search_words(title) AS w FROM actions) s WHERE s.w <> '';

CREATE TRIGGER search_documents AFTER INSERT OR DELETE OR UPDATE OF name ON documents
  FOR EACH ROW EXECUTE FUNCTION keep_search('6', 'id', 'name');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 1688849860263936 + id AS id, search_words(name) AS w FROM documents) s WHERE s.w <> '';

CREATE TRIGGER search_messages AFTER INSERT OR DELETE OR UPDATE OF body ON messages
  FOR EACH ROW EXECUTE FUNCTION keep_search('7', 'id', 'body');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 1970324836974592 + id AS id, search_words(body) AS w FROM messages) s WHERE s.w <> '';

CREATE TRIGGER search_cohorts AFTER INSERT OR DELETE OR UPDATE OF ref, name ON cohorts
  FOR EACH ROW EXECUTE FUNCTION keep_search('8', 'id', 'ref', 'name');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 2251799813685248 + id AS id, search_words(ref || ' ' || name) AS w FROM cohorts) s WHERE s.w <> '';

CREATE TRIGGER search_applications AFTER INSERT OR DELETE OR UPDATE OF description, clients, motivation, experience ON applications
  FOR EACH ROW EXECUTE FUNCTION keep_search('9', 'project_id', 'description', 'clients', 'motivation', 'experience');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 2533274790395904 + project_id AS id, search_words(description || ' ' || clients || ' ' || motivation || ' ' || experience) AS w FROM applications) s WHERE s.w <> '';

CREATE TRIGGER search_enterprises AFTER INSERT OR DELETE OR UPDATE OF name, number ON enterprises
  FOR EACH ROW EXECUTE FUNCTION keep_search('10', 'id', 'name', 'number');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 2814749767106560 + id AS id, search_words(name || ' ' || number) AS w FROM enterprises) s WHERE s.w <> '';

CREATE TRIGGER search_plan_events AFTER INSERT OR DELETE OR UPDATE OF comment ON plan_events
  FOR EACH ROW EXECUTE FUNCTION keep_search('11', 'id', 'comment');
INSERT INTO search_texts (id, body) SELECT s.id, s.w FROM (SELECT 3096224743817216 + id AS id, search_words(comment) AS w FROM plan_events) s WHERE s.w <> '';

-- Lists of dossiers that had to be sorted, or read from end to end, at every page.
CREATE INDEX projects_phase_ends ON projects (phase, phase_ends_on, id) WHERE phase_ends_on IS NOT NULL;
CREATE INDEX projects_cohort_newest ON projects (cohort_id, id);
CREATE INDEX projects_suspended ON projects (id) WHERE suspended_on IS NOT NULL;
