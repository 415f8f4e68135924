package progress

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// Load gives a report to the couveuse's people who may read the dossier's papers. The holder, whatever else they
// are in the house, reads [AskedOf].
func Load(tx *db.Tx, ref, publicID string) (Report, error) {
	p, err := programme.Load(tx, ref, access.PaperRead)
	if err != nil {
		return Report{}, err
	}
	if p.Standing.Own {
		return Report{}, models.Missing("progress")
	}
	return reportOf(tx, p, publicID)
}

// List gives the reports of a loaded dossier, the latest first; to its holder those that were issued.
func List(tx *db.Tx, p *programme.Project) ([]Report, error) {
	list, err := reportsOf(tx, p)
	if p.Standing.Own {
		list = slices.DeleteFunc(list, func(r Report) bool { return r.State != Issued })
	}
	return list, err
}

// Create starts a report over a period. ask also asks the holder for their paragraph. The same key
// makes one report. Refusals: "progress.not_entered", "progress.open"; fields "du" and "au".
func Create(tx *db.Tx, ref, key string, period models.Period, ask bool) (publicID string, err error) {
	p, err := programme.Load(tx, ref, access.ProgressWrite)
	if err != nil {
		return "", err
	}
	if before, err := tx.Once(key); err != nil || before != "" {
		return before, err
	}
	if problem := CheckPeriod(period, tx.Today()); problem != nil {
		return "", problem
	}
	if p.EnteredOn.IsZero() {
		return "", models.Refuse("progress.not_entered", models.Facts{"ref": p.Ref})
	}
	list, err := reportsOf(tx, p)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(list, func(r Report) bool { return r.State.IsOpen() }) {
		return "", models.Refuse("progress.open", models.Facts{"ref": p.Ref})
	}
	r := Report{PublicID: uuid.NewString(), State: Draft, Period: period, Project: p}
	if err := insertReport(tx, &r); err != nil {
		return "", err
	}
	if err := audit(tx, r, "created", ""); err != nil {
		return "", err
	}
	if ask {
		if err := askHolder(tx, r); err != nil {
			return "", err
		}
	}
	return r.PublicID, tx.Done(key, r.PublicID)
}

// writable loads a report for a coach who writes on it.
func writable(tx *db.Tx, ref, publicID string) (Report, error) {
	p, err := programme.Load(tx, ref, access.ProgressWrite)
	if err != nil {
		return Report{}, err
	}
	r, err := reportOf(tx, p, publicID)
	if err != nil {
		return r, err
	}
	if problem := CheckWrite(r.State); problem != nil {
		return r, problem
	}
	return r, nil
}

// Words are what a coach writes of a report. Figures are typed, by the indicator's code; Choices by the
// meeting's public id. What is not named stays as it is.
type Words struct {
	Synthesis, NextSteps string
	Figures              map[string]string
	Choices              map[string]ChoiceDraft
}

// ChoiceDraft is what a form says of a meeting: Section is "" for where the checklist says, "0" for none, or a section's id.
type ChoiceDraft struct {
	Section string
	LeftOut bool
}

// Kept is what saving led to: the next version, and the figures that could not be read.
type Kept struct {
	Version int
	Wrong   []models.FieldProblem
}

// Save writes the coach's words at the version that was read; the same words again change nothing.
// While somebody types (typing), a figure that cannot be read is told and the rest is kept; otherwise nothing is.
func Save(tx *db.Tx, ref, publicID string, version int, d Words, typing bool) (Kept, error) {
	r, err := writable(tx, ref, publicID)
	if err != nil {
		return Kept{}, err
	}
	return save(tx, r, version, d, typing, false)
}

func save(tx *db.Tx, r Report, version int, d Words, typing, submit bool) (Kept, error) {
	var list faults
	list.text("synthesis", d.Synthesis, MaxSynthesis, submit)
	list.text("next_steps", d.NextSteps, MaxSteps, false)
	figures, err := figuresOf(tx, r)
	if err != nil {
		return Kept{}, err
	}
	changed, wrong := read(figures, ByHouse, d.Figures)
	if !typing {
		list = append(list, wrong...)
	}
	if problem := models.Fields(list...); problem != nil {
		return Kept{}, problem
	}
	choices, err := chosen(tx, r, d.Choices)
	if err != nil {
		return Kept{}, err
	}
	if d.Synthesis == r.Synthesis && d.NextSteps == r.NextSteps && len(changed) == 0 && len(choices) == 0 {
		return Kept{r.Version, wrong}, nil
	}
	if err := storeTexts(tx, r, version, d); err != nil {
		return Kept{}, err
	}
	if err := storeFigures(tx, r, ByHouse, changed); err != nil {
		return Kept{}, err
	}
	return Kept{version + 1, wrong}, storeChoices(tx, r, choices)
}

// chosen reads what the form says of the meetings of the period, and gives what differs from before.
func chosen(tx *db.Tx, r Report, typed map[string]ChoiceDraft) (map[int64]choice, error) {
	changed := map[int64]choice{}
	if len(typed) == 0 {
		return changed, nil
	}
	was, err := choicesOf(tx, r.ID)
	if err != nil {
		return nil, err
	}
	progress, err := reporting.LoadProgress(tx, r.Project.Ref, r.Period)
	if err != nil {
		return nil, err
	}
	for _, m := range progress.Meetings {
		d, named := typed[m.PublicID]
		if !named {
			continue
		}
		c := choice{leftOut: d.LeftOut}
		if d.Section != "" {
			id, err := strconv.ParseInt(d.Section, 10, 64)
			if err != nil || id != 0 && !slices.ContainsFunc(progress.Plan, func(s reporting.ProgressSection) bool { return s.ID == id }) {
				return nil, models.Fields(models.FieldProblem{Field: "section-" + m.PublicID, Code: "oneof"})
			}
			c.placed, c.sectionID = true, id
		}
		if c != was[m.ID] {
			changed[m.ID] = c
		}
	}
	return changed, nil
}

