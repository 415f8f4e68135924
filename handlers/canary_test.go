package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"eclosion/handlers"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/handover"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/views/mail"
)

// A canary is a word that no encoding changes, laid where only the couveuse reads. Each stands with the same ordinary word, so that a
// search for that one finds their texts.
type canary struct {
	where, word string
	sql         string // its first argument is the text
	args        func(c *cage) []any
	dark        bool // no page of the walk shows it to anybody: that the staff does not meet it proves nothing
}

const bait = "zibeline"

var canaries = []canary{
	{where: "private note of a meeting", word: "CANARINOTE", sql: `INSERT INTO meeting_notes (body, author_id, meeting_id, updated_at) SELECT CAST(? AS TEXT), CAST(? AS BIGINT), id, 1 FROM meetings WHERE public_id = 'm1'`,
		args: func(c *cage) []any { return []any{c.coach.ID} }},
	{where: "private note of a group meeting", word: "CANARIGROUPE", sql: `INSERT INTO meeting_notes (body, author_id, meeting_id, updated_at) SELECT CAST(? AS TEXT), CAST(? AS BIGINT), id, 1 FROM meetings WHERE public_id = 'm2'`,
		args: func(c *cage) []any { return []any{c.coach.ID} }},
	{where: "somebody else's meeting", word: "CANARIAUTRERENCONTRE", sql: `UPDATE meetings SET summary = ? WHERE public_id = 'm3'`},
	{where: "somebody else's name, at the same group meeting and workshop", word: "CANARINOM", sql: `UPDATE persons SET last_name = ? WHERE id = (SELECT person_id FROM projects WHERE id = ?)`,
		args: func(c *cage) []any { return []any{c.other.ID} }},
	{where: "title of somebody else's dossier", word: "CANARITITRE", sql: `UPDATE projects SET title = ? WHERE id = ?`, args: func(c *cage) []any { return []any{c.other.ID} }},
	{where: "draft of a coach's minutes", word: "CANARIBROUILLON", dark: true, sql: `INSERT INTO meeting_drafts (fields, account_id, form_key, project_id, updated_at)
		VALUES ('{"private_note": ["' || CAST(? AS TEXT) || '"]}', ?, 'brouillon-1', ?, 1)`, args: func(c *cage) []any { return []any{c.coach.ID, c.project.ID} }},
	{where: "note of a handover", word: "CANARIPASSATION", sql: `INSERT INTO coach_handovers (note, id, public_id, from_id, to_id, on_day, by_name, at) VALUES (?, 900, 'passe1', ?, ?, ?, 'Marc', 1)`,
		args: func(c *cage) []any { return []any{c.rita.ID, c.coach.ID, c.today} }},
	{where: "note of a cover", word: "CANARIREMPLACEMENT", sql: `UPDATE coach_covers SET note = ?`},
	{where: "line that was put off", word: "CANARIREPORT", dark: true, sql: `INSERT INTO day_snoozes (line, account_id, until_on, urgency, at) VALUES (?, ?, '2027-01-01', 1, 1)`,
		args: func(c *cage) []any { return []any{c.coach.ID} }},
	{where: "reason of a coach's absence", word: "CANARIABSENCE", dark: true, sql: `INSERT INTO absences (reason, public_id, account_id, from_at, to_at) VALUES (?, 'absence1', ?, ?, ?)`,
		args: func(c *cage) []any {
			return []any{c.coach.ID, models.InstantOf(c.today.AddDays(20).Start()), models.InstantOf(c.today.AddDays(22).Start())}
		}},
	{where: "why a report went back to its coach", word: "CANARIRETOUR", dark: true, sql: `INSERT INTO progress_events (reason, report_id, project_id, event, actor_name, at)
		SELECT CAST(? AS TEXT), id, project_id, 'returned', 'Marc', 1 FROM progress_reports WHERE project_id = ? AND state IN ('draft', 'returned')`, args: func(c *cage) []any { return []any{c.project.ID} }},
	{where: "synthesis of a report that is not issued", word: "CANARISYNTHESE", dark: true, sql: `UPDATE progress_reports SET synthesis = ? WHERE project_id = ? AND state IN ('draft', 'returned')`,
		args: func(c *cage) []any { return []any{c.project.ID} }},
	{where: "opinion of a member of the committee", word: "CANARIAVIS", sql: `INSERT INTO opinions (comment, committee_id, project_id, account_id, recommendation, updated_at)
		SELECT CAST(? AS TEXT), f.committee_id, f.project_id, CAST(? AS BIGINT), 'yes', 1 FROM committee_files f`, args: func(c *cage) []any { return []any{c.juror.ID} }},
	{where: "note of a committee's discussion", word: "CANARISEANCE", sql: `INSERT INTO sitting_notes (body, committee_id, project_id, updated_at) SELECT CAST(? AS TEXT), committee_id, project_id, 1 FROM committee_files`},
	{where: "reason of a conflict of interest", word: "CANARICONFLIT", sql: `INSERT INTO conflicts (reason, project_id, account_id, declared_at) SELECT CAST(? AS TEXT), f.project_id, CAST(? AS BIGINT), 1 FROM committee_files f`,
		args: func(c *cage) []any { return []any{c.rita.ID} }},
	{where: "what was done at a session to which the holder did not come", word: "CANARIATELIER", sql: `UPDATE workshop_sessions SET summary = ? WHERE public_id = 'seance2'`},
}

