package handlers_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
)

// A pilotTown has two sites with dossiers of every kind that the pilot counts. Rosa looks after all sites, Marc after Liège; Karim coaches
// there, Léa in Namur.
type pilotTown struct {
	k                      *kit
	rosa, marc, karim, lea accounts.Account
	liege, namur           programme.Cohort
	refs                   map[string]string
}

func (k *kit) pilotTown() *pilotTown {
	k.t.Helper()
	tw := &pilotTown{k: k, refs: map[string]string{}}
	tw.liege, tw.namur = k.cohort("LIEGE"), k.cohort("NAMUR")
	tw.rosa = k.account("Rosa", access.Grant{Role: access.Manager})
	tw.marc = k.account("Marc", access.Grant{Role: access.Manager, SiteID: tw.liege.SiteID})
	tw.karim = k.account("Karim", access.Grant{Role: access.Coach, SiteID: tw.liege.SiteID})
	tw.lea = k.account("Lea", access.Grant{Role: access.Coach, SiteID: tw.namur.SiteID})
	return tw
}

// dossier lays one in a phase that began on a day, accompanied in order: what a test is about is changed after.
func (tw *pilotTown) dossier(name string, c programme.Cohort, phase programme.Phase, began models.Date, coach *accounts.Account, more ...string) *programme.Project {
	tw.k.t.Helper()
	p := tw.k.dossier(c, 0, phase)
	tw.refs[name] = p.Ref
	tw.k.write(func(tx *db.Tx) error {
		terms, err := programme.TermsOn(tx, p.ProgrammeID, tx.Today())
		if err != nil {
			return err
		}
		end := terms.ClockOf(phase, began, 0, nil).End(tx.Today())
		if _, err := tx.Exec(`UPDATE projects SET title = ?, phase_started_on = ?, phase_ends_on = ?, entered_on = CASE WHEN entered_on IS NULL THEN NULL ELSE phase_started_on END, last_meeting_on = ? WHERE id = ?`,
			name, began, end, tx.Today(), p.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, created_at) VALUES (?, 'coaching', ?, ?, ?, 1)`, p.ID, "A"+p.Ref, began, began); err != nil {
			return err
		}
		for _, sql := range more {
			args := []any{p.ID}
			for range strings.Count(sql, "?") - 1 {
				args = append(args, p.ID)
			}
			if _, err := tx.Exec(tw.days(sql), args...); err != nil {
				return err
			}
		}
		if coach == nil {
			return nil
		}
		return programme.AssignCoach(tx, p, coach.ID, began)
	})
	return p
}

// days writes {n} as the date so many days from today.
func (tw *pilotTown) days(sql string) string {
	return regexp.MustCompile(`\{-?\d+\}`).ReplaceAllStringFunc(sql, func(s string) string {
		n, _ := strconv.Atoi(strings.Trim(s, "{}"))
		return "'" + string(tw.today().AddDays(n)) + "'"
	})
}

func (tw *pilotTown) today() models.Date { return models.DateOf(tw.k.clock.Now()) }

// everything lays something for every figure in Liège, and less in Namur.
func (tw *pilotTown) everything() {
	k, day := tw.k, tw.today()
	begun := day.AddDays(-10)
	k.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO progress_cadences (programme_id, coaching_months, test_months) SELECT id, 0, 3 FROM programmes WHERE code = 'JI' ON CONFLICT (programme_id) DO UPDATE SET coaching_months = 0, test_months = 3`)
		return err
	})
	const request = `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, created_at) SELECT 'G' || p.ref, p.id, p.person_id, 1, 'Outils', `
	lay := func(c programme.Cohort, coach *accounts.Account) {
		site := c.SiteName + " "
		tw.dossier(site+"lent", c, programme.Submitted, day.AddDays(-20), nil)
		tw.dossier(site+"examen", c, programme.Review, begun, nil)
		tw.dossier(site+"attente", c, programme.Waitlisted, begun, nil)
		tw.dossier(site+"refus", c, programme.Declined, day.AddDays(-3), nil, `INSERT INTO decisions (project_id, outcome, reasons, decided_on, created_at) VALUES (?, 'declined', 'Non', {-3}, 1)`)
		tw.dossier(site+"seul", c, programme.Accepted, begun, nil, `DELETE FROM agreements WHERE project_id = ?`, `INSERT INTO applications (project_id, benefits_end_on, updated_at) VALUES (?, {-1}, 1)`)
		unsigned := tw.dossier(site+"signature", c, programme.Accepted, day.AddDays(-2), coach)
		k.write(func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES (?, 'coaching', ?, ?, 'Convention', ?, ?, 1)`,
				"CA-"+unsigned.Ref, unsigned.Ref, unsigned.ID, strings.Repeat("b", 64), []byte("%PDF")); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO notices (paper_id, project_id, kind, cause, issue, content) SELECT i.id, i.project_id, 'coaching', 'coaching', 1, '{}' FROM issued_papers i WHERE i.project_id = ?`, unsigned.ID)
			return err
		})
		tw.dossier(site+"plan", c, programme.Coaching, day.AddMonths(-4), coach, `UPDATE projects SET template_id = (SELECT MIN(t.id) FROM plan_templates t WHERE t.programme_id = projects.programme_id AND t.state = 'published') WHERE id = ?`)
		tw.dossier(site+"tard", c, programme.Coaching, day.AddMonths(-7), coach)
		tw.dossier(site+"muet", c, programme.Coaching, day.AddMonths(-5), coach, `UPDATE projects SET last_meeting_on = {-40} WHERE id = ?`)
		tw.dossier(site+"pause", c, programme.Coaching, day.AddMonths(-4), coach, `UPDATE projects SET suspended_on = {-70} WHERE id = ?`,
			`INSERT INTO suspensions (project_id, phase, from_on, reason, created_at) VALUES (?, 'coaching', {-70}, 'Santé', 1)`)
		tw.dossier(site+"pièce", c, programme.Test, begun, coach, `INSERT INTO document_requests (project_id, category, due_on, after_id, asked_at) VALUES (?, 'cv', {-2}, 0, 1)`)
		for name, scan := range map[string]string{"virus": "1, 'infected'", "neuf": "NULL, 'waiting'"} {
			tw.dossier(site+name, c, programme.Test, begun, coach, `INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scanned_at, scan)
				SELECT '`+site+name+`', ?, 'cv', 'a.pdf', 'application/pdf', 1, '`+strings.Repeat("a", 64)+`', 1, `+scan)
		}
		tw.dossier(site+"bourse", c, programme.Test, begun, coach, request+`{-40}, 'submitted', 1 FROM projects p WHERE p.id = ?`)
		for n, ends := range []string{"{-1}", "{10}", "{45}", "{80}"} {
			tw.dossier(site+"statut "+ends, c, programme.Test, begun, coach, `INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ends_on, created_at) VALUES (?, 'status', 'S`+site+strconv.Itoa(n)+`', {-10}, {-10}, `+ends+`, 1)`,
				`INSERT INTO applications (project_id, benefits_end_on, updated_at) VALUES (?, `+ends+`, 1)`)
			tw.dossier(site+"fin "+ends, c, programme.Coaching, day.AddMonths(-6).AddDays([]int{-1, 10, 45, 80}[n]), coach)
		}
		tw.grants(c, coach, request)
		tw.dossier(site+"rapport", c, programme.Test, day.AddMonths(-4), coach)
		tw.dossier(site+"soumis", c, programme.Test, begun, coach, `INSERT INTO progress_reports (public_id, project_id, state, from_on, to_on, snapshot, submitted_at, created_at, updated_at) VALUES ('R`+site+`', ?, 'submitted', {-30}, {-1}, '{}', 1, 1, 1)`)
	}
	lay(tw.liege, &tw.karim)
	lay(tw.namur, &tw.lea)
	tw.meetings()
}

