// Package candidature holds the pages of applications: the candidate's form, topic by
// topic, where the file stands, and what the couveuse reads and decides.
package candidature

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// slugs are the topics as addresses name them.
var slugs = map[selection.Topic]string{
	selection.TopicIntake: "programme", selection.TopicIdentity: "identite", selection.TopicSituation: "situation",
	selection.TopicProject: "projet", selection.TopicMotivation: "motivation", selection.TopicConsent: "accord",
}

// Slug is a topic as addresses name it.
func Slug(t selection.Topic) string { return slugs[t] }

// Path is the address of an application.
func Path(ref string) string { return "/candidatures/" + ref }

// TopicPath is the address of one topic's page.
func TopicPath(ref string, t selection.Topic) string { return Path(ref) + "/" + slugs[t] }

// title names an application that may have no title yet.
func title(ctx context.Context, text string) string {
	if text == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return text
}

// Values are the answers of a topic as its form shows them.
func Values(a *selection.Application, t selection.Topic) url.Values {
	v := url.Values{}
	set := func(pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	p := a.Person
	switch t {
	case selection.TopicIntake:
		set("cohort", a.Cohort.Ref)
	case selection.TopicIdentity:
		set("first_name", p.FirstName, "last_name", p.LastName, "birth_on", string(p.BirthOn), "gender", p.Gender, "email", p.Email,
			"phone", p.Phone, "street", p.Street, "postcode", p.Postcode, "municipality", p.Municipality)
	case selection.TopicSituation:
		set("situation", string(a.Situation), "jobseeker_since", string(a.JobseekerSince), "benefits_end_on", string(a.BenefitsEndOn),
			"schooling", string(a.Schooling), "own_vat", box(a.OwnVAT))
	case selection.TopicProject:
		set("project_title", a.Project.Title, "sector", a.Project.Sector, "project_description", a.Description, "clients", a.Clients)
	case selection.TopicMotivation:
		set("motivation", a.Motivation, "experience", a.Experience)
	case selection.TopicConsent:
		set("consent", box(!a.ConsentAt.IsZero()))
	}
	return v
}

func box(ticked bool) string {
	if ticked {
		return "oui"
	}
	return ""
}

// rows are the answers of a topic as a person reads them. Missing answers are
// marked while the file can still be completed.
func rows(ctx context.Context, a *selection.Application, t selection.Topic) []ui.SummaryRow {
	p := a.Person
	row := func(field, value string) ui.SummaryRow {
		return ui.SummaryRow{Term: wording.FieldLabel(ctx, field), Value: value}
	}
	switch t {
	case selection.TopicIntake:
		return []ui.SummaryRow{{Term: wording.T(ctx, "Programme"), Value: a.Cohort.ProgrammeName},
			{Term: wording.T(ctx, "Site"), Value: a.Cohort.SiteName}, row("cohort", cohortText(ctx, a.Cohort))}
	case selection.TopicIdentity:
		list := []ui.SummaryRow{row("first_name", p.FirstName), row("last_name", p.LastName)}
		if a.Contacts {
			list = append(list, row("birth_on", day(p.BirthOn)))
		}
		list = append(list, row("gender", wording.GenderLabel(ctx, p.Gender)))
		if a.Contacts {
			list = append(list, row("email", p.Email), row("phone", p.Phone), row("street", p.Street))
		}
		return append(list, row("postcode", p.Postcode), row("municipality", p.Municipality))
	case selection.TopicSituation:
		vat := wording.T(ctx, "Pas de numéro d'entreprise à son nom")
		if a.OwnVAT {
			vat = wording.T(ctx, "A déjà un numéro d'entreprise à son nom")
		}
		return []ui.SummaryRow{row("situation", wording.SituationLabel(ctx, a.Situation)), row("jobseeker_since", day(a.JobseekerSince)),
			row("benefits_end_on", day(a.BenefitsEndOn)), row("schooling", wording.SchoolingLabel(ctx, a.Schooling)), row("own_vat", vat)}
	case selection.TopicProject:
		return []ui.SummaryRow{row("project_title", a.Project.Title), row("sector", a.Project.Sector),
			row("project_description", a.Description), row("clients", a.Clients)}
	case selection.TopicMotivation:
		return []ui.SummaryRow{row("motivation", a.Motivation), row("experience", a.Experience)}
	}
	given := ""
	if !a.ConsentAt.IsZero() {
		given = wording.T(ctx, "Donné le %s", wording.LongDate(a.ConsentAt.Date()))
	}
	return []ui.SummaryRow{row("consent", given)}
}

// rowFields names the field behind each row of rows that has one, in order.
var rowFields = map[selection.Topic][]string{
	selection.TopicIntake:     {"cohort", "cohort", "cohort"},
	selection.TopicIdentity:   {"first_name", "last_name", "birth_on", "gender", "email", "phone", "street", "postcode", "municipality"},
	selection.TopicSituation:  {"situation", "jobseeker_since", "benefits_end_on", "schooling", "own_vat"},
	selection.TopicProject:    {"project_title", "sector", "project_description", "clients"},
	selection.TopicMotivation: {"motivation", "experience"},
	selection.TopicConsent:    {"consent"},
}

// checkRows are the rows of a topic on the check-your-answers page: each leads to its field and back.
func checkRows(ctx context.Context, a *selection.Application, t selection.Topic) []ui.SummaryRow {
	missing := map[string]bool{}
	for _, gap := range a.Gaps() {
		missing[gap.Field] = true
	}
	list := rows(ctx, a, t)
	for i, field := range rowFields[t] {
		list[i].Missing = missing[field]
		list[i].Href = fieldPath(a.Project.Ref, t, field)
	}
	if t == selection.TopicIntake { // one question: one link
		list[0].Href, list[1].Href = "", ""
	}
	return list
}

// fieldPath leads to a field of a topic's page, which leads back to the check.
func fieldPath(ref string, t selection.Topic, field string) string {
	return TopicPath(ref, t) + "?retour=verifier#" + ui.Form{}.ID(field)
}

// reading are the topics in the order in which others read them: the project first.
var reading = []selection.Topic{selection.TopicProject, selection.TopicMotivation, selection.TopicSituation, selection.TopicIdentity, selection.TopicConsent}

// day writes a date, nothing for none.
func day(d models.Date) string {
	if d == "" {
		return ""
	}
	return wording.LongDate(d)
}

func cohortText(ctx context.Context, c programme.Cohort) string {
	return wording.T(ctx, "%s, début le %s", c.Name, wording.LongDate(c.StartsOn))
}

// tasks is the task list of a draft.
func tasks(ctx context.Context, a *selection.Application, today models.Date) []ui.Task {
	var list []ui.Task
	for _, t := range selection.Topics() {
		filled, missing := a.Progress(t)
		task := ui.Task{Label: wording.TopicLabel(ctx, t), Href: TopicPath(a.Project.Ref, t)}
		switch {
		case t == selection.TopicIntake:
			task.Hint = wording.T(ctx, "%s, %s", a.Cohort.ProgrammeName, a.Cohort.SiteName)
			task.State, task.Tone = wording.T(ctx, "Terminé"), ui.Good
			if !a.Returned() && !a.Cohort.TakesApplications(today) {
				task.State, task.Tone = wording.T(ctx, "Cohorte fermée"), ui.Stop
			}
		case missing == 0:
			task.State, task.Tone = wording.T(ctx, "Terminé"), ui.Good
		case filled == 0:
			task.State = wording.T(ctx, "Pas commencé")
		default:
			task.State = wording.N(ctx, "Il manque %s réponse", "Il manque %s réponses", missing, strconv.Itoa(missing))
			task.Tone = ui.Wait
		}
		list = append(list, task)
	}
	return list
}

// done counts the topics that miss nothing.
func done(a *selection.Application) (n int) {
	for _, t := range selection.Topics() {
		if _, missing := a.Progress(t); missing == 0 {
			n++
		}
	}
	return n
}

// steps is the way of an application up to its answer.
func steps(ctx context.Context, a *selection.Application) []ui.Step {
	phase := a.Project.Phase
	last := ui.Step{Phase: string(programme.Accepted), Label: wording.T(ctx, "Décision")}
	order := map[programme.Phase]int{programme.Draft: 0, programme.Submitted: 1, programme.Review: 2}
	here, before := order[phase]
	if !before {
		here = 3
		last = ui.Step{Phase: string(phase), Label: wording.PhaseLabel(ctx, phase)}
		if !phase.IsApplication() {
			last = ui.Step{Phase: string(programme.Accepted), Label: wording.PhaseLabel(ctx, programme.Accepted)}
		}
	}
	list := []ui.Step{
		{Phase: string(programme.Draft), Label: wording.PhaseLabel(ctx, programme.Draft)},
		{Phase: string(programme.Submitted), Label: wording.PhaseLabel(ctx, programme.Submitted), Note: shortDay(a.Project.SubmittedAt.Date())},
		{Phase: string(programme.Review), Label: wording.PhaseLabel(ctx, programme.Review)}, last}
	for i := range list {
		switch {
		case i < here:
			list[i].State = ui.Behind
		case i == here:
			list[i].State = ui.Here
		default:
			list[i].State = ui.Ahead
		}
	}
	return list
}

func shortDay(d models.Date) string {
	if d == "" {
		return ""
	}
	return wording.Date(d)
}

// entries is the history of an application up to its acceptance. Its author reads what
// the couveuse did, not which of its people.
func entries(ctx context.Context, history []programme.Change, staff bool) []ui.Entry {
	var list []ui.Entry
	for i := len(history) - 1; i >= 0; i-- {
		h := history[i]
		if !h.ToPhase.IsApplication() && h.ToPhase != programme.Accepted {
			continue
		}
		e := ui.Entry{At: string(h.EffectiveOn), When: wording.Date(h.EffectiveOn), Title: changeTitle(ctx, h), Body: h.Reason, Phase: string(h.ToPhase)}
		if staff {
			e.By = h.ActorName
		}
		list = append(list, e)
	}
	return list
}

func changeTitle(ctx context.Context, h programme.Change) string {
	switch {
	case h.ToPhase == programme.Draft && h.FromPhase == programme.Submitted:
		return wording.T(ctx, "Rendu à compléter")
	case h.ToPhase == programme.Draft:
		return wording.T(ctx, "Candidature commencée")
	case h.ToPhase == programme.Submitted:
		return wording.T(ctx, "Candidature déposée")
	case h.ToPhase == programme.Review:
		return wording.T(ctx, "Examen commencé")
	case h.ToPhase == programme.Withdrawn:
		return wording.T(ctx, "Candidature retirée")
	}
	return wording.PhaseLabel(ctx, h.ToPhase)
}

func situations(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range selection.Situations() {
		list = append(list, ui.Option{Value: string(s), Label: wording.SituationLabel(ctx, s)})
	}
	return list
}

func schoolings(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range selection.Schoolings() {
		list = append(list, ui.Option{Value: string(s), Label: wording.SchoolingLabel(ctx, s)})
	}
	return list
}

func genders(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, g := range []string{"F", "M", "X"} {
		list = append(list, ui.Option{Value: g, Label: wording.GenderLabel(ctx, g)})
	}
	return append(list, ui.Option{Value: "", Label: wording.T(ctx, "Je préfère ne pas répondre")})
}

// sectors are those offered, and the one the file has already.
func sectors(has string) []ui.Option {
	var list []ui.Option
	known := has == ""
	for _, s := range selection.Sectors() {
		known = known || s == has
		list = append(list, ui.Option{Value: s, Label: s})
	}
	if !known {
		list = append(list, ui.Option{Value: has, Label: has})
	}
	return list
}

// intakes are the open cohorts as choices; the one that the file has is among them, open or not.
func intakes(ctx context.Context, open []programme.Cohort, has *programme.Cohort) []ui.Option {
	var list []ui.Option
	known := has == nil
	for _, c := range open {
		known = known || c.ID == has.ID
		list = append(list, intake(ctx, c))
	}
	if !known {
		list = append(list, intake(ctx, *has))
	}
	return list
}

func intake(ctx context.Context, c programme.Cohort) ui.Option {
	return ui.Option{Value: c.Ref, Label: wording.T(ctx, "%s, %s", c.ProgrammeName, c.SiteName),
		Hint: wording.T(ctx, "Cohorte %s : candidatures jusqu'au %s, début le %s", c.Ref, wording.LongDate(c.IntakeClosesOn), wording.LongDate(c.StartsOn))}
}
