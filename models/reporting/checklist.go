package reporting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/finance"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// PlanItem is one item of a checklist, with its state in one dossier.
type PlanItem struct {
	ID                           int64
	Title, Expectation, Evidence string
	Mandatory                    bool
	ClaimedOn, ValidatedOn       models.Date
	ValidatedBy                  string
	NotApplicable                string // the reason; "" while the item applies
	Comment                      string
	Changed                      bool // since Since
}

// Applies reports whether the item counts.
func (i PlanItem) Applies() bool { return i.NotApplicable == "" }

// PlanSection is a section with its items.
type PlanSection struct {
	ID    int64
	Title string
	Items []PlanItem
	Text  plan.Text // what its holder wrote
	State plan.SectionState
	Files []string // names of the documents that go with it
}

// TextChanged reports whether the text was written on since Since.
func (c Checklist) TextChanged(s PlanSection) bool {
	return c.Compared() && s.Text.Number > 0 && s.Text.UpdatedAt > c.Since
}

// Progress counts the items that apply and those that are validated.
func (s PlanSection) Progress() (validated, items int) {
	for _, i := range s.Items {
		if i.Applies() {
			items++
			if i.ValidatedOn != "" {
				validated++
			}
		}
	}
	return validated, items
}

// Checklist is the business-plan checklist of a project, or blank of a programme.
type Checklist struct {
	Couveuse  programme.Couveuse
	Project   *programme.Project // nil for a blank one
	Programme string
	Version   int // of the template
	Today     models.Date
	Coaches   []programme.Coach
	Sections  []PlanSection
	Last      *Issued        // the checklist issued last; nil when none was
	Print     plan.Print     // the print that this one follows; the zero Print when there is none
	Since     models.Instant // the later of the two: what changed since is marked
}

// Compared reports whether there is a paper to compare with.
func (c Checklist) Compared() bool { return c.Since > 0 }

// Totals sums the sections, and the mandatory items apart.
func (c Checklist) Totals() (validated, items, mandatoryValidated, mandatory int) {
	for _, s := range c.Sections {
		v, n := s.Progress()
		validated, items = validated+v, items+n
		for _, i := range s.Items {
			if i.Mandatory && i.Applies() {
				mandatory++
				if i.ValidatedOn != "" {
					mandatoryValidated++
				}
			}
		}
	}
	return validated, items, mandatoryValidated, mandatory
}

// Changed counts the items and texts that changed since the paper before.
func (c Checklist) Changed() int {
	n := 0
	for _, s := range c.Sections {
		if c.TextChanged(s) {
			n++
		}
		for _, i := range s.Items {
			if i.Changed {
				n++
			}
		}
	}
	return n
}

// LastPrint stands for whichever print was the last; NoPrint says that there was none before.
const (
	LastPrint int64 = -1
	NoPrint   int64 = 0
)

// LoadChecklist gives the checklist of a project, compared with the paper that was printed or issued last.
// Before coaching begins the project has no template of its own: the programme's published one is shown.
func LoadChecklist(tx *db.Tx, ref string) (Checklist, error) {
	return LoadChecklistAfter(tx, ref, LastPrint)
}

// LoadChecklistAfter is LoadChecklist, compared with a print that is named: the one before that which is being made.
func LoadChecklistAfter(tx *db.Tx, ref string, print int64) (Checklist, error) {
	p, err := programme.Load(tx, ref, access.PlanRead)
	if err != nil {
		return Checklist{}, err
	}
	c := Checklist{Project: p, Programme: p.ProgrammeName, Today: tx.Today()}
	template := p.TemplateID
	if template == 0 {
		if template, err = publishedTemplate(tx, p.ProgrammeID); err != nil {
			return c, err
		}
	}
	if err := c.load(tx, template, p.ID); err != nil {
		return c, fmt.Errorf("checklist of %s: %w", ref, err)
	}
	coaches, err := programme.Coaches(tx, []int64{p.ID})
	c.Coaches = coaches[p.ID]
	if err != nil {
		return c, err
	}
	if err := c.texts(tx); err != nil {
		return c, err
	}
	return c, c.compare(tx, print)
}

// texts adds what the holder wrote, and where each section stands.
func (c *Checklist) texts(tx *db.Tx) error {
	list, err := plan.Of(tx, c.Project)
	if err != nil {
		return err
	}
	texts, err := plan.Texts(tx, c.Project)
	if err != nil {
		return err
	}
	names := map[string]string{}
	all, err := documents.Of(tx, c.Project)
	for _, d := range all {
		if d.Counts() {
			names[d.PublicID] = d.Name
		}
	}
	for i := range c.Sections {
		s := &c.Sections[i]
		s.Text = texts[s.ID]
		for _, id := range s.Text.Documents {
			if name := names[id]; name != "" {
				s.Files = append(s.Files, name)
			}
		}
		for _, part := range list.Parts {
			if part.ID == s.ID {
				s.State = plan.StateOf(part, s.Text)
			}
		}
	}
	return err
}