// grants lays three tranches: late, soon, and later.
func (tw *pilotTown) grants(c programme.Cohort, coach *accounts.Account, request string) {
	p := tw.dossier(c.SiteName+" tranches", c, programme.Test, tw.today().AddDays(-10), coach, request+`{-10}, 'awarded', 1 FROM projects p WHERE p.id = ?`,
		`INSERT INTO grant_holders (person_id, cap) SELECT p.person_id, 500000 FROM projects p WHERE p.id = ?`,
		`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, created_at) SELECT r.id, r.person_id, 300000, {-10}, 1 FROM grant_requests r WHERE r.project_id = ?`)
	tw.k.write(func(tx *db.Tx) error {
		for n, due := range []string{"{-1}", "{0}", "{31}"} {
			if _, err := tx.Exec(tw.days(`INSERT INTO grant_tranches (request_id, position, amount, due_on) SELECT r.id, ?, 100000, `+due+` FROM grant_requests r WHERE r.project_id = ?`), n+1, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// meetings lays what the team did and will do; Karim and Léa share one meeting, and Léa stands in for Karim on one dossier.
func (tw *pilotTown) meetings() {
	tw.k.write(func(tx *db.Tx) error {
		at := func(days int) models.Instant { return models.InstantOf(tx.Today().AddDays(days).At(9, 0)) }
		for n, m := range []struct {
			state string
			days  int
			of    []int64
		}{{"held", -29, []int64{tw.karim.ID}}, {"held", -30, []int64{tw.karim.ID}}, {"held", -1, []int64{tw.karim.ID, tw.lea.ID}}, {"planned", 7, []int64{tw.karim.ID}}, {"planned", 8, []int64{tw.karim.ID}}, {"planned", 2, []int64{tw.lea.ID}}} {
			id := int64(700 + n)
			if _, err := tx.Exec(`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 90, 'coaching', 'phone', 1, 1)`,
				id, "m"+strconv.Itoa(n), m.state, tx.Today().AddDays(m.days), at(m.days)); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO meeting_projects (project_id, meeting_id) SELECT p.id, ? FROM projects p WHERE p.title LIKE '%muet' AND p.site_id = ?`, id, tw.liege.SiteID); err != nil {
				return err
			}
			if n >= 2 { // of both sites
				if _, err := tx.Exec(`INSERT INTO meeting_projects (project_id, meeting_id) SELECT p.id, ? FROM projects p WHERE p.title LIKE '%muet' AND p.site_id = ?`, id, tw.namur.SiteID); err != nil {
					return err
				}
			}
			for _, account := range m.of {
				if _, err := tx.Exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (?, ?, ?)`, id, account, at(m.days)); err != nil {
					return err
				}
			}
		}
		for n, due := range []int{-1, 0} {
			if _, err := tx.Exec(`INSERT INTO actions (project_id, title, owner, coach_id, due_on, created_at) SELECT p.id, ?, 'coach', ?, ?, 1 FROM projects p WHERE p.title LIKE '%muet'`,
				"Relire "+strconv.Itoa(n), tw.karim.ID, tx.Today().AddDays(due)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`INSERT INTO coach_covers (id, public_id, absent_id, by_id, from_on, to_on, created_at) VALUES (70, 'c', ?, ?, ?, ?, 1)`, tw.karim.ID, tw.lea.ID, tx.Today(), tx.Today()); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) SELECT 70, p.id FROM projects p WHERE p.title LIKE '%pièce' AND p.site_id = ?`, tw.liege.SiteID)
		return err
	})
}

var (
	pilotNumber = regexp.MustCompile(`class="pilot-number" href="([^"]+)" data-figure="(\d+)" data-amount="(\d*)"`)
	pilotTotal  = regexp.MustCompile(`data-total="(\d+)"(?: data-amount="(\d*)")?`)
	pilotNext   = regexp.MustCompile(`rel="next" href="([^"]+)"|href="([^"]+)" rel="next"`)
)

// pilotPages are all pages that show numbers.
var pilotPages = []string{"/pilotage", "/pilotage/bloques", "/pilotage/equipe", "/pilotage/recrutements", "/pilotage/echeances"}

// listed counts the lines of a list over all its pages, and gives what it says of itself.
func listed(b *browser, path string) (lines int, total, amount string) {
	for page := 0; path != "" && page < 20; page++ {
		r := b.get(path).wants(http.StatusOK)
		lines += strings.Count(r.body, `<th scope="row"`)
		if said := pilotTotal.FindStringSubmatch(r.body); said != nil {
			total, amount = said[1], said[2]
		}
		path = ""
		if next := pilotNext.FindStringSubmatch(r.body); next != nil {
			path = html.UnescapeString(next[1] + next[2])
		}
	}
	return lines, total, amount
}

// Every number of every page opens a list of just as many lines, whoever looks and whatever the filter.
func TestEveryNumberOfThePilotCountsItsList(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		tw.everything()
		for range 55 { // a list of more than one page
			tw.dossier("Liège file", tw.liege, programme.Review, tw.today().AddDays(-31), nil)
		}
		for _, reader := range []struct {
			account accounts.Account
			filters []string
		}{
			{tw.rosa, []string{"", "?site=NAMUR", "?coach=" + tw.lea.PublicID}}, {tw.marc, []string{"", "?cohorte=" + tw.liege.Ref + "&programme=JI"}},
		} {
			b, seen := k.as(reader.account), map[string]bool{}
			for _, filter := range reader.filters {
				for _, page := range append(slices.Clone(pilotPages), "/pilotage?bloques=1") {
					path := page + filter
					if strings.Contains(page, "?") {
						path = page + strings.Replace(filter, "?", "&", 1)
					}
					k.checkNumbers(t, b, path, seen)
				}
			}
			for _, code := range pilot.Figures() {
				if filter := reader.account.ID == tw.rosa.ID; filter && !seen[code] {
					t.Errorf("nothing was counted of %s", code)
				}
			}
		}
	})
}

var figureCode = regexp.MustCompile(`chiffre=([a-z0-9_.]+)`)

// checkNumbers follows every number of a page.
func (k *kit) checkNumbers(t *testing.T, b *browser, path string, seen map[string]bool) {
	t.Helper()
	numbers := pilotNumber.FindAllStringSubmatch(b.get(path).wants(http.StatusOK).body, -1)
	if len(numbers) == 0 && !strings.Contains(path, "coach=") {
		t.Errorf("%s shows no number", path)
	}
	for _, n := range numbers {
		href, count, amount := html.UnescapeString(n[1]), n[2], n[3]
		if code := figureCode.FindStringSubmatch(href); code != nil && count != "0" {
			seen[code[1]] = true
		}
		lines, total, sum := listed(b, href)
		if strconv.Itoa(lines) != count || total != count || amount != "" && amount != sum {
			t.Errorf("%s: %s, of %s, opens %d lines, %s in all, of %s: %s", path, count, amount, lines, total, sum, href)
		}
	}
}

// What figures are is told by hand, once, for the manager of Liège.
func TestWhatThePilotCounts(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		tw.everything()
		marc, rosa := k.as(tw.marc), k.as(tw.rosa)
		for code, want := range map[string]int{
			"blocked.waiting": 1, "blocked.no_letter": 1, "blocked.no_agreement": 1, "blocked.no_coach": 1, "blocked.overdue": 2, "blocked.silent": 1, "blocked.suspended": 1,
			"blocked.piece_late": 1, "blocked.file_infected": 1, "blocked.file_unseen": 1, "blocked.grant_waiting": 1, "blocked.plan_missing": 1,
			"ends.past": 2, "ends.30": 2, "ends.60": 1, "ends.90": 2, "status.past": 1, "status.30": 1, "status.60": 1, "status.90": 1, "rights.past": 2, "rights.30": 1, "rights.60": 1, "rights.90": 1,
			"tranches.late": 1, "tranches.soon": 1, "tranches.later": 1, "reports.due": 1, "reports.submitted": 1,
			"places.held": 20, "places.waiting": 1, "places.review": 2,
		} {
			if lines, _, _ := listed(marc, "/pilotage/liste?chiffre="+code); lines != want {
				t.Errorf("%s: %d, want %d", code, lines, want)
			}
			if lines, _, _ := listed(rosa, "/pilotage/liste?chiffre="+code); lines != 2*want {
				t.Errorf("%s, everywhere: %d, want %d", code, lines, 2*want)
			}
		}
		for query, want := range map[string]string{
			"coach.met&coach=" + tw.karim.PublicID: "2 180", "coach.met&coach=" + tw.lea.PublicID: "1 90", "coach.met": "2 180", "coach.ahead&coach=" + tw.karim.PublicID: "1 90",
			"coach.ahead": "2 180", "coach.late&coach=" + tw.karim.PublicID: "2 ", "coach.test&coach=" + tw.lea.PublicID: "12 ", "coach.test&site=LIEGE&coach=" + tw.lea.PublicID: "1 ",
			"tranches.late": "2 200000",
		} {
			if lines, _, sum := listed(rosa, "/pilotage/liste?chiffre="+query); strconv.Itoa(lines)+" "+sum != want {
				t.Errorf("%s: %d %s, want %s", query, lines, sum, want)
			}
		}
		marc.get("/pilotage/equipe").has("Karim").has("Lea") // who stands in on the site, and led a meeting there
		marc.get("/pilotage").lacks("Namur plan")
		rosa.get("/pilotage").has("Namur plan", "20 points obligatoires à valider").has("Depuis")
		for _, path := range []string{"/pilotage?site=ATLANTIS", "/pilotage?coach=x", "/pilotage?cohorte=x", "/pilotage?programme=x", "/pilotage?phase=draft", "/pilotage/liste", "/pilotage/liste?chiffre=x", "/pilotage/equipe?site=x"} {
			rosa.get(path).wants(http.StatusNotFound)
		}
		marc.get("/pilotage?site=NAMUR").wants(http.StatusNotFound)
		for _, path := range []string{"/pilotage?vue=table&apres=x", "/pilotage/liste?chiffre=blocked&apres=x"} {
			rosa.get(path).wants(http.StatusUnprocessableEntity)
		}
	})
}

