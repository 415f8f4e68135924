package plan

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// section is one section of a loaded project, open to the actor.
type section struct {
	project *programme.Project
	part    Part
	text    Text
}

// Section finds a section of a checklist by its number; Missing when it has none.
func (c Checklist) Section(number int) (Part, error) {
	if number < 1 || number > len(c.Parts) {
		return Part{}, models.Missing("plan_section")
	}
	return c.Parts[number-1], nil
}

// openSection loads a section through the actor's permission. It refuses outside coaching and test ("plan.phase").
func openSection(tx *db.Tx, ref string, number int, action access.Action) (section, error) {
	p, list, err := openFor(tx, ref, action)
	if err != nil {
		return section{}, err
	}
	s := section{project: p}
	if s.part, err = list.Section(number); err != nil {
		return s, err
	}
	s.text, err = TextOf(tx, p, s.part.ID)
	return s, err
}

// SaveText keeps the text of a section. seen is the version that it was typed over: when another one was stored
// meanwhile it is a conflict ("plan_text.stale"), unless it is the same text. Field: "body".
func SaveText(tx *db.Tx, ref string, number, seen int, body string) (Text, error) {
	s, err := openSection(tx, ref, number, access.PlanWrite)
	if err != nil {
		return s.text, err
	}
	return s.text, s.save(tx, seen, lines(body))
}

func (s *section) save(tx *db.Tx, seen int, body string) error {
	if problem := CheckText(body); problem != nil {
		return problem
	}
	if body == s.text.Body {
		return nil
	}
	if seen != s.text.Version {
		return models.Stale("plan_text", nil)
	}
	return s.keep(tx, body, 0)
}

// keep writes a text and its version; restored is the number of the version that is taken back.
func (s *section) keep(tx *db.Tx, body string, restored int) error {
	if err := s.row(tx); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE plan_texts SET body = ?, updated_at = ?, version = version + 1 WHERE project_id = ? AND section_id = ? AND version = ?`,
		body, tx.Now(), s.project.ID, s.part.ID, s.text.Version)
	if err == nil && n == 0 {
		err = models.Stale("plan_text", nil)
	}
	if err != nil {
		return err
	}
	s.text.Version++
	s.text.Body, s.text.UpdatedAt, s.text.Author = body, tx.Now(), tx.Actor().Name
	last, err := s.lastVersion(tx)
	if err != nil {
		return err
	}
	if restored == 0 && last.Grows(tx.Actor().AccountID, tx.Now()) {
		_, err := tx.Exec(`UPDATE plan_text_versions SET body = ?, author_name = ?, at = ? WHERE project_id = ? AND section_id = ? AND number = ?`,
			body, tx.Actor().Name, tx.Now(), s.project.ID, s.part.ID, last.Number)
		return err
	}
	if err := s.seal(tx); err != nil {
		return err
	}
	s.text.Number = last.Number + 1
	_, err = tx.Exec(`INSERT INTO plan_text_versions (project_id, section_id, number, body, restored, author_id, author_name, begun_at, at, sealed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.project.ID, s.part.ID, s.text.Number, body, restored, db.Nullable(tx.Actor().AccountID), tx.Actor().Name,
		tx.Now(), tx.Now(), restored > 0)
	if err != nil {
		return fmt.Errorf("version of a text of %s: %w", s.project.Ref, err)
	}
	return tx.Audit("plan.write", "plan_section", s.part.ID, s.project.ID, models.Facts{"version": s.text.Number})
}

func (s *section) lastVersion(tx *db.Tx) (TextVersion, error) {
	var v TextVersion
	_, err := tx.Get(v.targets(), `SELECT `+versionColumns+` FROM plan_text_versions v WHERE v.project_id = ? AND v.section_id = ? ORDER BY v.number DESC LIMIT 1`,
		s.project.ID, s.part.ID)
	return v, err
}

// seal ends the version that is being written: somebody has read it.
func (s *section) seal(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE plan_text_versions SET sealed = ? WHERE project_id = ? AND section_id = ? AND sealed = ?`, true, s.project.ID, s.part.ID, false)
	return err
}

// row makes sure that the section has a row for its text.
func (s *section) row(tx *db.Tx) error {
	_, err := tx.Exec(`INSERT INTO plan_texts (project_id, section_id, updated_at, version) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING`, s.project.ID, s.part.ID, tx.Now())
	return err
}

// pass gives the turn on a text; it leaves the version alone, so that whoever types goes on typing.
func (s *section) pass(tx *db.Tx, turn Turn, reason string) error {
	if err := s.row(tx); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE plan_texts SET turn = ?, reason = ?, submitted = ?, turned_at = ?, step = step + 1 WHERE project_id = ? AND section_id = ? AND step = ?`,
		turn, reason, s.text.Submitted, tx.Now(), s.project.ID, s.part.ID, s.text.Step)
	if err == nil && n == 0 {
		return models.Stale("plan_section", nil)
	}
	s.text.Turn, s.text.Reason, s.text.TurnedAt, s.text.Step = turn, reason, tx.Now(), s.text.Step+1
	return err
}

