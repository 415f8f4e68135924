package home

import (
	"context"
	"strconv"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/day"
	"eclosion/models/participant"
	fund "eclosion/views/participant"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Day is what waits for a coach today.
type Day struct {
	day.Day
	Today    models.Date
	All      day.Kind  // this kind is shown whole; "" shows the first of each
	Notices  []string  // covers that run, handovers that came
	Form     ui.Form   // a day that could not be taken, with Line
	Line     string    // the line that the form was about
	Shortcut []ui.Link // the lists that lead further
}

// shown is how many lines of a kind are shown at first.
const shown = 5

// lines gives the lines of a group that the page shows.
func (d Day) lines(g day.Group) []day.Line {
	if d.All == g.Kind || len(g.Lines) <= shown+1 { // one more is shorter than saying so
		return g.Lines
	}
	return g.Lines[:shown]
}

// typed is the day that was typed for a line and could not be taken.
func (d Day) typed(l day.Line) string {
	if d.Line != l.Key {
		return ""
	}
	return d.Form.Value("snooze_until")
}

func (d Day) doneText(ctx context.Context) string {
	if len(d.PutOff) > 0 {
		return wording.T(ctx, "Rien d'autre ne vous attend aujourd'hui. Ce que vous avez mis de côté reviendra le jour choisi.")
	}
	return wording.T(ctx, "Rien ne vous attend aujourd'hui.")
}

// row is a line as the page shows it.
type row struct {
	ui.Task
	Step ui.Link // the next step; its Href is posted to when Tick is set
	Tick bool
}

func (d Day) row(ctx context.Context, l day.Line) row {
	dossier := "/projets/" + l.Ref
	who := wording.T(ctx, "%s, %s", l.Holder, l.Ref)
	switch l.Kind {
	case day.Meeting, day.Unwritten:
		return meetingRow(ctx, l)
	case day.Mine, day.Theirs:
		r := row{Task: ui.Task{Label: l.Text, Href: dossier + "/rencontres#actions", Hint: who, State: wording.T(ctx, "Pour aujourd'hui"), Tone: ui.Wait}, Tick: true,
			Step: ui.Link{Href: dossier + "/actions/" + strconv.FormatInt(l.ActionID, 10) + "/fait", Label: wording.T(ctx, "Fait")}}
		return d.orLate(ctx, r, l.On)
	case day.Message:
		return row{Task: ui.Task{Label: l.Holder, Href: dossier + "/messages", Hint: l.Ref, State: wording.N(ctx, "%s message à lire", "%s messages à lire", l.Count, wording.Count(l.Count)), Tone: ui.Wait},
			Step: ui.Link{Href: dossier + "/messages", Label: wording.T(ctx, "Répondre")}}
	case day.Section:
		return row{Task: ui.Task{Label: l.Text, Href: dossier + "/plan/sections/" + strconv.Itoa(l.Place), Hint: who, State: wording.T(ctx, "Remis le %s", wording.Date(l.On)), Tone: ui.Wait},
			Step: ui.Link{Href: dossier + "/plan/sections/" + strconv.Itoa(l.Place), Label: wording.T(ctx, "Relire")}}
	case day.Report, day.ReportDue, day.Draft:
		return d.paperRow(ctx, l)
	case day.ToCall:
		page := "/suivi/questions/" + l.PublicID
		return row{Task: ui.Task{Label: l.Text, Href: page, Hint: who, State: wording.T(ctx, "%s, depuis le %s", wording.Months(ctx, l.Count), wording.Date(l.On)), Tone: ui.Wait},
			Step: ui.Link{Href: page, Label: wording.T(ctx, "Encoder la réponse")}}
	case day.Fund:
		return fundRow(ctx, l)
	case day.Claim:
		return row{Task: ui.Task{Label: l.Holder, Href: dossier + "/plan", Hint: l.Ref, State: wording.N(ctx, "%s à valider", "%s à valider", l.Count, wording.Count(l.Count)), Tone: ui.Wait},
			Step: ui.Link{Href: dossier + "/plan", Label: wording.T(ctx, "Valider")}}
	case day.Document:
		return row{Task: ui.Task{Label: l.Holder, Href: dossier + "/documents", Hint: l.Ref, State: wording.N(ctx, "%s reçu", "%s reçus", l.Count, wording.Count(l.Count)), Tone: ui.Wait},
			Step: ui.Link{Href: dossier + "/documents", Label: wording.T(ctx, "Vérifier")}}
	case day.Piece:
		r := row{Task: ui.Task{Label: l.Text, Href: dossier + "/documents", Hint: who, State: wording.T(ctx, "Pour le %s", wording.Date(l.On)), Tone: ui.Wait},
			Step: ui.Link{Href: dossier + "/messages", Label: wording.T(ctx, "Relancer")}}
		return d.orLate(ctx, r, l.On)
	}
	return d.endRow(ctx, l)
}

// orLate says instead that the day of a row has gone by, when it has.
func (d Day) orLate(ctx context.Context, r row, on models.Date) row {
	if days := on.DaysUntil(d.Today); days > 0 {
		r.State, r.Tone = wording.T(ctx, "En retard de %s", wording.Days(ctx, days)), ui.Stop
	}
	return r
}

// endRow is the line of a dossier itself: something of it ends, or nobody has met its holder.
func (d Day) endRow(ctx context.Context, l day.Line) row {
	dossier := "/projets/" + l.Ref
	r := row{Task: ui.Task{Label: l.Holder, Href: dossier, Hint: wording.T(ctx, "%s, %s", l.Ref, wording.PhaseLabel(ctx, l.Phase))}}
	meet := ui.Link{Href: dossier + "/rencontres/nouvelle", Label: wording.T(ctx, "Planifier une rencontre")}
	if l.Kind == day.Silent {
		r.State, r.Tone, r.Step = wording.T(ctx, "Rien depuis %s", wording.Days(ctx, l.Days)), ui.Wait, meet
		return r
	}
	switch left := d.Today.DaysUntil(l.On); {
	case left < 0:
		r.State, r.Tone = wording.T(ctx, "Dépassé de %s", wording.Days(ctx, -left)), ui.Stop
	case left == 0:
		r.State, r.Tone = wording.T(ctx, "Aujourd'hui"), ui.Wait
	case l.Urgency == day.Soon:
		r.State, r.Tone = wording.T(ctx, "Dans %s", wording.Days(ctx, left)), ui.Wait
	default:
		r.State, r.Tone = wording.T(ctx, "Le %s", wording.Date(l.On)), ui.Info
	}
	switch l.Kind {
	case day.Ending:
		r.Step = ui.Link{Href: dossier + "/progression", Label: wording.T(ctx, "Préparer le rapport")}
	case day.Status:
		r.Step = ui.Link{Href: dossier + "#suite", Label: wording.T(ctx, "Voir la suite")}
	default:
		r.Step = meet
	}
	return r
}

// paperRow is the line of something to write on: a report, or the draft of a meeting.
func (d Day) paperRow(ctx context.Context, l day.Line) row {
	switch l.Kind {
	case day.Draft:
		label := l.Holder
		if label == "" {
			label = wording.T(ctx, "Rencontre sans dossier")
		}
		return row{Task: ui.Task{Label: label, Href: "/rencontres/brouillons", Hint: l.Ref, State: wording.T(ctx, "Brouillon du %s", wording.Date(l.On)), Tone: ui.Wait},
			Step: ui.Link{Href: "/rencontres/brouillons", Label: wording.T(ctx, "Reprendre")}}
	case day.Report:
		page := "/projets/" + l.Ref + "/progression/rapports/" + l.PublicID
		r := row{Task: ui.Task{Label: l.Holder, Href: page, Hint: l.Ref, State: wording.T(ctx, "Commencé le %s", wording.Date(l.On)), Tone: ui.Info}, Step: ui.Link{Href: page, Label: wording.T(ctx, "Continuer")}}
		if l.Returned {
			r.State, r.Tone, r.Step.Label = wording.T(ctx, "Renvoyé pour correction"), ui.Wait, wording.T(ctx, "Corriger")
		}
		return r
	}
	page := "/projets/" + l.Ref + "/progression"
	r := row{Task: ui.Task{Label: l.Holder, Href: page, Hint: l.Ref, State: wording.T(ctx, "Pour aujourd'hui"), Tone: ui.Wait}, Step: ui.Link{Href: page, Label: wording.T(ctx, "Commencer")}}
	return d.orLate(ctx, r, l.On)
}

func meetingRow(ctx context.Context, l day.Line) row {
	who := l.Holder
	if l.Count > 0 {
		who = wording.N(ctx, "%s et %s autre dossier", "%s et %s autres dossiers", l.Count, l.Holder, wording.Count(l.Count))
	}
	page := "/projets/" + l.Ref + "/rencontres/" + l.PublicID
	kind := wording.MeetingKindLabel(ctx, coaching.Kind(l.Of))
	r := row{Task: ui.Task{Label: who, Href: page, Hint: wording.T(ctx, "%s, %s", kind, l.Ref), State: wording.Clock(l.At.Time()), Tone: ui.Info},
		Step: ui.Link{Href: page + "/modifier", Label: wording.T(ctx, "Écrire le compte rendu")}}
	if l.Kind == day.Unwritten {
		r.Hint, r.State, r.Tone = wording.T(ctx, "%s, %s, %s", wording.Moment(l.At), kind, l.Ref), wording.T(ctx, "À compléter"), ui.Wait
	}
	return r
}

// KindTitle heads the lines of a kind.
func KindTitle(ctx context.Context, k day.Kind) string {
	switch k {
	case day.Meeting:
		return wording.T(ctx, "Rencontres du jour")
	case day.Unwritten:
		return wording.T(ctx, "Rencontres à consigner")
	case day.Mine:
		return wording.T(ctx, "Mes actions")
	case day.Message:
		return wording.T(ctx, "Messages à lire")
	case day.Section:
		return wording.T(ctx, "Parties du plan à relire")
	case day.Claim:
		return wording.T(ctx, "Points du plan à valider")
	case day.Document:
		return wording.T(ctx, "Documents à vérifier")
	case day.Piece:
		return wording.T(ctx, "Pièces attendues")
	case day.Draft:
		return wording.T(ctx, "Brouillons de rencontre")
	case day.Report:
		return wording.T(ctx, "Rapports de progression à terminer")
	case day.ReportDue:
		return wording.T(ctx, "Rapports de progression à écrire")
	case day.Theirs:
		return wording.T(ctx, "Actions en retard chez les porteuses et porteurs")
	case day.Ending:
		return wording.T(ctx, "Étapes qui se terminent")
	case day.Status:
		return wording.T(ctx, "Statuts provisoires qui se terminent")
	case day.Rights:
		return wording.T(ctx, "Fins de droits au chômage")
	case day.ToCall:
		return wording.T(ctx, "Entreprises à appeler")
	case day.Fund:
		return wording.T(ctx, "Données pour le Fonds social européen")
	}
	return wording.T(ctx, "Dossiers silencieux")
}

// fundRow is the line of what the European Social Fund asks of a person.
func fundRow(ctx context.Context, l day.Line) row {
	part := participant.Moment(l.Of)
	r := row{Task: ui.Task{Label: l.Holder, Href: fund.Path(l.Ref), Hint: wording.T(ctx, "%s, %s", l.Ref, wording.LowerFirst(wording.ResultMoment(ctx, part))), Tone: ui.Wait},
		Step: ui.Link{Href: fund.FormPath(l.Ref, part), Label: wording.T(ctx, "Compléter")}}
	switch {
	case part == participant.EntryPart:
		r.State = wording.N(ctx, "%s réponse manque", "%s réponses manquent", l.Count, wording.Count(l.Count))
	case l.Urgency == day.Late:
		r.State, r.Tone = wording.T(ctx, "Ne comptait que jusqu'au %s", wording.Date(l.On)), ui.Stop
	default:
		r.State = wording.T(ctx, "À demander jusqu'au %s", wording.Date(l.On))
	}
	return r
}

// label names a line that was put off, where its heading is not beside it.
func (d Day) label(ctx context.Context, l day.Line) string {
	return wording.T(ctx, "%s : %s", KindTitle(ctx, l.Kind), d.row(ctx, l).Label)
}

// quick are the days that a line is put off to with one tap.
func (d Day) quick(ctx context.Context) []ui.Option {
	tomorrow, monday, week := day.Shortcuts(d.Today)
	list := []ui.Option{{Value: string(tomorrow), Label: wording.T(ctx, "Demain")}}
	if monday != tomorrow {
		list = append(list, ui.Option{Value: string(monday), Label: wording.T(ctx, "Lundi")})
	}
	if week != monday {
		list = append(list, ui.Option{Value: string(week), Label: wording.T(ctx, "Dans une semaine")})
	}
	return list
}
