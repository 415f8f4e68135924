package sitting

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Sitting is the day of a committee.
type Sitting struct {
	*selection.Committee
	StartsAt    string // HH:MM; "" while no hour is set
	MinutesEach int    // for a file
	Chair       string // who presides, as the minutes name them; may be empty
	Remarks     string // of the minutes: what concerns no file
	Version     int    // 0 while nothing was set
}

// Presence says whether a member came.
type Presence string

// The presences. A member without one was not noted yet.
const (
	Present Presence = "present"
	Excused Presence = "excused"
	Absent  Presence = "absent"
)

// Presences lists the presences as forms offer them.
func Presences() []Presence { return []Presence{Present, Excused, Absent} }

// Attendee is a member of the committee with their presence; "" while it is not noted.
type Attendee struct {
	selection.Member
	Presence Presence
}

// Load gives the day of a committee to who may see the committee.
func Load(tx *db.Tx, ref string) (*Sitting, error) {
	c, err := selection.LoadCommittee(tx, ref)
	if err != nil {
		return nil, err
	}
	return readSitting(tx, c)
}

// manage loads the day of a committee to change it.
func manage(tx *db.Tx, ref string) (*Sitting, error) {
	s, err := Load(tx, ref)
	if err != nil {
		return nil, err
	}
	if !s.Managed {
		return nil, models.Denied(string(access.CommitteeManage))
	}
	return s, nil
}

// LoadManaged gives the day of a committee to who manages it; its members are denied.
func LoadManaged(tx *db.Tx, ref string) (*Sitting, error) { return manage(tx, ref) }

func (s *Sitting) fresh(version int) error {
	if s.Version != version {
		return models.Stale("sitting", models.Facts{"ref": s.Ref})
	}
	return nil
}

// PlanDraft is the hour of a committee as it was typed.
type PlanDraft struct {
	StartsAt    string // HH:MM; "" for none
	MinutesEach int
}

// The bounds of the time for one file, in minutes.
const (
	leastMinutes = 1
	mostMinutes  = 240
)

var hour = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func (d PlanDraft) check() *models.Problem {
	var f []models.FieldProblem
	if d.StartsAt != "" && !hour.MatchString(d.StartsAt) {
		f = append(f, models.FieldProblem{Field: "starts_at", Code: "time"})
	}
	switch {
	case d.MinutesEach < leastMinutes:
		f = append(f, models.FieldProblem{Field: "minutes_each", Code: "gte", Facts: models.Facts{"param": leastMinutes}})
	case d.MinutesEach > mostMinutes:
		f = append(f, models.FieldProblem{Field: "minutes_each", Code: "lte", Facts: models.Facts{"param": mostMinutes}})
	}
	return models.Fields(f...)
}

// Plan sets when a committee begins and how long it gives to a file. version is that of the
// sitting which the form shows, 0 for none yet. Fields: "starts_at", "minutes_each".
func Plan(tx *db.Tx, ref string, version int, d PlanDraft) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	if problem := d.check(); problem != nil {
		return problem
	}
	if err := s.fresh(version); err != nil {
		return err
	}
	s.StartsAt, s.MinutesEach = d.StartsAt, d.MinutesEach
	if err := storeSitting(tx, s); err != nil {
		return err
	}
	return tx.Audit("sitting.plan", "committee", s.ID, 0, models.Facts{"starts_at": d.StartsAt, "minutes": d.MinutesEach})
}

// AttendanceDraft is who came, as it was ticked.
type AttendanceDraft struct {
	Presences map[string]Presence // by the public id of the member; one left out stays not noted
	Chair     string
	Remarks   string
}

// TakeAttendance notes who came, who presides and what concerns no file. version is that of the
// sitting which the form shows. Fields: "presence", "chair", "remarks".
func TakeAttendance(tx *db.Tx, ref string, version int, d AttendanceDraft) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	members, err := selection.Members(tx, s.Committee)
	if err != nil {
		return err
	}
	var f []models.FieldProblem
	for id, p := range d.Presences {
		known := slices.ContainsFunc(members, func(m selection.Member) bool { return m.PublicID == id })
		if !known || !slices.Contains(Presences(), p) {
			f = []models.FieldProblem{{Field: "presence", Code: "oneof"}}
		}
	}
	f = append(f, tooLong("chair", d.Chair, selection.MaxLine)...)
	f = append(f, tooLong("remarks", d.Remarks, selection.MaxText)...)
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	if err := s.fresh(version); err != nil {
		return err
	}
	s.Chair, s.Remarks = d.Chair, d.Remarks
	if err := storeSitting(tx, s); err != nil {
		return err
	}
	present := 0
	for _, m := range members {
		p := d.Presences[m.PublicID]
		if p == Present {
			present++
		}
		if err := storePresence(tx, s, m.AccountID, p); err != nil {
			return err
		}
	}
	return tx.Audit("sitting.attendance", "committee", s.ID, 0, models.Facts{"present": present, "members": len(members)})
}

func tooLong(field, text string, most int) []models.FieldProblem {
	if utf8.RuneCountInString(text) <= most {
		return nil
	}
	return []models.FieldProblem{{Field: field, Code: "max", Facts: models.Facts{"param": most, "kind": "text"}}}
}

// WriteNote keeps what was said about a file of the committee; "" clears it. version is that of
// the note which the form shows, 0 for none yet. Only managers read it. Field: "note".
func WriteNote(tx *db.Tx, ref, projectRef string, version int, text string) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	_, a, err := selection.LoadFile(tx, ref, projectRef)
	if err != nil {
		return err
	}
	return writeNote(tx, s, a, version, text)
}

func writeNote(tx *db.Tx, s *Sitting, a *selection.Application, version int, text string) error {
	if problem := models.Fields(tooLong("note", text, selection.MaxText)...); problem != nil {
		return problem
	}
	changed, err := storeNote(tx, s, a.Project.ID, version, text)
	if err != nil || !changed {
		return err
	}
	return tx.Audit("sitting.note", "committee", s.ID, a.Project.ID, nil)
}

// Verdict is what a manager enters for a file during the committee: the decision, and the note of the
// discussion beside it.
type Verdict struct {
	selection.DecisionDraft // its committee is set by Decide
	Note                    string
	NoteVersion             int
}

// DecisionDay is the day of a decision that is entered without one: the committee's, when it has
// come and the file was waiting then; today otherwise. A file from the waiting list is
// decided the day it is.
func DecisionDay(heldOn models.Date, phase programme.Phase, phaseSince, today models.Date) models.Date {
	if phase == programme.Review && heldOn <= today && heldOn >= phaseSince {
		return heldOn
	}
	return today
}

// Decide answers a file of the committee in the committee's name, by selection's one
// rule, and keeps the note. Without a date it is dated by DecisionDay. version is the dossier's. The same key again changes nothing.
func Decide(tx *db.Tx, ref, projectRef, key string, version int, v Verdict) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	_, a, err := selection.LoadFile(tx, ref, projectRef)
	if err != nil {
		return err
	}
	already, err := selection.Decisions(tx, a.Project)
	if err != nil {
		return err
	}
	v.CommitteeRef = s.Ref
	if v.DecidedOn == "" {
		v.DecidedOn = DecisionDay(s.HeldOn, a.Project.Phase, a.Project.PhaseStartedOn, tx.Today())
	}
	if err := selection.Decide(tx, projectRef, key, version, v.DecisionDraft); err != nil {
		return err
	}
	now, err := selection.Decisions(tx, a.Project)
	if err != nil || len(now) == len(already) { // the form was sent twice
		return err
	}
	return writeNote(tx, s, a, v.NoteVersion, v.Note)
}