func (s *section) event(tx *db.Tx, kind SectionEventKind, number int, comment string) error {
	_, err := tx.Exec(`INSERT INTO plan_section_events (project_id, section_id, event, number, comment, on_date, actor_id, actor_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.project.ID, s.part.ID, kind, number, comment, tx.Today(), db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
	if err != nil {
		return fmt.Errorf("event of a section of %s: %w", s.project.Ref, err)
	}
	return tx.Audit("plan."+string(kind), "plan_section", s.part.ID, s.project.ID, models.Facts{"section": s.part.Title})
}

// tell writes to the holder that there is news, at most once a day: what else happens that day stands on the page.
func tell(tx *db.Tx, p *programme.Project, what SectionEventKind, section string) error {
	return programme.Tell(tx, p, outbox.PlanNews, fmt.Sprintf("plan/%d/%s", p.ID, tx.Today()), models.Facts{"what": string(what), "section": section})
}

// SubmitText keeps the text of a section and hands it to the coach: the version is sealed, and it is the coach's turn.
// What was handed in already changes nothing. It refuses a section without text or document ("plan.section_empty").
func SubmitText(tx *db.Tx, ref string, number, seen int, body string) error {
	s, err := openSection(tx, ref, number, access.PlanWrite)
	if err != nil {
		return err
	}
	if err := s.save(tx, seen, lines(body)); err != nil {
		return err
	}
	if !s.text.Filled() {
		return models.Refuse("plan.section_empty", models.Facts{"section": s.part.Title})
	}
	if s.text.Turn == Submitted && s.text.Submitted == s.text.Number {
		return nil
	}
	if err := s.seal(tx); err != nil {
		return err
	}
	s.text.Submitted = s.text.Number
	if err := s.pass(tx, Submitted, ""); err != nil {
		return err
	}
	return s.event(tx, WasSubmitted, s.text.Number, "")
}

// AskAgain gives a section back to its holder with a reason, and tells them. step is that of the section as the
// coach saw it: when it was handed in or asked again meanwhile, it is a conflict ("plan_section.stale"). Field: "reason".
func AskAgain(tx *db.Tx, ref string, number, step int, reason string) error {
	s, err := openSection(tx, ref, number, access.PlanValidate)
	if err != nil {
		return err
	}
	reason = lines(reason)
	if problem := required("reason", reason, AskMax); problem != nil {
		return problem
	}
	if s.text.Turn == Returned && s.text.Reason == reason {
		return nil
	}
	if step != s.text.Step {
		return models.Stale("plan_section", nil)
	}
	if err := s.seal(tx); err != nil {
		return err
	}
	if err := s.pass(tx, Returned, reason); err != nil {
		return err
	}
	if err := s.event(tx, WasReturned, s.text.Number, reason); err != nil {
		return err
	}
	return tell(tx, s.project, WasReturned, s.part.Title)
}

// RestoreText takes an older version back: it becomes the newest one, and the others stay. seen guards as in SaveText.
func RestoreText(tx *db.Tx, ref string, number, seen, version int) error {
	s, err := openSection(tx, ref, number, access.PlanWrite)
	if err != nil {
		return err
	}
	old, err := TextVersionOf(tx, s.project, s.part.ID, version)
	if err != nil {
		return err
	}
	if old.Body == s.text.Body {
		return nil
	}
	if seen != s.text.Version {
		return models.Stale("plan_text", nil)
	}
	if err := s.keep(tx, old.Body, version); err != nil {
		return err
	}
	return s.event(tx, WasRestored, version, "")
}

// settle ends the turn of the sections that the steps have completed: there is nothing left to answer.
func settle(tx *db.Tx, p *programme.Project, before Checklist, steps []step) error {
	after := map[int64]State{}
	for _, part := range before.Parts {
		for _, l := range part.Lines {
			after[l.Item.ID] = l.State
		}
	}
	for _, s := range steps {
		after[s.line.Item.ID] = s.after
	}
	for i, part := range NewChecklist(before.Template, after).Parts {
		if !part.Complete() || before.Parts[i].Complete() {
			continue
		}
		s := section{project: p, part: part}
		var err error
		if s.text, err = TextOf(tx, p, part.ID); err != nil {
			return err
		}
		if s.text.Turn != Writing {
			if err := s.pass(tx, Writing, ""); err != nil {
				return err
			}
		}
		if err := s.event(tx, SectionWasValidated, s.text.Number, ""); err != nil {
			return err
		}
	}
	return nil
}
