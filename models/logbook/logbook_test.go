package logbook_test

import (
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/logbook"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// all is how much one entry leaves behind.
var all = map[string]int{
	"SELECT count(*) FROM meetings WHERE state = 'held'":    1,
	"SELECT count(*) FROM meetings WHERE state = 'planned'": 1,
	"SELECT count(*) FROM actions":                          1,
	"SELECT count(*) FROM documents":                        1,
	"SELECT count(*) FROM meeting_documents k JOIN meetings m ON m.id = k.meeting_id WHERE m.state = 'held'": 1,
	"SELECT count(*) FROM plan_states WHERE validated_on = '2026-11-23'":                                     1,
	"SELECT count(*) FROM plan_events WHERE event = 'validated'":                                             1,
	"SELECT count(*) FROM meeting_drafts":                                                                    0,
	"SELECT count(*) FROM audit_entries WHERE action = 'meeting.log'":                                        1,
	"SELECT count(*) FROM audit_entries WHERE action = 'document.add'":                                       1,
	"SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL":                                        1,
}

func TestOneFormMakesOneOfEverything(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.amelie.Actor()
		h.must(a, func(tx *db.Tx) error {
			_, err := logbook.Keep(tx, logbook.Page{Key: "k", Ref: h.ref}, map[string][]string{"meeting_summary": {"Bil"}}, 0)
			return err
		})
		// A colleague whose form has the same key keeps theirs, before and after.
		theirs := func(version int) {
			h.must(h.bruno.Actor(), func(tx *db.Tx) error {
				_, err := logbook.Keep(tx, logbook.Page{Key: "k"}, map[string][]string{"meeting_summary": {"à Bruno"}}, version)
				return err
			})
		}
		theirs(0)
		e := h.entry("k")
		var again sync.Map
		var all20 sync.WaitGroup
		for range 20 {
			all20.Go(func() {
				r, err := h.log(a, h.ref, e)
				if err != nil {
					t.Error(err)
				}
				again.Store(r.PublicID, true)
			})
		}
		all20.Wait()
		n := 0
		again.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("the same form led to %d meetings", n)
		}
		theirs(1)
		h.wants(all2(map[string]int{"SELECT count(*) FROM meeting_drafts": 1}))
	})
}

func TestAnotherTextUnderAKeyIsNotLost(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		first, err := h.log(h.amelie.Actor(), h.ref, h.entry("k"))
		if err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string]func(*logbook.Entry){
			"summary": func(e *logbook.Entry) { e.Meeting.Summary = "Autre" },
			"note":    func(e *logbook.Entry) { e.Meeting.Note = "Autre" },
			"action":  func(e *logbook.Entry) { e.Meeting.Actions[0].Title = "Autre" },
		} {
			e := h.entry("k")
			change(&e)
			_, err := h.log(h.amelie.Actor(), h.ref, e)
			h.wantsCode(err, models.Conflict, "meeting.already")
			if p, _ := models.ProblemOf(err); p != nil && p.Facts["id"] != first.PublicID {
				t.Errorf("%s: leads to %v", name, p.Facts["id"])
			}
		}
		h.wants(all)
	})
}

func TestAllOrNothing(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		infected := h.entry("x").Files[0]
		for name, c := range map[string]struct {
			change func(*logbook.Entry)
			code   string
			kind   models.Kind
		}{
			"an item of nobody":     {func(e *logbook.Entry) { e.Validated[0].ItemID = 999_999 }, "plan_item.not_found", models.NotFound},
			"an item as it was not": {func(e *logbook.Entry) { e.Validated[0].Version = 7 }, "plan.stale", models.Conflict},
			"an action of nobody":   {func(e *logbook.Entry) { e.Done = []int64{999_999} }, "action.not_found", models.NotFound},
			"no such category":      {func(e *logbook.Entry) { e.Category = "x" }, "form.invalid", models.Invalid},
			"thirty hours":          {func(e *logbook.Entry) { e.Meeting.Minutes = 1800 }, "form.invalid", models.Invalid},
			"too many files": {func(e *logbook.Entry) {
				for range logbook.MaxFiles {
					e.Files = append(e.Files, infected)
				}
			}, "form.invalid", models.Invalid},
		} {
			e := h.entry("k")
			c.change(&e)
			_, err := h.log(h.amelie.Actor(), h.ref, e)
			if !models.IsCode(err, c.code) || !models.IsKind(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.wants(map[string]int{"SELECT count(*) FROM meetings": 0, "SELECT count(*) FROM documents": 0, "SELECT count(*) FROM plan_events": 0, "SELECT count(*) FROM actions": 0})
		_, err := h.log(h.bruno.Actor(), h.ref, h.entry("k"))
		h.wantsCode(err, models.Forbidden, "access.denied")
		_, err = h.log(h.carla.Actor(), h.ref, h.entry("k"))
		h.wantsCode(err, models.NotFound, "project.not_found")
	})
}

