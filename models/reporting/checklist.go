package reporting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
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
	Changed                      bool // since the last issued checklist
}

// Applies reports whether the item counts.
func (i PlanItem) Applies() bool { return i.NotApplicable == "" }

// PlanSection is a section with its items.
type PlanSection struct {
	ID    int64
	Title string
	Items []PlanItem
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
	Last      *Issued // the checklist issued last, against which changes are marked
}

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

// Changed counts the items that changed since the last issued checklist.
func (c Checklist) Changed() int {
	n := 0
	for _, s := range c.Sections {
		for _, i := range s.Items {
			if i.Changed {
				n++
			}
		}
	}
	return n
}

// LoadChecklist gives the checklist of a project. Before coaching begins the
// project has no template of its own: the programme's published one is shown.
func LoadChecklist(tx *db.Tx, ref string) (Checklist, error) {
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
	return c, c.compare(tx)
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

// compare marks what changed since the checklist that was issued last.
func (c *Checklist) compare(tx *db.Tx) error {
	issued, err := IssuedFor(tx, Issued{ProjectID: c.Project.ID})
	if err != nil {
		return err
	}
	for i := range issued {
		if issued[i].Kind == KindPlan {
			c.Last = &issued[i]
			break
		}
	}
	if c.Last == nil {
		return nil
	}
	changed := map[int64]bool{}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		changed[id] = true
		return err
	}, `SELECT DISTINCT item_id FROM plan_events WHERE project_id = ? AND at > ?`, c.Project.ID, c.Last.IssuedAt)
	for s := range c.Sections {
		for i := range c.Sections[s].Items {
			item := &c.Sections[s].Items[i]
			item.Changed = changed[item.ID]
		}
	}
	return err
}
