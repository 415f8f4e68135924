package upkeep

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Finding is one thing that does not agree.
type Finding struct {
	Check   string // which check found it
	Subject string // the dossier, the table, the series
	Text    string // what is wrong, for an operator
}

func (f Finding) String() string { return f.Check + ": " + f.Subject + ": " + f.Text }

// Result is what a check saw.
type Result struct {
	Projects, Persons, Meetings, Changes, Grants int
	Findings                                     []Finding
	More                                         int // findings beyond those listed
}

// mostFindings bounds what is listed: a broken index can break every row.
const mostFindings = 1000

func (r *Result) add(check, subject, text string) {
	if len(r.Findings) == mostFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, Finding{check, subject, text})
}

// Check reads the whole database, on one snapshot, and compares what is kept with
// what can be recomputed. It changes nothing. The schema must be current.
func Check(ctx context.Context, d *db.DB) (Result, error) {
	var r Result
	err := d.Read(ctx, access.Operator("eclosion check"), func(tx *db.Tx) (err error) {
		r, err = CheckWithin(tx)
		return err
	})
	return r, err
}

// CheckWithin is Check on what one transaction sees.
func CheckWithin(tx *db.Tx) (r Result, err error) {
	for _, check := range []struct {
		name string
		run  func(*db.Tx, *Result) error
	}{
		{"integrity", checkStorage}, {"counts", countRows}, {"questions", ask}, {"history", checkHistories},
		{"clock", checkClocks}, {"tranches", checkTranches}, {"search", checkSearch}, {"texts", checkTexts}, {"number", checkNumbers}, {"paper", checkPapers},
		{"gaps", checkGaps},
		{"copies", checkCopies},
		{"document", checkDocuments},
	} {
		if err := check.run(tx, &r); err != nil {
			return r, fmt.Errorf("check %s: %w", check.name, err)
		}
	}
	return r, nil
}

// change is one row of a dossier's history, and what its dossier says of itself.
type change struct {
	ref             string
	phase           programme.Phase
	startedOn       string
	seq             int
	from, to        programme.Phase
	effectiveOn     string
	detail          string
	enteredOn, left string
}

// historian follows the changes of one dossier after the other.
type historian struct {
	result *Result
	last   *change // of the dossier before, or of this one
	moved  string  // when it came into its present phase
	enter  string
	leave  string
}

// next takes the following row; rows come by dossier and number.
func (h *historian) next(c change) {
	say := func(format string, args ...any) { h.result.add("history", c.ref, fmt.Sprintf(format, args...)) }
	before := h.last
	if before == nil || before.ref != c.ref {
		h.close()
		before = nil
		h.moved, h.enter, h.leave = "", "", ""
	}
	switch {
	case before == nil:
		if c.seq != 1 {
			say("starts with number %d", c.seq)
		}
		if c.from != "" || c.to != programme.Draft && !imported(c.detail) {
			say("starts from %q to %q", c.from, c.to)
		}
	case c.seq != before.seq+1:
		say("number %d follows number %d", c.seq, before.seq)
	case c.from != before.to:
		say("change %d leaves %q, but the dossier was in %q", c.seq, c.from, before.to)
	case c.from != c.to && !slices.Contains(c.from.Next(), c.to):
		say("change %d from %q to %q does not exist", c.seq, c.from, c.to)
	}
	if c.from != c.to {
		h.moved = c.effectiveOn
		switch c.to {
		case programme.Coaching:
			h.enter = c.effectiveOn
		case programme.Launched, programme.Exited:
			h.leave = c.effectiveOn
		}
	}
	h.last = &c
}

// close compares the last row of a dossier with the dossier itself.
func (h *historian) close() {
	c := h.last
	if c == nil {
		return
	}
	differs := func(what, kept, told string) {
		if kept != told {
			h.result.add("history", c.ref, fmt.Sprintf("%s is %q, its history says %q", what, kept, told))
		}
	}
	differs("phase", string(c.phase), string(c.to))
	differs("phase_started_on", c.startedOn, h.moved)
	differs("entered_on", c.enteredOn, h.enter)
	differs("left_on", c.left, h.leave)
}

func imported(detail string) bool {
	var facts struct{ Imported bool }
	return json.Unmarshal([]byte(detail), &facts) == nil && facts.Imported
}