// LoadBlank gives the published checklist of a programme, without any state.
func LoadBlank(tx *db.Tx, programmeCode string) (Checklist, error) {
	c := Checklist{Today: tx.Today()}
	var id int64
	found, err := tx.Get([]any{&id, &c.Programme}, `SELECT id, name FROM programmes WHERE code = ?`, programmeCode)
	if err != nil {
		return c, err
	}
	if !found {
		return c, models.Missing("programme")
	}
	template, err := publishedTemplate(tx, id)
	if err != nil {
		return c, err
	}
	return c, c.load(tx, template, 0)
}

func publishedTemplate(tx *db.Tx, programmeID int64) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `SELECT id FROM plan_templates WHERE programme_id = ? AND state = 'published'`, programmeID)
	return id, err
}

func (c *Checklist) load(tx *db.Tx, template, projectID int64) error {
	var err error
	if c.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return err
	}
	if _, err = tx.Get([]any{&c.Version}, `SELECT number FROM plan_templates WHERE id = ?`, template); err != nil {
		return err
	}
	c.Sections, err = planOf(tx, template, projectID)
	return err
}

// planOf reads the sections of a template with the states of a project; without a
// project every item is blank.
func planOf(tx *db.Tx, template, projectID int64) ([]PlanSection, error) {
	var list []PlanSection
	err := tx.Each(func(rows *sql.Rows) error {
		var section PlanSection
		var i PlanItem
		err := rows.Scan(&section.ID, &section.Title, &i.ID, &i.Title, &i.Expectation, &i.Evidence, &i.Mandatory,
			&i.ClaimedOn, &i.ValidatedOn, &i.ValidatedBy, &i.NotApplicable, &i.Comment)
		if len(list) == 0 || list[len(list)-1].ID != section.ID {
			list = append(list, section)
		}
		last := &list[len(list)-1]
		last.Items = append(last.Items, i)
		return err
	}, `SELECT s.id, s.title, i.id, i.title, i.expectation, i.evidence, i.mandatory, x.claimed_on, x.validated_on,
		COALESCE(a.name, ''), COALESCE(x.not_applicable, ''), COALESCE(x.comment, '')
		FROM plan_sections s JOIN plan_items i ON i.section_id = s.id
		LEFT JOIN plan_states x ON x.item_id = i.id AND x.project_id = ? LEFT JOIN accounts a ON a.id = x.validated_by
		WHERE s.template_id = ? ORDER BY s.position, s.id, i.position, i.id`, projectID, template)
	return list, err
}

// compare marks what changed since the checklist that was issued or printed last.
func (c *Checklist) compare(tx *db.Tx, print int64) error {
	issued, err := IssuedFor(tx, Issued{ProjectID: c.Project.ID})
	if err != nil {
		return err
	}
	for i := range issued {
		if issued[i].Kind == KindPlan {
			c.Last, c.Since = &issued[i], issued[i].IssuedAt
			break
		}
	}
	switch print {
	case NoPrint:
	case LastPrint:
		c.Print, err = plan.LastPrint(tx, c.Project.ID)
	default:
		c.Print, err = plan.PrintOf(tx, c.Project.ID, print)
	}
	if err != nil {
		return err
	}
	c.Since = max(c.Since, c.Print.At)
	if !c.Compared() {
		return nil
	}
	changed := map[int64]bool{}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		changed[id] = true
		return err
	}, `SELECT DISTINCT item_id FROM plan_events WHERE project_id = ? AND at > ?`, c.Project.ID, c.Since)
	for s := range c.Sections {
		for i := range c.Sections[s].Items {
			item := &c.Sections[s].Items[i]
			item.Changed = changed[item.ID]
		}
	}
	return err
}

// WholePlan is a business plan with its texts and figures.
type WholePlan struct {
	Checklist
	Finance finance.Stored
}

// LoadWholePlan gives the whole plan of a project; print as in LoadChecklistAfter.
func LoadWholePlan(tx *db.Tx, ref string, print int64) (WholePlan, error) {
	c, err := LoadChecklistAfter(tx, ref, print)
	w := WholePlan{Checklist: c}
	if err != nil {
		return w, err
	}
	w.Finance, err = finance.Load(tx, c.Project)
	return w, err
}
