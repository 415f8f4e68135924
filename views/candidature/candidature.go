// Package candidature holds the pages of applications: the candidate's form, topic by
// topic, where the file stands, and what the couveuse reads and decides.
package candidature

import (
	"context"
	"slices"
	"strconv"

	"eclosion/models"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// slugs are the topics as addresses name them.
var slugs = map[form.Topic]string{
	form.Intake: "programme", form.Identity: "identite", form.Situation: "situation", form.Project: "projet", form.Skills: "competences",
	form.Market: "marche", form.Money: "budget", form.Design: "design", form.Documents: "documents", form.Consent: "accord",
}

// Slug is a topic as addresses name it.
func Slug(t form.Topic) string { return slugs[t] }

// Path is the address of an application.
func Path(ref string) string { return "/candidatures/" + ref }

// TopicPath is the address of one topic's page.
func TopicPath(ref string, t form.Topic) string { return Path(ref) + "/" + slugs[t] }

// title names an application that may have no title yet.
func title(ctx context.Context, text string) string {
	if text == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return text
}

func cohortText(ctx context.Context, c programme.Cohort) string {
	return wording.T(ctx, "%s, début le %s", c.Name, wording.LongDate(c.StartsOn))
}

// tasks is the task list of a draft.
func tasks(ctx context.Context, a *selection.Application, today models.Date) []ui.Task {
	var list []ui.Task
	for _, t := range a.Topics() {
		filled, missing := a.Progress(t)
		task := ui.Task{Label: wording.TopicLabel(ctx, t), Href: TopicPath(a.Project.Ref, t)}
		switch {
		case t == form.Intake:
			task.Hint = wording.T(ctx, "%s, %s", a.Cohort.ProgrammeName, a.Cohort.SiteName)
			task.State, task.Tone = wording.T(ctx, "Terminé"), ui.Good
			if !a.Returned() && !a.Cohort.TakesApplications(today) {
				task.State, task.Tone = wording.T(ctx, "Cohorte fermée"), ui.Stop
			}
		case t == form.Documents && missing > 0:
			task.State, task.Tone = wording.N(ctx, "Il manque %s pièce", "Il manque %s pièces", missing, strconv.Itoa(missing)), ui.Wait
		case missing == 0:
			task.State, task.Tone = wording.T(ctx, "Terminé"), ui.Good
		case filled == 0:
			task.State = wording.T(ctx, "À faire")
		default:
			task.Hint = wording.N(ctx, "Il manque %s réponse", "Il manque %s réponses", missing, strconv.Itoa(missing))
			task.State, task.Tone = wording.T(ctx, "En cours"), ui.Wait
		}
		list = append(list, task)
	}
	return append(list, handIn(ctx, a))
}

// handIn is the last task: it waits for all others.
func handIn(ctx context.Context, a *selection.Application) ui.Task {
	task := ui.Task{Label: wording.T(ctx, "Vérifier et déposer")}
	if n := len(a.Topics()) - done(a); n > 0 {
		task.Hint = wording.N(ctx, "Quand la dernière partie sera terminée", "Quand les %s autres parties seront terminées", n, strconv.Itoa(n))
		task.State = wording.T(ctx, "Pas encore possible")
		return task
	}
	task.Href, task.State, task.Tone = Path(a.Project.Ref)+"/verifier", wording.T(ctx, "À faire"), ui.Wait
	return task
}

// done counts the topics that miss nothing.
func done(a *selection.Application) (n int) {
	for _, t := range a.Topics() {
		if _, missing := a.Progress(t); missing == 0 {
			n++
		}
	}
	return n
}

// written are the topics that an author answered in words.
func written(a *selection.Application) []form.Topic {
	return slices.DeleteFunc(a.Topics(), func(t form.Topic) bool { return t == form.Documents })
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