// cage is the matrix's town with the canaries in it: one dossier of a holder, and somebody else at the same meeting and workshop.
type cage struct {
	*kit
	m              matrixTown
	project, other *programme.Project
	holder         accounts.Account
	coach, rita    accounts.Account
	juror          accounts.Account
	today          models.Date
	paths          map[string][]string // by route
}

func newCage(k *kit) *cage {
	c := &cage{kit: k, m: k.matrixTown(), today: "2026-11-23"}
	c.holder, c.coach, c.rita, c.juror = c.named("Odette"), c.named("Cyril"), c.named("Rita"), c.named("Jeanne")
	c.write(func(tx *db.Tx) (err error) {
		c.project, err = programme.Load(tx, c.m.names.Replace("REF"), access.ProjectRead)
		return err
	})
	cohort := programme.Cohort{}
	c.write(func(tx *db.Tx) (err error) { cohort, err = programme.CohortByID(tx, c.project.CohortID); return err })
	c.other = k.dossier(cohort, 0, programme.Coaching)
	c.coachOf(c.other)
	c.lay()
	c.paths = c.everyPath()
	return c
}

func (c *cage) coachOf(p *programme.Project) { c.kit.coach(p, c.coach) }

func (c *cage) named(name string) (a accounts.Account) {
	c.t.Helper()
	id := int64(c.count(`SELECT id FROM accounts WHERE name = ?`, name))
	c.write(func(tx *db.Tx) (err error) { a, err = accounts.ByID(tx, id); return err })
	return a
}

