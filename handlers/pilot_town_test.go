package handlers_test

import (
	"errors"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
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
			var paper int64
			_, err := tx.Get([]any{&paper}, `INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES (?, 'coaching', ?, ?, 'Convention', ?, ?, 1) RETURNING id`,
				"CA-"+unsigned.Ref, unsigned.Ref, unsigned.ID, strings.Repeat("b", 64), []byte("%PDF"))
			_, again := tx.Exec(`INSERT INTO notices (paper_id, project_id, kind, cause, issue, content) VALUES (?, ?, 'coaching', 'coaching', 1, '{}')`, paper, unsigned.ID)
			return errors.Join(err, again)
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
