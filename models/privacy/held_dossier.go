package privacy

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/correction"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/finance"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/trial"
)

// Dossier gathers one dossier as its holder may read it, for somebody who may do the action on it, and its application
// (nil for none).
func Dossier(tx *db.Tx, ref string, action access.Action) (HeldDossier, *selection.Application, error) {
	h := &Held{Applications: map[string]*selection.Application{}, action: action}
	d, err := h.dossier(tx, ref)
	return d, h.Applications[ref], err
}

// dossier gathers one dossier, through what its holder may read.
func (h *Held) dossier(tx *db.Tx, ref string) (HeldDossier, error) {
	p, err := programme.Load(tx, ref, h.action)
	if err != nil {
		return HeldDossier{}, err
	}
	d := HeldDossier{Ref: p.Ref, Programme: p.ProgrammeName, Site: p.SiteName, Cohort: p.CohortRef, Title: p.Title, Sector: p.Sector, Phase: p.Phase,
		PhaseStartedOn: p.PhaseStartedOn, CreatedAt: Moment(p.CreatedAt), SubmittedAt: Moment(p.SubmittedAt)}
	for _, part := range []func(*db.Tx, *programme.Project, *HeldDossier) error{
		h.addAnswers, addDecisions, addHistory, addInterview, addDocuments, addPapers, addMessages, addMeetings, addReadings, addReports, addPlan, addGrants, addParticipant, addEnds,
	} {
		if err := part(tx, p, &d); err != nil {
			return d, err
		}
	}
	return d, nil
}

// addAnswers takes the answers by the form that they were written on; what was imported has none.
func (h *Held) addAnswers(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	found, err := hasApplication(tx, p.ID)
	if err != nil || !found {
		return err
	}
	a, err := selection.Load(tx, p.Ref, h.action)
	if err != nil {
		return err
	}
	d.ConsentAt, d.Asked = Moment(a.ConsentAt), a.CompletionNote
	d.KeepMonths, err = keepMonths(tx, p.ID)
	for _, topic := range a.Topics() {
		for _, q := range a.Form.Of(topic) {
			d.Answers = append(d.Answers, HeldAnswer{string(topic), q.Code, q.Label, a.Answer(q.Code)})
		}
	}
	h.Applications[p.Ref] = a
	return err
}

func addDecisions(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	list, err := selection.Decisions(tx, p)
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		d.Decisions = append(d.Decisions, HeldDecision{string(x.Outcome), x.Reasons, x.NextStep, x.Rank, x.DecidedOn})
	}
	return err
}

func addHistory(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	list, err := programme.History(tx, p.ID)
	for _, c := range list {
		d.History = append(d.History, HeldChange{c.FromPhase, c.ToPhase, c.EffectiveOn, c.Reason, Moment(c.At)})
	}
	if err != nil {
		return err
	}
	corrected, err := correction.Of(tx, p.ID)
	for _, x := range slices.Backward(corrected) {
		d.Corrections = append(d.Corrections, HeldFact{string(x.Fact), x.Was, x.Becomes, x.Reason, Moment(x.At)})
	}
	return err
}

func addInterview(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	i, found, err := selection.InterviewOf(tx, p)
	if found {
		d.Interviews = append(d.Interviews, HeldInterview{Moment(i.StartsAt), i.Minutes, i.Place})
	}
	return err
}

func addMessages(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	list, err := correspondence.All(tx, p)
	for _, m := range list {
		d.Messages = append(d.Messages, HeldMessage{string(m.Side), m.Author, Moment(m.At), m.Body, string(m.Gone)})
	}
	return err
}

// addMeetings takes the meetings as their holder reads them: package coaching leaves the private notes out.
func addMeetings(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	topics, err := booking.TopicsOf(tx, p)
	if err != nil {
		return err
	}
	after := ""
	for {
		list, next, err := coaching.MeetingsOf(tx, p, after)
		if err != nil {
			return err
		}
		for _, m := range list {
			held := HeldMeeting{On: m.HeldOn, StartsAt: Moment(m.StartsAt), Minutes: m.Minutes, State: string(m.State), Kind: string(m.Kind),
				Medium: string(m.Medium), Place: m.Place, Summary: m.Summary, Reason: m.Reason, Topic: topics[m.PublicID]}
			for _, c := range m.Coaches {
				held.Coaches = append(held.Coaches, c.Name)
			}
			d.Meetings = append(d.Meetings, held)
		}
		if after = next; after == "" {
			break
		}
	}
	actions, err := coaching.ActionsOf(tx, p)
	for _, a := range actions {
		if a.CoachID == 0 {
			d.Actions = append(d.Actions, HeldAction{a.Title, a.DueOn, a.DoneOn})
		}
	}
	return err
}

// addReadings takes what the holder said of minutes.
func addReadings(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	return tx.Each(func(rows *sql.Rows) error {
		var r HeldReading
		var at models.Instant
		err := rows.Scan(&r.On, &at, &r.Remark)
		r.At = Moment(at)
		d.Readings = append(d.Readings, r)
		return err
	}, `SELECT m.held_on, r.at, r.remark FROM minutes_readings r JOIN meetings m ON m.id = r.meeting_id WHERE r.project_id = ? ORDER BY r.id`, p.ID)
}