// A step that needs its day alone is taken by one gesture; the others open their form. A refusal says why, and nothing moves.
func TestMovesFromTheBoard(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		day := tw.today()
		sent := tw.dossier("déposé", tw.liege, programme.Submitted, day.AddDays(-2), nil)
		tried := tw.dossier("tôt", tw.liege, programme.Coaching, day.AddDays(-30), &tw.karim)
		phase := func(p *programme.Project) string {
			return []string{"", "submitted", "review", "coaching", "test"}[k.count(`SELECT CASE phase WHEN 'submitted' THEN 1 WHEN 'review' THEN 2 WHEN 'coaching' THEN 3 WHEN 'test' THEN 4 ELSE 0 END FROM projects WHERE id = ?`, p.ID)]
		}
		version := func(p *programme.Project) string {
			return strconv.Itoa(k.count(`SELECT version FROM projects WHERE id = ?`, p.ID))
		}
		marc := k.as(tw.marc)
		move := func(b *browser, p *programme.Project, v, to string) reply {
			return b.post("/pilotage/deplacer/"+p.Ref, form("version", v, "vers", to, "retour", "site=LIEGE&retour=//evil.example&apres=x"))
		}
		if page := marc.get("/pilotage"); !strings.Contains(page.body, `data-moves="review draft"`) || !strings.Contains(page.body, `data-moves="test launched exited"`) {
			t.Errorf("moves: %s", page.body)
		}
		stale := version(sent)
		if to := move(marc, sent, stale, "review").wants(http.StatusSeeOther).location(); to != "/pilotage?site=LIEGE" || phase(sent) != "review" {
			t.Errorf("to %s, in %s", to, phase(sent))
		}
		if n := k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'review' AND actor_id = ?`, sent.ID, tw.marc.ID); n != 1 {
			t.Errorf("%d rows of history", n)
		}
		marc.get("/pilotage").has(sent.Ref + " passe à l'étape « À l'examen ».")
		k.as(tw.rosa).post("/pilotage/deplacer/"+sent.Ref, form("version", stale, "vers", "review")).wants(http.StatusConflict).has("Quelqu'un d'autre a modifié le dossier "+sent.Ref+" entre-temps", "Revenir au pilotage")
		move(marc, sent, stale, "accepted").wants(http.StatusConflict)
		move(marc, sent, version(sent), "test").wants(http.StatusUnprocessableEntity).has("ne passe pas à l'étape « Test »", "Étapes possibles")
		move(marc, sent, version(sent), "withdrawn").wants(http.StatusUnprocessableEntity)
		move(marc, sent, version(sent), "").wants(http.StatusUnprocessableEntity)
		for to, want := range map[string]string{"accepted": "/candidatures/" + sent.Ref + "?decision=accepted#decision", "declined": "/candidatures/" + sent.Ref + "?decision=declined#decision"} {
			if got := move(marc, sent, version(sent), to).wants(http.StatusSeeOther).location(); got != want {
				t.Errorf("%s opens %s", to, got)
			}
		}
		if body := marc.get("/candidatures/" + sent.Ref + "?decision=declined").wants(http.StatusOK).body; !regexp.MustCompile(`value="declined"[^>]* checked|checked[^>]* value="declined"`).MatchString(body) {
			t.Error("the decision is not filled in")
		}
		refused := move(marc, tried, version(tried), "test").wants(http.StatusUnprocessableEntity)
		refused.has("Déplacer "+tried.Ref, "La période de test peut commencer le", "Ouvrir le dossier")
		if phase(tried) != "coaching" || k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'test'`, tried.ID) != 0 {
			t.Errorf("refused, and in %s", phase(tried))
		}
		for to, act := range map[string]string{"launched": "lancement", "exited": "sortie"} {
			got := move(marc, tried, version(tried), to).wants(http.StatusSeeOther).location()
			if got != "/projets/"+tried.Ref+"?acte="+act+"#"+act {
				t.Errorf("%s opens %s", to, got)
			}
			if body := marc.get("/projets/" + tried.Ref + "?acte=" + act).wants(http.StatusOK).body; !regexp.MustCompile(`id="` + act + `" open`).MatchString(body) {
				t.Errorf("%s does not stand open", act)
			}
		}
		if phase(tried) != "coaching" {
			t.Error("a form moves nothing")
		}
		k.as(tw.karim).post("/pilotage/deplacer/"+tried.Ref, form("vers", "test", "version", "1")).wants(http.StatusForbidden)
		k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: tw.namur.SiteID})).post("/pilotage/deplacer/"+tried.Ref, form("vers", "exited", "version", version(tried))).wants(http.StatusNotFound)
		tw.raceOfMoves(t, tried, version(tried))
	})
}

