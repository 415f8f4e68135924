package documents_test

import (
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

func (tw *town) judge(name string, d documents.Document, version int, v documents.Verdict) func(*db.Tx) error {
	return func(tx *db.Tx) error { return documents.Judge(tx, tw.ref, d.PublicID, version, v) }
}

func (tw *town) ask(key string, a documents.Ask) func(*db.Tx) error {
	return func(tx *db.Tx) error { return documents.AskFor(tx, tw.ref, key, a) }
}

func (tw *town) mails(kind string) int {
	return tw.count(`SELECT count(*) FROM outbox WHERE kind = ? AND project_id = ? AND recipient = 'zoe@x.be'`, kind, tw.id)
}

func TestJudge(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		d := tw.add("zoe", "cv", pdf("cv", 0))
		tw.phase(programme.Submitted)
		yes, no := documents.Verdict{Review: documents.Accepted, Reason: "ignorée"}, documents.Verdict{Review: documents.Refused, Reason: "Illisible."}
		for name, want := range map[string]string{"zoe": "access.denied", "coach": "access.denied", "ali": "project.not_found", "far": "project.not_found", "jury": "project.not_found"} {
			tw.refuses(name, want, tw.judge(name, d, 1, yes))
		}
		tw.refuses("manager", "verdict:oneof", tw.judge("manager", d, 1, documents.Verdict{Review: "peut-être"}))
		tw.refuses("manager", "document_reason:required", tw.judge("manager", d, 1, documents.Verdict{Review: documents.Refused}))
		tw.refuses("manager", "document.stale", tw.judge("manager", d, 2, yes))
		tw.must("manager", tw.judge("manager", d, 1, yes))
		if p := tw.look()["cv"]; !p.Accepted() || p.Documents[0].Reason != "" || p.Documents[0].Version != 2 {
			t.Errorf("accepted: %+v", p.Documents)
		}
		tw.wants("reviewed by", tw.count(`SELECT count(*) FROM documents WHERE reviewed_by IS NOT NULL AND reviewed_at IS NOT NULL`), 1)
		tw.refuses("manager", "", tw.judge("manager", d, 2, yes)) // nothing to change, no trace
		tw.must("manager", tw.judge("manager", d, 2, no))
		tw.wants("told", tw.mails("document_refused"), 1)
		p := tw.look()["cv"]
		if p.Counts() || p.Accepted() || !p.Missing() || p.Documents[0].Reason != "Illisible." {
			t.Errorf("refused: %+v", p)
		}
		tw.refuses("zoe", "document.refused_before", tw.adding("cv", checked(t, "encore.pdf", pdf("cv", 0))))
		tw.must("manager", tw.judge("manager", d, 3, documents.Verdict{Review: documents.New}))
		tw.wants("taken back", tw.count(`SELECT count(*) FROM documents WHERE review = 'new' AND reason = '' AND reviewed_by IS NULL AND reviewed_at IS NULL`), 1)
		tw.must("manager", tw.judge("manager", d, 4, no))
		tw.wants("told again of another refusal", tw.mails("document_refused"), 2)
		tw.wants("traces", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'document.review'`), 4)
	})
}

func TestCheckAsk(t *testing.T) {
	const today models.Date = "2026-11-23"
	long := make([]rune, documents.MaxNote+1)
	for i := range long {
		long[i] = 'é'
	}
	for _, c := range []struct {
		ask   documents.Ask
		known bool
		want  string
	}{
		{documents.Ask{Category: "cv", DueOn: today}, true, ""},
		{documents.Ask{Category: "cv", DueOn: today.AddDays(366), Note: string(long[1:])}, true, ""},
		{documents.Ask{DueOn: today}, false, "category:required"},
		{documents.Ask{Category: "cv", DueOn: today}, false, "category:oneof"},
		{documents.Ask{Category: "cv"}, true, "piece_due_on:required"},
		{documents.Ask{Category: "cv", DueOn: "2026-02-30"}, true, "piece_due_on:date"},
		{documents.Ask{Category: "cv", DueOn: today.AddDays(-1)}, true, "piece_due_on:past"},
		{documents.Ask{Category: "cv", DueOn: today.AddDays(367)}, true, "piece_due_on:not_after"},
		{documents.Ask{Category: "cv", DueOn: today, Note: string(long)}, true, "piece_note:max"},
	} {
		var err error
		if p := documents.CheckAsk(c.ask, c.known, today); p != nil {
			err = p
		}
		if got := code(err); got != c.want {
			t.Errorf("%+v: %q, want %q", c.ask, got, c.want)
		}
	}
}

func TestAskedAndFulfilled(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		today := models.DateOf(tw.clock.Now())
		old := tw.add("zoe", "cv", pdf("ancien cv", 0))
		tw.refuses("manager", "project.not_found", tw.ask("k1", documents.Ask{Category: "cv", DueOn: today})) // nobody's business yet
		tw.phase(programme.Submitted)
		a := documents.Ask{Category: "cv", Note: "Avec les dates.", DueOn: today.AddDays(10)}
		for name, want := range map[string]string{"zoe": "access.denied", "coach": "access.denied", "far": "project.not_found"} {
			tw.refuses(name, want, tw.ask("k1", a))
		}
		tw.must("manager", tw.ask("k1", a))
		tw.must("manager", tw.ask("k1", a)) // the same form again
		tw.refuses("manager", "document.asked", tw.ask("k2", a))
		tw.wants("requests", tw.count(`SELECT count(*) FROM document_requests`), 1)
		tw.wants("told", tw.mails("piece_asked"), 1)
		piece := tw.look()["cv"]
		if piece.Request == nil || piece.Request.Note != a.Note || piece.Request.DueOn != a.DueOn || piece.Request.AskedByName != "manager" || !piece.Missing() {
			t.Fatalf("asked: %+v", piece)
		}
		tw.wants("overdue on its day", piece.Request.Overdue(a.DueOn), false)
		tw.wants("overdue the day after", piece.Request.Overdue(a.DueOn.AddDays(1)), true)
		tw.wants("asked of zoe", len(tw.asked("zoe")), 1)
		tw.wants("asked of ali", len(tw.asked("ali")), 0)

		new_ := tw.add("zoe", "cv", pdf("nouveau cv", 0))
		tw.wants("asked of zoe once given", len(tw.asked("zoe")), 0)
		tw.wants("open request once given", tw.look()["cv"].Request == nil, true)
		tw.must("manager", tw.judge("manager", new_, 1, documents.Verdict{Review: documents.Refused, Reason: "Page 2 ?"}))
		tw.wants("a refused piece is asked again", tw.look()["cv"].Request != nil, true)
		tw.must("manager", tw.judge("manager", old, 1, documents.Verdict{Review: documents.Accepted}))
		tw.wants("an earlier document does not fulfil", tw.look()["cv"].Request != nil, true)

		id := piece.Request.ID
		tw.refuses("zoe", "access.denied", func(tx *db.Tx) error { return documents.Withdraw(tx, tw.ref, id) })
		tw.refuses("manager", "request.not_found", func(tx *db.Tx) error { return documents.Withdraw(tx, tw.ref, id+1) })
		tw.must("manager", func(tx *db.Tx) error { return documents.Withdraw(tx, tw.ref, id) })
		tw.wants("open request once withdrawn", tw.look()["cv"].Request == nil, true)
		tw.wants("traces", tw.count(`SELECT count(*) FROM audit_entries WHERE action IN ('document.ask', 'document.unask')`), 2)
		tw.must("manager", tw.ask("k3", a))
		tw.wants("asked anew", tw.look()["cv"].Request != nil, true)
	})
}

// A request of one dossier cannot be withdrawn through another.
func TestRequestsAreFoundThroughTheirDossier(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.phase(programme.Submitted)
		tw.must("manager", tw.ask("", documents.Ask{Category: "cv", DueOn: models.DateOf(tw.clock.Now())}))
		id := tw.look()["cv"].Request.ID
		d := tw.add("zoe", "cv", pdf("cv", 0))
		first := tw.ref
		tw.as(operator, func(tx *db.Tx) (err error) {
			tw.ref, tw.id, err = tw.open(tx, "ali")
			return err
		})
		tw.phase(programme.Submitted)
		tw.refuses("manager", "request.not_found", func(tx *db.Tx) error { return documents.Withdraw(tx, tw.ref, id) })
		tw.refuses("manager", "document.not_found", tw.judge("manager", d, 1, documents.Verdict{Review: documents.Accepted}))
		tw.wants("first dossier", first != tw.ref, true)
	})
}

func (tw *town) asked(name string) (list []documents.Request) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) (err error) {
		list, err = documents.AskedOf(tx, tx.Actor().PersonID)
		return err
	})
	return list
}

func (tw *town) remind() (n int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) (err error) {
		n, err = documents.Remind(tx)
		return err
	})
	return n
}

func TestRemind(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		today := models.DateOf(tw.clock.Now())
		tw.phase(programme.Submitted)
		tw.must("manager", tw.ask("", documents.Ask{Category: "cv", DueOn: today.AddDays(10)}))
		tw.must("manager", tw.ask("", documents.Ask{Category: "forem", DueOn: today.AddDays(1)}))
		tw.wants("reminded on the very day of asking", tw.remind(), 0)
		for _, c := range []struct{ days, want int }{{1, 1}, {1, 0}, {2, 1}, {6, 0}, {7, 1}, {7, 0}, {10, 0}, {11, 1}, {12, 0}} {
			tw.clock.Set(today.AddDays(c.days))
			tw.wants("reminded on day", [2]int{c.days, tw.remind()}, [2]int{c.days, c.want})
		}
		tw.wants("mails", tw.mails("piece_reminder"), 4) // each soon, each late
		tw.must("manager", tw.ask("", documents.Ask{Category: "identite", DueOn: today.AddDays(20)}))
		tw.add("zoe", "identite", pdf("carte", 0))
		tw.clock.Set(today.AddDays(30))
		tw.wants("reminded of what was given", tw.remind(), 0)
		tw.must("manager", tw.ask("", documents.Ask{Category: "autre", DueOn: today.AddDays(31)}))
		tw.phase(programme.Withdrawn)
		tw.clock.Set(today.AddDays(40))
		tw.wants("reminded in a closed dossier", tw.remind(), 0)
	})
}

func TestInfected(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		f := checked(t, "cv.pdf", pdf("malade", 0))
		tw.must("zoe", func(tx *db.Tx) error { _, err := documents.Add(tx, tw.ref, "cv", f, documents.Infected); return err })
		tw.wants("contents of an infected upload", tw.count(`SELECT count(*) FROM document_contents`), 0)
		tw.wants("told", tw.mails("document_infected"), 1)
		tw.wants("traces", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'document.infected'`), 1)
		tw.wants("counts", tw.look()["cv"].Counts(), false)

		// Found later: all documents that share the bytes lose them.
		shared := pdf("malade aussi", 0)
		a, b := tw.add("zoe", "forem", shared), tw.add("zoe", "autre", shared)
		kept := tw.add("zoe", "identite", pdf("sain", 0))
		var waiting []int64
		tw.as(operator, func(tx *db.Tx) (err error) {
			waiting, err = documents.Waiting(tx, 0, 10)
			return err
		})
		tw.wants("contents that wait", len(waiting), 2)
		tw.as(operator, func(tx *db.Tx) error {
			if err := documents.Scanned(tx, waiting[0], documents.Infected); err != nil {
				return err
			}
			return documents.Scanned(tx, waiting[1], documents.Clean)
		})
		for code, want := range map[string]documents.Scan{"forem": documents.Infected, "autre": documents.Infected, "identite": documents.Clean} {
			tw.wants("scan of "+code, tw.look()[code].Documents[0].Scan, want)
		}
		tw.wants("contents", tw.count(`SELECT count(*) FROM document_contents`), 1)
		tw.wants("total", tw.count(`SELECT bytes FROM document_totals`), kept.Size)
		tw.wants("told", tw.mails("document_infected"), 3)
		tw.phase(programme.Submitted)
		tw.refuses("manager", "document.gone", tw.judge("manager", a, 2, documents.Verdict{Review: documents.Accepted}))
		tw.must("zoe", func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.ref, access.DocumentRead)
			if err == nil {
				_, _, err = documents.Open(tx, p, b.PublicID)
			}
			tw.wants("opening an infected one", code(err), "document.gone")
			return nil
		})
	})
}

func TestCheckOpen(t *testing.T) {
	for _, c := range []struct {
		scan     documents.Scan
		scanning bool
		want     string
	}{
		{documents.Unscanned, false, ""}, {documents.Clean, false, ""}, {documents.Infected, false, "document.infected"},
		{documents.Unscanned, true, "document.unscanned"}, {documents.Clean, true, ""}, {documents.Infected, true, "document.infected"},
	} {
		got := ""
		if p := documents.CheckOpen(documents.Document{Scan: c.scan}, c.scanning); p != nil {
			got = p.Code
		}
		if got != c.want {
			t.Errorf("%s, scanner in use %v: %q, want %q", c.scan, c.scanning, got, c.want)
		}
	}
}
