package selection_test

import (
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// pieces lays the usual categories and gates: the other tests of this package ask for none.
func (tw *town) pieces() {
	tw.t.Helper()
	tw.as(access.Operator("test"), documents.Found)
}

// give adds a document to a dossier, in its holder's name.
func (tw *town) give(name, ref, category string) (d documents.Document) {
	tw.t.Helper()
	f, err := documents.Check(category+".pdf", []byte("%PDF-1.4\n% "+ref+" "+category+"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"))
	if err != nil {
		tw.t.Fatal(err)
	}
	tw.must(name, func(tx *db.Tx) error {
		added, err := documents.Add(tx, ref, category, f, documents.Unscanned)
		d = added.Document
		return err
	})
	return d
}

func (tw *town) situation(ref string, s selection.Situation) {
	tw.t.Helper()
	tw.as(access.Operator("test"), func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE applications SET situation = ?, own_vat = ? WHERE project_id = (SELECT id FROM projects WHERE ref = ?)`, s, true, ref); err != nil {
			return err
		}
		for question, answer := range map[string]string{"cpas_name": "Liège", "cpas_informed": "oui"} { // asked of those whom a CPAS helps
			if _, err := tx.Exec(`INSERT INTO application_answers (project_id, code, value) SELECT id, ?, ? FROM projects WHERE ref = ?`, question, answer, ref); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestSubmissionAsksForPieces(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.pieces()
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		tw.situation(ref, selection.CPAS)
		a := tw.load("zoe", ref)
		if filled, missing := a.Progress(form.Documents); filled != 0 || missing != 3 || !slices.Contains(a.Topics(), form.Documents) {
			t.Errorf("nothing given: %d of %d, topics %v", filled, missing, a.Topics())
		}
		if got := code(tw.submit("zoe", ref)); got != "document.pieces_missing gate.cpas" {
			t.Errorf("without pieces: %s", got)
		}
		tw.give("zoe", ref, "cv")
		tw.give("zoe", ref, "forem")
		if got := code(tw.submit("zoe", ref)); got != "gate.cpas" {
			t.Errorf("without consent: %s", got)
		}
		consent, dropped := tw.give("zoe", ref, "accord_cpas"), tw.give("zoe", ref, "autre")
		tw.must("zoe", func(tx *db.Tx) error { _, err := documents.Remove(tx, ref, dropped.PublicID); return err })
		a = tw.load("zoe", ref)
		if filled, missing := a.Progress(form.Documents); filled != 3 || missing != 0 {
			t.Errorf("all given: %d, %d missing", filled, missing)
		}
		if err := tw.submit("zoe", ref); err != nil {
			t.Fatal(err)
		}
		if n := tw.count(`SELECT count(*) FROM documents`); n != 3 {
			t.Errorf("%d documents after the submission: what was removed stays", n)
		}
		if tw.load("manager", ref).Pieces != nil {
			t.Error("the couveuse reads an application with its pieces")
		}

		v := tw.version(ref)
		tw.must("manager", func(tx *db.Tx) error { return selection.TakeUnderReview(tx, ref, v) })
		today := models.Date("2026-11-23")
		accept := selection.DecisionDraft{Outcome: selection.Accepted, Reasons: "Oui.", DecidedOn: today}
		if got := code(tw.decide("manager", ref, accept)); got != "gate.cpas" {
			t.Errorf("accepted with a consent that nobody looked at: %s", got)
		}
		if p := tw.load("manager", ref).Project.Phase; p != programme.Review {
			t.Errorf("a refusal left the dossier in %s", p)
		}
		waitlisted := selection.DecisionDraft{Outcome: selection.Waitlisted, Reasons: "Plus tard.", DecidedOn: today}
		if err := tw.decide("manager", ref, waitlisted); err != nil {
			t.Errorf("only an acceptance waits for a gate: %v", err)
		}
		tw.must("manager", func(tx *db.Tx) error {
			return documents.Judge(tx, ref, consent.PublicID, consent.Version, documents.Verdict{Review: documents.Accepted})
		})
		if err := tw.decide("manager", ref, accept); err != nil {
			t.Errorf("with an accepted consent: %v", err)
		}
	})
}

func TestDeclinedWithoutAskingGates(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.reviewed("zoe", 0)
		tw.pieces()
		tw.situation(ref, selection.HealthFund)
		no := selection.DecisionDraft{Outcome: selection.Declined, Reasons: "Non.", NextStep: "Revenez.", DecidedOn: "2026-11-23"}
		if err := tw.decide("manager", ref, no); err != nil {
			t.Error(err)
		}
	})
}