// Chosen gives what the coach chose about the meetings of a content, by public id, as a form sends it.
func Chosen(tx *db.Tx, r Report, c Content) (map[string]ChoiceDraft, error) {
	choices, err := choicesOf(tx, r.ID)
	list := map[string]ChoiceDraft{}
	for _, m := range c.Progress.Meetings {
		x := choices[m.ID]
		d := ChoiceDraft{LeftOut: x.leftOut}
		if x.placed {
			d.Section = strconv.FormatInt(x.sectionID, 10)
		}
		list[m.PublicID] = d
	}
	return list, err
}

// Ask asks the holder for their paragraph, and tells them by mail; once.
func Ask(tx *db.Tx, ref, publicID string) error {
	r, err := writable(tx, ref, publicID)
	if err != nil || !r.AskedAt.IsZero() {
		return err
	}
	return askHolder(tx, r)
}

func askHolder(tx *db.Tx, r Report) error {
	if err := storeAsked(tx, r); err != nil {
		return err
	}
	if err := audit(tx, r, "asked", ""); err != nil {
		return err
	}
	return programme.Tell(tx, r.Project, outbox.ProgressAsked, "progress-asked/"+r.PublicID,
		models.Facts{"id": r.PublicID, "from": r.Period.From, "to": r.Period.To})
}

// Submit saves the words and hands the report to the managers: what it says now is kept as a snapshot. The
// synthesis is required; other parts may be empty, and stay visible as such.
func Submit(tx *db.Tx, ref, publicID string, version int, d Words) error {
	r, err := writable(tx, ref, publicID)
	if err != nil {
		return err
	}
	if version != r.Version {
		return models.Stale("progress", nil)
	}
	if _, err := save(tx, r, version, d, false, true); err != nil {
		return err
	}
	if r, err = reportOf(tx, r.Project, publicID); err != nil {
		return err
	}
	c, err := gather(tx, r)
	if err != nil {
		return err
	}
	c.Submitter, c.SubmittedOn = tx.Actor().Name, tx.Today()
	snapshot, err := pack(c)
	if err != nil {
		return err
	}
	if err := storeSubmitted(tx, r, snapshot); err != nil {
		return err
	}
	return audit(tx, r, "submitted", "")
}

// Drop gives a report up; its texts stay in the record and it shows nowhere.
func Drop(tx *db.Tx, ref, publicID string, version int) error {
	r, err := writable(tx, ref, publicID)
	if err != nil {
		return err
	}
	if err := storeState(tx, r, version, Dropped); err != nil {
		return err
	}
	return audit(tx, r, "dropped", "")
}

// Asked is what a holder sees of a report that is written about them: what they are asked, and what they wrote.
type Asked struct {
	PublicID    string
	Period      models.Period
	AskedAt     models.Instant
	Coach       string // who wrote the report
	Paragraph   string
	ParagraphAt models.Instant
	Figures     []Figure // without the couveuse's own
	Version     int
	Closed      bool   // submitted: nothing can be written now
	Number      string // of the issued paper; "" until then

	Project *programme.Project
}

// AskedOf gives a holder what a report asks of them. One that they were not asked about does not exist.
func AskedOf(tx *db.Tx, ref, publicID string) (Asked, error) {
	r, err := tellable(tx, ref, publicID)
	if err != nil {
		return Asked{}, err
	}
	a := Asked{PublicID: r.PublicID, Period: r.Period, AskedAt: r.AskedAt, Coach: r.Author, Paragraph: r.Paragraph, ParagraphAt: r.ParagraphAt,
		Version: r.HolderVersion, Closed: !r.State.Writable(), Number: r.Number, Project: r.Project}
	a.Figures, err = figuresOf(tx, r)
	for i := range a.Figures {
		a.Figures[i].House = nil
	}
	return a, err
}

func tellable(tx *db.Tx, ref, publicID string) (Report, error) {
	p, err := programme.Load(tx, ref, access.ProgressTell)
	if err != nil {
		return Report{}, err
	}
	r, err := reportOf(tx, p, publicID)
	if err == nil && (r.AskedAt.IsZero() || r.State == Dropped) {
		err = models.Missing("progress")
	}
	return r, err
}

// Tell writes the holder's paragraph and figures at the version that was read; the same again changes nothing.
// typing is as for [Save].
func Tell(tx *db.Tx, ref, publicID string, version int, text string, typed map[string]string, typing bool) (Kept, error) {
	r, err := tellable(tx, ref, publicID)
	if err != nil {
		return Kept{}, err
	}
	if problem := CheckWrite(r.State); problem != nil {
		return Kept{}, problem
	}
	var list faults
	list.text("paragraph", text, MaxParagraph, false)
	figures, err := figuresOf(tx, r)
	if err != nil {
		return Kept{}, err
	}
	changed, wrong := read(figures, ByHolder, typed)
	if !typing {
		list = append(list, wrong...)
	}
	if problem := models.Fields(list...); problem != nil {
		return Kept{}, problem
	}
	if text = strings.TrimSpace(text); text == r.Paragraph && len(changed) == 0 {
		return Kept{r.HolderVersion, wrong}, nil
	}
	if err := storeParagraph(tx, r, version, text); err != nil {
		return Kept{}, err
	}
	if err := storeFigures(tx, r, ByHolder, changed); err != nil {
		return Kept{}, err
	}
	if typing {
		return Kept{version + 1, wrong}, nil
	}
	return Kept{version + 1, wrong}, tx.Audit("progress.told", "progress_report", r.ID, r.Project.ID, nil)
}