func TestWhatIsSettledMeanwhileCountsAsDone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.amelie.Actor()
		h.must(a, func(tx *db.Tx) error {
			if _, err := plan.SaveReviews(tx, h.ref, []plan.Review{{ItemID: h.item(0), Validated: true}, {ItemID: h.item(1), NotApplicable: "Pas de local"},
				{ItemID: h.item(2), Comment: "À préciser"}}); err != nil {
				return err
			}
			return coaching.AddAction(tx, h.ref, "a", coaching.ActionDraft{Title: "Appeler"})
		})
		action := int64(h.count(`SELECT id FROM actions`))
		h.must(a, func(tx *db.Tx) error { return coaching.TickAction(tx, h.ref, action, true) })
		e := h.entry("k")
		e.Validated = []logbook.Tick{{ItemID: h.item(0)}, {ItemID: h.item(1)}, {ItemID: h.item(2), Version: 1}}
		e.Done = []int64{action}
		if _, err := h.log(a, h.ref, e); err != nil {
			t.Fatal(err)
		}
		h.wants(map[string]int{
			"SELECT count(*) FROM plan_states WHERE validated_on IS NOT NULL":                            2,
			"SELECT count(*) FROM plan_states WHERE validated_on IS NULL AND not_applicable <> ''":       1,
			"SELECT count(*) FROM plan_states WHERE validated_on IS NOT NULL AND comment = 'À préciser'": 1,
			"SELECT count(*) FROM actions WHERE done_on = '2026-11-23'":                                  1,
			"SELECT count(*) FROM audit_entries WHERE action = 'action.done'":                            1,
		})
	})
}

func TestAnInfectedFileLeavesTheMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		e := h.entry("k")
		e.Files[0].Scan = documents.Infected
		r, err := h.log(h.amelie.Actor(), h.ref, e)
		if err != nil || len(r.Infected) != 1 {
			t.Fatalf("%v %v", r.Infected, err)
		}
		h.wants(map[string]int{"SELECT count(*) FROM meetings": 2, "SELECT count(*) FROM meeting_documents": 0, "SELECT count(*) FROM document_contents": 0})
	})
}