// raceOfMoves lets two managers take the same card at once: one does, the other is told.
func (tw *pilotTown) raceOfMoves(t *testing.T, p *programme.Project, version string) {
	t.Helper()
	tw.k.write(func(tx *db.Tx) error {
		_, err := tx.Exec(tw.days(`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ends_on, created_at) VALUES (?, 'status', 'S1', {-1}, {-1}, {300}, 1)`), p.ID)
		if err == nil {
			_, err = tx.Exec(tw.days(`INSERT INTO derogations (project_id, rule, reason, decided_on, created_at) VALUES (?, 'plan.mandatory_missing', 'Vu en comité', {0}, 1)`), p.ID)
		}
		if err == nil {
			_, err = tx.Exec(tw.days(`UPDATE projects SET phase_started_on = {-120}, entered_on = {-120} WHERE id = ?`), p.ID)
		}
		return err
	})
	statuses := make(chan int, 2)
	for _, a := range []accounts.Account{tw.marc, tw.rosa} {
		b := tw.k.as(a)
		go func() {
			statuses <- b.post("/pilotage/deplacer/"+p.Ref, form("version", version, "vers", "test")).status
		}()
	}
	if a, b := <-statuses, <-statuses; min(a, b) != http.StatusSeeOther || max(a, b) != http.StatusConflict {
		t.Errorf("at once: %d and %d", a, b)
	}
	if n := tw.k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'test'`, p.ID); n != 1 {
		t.Errorf("moved %d times", n)
	}
}

// A view keeps the filters of a list for its owner, opens it, and can be taken back when it was deleted.
func TestSavedViews(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		marc, karim := k.as(tw.marc), k.as(tw.karim)
		marc.get("/projets").lacks("Enregistrer cette vue")
		marc.get("/projets?phase=test").has("Enregistrer cette vue")
		save := func(b *browser, list, name, filters string) reply {
			return b.post("/vues", form("liste", list, "view_name", name, "filtres", filters))
		}
		if to := save(marc, "projets", "Mes tests", "phase=test&apres=x~1&url=https://evil.example").wants(http.StatusSeeOther).location(); to != "/projets?phase=test" {
			t.Errorf("to %s", to)
		}
		save(marc, "candidatures", "À lire", "phase=submitted").wants(http.StatusSeeOther)
		long := strings.Repeat("é", 10_000)
		if r := save(marc, "projets", long, "tri=fin").wants(http.StatusUnprocessableEntity); !strings.Contains(r.body, long) || r.value("filtres") != "tri=fin" {
			t.Error("what was typed is lost")
		}
		save(marc, "projets", "mes TESTS", "tri=fin").wants(http.StatusUnprocessableEntity).has("Une autre de vos vues porte déjà ce nom")
		save(marc, "projets", "Rien", "x=1").wants(http.StatusUnprocessableEntity).has("n'a pas de filtre à garder")
		save(marc, "../comptes", "X", "phase=test").wants(http.StatusNotFound)
		save(karim, "pilotage", "X", "phase=test").wants(http.StatusForbidden)
		k.as(k.account("Sam", access.Grant{Role: access.Candidate})).post("/vues", form("liste", "projets", "view_name", "X", "filtres", "phase=test")).wants(http.StatusForbidden)
		marc.get("/projets").has("Mes tests", "Gérer mes vues")
		marc.get("/candidatures").has("À lire").lacks("Mes tests")
		karim.get("/projets").lacks("Mes tests")
		karim.get("/vues").has("Aucune vue").lacks("Mes tests")
		id := regexp.MustCompile(`/vues/([0-9a-f-]{36})/nom`).FindAllStringSubmatch(marc.get("/vues").has("Mes tests", "À lire").body, -1)[0][1] // of the projects, listed first
		for _, act := range []string{"nom", "defaut", "suppression", "reprise"} {
			karim.post("/vues/"+id+"/"+act, form("version", "1", "view_name", "X", "oui", "oui")).wants(http.StatusNotFound)
		}
		marc.post("/vues/"+id+"/nom", form("version", "1", "view_name", "Tests")).wants(http.StatusSeeOther)
		marc.post("/vues/"+id+"/nom", form("version", "1", "view_name", "Tests 2")).wants(http.StatusConflict).has("Cette vue a été modifiée entre-temps")
		marc.post("/vues/"+id+"/nom", form("version", "2", "view_name", "")).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire")
		marc.post("/vues/"+id+"/defaut", form("version", "2", "oui", "oui")).wants(http.StatusSeeOther)
		if to := marc.get("/projets").wants(http.StatusSeeOther).location(); to != "/projets?phase=test" {
			t.Errorf("opens %s", to)
		}
		marc.get("/projets?phase=").wants(http.StatusOK)
		karim.get("/projets").wants(http.StatusOK)
		undo := marc.post("/vues/"+id+"/suppression", form("version", "3")).wants(http.StatusSeeOther).location()
		marc.get("/projets").wants(http.StatusOK).lacks("Tests")
		marc.get(undo).has("La vue « Tests » est supprimée.", "Reprendre la vue")
		marc.post("/vues/"+id+"/reprise", nil).wants(http.StatusSeeOther)
		marc.get("/projets").wants(http.StatusOK).has("Tests")
		marc.get(undo).wants(http.StatusOK).lacks("Reprendre la vue")
		marc.post("/vues/"+id+"/reprise", nil).wants(http.StatusNotFound)
	})
}