// addReports takes what the holder wrote for progress reports. What the couveuse wrote is in the issued papers.
func addReports(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	last := int64(0)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var r HeldReport
		var at models.Instant
		var f HeldTold
		if err := rows.Scan(&id, &r.From, &r.To, &r.Paragraph, &at, &f.Label, &f.Unit, &f.Amount); err != nil {
			return err
		}
		if r.At = Moment(at); id != last {
			d.Reports, last = append(d.Reports, r), id
		}
		if f.Unit != "" {
			list := &d.Reports[len(d.Reports)-1].Figures
			*list = append(*list, f)
		}
		return nil
	}, `SELECT r.id, r.from_on, r.to_on, r.paragraph, r.paragraph_at, COALESCE(i.label, ''), COALESCE(i.unit, ''), COALESCE(v.amount, 0) FROM progress_reports r
		LEFT JOIN progress_values v ON v.report_id = r.id AND v.side = 'holder' LEFT JOIN progress_indicators i ON i.id = v.indicator_id
		WHERE r.project_id = ? AND (r.paragraph <> '' OR v.report_id IS NOT NULL) ORDER BY r.id, i.position, i.id`, p.ID)
}

func addPlan(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	if p.TemplateID == 0 {
		return nil
	}
	list, err := plan.Of(tx, p)
	for _, part := range list.Parts {
		for _, l := range part.Lines {
			if s := l.State; s.Version > 0 {
				d.Plan = append(d.Plan, HeldItem{part.Title, l.Item.Title, s.ClaimedOn, s.ValidatedOn, s.NotApplicable, s.Comment})
			}
		}
	}
	if err != nil {
		return err
	}
	return addTexts(tx, p, list, d)
}

// addTexts tells the texts of the plan in all their versions, what was said about them, and the figures.
func addTexts(tx *db.Tx, p *programme.Project, list plan.Checklist, d *HeldDossier) error {
	titles := map[int64]string{}
	for _, part := range list.Parts {
		titles[part.ID] = part.Title
	}
	versions, err := plan.AllVersions(tx, p)
	if err != nil {
		return err
	}
	for _, v := range versions {
		d.PlanTexts = append(d.PlanTexts, HeldText{titles[v.SectionID], v.Number, Moment(v.At), v.Body, v.Restored})
	}
	remarks, err := plan.Comments(tx, p)
	if err != nil {
		return err
	}
	add := func(section string, c plan.Comment, answer bool) {
		side := "holder"
		if c.House {
			side = "house"
		}
		d.PlanRemarks = append(d.PlanRemarks, HeldRemark{section, side, c.Author, Moment(c.At), c.Body, answer})
	}
	for _, part := range list.Parts {
		for _, c := range remarks[part.ID] {
			add(part.Title, c, false)
			for _, a := range c.Answers {
				add(part.Title, a, true)
			}
		}
	}
	figures, err := finance.All(tx, p)
	for _, v := range figures {
		d.Finance = append(d.Finance, HeldFigures{v.Number, Moment(v.At), v.Inputs})
	}
	return err
}

func addGrants(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	if p.TermsID == 0 {
		return nil
	}
	grant, err := trial.GrantOf(tx, p)
	for _, r := range grant.Requests {
		held := HeldGrant{Ref: r.Ref, Purpose: r.Purpose, AskedOn: r.AskedOn, State: string(r.State), DecidedOn: r.DecidedOn, Reason: r.Reason}
		for _, l := range r.Lines {
			held.Lines = append(held.Lines, HeldAmount{l.Label, l.Amount})
		}
		if r.Award != nil {
			held.Awarded = r.Award.Amount
		}
		for _, t := range r.Tranches {
			for _, y := range t.Payments {
				held.Payments = append(held.Payments, HeldPayment{y.On, y.Amount, y.Reference})
			}
		}
		d.Grants = append(d.Grants, held)
	}
	return err
}

// addEnds tells of the enterprise that came of it, and of an erasure.
func addEnds(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	var e HeldEnterprise
	found, err := tx.Get([]any{&e.Name, &e.Number, &e.LegalForm, &e.CreatedOn, &e.Jobs, &e.AsksEndedOn}, `SELECT name, number, legal_form, created_on, jobs, asks_ended_on FROM enterprises WHERE project_id = ?`, p.ID)
	if err != nil {
		return err
	}
	if found {
		d.Enterprise = &e
		if err := addLooks(tx, p, &e); err != nil {
			return err
		}
	}
	var at models.Instant
	_, err = tx.Get([]any{&at}, `SELECT at FROM erasures WHERE project_id = ?`, p.ID)
	d.ErasedOn = at.Date()
	return err
}

func addLooks(tx *db.Tx, p *programme.Project, e *HeldEnterprise) error {
	return tx.Each(func(rows *sql.Rows) error {
		var l HeldLook
		err := rows.Scan(&l.Months, &l.On, &l.State, &l.Source, &l.ClosedOn, &l.CloseReason, &l.Jobs, &l.Turnover, &l.Situation, &l.Comment)
		e.Looks = append(e.Looks, l)
		return err
	}, `SELECT k.months_after, k.observed_on, k.state, k.source, k.closed_on, k.close_reason, k.jobs, k.turnover, k.situation, k.note
		FROM enterprise_checks k JOIN enterprises e ON e.id = k.enterprise_id WHERE e.project_id = ? ORDER BY k.id`, p.ID)
}

// addDocuments lists the documents with their place in the archive. One that was found infected or taken out has
// none; one that no scanner has seen yet goes along, for it goes back to who sent it.
func addDocuments(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	list, err := documents.Of(tx, p)
	for i, doc := range list {
		held := HeldDocument{ID: doc.PublicID, Category: doc.Label, Name: doc.Name, Type: doc.MediaType, Bytes: doc.Size, SHA256: doc.SHA256,
			AddedAt: Moment(doc.AddedAt), State: string(doc.Review), Reason: doc.Reason}
		if doc.Scan != documents.Infected && doc.RemovedAt.IsZero() {
			held.File = fmt.Sprintf("%s/documents/%02d-%s", d.Ref, i+1, safeName(doc.Name))
		}
		d.Documents = append(d.Documents, held)
	}
	return err
}
