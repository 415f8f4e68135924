package sitting

import (
	"context"
	"strconv"

	"eclosion/models/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func waitingFigures(ctx context.Context, l sitting.WaitingList) []ui.Figure {
	free, unlimited := sitting.Free(l.Room)
	places := ui.Figure{Value: wording.Count(free), Label: wording.T(ctx, "Places libres"), Note: wording.T(ctx, "sur %s", wording.Count(l.Room.Capacity))}
	switch {
	case unlimited:
		places.Value, places.Note = "—", wording.T(ctx, "capacité non limitée")
	case free > 0 && len(l.Files) > 0:
		places.Tone = ui.Wait
	}
	return []ui.Figure{places, {Value: wording.Count(l.Room.Taken), Label: wording.T(ctx, "Acceptés")}, {Value: wording.Count(len(l.Files)), Label: wording.T(ctx, "En liste d'attente")}}
}

func waitingTitle(ctx context.Context, w sitting.Waiting) string {
	if w.Conflict {
		return wording.T(ctx, "Conflit d'intérêts déclaré")
	}
	return projectTitle(ctx, w.Title)
}

func rank(w sitting.Waiting) string {
	if w.Rank == 0 {
		return "—"
	}
	return strconv.Itoa(w.Rank)
}

// WaitingPath is the waiting list of a cohort.
func WaitingPath(cohort string) string { return "/cohortes/" + cohort + "/liste-d-attente" }

// FreedTask tells a manager that a place is free while people wait.
func FreedTask(ctx context.Context, f sitting.Freed) ui.Task {
	free := wording.N(ctx, "%s place libre", "%s places libres", f.Free, wording.Count(f.Free))
	waiting := wording.N(ctx, "%s personne attend", "%s personnes attendent", f.Waiting, wording.Count(f.Waiting))
	return ui.Task{Label: wording.T(ctx, "%s, %s", free, waiting), Href: WaitingPath(f.CohortRef),
		Hint: wording.T(ctx, "%s, %s, %s", f.CohortRef, f.ProgrammeName, f.SiteName), State: wording.T(ctx, "À décider"), Tone: ui.Wait}
}

// UnsentTask tells a manager that letters wait to be issued.
func UnsentTask(ctx context.Context, u sitting.Unsent) ui.Task {
	return ui.Task{Label: wording.N(ctx, "%s lettre à émettre", "%s lettres à émettre", u.Letters, wording.Count(u.Letters)), Href: DayPath(u.CommitteeRef) + "#suite",
		Hint: wording.T(ctx, "Comité du %s, %s", wording.LongDate(u.HeldOn), u.CommitteeRef), State: wording.T(ctx, "À émettre"), Tone: ui.Wait}
}