// lay writes what the canaries stand in, then the canaries.
func (c *cage) lay() {
	c.t.Helper()
	start := models.InstantOf(c.today.At(8, 0))
	c.write(func(tx *db.Tx) error {
		type statement struct {
			sql  string
			args []any
		}
		list := []statement{
			{`INSERT INTO committee_members (committee_id, account_id) SELECT id, CAST(? AS BIGINT) FROM committees`, []any{c.rita.ID}},
			{`INSERT INTO interviews (committee_id, project_id, slot_id, uid, booked_at) SELECT s.committee_id, f.project_id, s.id, 'uid1', 1
				FROM interview_slots s JOIN committee_files f ON f.committee_id = s.committee_id`, nil},
			{`UPDATE meetings SET summary = 'Point sur la ` + bait + `' WHERE public_id = 'm1'`, nil},
			{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_by, created_at, updated_at)
				VALUES (901, 'm2', 'held', ?, ?, 60, 'coaching', 'phone', 'À deux', ?, 1, 1), (902, 'm3', 'held', ?, ?, 60, 'coaching', 'phone', '', ?, 1, 1)`,
				[]any{c.today, start, c.coach.ID, c.today, start, c.coach.ID}},
			{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, created_by, created_at, updated_at)
				VALUES (903, 'm4', 'planned', ?, ?, 60, 'coaching', 'phone', ?, 1, 1)`, []any{c.today.AddDays(9), models.InstantOf(c.today.AddDays(9).At(8, 0)), c.coach.ID}},
			{`INSERT INTO meeting_projects (meeting_id, project_id) VALUES (901, ?), (901, ?), (902, ?), (903, ?)`, []any{c.project.ID, c.other.ID, c.other.ID, c.project.ID}},
			{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (901, ?, ?), (902, ?, ?), (903, ?, ?)`,
				[]any{c.coach.ID, start, c.coach.ID, start, c.coach.ID, models.InstantOf(c.today.AddDays(9).At(8, 0))}},
			{`INSERT INTO workshop_sessions (id, public_id, workshop_id, held_on, starts_at, minutes, place, speaker, closed_at, held_minutes, updated_at)
				VALUES (901, 'seance2', 900, ?, ?, 60, 'Liège', 'Me Dupont', 1, 60, 1)`, []any{c.today, start}},
			{`INSERT INTO workshop_enrolments (workshop_id, project_id, state, came_order, created_at, updated_at) VALUES (900, ?, 'enrolled', 2, 1, 1)`, []any{c.other.ID}},
			{`UPDATE workshop_enrolments SET state = 'enrolled' WHERE project_id = ?`, []any{c.project.ID}},
			{`UPDATE workshops SET enrolled = 2 WHERE id = 900`, nil},
			{`INSERT INTO workshop_attendance (session_id, project_id, mark, marked_at) VALUES (901, ?, 'present', 1), (901, ?, 'absent', 1)`, []any{c.other.ID, c.project.ID}},
			{`INSERT INTO progress_reports (public_id, project_id, state, from_on, to_on, created_by, created_at, updated_at) VALUES ('rapport1', ?, 'draft', '2026-10-01', '2026-11-20', ?, 1, 1) ON CONFLICT DO NOTHING`, []any{c.project.ID, c.coach.ID}},
		}
		for _, x := range canaries {
			args := []any{x.word + " " + bait}
			if x.args != nil {
				args = append(args, x.args(c)...)
			}
			list = append(list, statement{x.sql, args})
		}
		list = append(list, statement{`INSERT INTO coach_handover_projects (handover_id, project_id) VALUES (900, ?)`, []any{c.project.ID}})
		for _, s := range list {
			if n, err := tx.Exec(s.sql, s.args...); err != nil || n == 0 && strings.Contains(fmt.Sprint(s.args), "CANARI") {
				return fmt.Errorf("%s: %d rows, %w", s.sql, n, err)
			}
		}
		return nil
	})
}

// rooms are further addresses of routes whose row in the matrix does not lead to all there is.
var rooms = map[string][]string{
	"/projets/:ref/rencontres/:id":  {"/projets/OTHER/rencontres/m3"},
	"/ateliers/:id/seances/:seance": {"/ateliers/atelier1/seances/seance2"},
}

// issued lets the manager issue papers about the dossier, and gives their addresses.
func (c *cage) issued() (list []string) {
	c.t.Helper()
	manager := c.m.browsers[7]
	manager.post("/papiers", form("kind", "plan", "ref", c.project.Ref)).wants(http.StatusSeeOther)
	manager.post("/papiers", form("kind", "progress", "ref", c.project.Ref, "du", "2026-10-01", "au", string(c.today)))
	c.write(func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var number string
			err := rows.Scan(&number)
			list = append(list, "/papiers/"+number+".pdf")
			return err
		}, `SELECT number FROM issued_papers WHERE project_id = ?`, c.project.ID)
	})
	return list
}

// everyPath gives the addresses of every route that GET answers: those of the matrix, lists with a search, every other meeting in the
// place of the one that the matrix names, and somebody else's dossier in the place of the holder's.
func (c *cage) everyPath() map[string][]string {
	all := map[string][]string{}
	for _, route := range handlers.Paths(http.MethodGet) {
		var list []string
		for _, row := range matrix {
			if path, get := strings.CutPrefix(row.route, "GET "); get && leadsTo(route, path) {
				list = append(list, path)
			}
		}
		for _, ref := range []string{"FILE", "DRAFT", "REF"} {
			if filled := strings.Replace(route, ":ref", ref, 1); !strings.Contains(filled, ":") && strings.Contains(route, ":ref") {
				list = append(list, filled)
			}
		}
		if !strings.Contains(route, ":") {
			list = append(list, route, route+"?q="+bait)
		}
		list = append(list, rooms[route]...)
		if route == "/papiers/:file" {
			list = append(list, c.issued()...)
		}
		for i := range list {
			list[i] = c.m.names.Replace(strings.ReplaceAll(list[i], "OTHER", c.other.Ref))
			if strings.Contains(list[i], "/m1") {
				list = append(list, strings.Replace(list[i], "/m1", "/m2", 1), strings.Replace(list[i], "/m1", "/m4", 1))
			}
			if strings.Contains(list[i], c.project.Ref) {
				list = append(list, strings.ReplaceAll(list[i], c.project.Ref, c.other.Ref))
			}
		}
		slices.Sort(list)
		all[route] = slices.Compact(list)
	}
	return all
}

func leadsTo(route, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	pattern, parts := strings.Split(route, "/"), strings.Split(path, "/")
	return len(pattern) == len(parts) && samePath(pattern, parts)
}

// beyond are the routes that a holder may ask for and that the walk does not get an answer from.
var beyond = map[string]string{
	"/lien/:token":                                      "opens with a secret that is used up by opening it",
	"/candidatures/:ref/lettres/:number":                "needs a decision that was issued; its words are typed for the holder (letter_test.go)",
	"/projets/:ref/progression/rapports/:id/projet.pdf": "the couveuse's own until the report is issued: it does not exist for a holder",
	"/candidatures/:ref/budget":                         "no question of the town's programme stands in that part",
	"/candidatures/:ref/design":                         "no question of the town's programme stands in that part",
}

// walk gives the text that one of the town gets at every address; without papers, not what is drawn or packed at each request.
func (c *cage) walk(b *browser, papers bool) (texts map[string]string, reached map[string]bool) {
	c.t.Helper()
	texts, reached = map[string]string{}, map[string]bool{}
	for route, list := range c.paths {
		for _, path := range list {
			if !papers && isPaper(path) {
				continue
			}
			r := b.get(path)
			if r.status >= 500 {
				c.t.Errorf("%s answers %d", path, r.status)
			}
			texts[path] = readable(c.t, path, []byte(r.body))
			if r.status == http.StatusOK || r.status == http.StatusSeeOther && !strings.HasPrefix(r.location(), "/connexion") {
				reached[route] = true
			}
		}
	}
	return texts, reached
}

func isPaper(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return slices.ContainsFunc([]string{".pdf", ".zip", ".xlsx"}, func(ending string) bool { return strings.HasSuffix(path, ending) })
}

// readable gives all the text of an answer: pages and calendars as they are and unfolded, papers as a person reads them,
// archives and sheets entry by entry.
func readable(t *testing.T, name string, body []byte) string {
	t.Helper()
	switch {
	case bytes.HasPrefix(body, []byte("%PDF")) && !strings.Contains(name, "/documents/"): // a document goes out as it came, and the town's are no real ones
		return string(body) + pdfText(t, body)
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var all strings.Builder
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			entry, err := io.ReadAll(r)
			_ = r.Close()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all.WriteString(f.Name + "\n" + readable(t, name+"/"+f.Name, entry) + "\n")
		}
		return all.String()
	}
	text := string(body)
	return text + html.UnescapeString(text) + strings.NewReplacer("\r\n ", "", "\r\n\t", "").Replace(text)
}

// pdfText reads a paper as a person would.
func pdfText(t *testing.T, paper []byte) string {
	t.Helper()
	extract := exec.Command("pdftotext", "-", "-")
	extract.Stdin = bytes.NewReader(paper)
	out, err := extract.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// leaks says which canaries a text holds.
func leaks(text string) (list []string) {
	for _, c := range canaries {
		if strings.Contains(text, c.word) {
			list = append(list, c.where)
		}
	}
	return list
}

// TestPrivateTextsReachNoHolder walks every address of the product as the holder of the dossier and reads every answer, paper, archive, calendar
// and mail: no canary sings. Then the staff walks the same way and must meet them: a walk that sees nothing proves nothing.
func TestPrivateTextsReachNoHolder(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		c := newCage(k)
		holder := c.m.browsers[1]
		texts, reached := c.walk(holder, true)
		texts["feed"], reached["/agenda/:file"] = c.feed(holder), true
		for path, text := range texts {
			for _, where := range leaks(text) {
				t.Errorf("%s shows the holder: %s", path, where)
			}
			if !strings.Contains(path, c.other.Ref) && strings.Contains(text, c.other.Ref) {
				t.Errorf("%s shows the holder the reference of somebody else's dossier", path)
			}
			for _, word := range []string{"Note privée", "note privée", "private_note"} {
				if strings.Contains(text, word) {
					t.Errorf("%s tells the holder that there are private notes", path)
				}
			}
		}
		c.everyRouteWasReached(reached)
		c.holderReads(texts)
		c.staffMeets()
		c.mails()
	})
}

// everyRouteWasReached holds the walk against the routes: one that a holder may ask for was answered, or says why not.
func (c *cage) everyRouteWasReached(reached map[string]bool) {
	c.t.Helper()
	for route := range c.paths {
		open := access.Can(c.holder.Actor(), handlers.ActionOf(http.MethodGet, route))
		reason := beyond[route]
		switch {
		case open && !reached[route] && reason == "":
			c.t.Errorf("the walk gets no answer from %s (%v): give it an address in rooms, or a reason in beyond", route, c.paths[route])
		case !open && reached[route]:
			c.t.Errorf("%s answers a holder, whom the policy keeps out", route)
		case reached[route] && reason != "":
			c.t.Errorf("%s is reached: it needs no reason", route)
		}
	}
}

// holderReads checks that the walk could have seen: what is shared with the holder is there, on pages, on paper and in the archive.
func (c *cage) holderReads(texts map[string]string) {
	c.t.Helper()
	at := func(path string) string { return texts[c.m.names.Replace(path)] }
	for path, want := range map[string]string{
		"/projets/REF/rencontres/m1": bait, "/projets/REF/rencontres/m2": "À deux", "/compte/donnees/archive.zip": "À deux", "/projets/REF/progression.pdf": "REF", "/ateliers/atelier1": "Prix",
	} {
		if !strings.Contains(at(path), c.m.names.Replace(want)) {
			c.t.Errorf("%s does not even say %q: the walk is blind there", path, want)
		}
	}
}

// staffMeets walks as those who may read the canaries, until each was met. Pages are enough: every one of them stands on some page.
func (c *cage) staffMeets() {
	c.t.Helper()
	met := map[string]bool{}
	for _, i := range []int{3, 7, 6} { // its coach, the manager of the site, a member of the committee
		texts, _ := c.walk(c.m.browsers[i], false)
		for _, text := range texts {
			for _, where := range leaks(text) {
				met[where] = true
			}
		}
	}
	for _, x := range canaries {
		if !met[x.where] && !x.dark {
			c.t.Errorf("nobody of the staff meets the canary in the %s: nothing was proved of it", x.where)
		}
	}
}

// feed is the holder's own calendar, by its secret address.
func (c *cage) feed(b *browser) string {
	c.t.Helper()
	secret := ""
	if err := c.db.Write(context.Background(), c.holder.Actor(), func(tx *db.Tx) (err error) { secret, err = booking.NewFeed(tx); return err }); err != nil {
		c.t.Fatal(err)
	}
	return readable(c.t, "feed", []byte(b.get("/agenda/"+secret+".ics").wants(http.StatusOK).body))
}

// mails lets the coach do what writes to the holder, with a canary in every private field, and reads all that was written.
func (c *cage) mails() {
	c.t.Helper()
	private := canaries[0].word
	for _, act := range []func(tx *db.Tx) error{
		func(tx *db.Tx) error {
			_, err := coaching.LogMeeting(tx, c.project.Ref, coaching.Draft{State: coaching.Held, HeldOn: c.today, Time: coaching.TimeOfDay{Hour: 8}, Minutes: 30, Kind: coaching.Coaching,
				Medium: coaching.Phone, Summary: "Partagé", Note: private, Next: &coaching.NextDraft{On: c.today.AddDays(4), Time: coaching.TimeOfDay{Hour: 10}}})
			return err
		},
		func(tx *db.Tx) error {
			_, err := booking.AddAbsence(tx, "", booking.AbsenceDraft{From: c.today.AddDays(4), To: c.today.AddDays(6), Reason: private})
			return err
		},
		func(tx *db.Tx) error {
			_, err := handover.Hand(tx, handover.Transfer{From: c.coach.PublicID, To: c.rita.PublicID, Refs: []string{c.project.Ref}, Note: private, Meetings: true})
			return err
		},
	} {
		if err := c.db.Write(context.Background(), c.coach.Actor(), act); err != nil {
			c.t.Fatal(err)
		}
	}
	read := 0
	c.write(func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var kind, facts string
			if err := rows.Scan(&kind, &facts); err != nil {
				return err
			}
			values := map[string]any{}
			if err := json.Unmarshal([]byte(facts), &values); err != nil {
				return err
			}
			l, err := mail.Compose(context.Background(), outbox.Kind(kind), values, "http://test")
			if err != nil {
				return err
			}
			text := readable(c.t, kind, []byte(fmt.Sprint(l.Subject, l.Paragraphs, l.Quote, l.Button, l.After)+string(l.Calendar)))
			for _, where := range leaks(text) {
				c.t.Errorf("the mail %s tells the holder: %s", kind, where)
			}
			read++
			return nil
		}, `SELECT kind, facts FROM outbox WHERE (account_id = ? OR recipient = ?) AND facts <> ''`, c.holder.ID, c.holder.Email)
	})
	if read == 0 {
		c.t.Error("nothing was written to the holder: there was no mail to read")
	}
}