// The files of a meeting are those of one dossier, while they are there to be opened.
func TestDocumentsOfAMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		e := h.entry("k")
		e.Meeting.Holders = []string{h.other}
		r, err := h.log(h.amelie.Actor(), h.ref, e)
		if err != nil {
			t.Fatal(err)
		}
		of := func(ref string) (n int) {
			h.must(h.amelie.Actor(), func(tx *db.Tx) error {
				p, err := programme.Load(tx, ref, access.MeetingRead)
				if err != nil {
					return err
				}
				list, err := logbook.DocumentsOf(tx, p, r.ID)
				n = len(list)
				return err
			})
			return n
		}
		if of(h.ref) != 1 || of(h.other) != 0 {
			t.Errorf("%d files, and %d of the other holder's", of(h.ref), of(h.other))
		}
		for _, gone := range []string{"removed_at = 1", "removed_at = NULL, content_id = NULL, scan = 'infected'"} {
			h.must(operator, func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE documents SET ` + gone); return err })
			if of(h.ref) != 0 {
				t.Errorf("a file with %s is offered", gone)
			}
		}
	})
}

func TestMinutesOfAPlannedMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.amelie.Actor()
		planned := coaching.Draft{Key: "p", State: coaching.Planned, HeldOn: "2026-11-23", Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone}
		r, err := h.log(a, h.ref, logbook.Entry{Meeting: planned})
		if err != nil {
			t.Fatal(err)
		}
		e := h.entry("m-1")
		change := func(e logbook.Entry) (r2 logbook.Result, err error) {
			err = h.do(a, func(tx *db.Tx) (err error) { r2, err = logbook.Change(tx, h.ref, r.PublicID, e, 1); return err })
			return r2, err
		}
		for n := range 3 { // the same answer, however often it is sent
			done, err := change(e)
			if err != nil || done.PublicID != r.PublicID || done.Again != (n > 0) {
				t.Fatalf("%d: %+v %v", n, done, err)
			}
		}
		h.wants(all2(map[string]int{"SELECT count(*) FROM meetings WHERE state = 'held' AND version = 2": 1,
			"SELECT count(*) FROM audit_entries WHERE action = 'meeting.log'": 1}))
		e.Meeting.Summary = "Autre"
		_, err = change(e)
		h.wantsCode(err, models.Conflict, "meeting.already")
		h.must(a, func(tx *db.Tx) error {
			_, err := logbook.Keep(tx, logbook.Page{Key: "m-1", Ref: h.ref, Meeting: r.PublicID}, map[string][]string{"x": {"y"}}, 0)
			h.wantsCode(err, models.Conflict, "meeting.already")
			return nil
		})
		h.must(h.bruno.Actor(), func(tx *db.Tx) error { // who has the same page open
			_, err := logbook.Keep(tx, logbook.Page{Key: "m-1", Ref: h.ref, Meeting: r.PublicID}, map[string][]string{"x": {"y"}}, 0)
			return err
		})
	})
}

func all2(more map[string]int) map[string]int {
	for query, n := range all {
		if _, said := more[query]; !said {
			more[query] = n
		}
	}
	return more
}

func TestElapsed(t *testing.T) {
	const minute = 60_000
	for minutes, want := range map[int]int{0: 5, 2: 5, 7: 5, 8: 10, 42: 40, 43: 45, 60: 60, 1800: 1800} {
		if got := logbook.Elapsed(1000, models.Instant(1000+minutes*minute)); got != want {
			t.Errorf("%d minutes count as %d, want %d", minutes, got, want)
		}
	}
}

func TestMinutesCountFromTheStart(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a, page := h.amelie.Actor(), logbook.Page{Key: "k", Ref: h.ref}
		h.must(a, func(tx *db.Tx) error { return logbook.Start(tx, page, map[string][]string{}, 0) })
		h.clock.Add(23 * 60e9)
		h.must(a, func(tx *db.Tx) error {
			return logbook.Start(tx, page, map[string][]string{"meeting_summary": {"x"}}, 1)
		}) // goes on
		h.clock.Add(20 * 60e9)
		e := h.entry("k")
		e.Timed, e.Meeting.Minutes = true, 0
		if _, err := h.log(a, h.ref, e); err != nil {
			t.Fatal(err)
		}
		h.wants(map[string]int{"SELECT minutes FROM meetings WHERE state = 'held'": 45, "SELECT count(*) FROM meeting_drafts": 0})
		e.Meeting.Key = "never started"
		_, err := h.log(a, h.ref, e)
		h.wantsCode(err, models.Invalid, "form.invalid")
	})
}

func TestDrafts(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a, page := h.amelie.Actor(), logbook.Page{Key: "k", Ref: h.ref}
		keep := func(who access.Actor, page logbook.Page, text string, version int) (v int, err error) {
			err = h.do(who, func(tx *db.Tx) (err error) {
				v, err = logbook.Keep(tx, page, map[string][]string{"meeting_summary": {text}, "place": {""}, "cle": {page.Key}, "version": {"3"}}, version)
				return err
			})
			return v, err
		}
		if _, err := keep(h.bruno.Actor(), page, "de Bruno", 0); err != nil {
			t.Fatal(err) // the same key, another author
		}
		for n, text := range []string{"un", "deux", "trois"} {
			if v, err := keep(a, page, text, n); err != nil || v != n+1 {
				t.Fatalf("version %d, %v", v, err)
			}
		}
		for _, version := range []int{0, 2, 4} {
			_, err := keep(a, page, "une autre fenêtre", version)
			h.wantsCode(err, models.Conflict, "meeting_draft.stale")
		}
		read := func(who accounts.Account) (list []logbook.Draft) {
			h.must(who.Actor(), func(tx *db.Tx) (err error) { list, err = logbook.Drafts(tx); return err })
			return list
		}
		list := read(h.amelie)
		if len(list) != 1 || list[0].Text("meeting_summary") != "trois" || list[0].Holder != "Zoé Lefèvre" || list[0].Ref != h.ref || len(list[0].Fields) != 1 {
			t.Fatalf("%+v", list)
		}
		if list := read(h.bruno); len(list) != 1 || list[0].Text("meeting_summary") != "de Bruno" {
			t.Errorf("another author's draft: %+v", list)
		}
		if len(read(h.carla)) != 0 {
			t.Error("somebody else's draft is read")
		}
		h.must(a, func(tx *db.Tx) error { return logbook.Drop(tx, "k", true) })
		if list = read(h.amelie); len(list) != 1 || list[0].DroppedAt.IsZero() {
			t.Fatalf("%+v", list)
		}
		h.must(a, func(tx *db.Tx) error { return logbook.Drop(tx, "k", false) })
		h.wantsCode(h.do(h.carla.Actor(), func(tx *db.Tx) error { return logbook.Drop(tx, "k", true) }), models.NotFound, "meeting_draft.not_found")
		if _, err := keep(a, page, strings.Repeat("é", 1<<20), 5); !models.IsCode(err, "meeting.draft_long") {
			t.Error(err)
		}
		// A draft outlives the assignment to its dossier, and the dossier's leaving for another site.
		h.must(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET site_id = ? WHERE ref = ?`, h.carla.Grants[0].SiteID, h.ref)
			if err == nil {
				_, err = tx.Exec(`UPDATE project_coaches SET to_on = '2026-11-23'`)
			}
			return err
		})
		if list = read(h.amelie); len(list) != 1 || list[0].Ref != "" || list[0].Text("meeting_summary") != "trois" {
			t.Fatalf("%+v", list)
		}
		if _, err := keep(a, page, "quatre", 5); err != nil {
			t.Error(err)
		}
		h.wants(map[string]int{"SELECT count(*) FROM audit_entries WHERE action LIKE 'meeting%'": 0})
	})
}

