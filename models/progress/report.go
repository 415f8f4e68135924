package progress

import (
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// State says where a report stands.
type State string

// The states. A dossier has one open report at most: a draft, a submitted or a returned one.
const (
	Draft     State = "draft"
	Submitted State = "submitted" // a manager decides; nothing can be written
	Returned  State = "returned"  // with a reason; the coach mends it
	Issued    State = "issued"    // approved, numbered and kept
	Dropped   State = "dropped"   // given up by its coach
)

// IsOpen reports whether the report is still on its way.
func (s State) IsOpen() bool { return s.Writable() || s == Submitted }

// Writable reports whether coach and holder can still write.
func (s State) Writable() bool { return s == Draft || s == Returned }

// The limits of what is typed, in characters.
const (
	MaxSynthesis = 20_000
	MaxSteps     = 4_000
	MaxParagraph = 4_000
	MaxReason    = 2_000
)

// Report is a progress report as the couveuse's people know it.
type Report struct {
	ID                   int64
	PublicID             string
	State                State
	Period               models.Period
	Synthesis, NextSteps string

	AskedAt       models.Instant // when the holder was asked; 0 while they were not
	Paragraph     string
	ParagraphAt   models.Instant
	HolderVersion int

	CreatedBy, SubmittedBy int64
	Author, Submitter      string
	SubmittedAt, IssuedAt  models.Instant
	Number, SHA256         string // of the issued paper
	Version                int

	Project *programme.Project

	snapshot string
}

// Event is one step of a report's way.
type Event struct {
	What, Reason, Who string
	At                models.Instant
}

// CheckPeriod says what is wrong with a period: fields "du" and "au".
func CheckPeriod(p models.Period, today models.Date) *models.Problem {
	var list faults
	for _, d := range []struct {
		field string
		date  models.Date
	}{{"du", p.From}, {"au", p.To}} {
		if _, err := models.ParseDate(string(d.date)); err != nil {
			list.add(d.field, "date", nil)
		}
	}
	switch {
	case len(list) > 0:
	case p.To > today:
		list.add("au", "not_after", models.Facts{"date": today})
	case p.To < p.From:
		list.add("au", "not_before", models.Facts{"date": p.From})
	}
	return models.Fields(list...)
}

// CheckWrite refuses to write on a report that was submitted or is over.
func CheckWrite(s State) *models.Problem {
	if s.Writable() {
		return nil
	}
	return models.Refuse("progress.frozen", models.Facts{"state": string(s)})
}

// CheckDecide refuses to approve or return what is not submitted, and what the actor wrote or
// submitted: two people see each report.
func CheckDecide(r Report, actorID int64) *models.Problem {
	switch {
	case r.State != Submitted:
		return models.Refuse("progress.not_submitted", models.Facts{"state": string(r.State)})
	case actorID != 0 && (actorID == r.CreatedBy || actorID == r.SubmittedBy):
		return models.Refuse("progress.own", nil)
	}
	return nil
}

// Choice is a period that the form offers.
type Choice struct {
	Name   string // "since", "month", "quarter", "phase"
	Period models.Period
}

// Choices are the periods at hand on a day: since the last report when there is one that ended before,
// this month, three months, the whole phase.
func Choices(p *programme.Project, last, today models.Date) []Choice {
	var list []Choice
	if !last.IsZero() && last < today {
		list = append(list, Choice{"since", models.Period{From: last.AddDays(1), To: today}})
	}
	list = append(list, Choice{"month", models.Period{From: today.AddDays(1 - today.Day()), To: today}},
		Choice{"quarter", models.Period{From: today.AddMonths(-3).AddDays(1), To: today}})
	if !p.PhaseStartedOn.IsZero() && p.PhaseStartedOn <= today {
		list = append(list, Choice{"phase", models.Period{From: p.PhaseStartedOn, To: today}})
	}
	return list
}

// faults gathers what is wrong with a form, in its order.
type faults []models.FieldProblem

func (f *faults) add(field, code string, facts models.Facts) {
	*f = append(*f, models.FieldProblem{Field: field, Code: code, Facts: facts})
}

func (f *faults) text(field, value string, limit int, required bool) {
	switch {
	case required && strings.TrimSpace(value) == "":
		f.add(field, "required", nil)
	case utf8.RuneCountInString(value) > limit:
		f.add(field, "max", models.Facts{"param": limit, "kind": "text"})
	}
}

// audit notes a step of a report in its history and in the dossier's.
func audit(tx *db.Tx, r Report, event, reason string) error {
	if err := insertEvent(tx, r, event, reason); err != nil {
		return err
	}
	return tx.Audit("progress."+event, "progress_report", r.ID, r.Project.ID, models.Facts{"from": r.Period.From, "to": r.Period.To})
}
