package journey_test

import (
	"testing"

	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// applied gives the dossier an application with these circumstances, and the programme its usual gates.
func (h *house) applied(situation string, vat bool) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		if err := documents.Found(tx); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO applications (project_id, situation, own_vat, updated_at) VALUES (?, ?, ?, ?)`, h.id, situation, vat, tx.Now())
		return err
	})
}

// give adds a document that lifts a gate; accept is the couveuse's verdict.
func (h *house) give(category string) (accept func()) {
	h.t.Helper()
	f, err := documents.Check("preuve.pdf", []byte("%PDF-1.4\n% "+category+"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"))
	if err != nil {
		h.t.Fatal(err)
	}
	var d documents.Document
	h.write(func(tx *db.Tx) error {
		added, err := documents.Add(tx, h.ref, category, f, documents.Unscanned)
		d = added.Document
		return err
	})
	return func() {
		h.write(func(tx *db.Tx) error {
			return documents.Judge(tx, h.ref, d.PublicID, d.Version, documents.Verdict{Review: documents.Accepted})
		})
	}
}

func TestOnNoticeWaitsForCoaching(t *testing.T) {
	each(t, func(h *house) {
		h.applied("on_notice", false)
		const on = "2026-12-01"
		h.clock.Set(on)
		h.refuses(h.startCoaching(on, h.coach.PublicID), "coaching.agreement_unsigned", "gate.on_notice")
		h.must(h.agree(journey.CoachingAgreement, "CA-1", on, on, ""))
		h.refuses(h.startCoaching(on), "coaches:required") // a field problem stands first, the gate beside it
		h.refuses(h.startCoaching(on, h.coach.PublicID), "gate.on_notice")
		accept := h.give("fin_preavis")
		h.refuses(h.startCoaching(on, h.coach.PublicID), "gate.on_notice")
		h.wants("told before", h.state().GateStops != nil, true)
		accept()
		h.wants("told after", h.state().GateStops == nil, true)
		h.must(h.startCoaching(on, h.coach.PublicID))
	})
}

func TestOwnNumberWaitsForTest(t *testing.T) {
	each(t, func(h *house) {
		h.applied("full_benefits", true)
		h.coaching("2026-12-01")
		h.validate(h.items[:2]...)
		const on = "2027-03-02"
		h.clock.Set(on)
		h.refuses(h.startTest(on), "status.missing", "gate.own_vat")
		h.must(h.agree(journey.StatusAgreement, "SP-1", on, on, "2028-03-01"))
		h.refuses(h.startTest(on), "gate.own_vat")
		if test, _ := h.state().Blockers(); test == nil || test.Code != "gate.own_vat" {
			t.Errorf("the page says %v", test)
		}
		h.give("suspension_tva")()
		h.must(h.startTest(on))
	})
}

func TestGateThatWarns(t *testing.T) {
	each(t, func(h *house) {
		h.applied("full_benefits", true)
		h.write(func(tx *db.Tx) error {
			return programme.SetGate(tx, "JI", programme.GateRule{Gate: programme.OwnVATGate, Mode: programme.GateWarn, Step: programme.AtTest, Category: "suspension_tva", Version: 1})
		})
		h.coaching("2026-12-01")
		h.validate(h.items[:2]...)
		const on = "2027-03-02"
		h.clock.Set(on)
		h.must(h.agree(journey.StatusAgreement, "SP-1", on, on, "2028-03-01"))
		h.wants("warned before", h.state().GateWarns != nil, true)
		h.must(func(tx *db.Tx, v int) error {
			warning, err := journey.StartTest(tx, h.ref, v, on)
			if warning == nil || warning.Code != "gate.own_vat" {
				t.Errorf("the start says %v", warning)
			}
			return err
		})
	})
}