func TestOldDraftsStayAndThrownAwayOnesGo(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.amelie.Actor()
		keep := func(key string) error {
			return h.do(a, func(tx *db.Tx) error {
				_, err := logbook.Keep(tx, logbook.Page{Key: key}, map[string][]string{"meeting_summary": {key}}, 0)
				return err
			})
		}
		for _, key := range []string{"old", "dropped"} {
			if err := keep(key); err != nil {
				t.Fatal(err)
			}
		}
		h.must(a, func(tx *db.Tx) error { return logbook.Drop(tx, "dropped", true) })
		h.clock.Add(30 * 24 * 3600e9)
		if err := keep("b"); err != nil {
			t.Fatal(err)
		}
		h.wants(map[string]int{"SELECT count(*) FROM meeting_drafts": 3})
		h.must(a, func(tx *db.Tx) error {
			n, err := logbook.CountDrafts(tx)
			if old, _, _ := logbook.DraftOf(tx, "old"); n != 2 || old.Aged(tx.Now()) {
				t.Errorf("%d wait, %+v", n, old)
			}
			return err
		})
		h.clock.Add(1e9)
		if err := keep("c"); err != nil {
			t.Fatal(err)
		}
		h.must(a, func(tx *db.Tx) error {
			list, err := logbook.Drafts(tx)
			if len(list) != 3 || list[0].Key != "c" || list[2].Key != "old" || !list[2].Aged(tx.Now()) || list[1].Aged(tx.Now()) {
				t.Errorf("%+v", list)
			}
			return err
		})
		for n := 3; n < logbook.MaxDrafts; n++ {
			if err := keep(strings.Repeat("k", n)); err != nil {
				t.Fatal(err)
			}
		}
		h.wantsCode(keep("one more"), models.Refused, "meeting.drafts_many")
	})
}

func TestOffer(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.must(operator, func(tx *db.Tx) error {
			if _, err := plan.SaveClaims(tx, h.ref, []plan.Claim{{ItemID: h.item(3), Ready: true}}); err != nil {
				return err
			}
			if _, err := plan.SaveReviews(tx, h.ref, []plan.Review{{ItemID: h.item(0), Validated: true}}); err != nil {
				return err
			}
			if err := coaching.AddAction(tx, h.ref, "", coaching.ActionDraft{Title: "Appeler"}); err != nil {
				return err
			}
			if err := coaching.AddAction(tx, h.ref, "", coaching.ActionDraft{Title: "Faite"}); err != nil {
				return err
			}
			id, err := tx.Count(`SELECT id FROM actions WHERE title = 'Faite'`)
			if err != nil {
				return err
			}
			return coaching.TickAction(tx, h.ref, int64(id), true)
		})
		of := func(a accounts.Account) (o logbook.Offer) {
			h.must(a.Actor(), func(tx *db.Tx) error {
				p, err := programme.Load(tx, h.ref, access.MeetingRead)
				if err == nil {
					o, err = logbook.OfferOf(tx, p)
				}
				return err
			})
			return o
		}
		total := h.count(`SELECT count(*) FROM plan_items i JOIN projects p ON p.template_id = i.template_id WHERE p.ref = ?`, h.ref)
		o := of(h.amelie)
		if len(o.Items) != total-1 || o.Items[0].Item.ID != h.item(3) || len(o.Actions) != 1 || len(o.Categories) == 0 {
			t.Errorf("%d of %d items, first %v, %d actions, %d categories", len(o.Items), total, o.Items[0].Item.Title, len(o.Actions), len(o.Categories))
		}
		if o := of(h.bruno); len(o.Items) != 0 || len(o.Categories) != 0 {
			t.Error("a colleague is offered what is not theirs to settle")
		}
	})
}
