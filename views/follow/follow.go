// Package follow holds the pages by which a person follows their file and their data: messages with
// the couveuse, what is held about them, requests for erasure, and what the administrator anonymises.
package follow

import (
	"context"
	"strconv"

	"eclosion/models"
	"eclosion/models/correspondence"
	"eclosion/models/privacy"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Messages is the thread of a dossier as its page shows it.
type Messages struct {
	Thread  *correspondence.Thread
	Form    ui.Form
	ActorID int64
	Now     models.Instant
	Refused string // why nothing can be written, in words; "" when one can
}

// Path is where the thread of a dossier stands for its reader.
func (m Messages) Path() string {
	if m.Thread.Project.Phase.IsApplication() {
		return "/candidatures/" + m.Thread.Project.Ref + "/messages"
	}
	return "/projets/" + m.Thread.Project.Ref + "/messages"
}

func (m Messages) title(ctx context.Context) string {
	if t := m.Thread.Project.Title; t != "" {
		return t
	}
	return wording.T(ctx, "Projet sans titre")
}

func (m Messages) canTakeBack(msg correspondence.Message) bool {
	return m.Thread.Closed == nil && correspondence.CheckTakeBack(msg, m.ActorID, m.Now) == nil
}

func (m Messages) class(msg correspondence.Message) string {
	if m.Thread.Mine(msg) {
		return "message message-mine"
	}
	return "message"
}

// fresh reports whether the reader's side has not read the message before.
func (m Messages) fresh(msg correspondence.Message) bool {
	return !m.Thread.Mine(msg) && msg.Gone == correspondence.Here && msg.ID > m.Thread.Read
}

// who names the author to the reader.
func (m Messages) who(ctx context.Context, msg correspondence.Message) string {
	switch {
	case msg.AuthorID == m.ActorID && m.ActorID != 0:
		return wording.T(ctx, "Vous")
	case msg.Author == "":
		return wording.T(ctx, "La couveuse")
	}
	return msg.Author
}

func gone(ctx context.Context, msg correspondence.Message) string {
	if msg.Gone == correspondence.Erased {
		return wording.T(ctx, "Message effacé avec le dossier.")
	}
	return wording.T(ctx, "Message retiré par son auteur ou son autrice.")
}

// Holding is one kind of data that the couveuse holds: what, why, how long.
type Holding struct{ What, Why, Long string }

// holdings say what is held about a person; the figures are those of the rules.
func holdings(ctx context.Context) []Holding {
	appeal, most := wording.Months(ctx, privacy.AppealMonths), wording.Months(ctx, privacy.MostMonths)
	return []Holding{
		{wording.T(ctx, "Identité, coordonnées et compte"), wording.T(ctx, "Pour vous reconnaître et vous écrire."),
			wording.T(ctx, "Aussi longtemps qu'un de vos dossiers est gardé.")},
		{wording.T(ctx, "Candidatures : réponses, documents, décisions et leurs raisons"), wording.T(ctx, "Pour décider si la couveuse peut vous accompagner : vous l'avez demandé."),
			wording.T(ctx, "Refusée ou retirée : %s, le temps d'un recours, ou plus longtemps si vous y avez consenti, jamais plus de %s. Un brouillon : %s après la dernière modification.", appeal, most, wording.Months(ctx, privacy.DraftMonths))},
		{wording.T(ctx, "Accompagnement : rencontres, plan d'affaires, conventions"), wording.T(ctx, "Pour exécuter la convention que vous avez signée, et prouver aux pouvoirs publics à quoi leur argent a servi."),
			wording.T(ctx, "%s ans à compter du 31 décembre de l'année du dernier paiement.", strconv.Itoa(privacy.EvidenceYears))},
		{wording.T(ctx, "Bourse : demandes, paiements, justificatifs"), wording.T(ctx, "La loi sur la comptabilité l'impose."),
			wording.T(ctx, "%s ans à compter du 31 décembre de l'année du dernier paiement.", strconv.Itoa(privacy.AccountsYears))},
		{wording.T(ctx, "Messages et e-mails"), wording.T(ctx, "Pour répondre à vos questions et vous tenir au courant."), wording.T(ctx, "Comme le dossier dont ils parlent.")},
		{wording.T(ctx, "Inscriptions aux séances d'information"), wording.T(ctx, "Pour vous garder une place."), wording.T(ctx, "%s après la séance ; ensuite seul le nombre de personnes reste.", wording.Months(ctx, privacy.SessionMonths))},
	}
}

// Data is the page of what is held about a person.
type Data struct {
	Ask      *privacy.Ask // the latest request; nil for none
	Verdicts []privacy.Verdict
	Form     ui.Form
}

func (d Data) waiting() bool { return d.Ask != nil && d.Ask.State == privacy.Asked }

// verdictTasks tell of each dossier what an erasure does with it.
func verdictTasks(ctx context.Context, list []privacy.Verdict) []ui.Task {
	var tasks []ui.Task
	for _, v := range list {
		t := ui.Task{Label: v.Ref + " · " + wording.PhaseLabel(ctx, v.Phase), Hint: wording.KeptWhy(ctx, v), State: wording.T(ctx, "Gardé"), Tone: ui.Info}
		if v.Erasable() {
			t.State, t.Tone = wording.T(ctx, "Effacé"), ui.Stop
		}
		tasks = append(tasks, t)
	}
	return tasks
}

// Erasure is one request as who decides on it reads it.
type Erasure struct {
	Ask   *privacy.Ask
	Form  ui.Form
	Today models.Date
}

func (e Erasure) name(ctx context.Context) string {
	if e.Ask.Name != "" {
		return e.Ask.Name
	}
	return wording.T(ctx, "Personne effacée")
}

// left says how long is left to answer.
func left(ctx context.Context, a privacy.Ask, today models.Date) (string, ui.Tone) {
	if a.State != privacy.Asked {
		return wording.ErasureStateLabel(ctx, a.State), ui.Plain
	}
	n := today.DaysUntil(a.AskedAt.Date().AddDays(privacy.AnswerDays))
	if n < 0 {
		return wording.T(ctx, "Réponse en retard de %s", wording.Days(ctx, -n)), ui.Stop
	}
	return wording.T(ctx, "À répondre dans %s", wording.Days(ctx, n)), ui.Wait
}

// Retention is what the administrator can anonymise today.
type Retention struct {
	Due   []privacy.File
	Shown int // the first of them stand on the page and are sent with its form
	Form  ui.Form
	Today models.Date
}

func (r Retention) shown() []privacy.File { return r.Due[:min(len(r.Due), r.Shown)] }

func (m Messages) older() string { return m.Path() + "?avant=" + strconv.FormatInt(m.Thread.Older, 10) }

func (m Messages) writeTitle(ctx context.Context) string {
	if m.Thread.Side == correspondence.Holder {
		return wording.T(ctx, "Écrire à la couveuse")
	}
	if len(m.Thread.Messages) == 0 {
		return wording.T(ctx, "Écrire à la personne")
	}
	return wording.T(ctx, "Répondre")
}

func (m Messages) hint(ctx context.Context) string {
	if m.Thread.Side == correspondence.Holder {
		return wording.T(ctx, "Les personnes de la couveuse qui suivent votre dossier lisent ce message. Le comité ne le lit pas.")
	}
	return wording.T(ctx, "La personne reçoit un e-mail qui l'invite à lire, sans le texte. Un message ne se corrige pas ; il se retire dans les dix minutes.")
}

func (e Erasure) acceptLabel(ctx context.Context) string {
	if e.Ask.Whole() {
		return wording.T(ctx, "Effacer tout, maintenant")
	}
	return wording.N(ctx, "Effacer ce dossier, maintenant", "Effacer ces %s dossiers, maintenant", e.Ask.Erasable(), strconv.Itoa(e.Ask.Erasable()))
}

// WaitingTask is a thread that waits to be read; the couveuse needs to know whose.
func WaitingTask(ctx context.Context, w correspondence.Waiting, house bool) ui.Task {
	t := ui.Task{Label: w.Title, Href: "/projets/" + w.Ref + "/messages", Hint: wording.T(ctx, "%s, %s", w.Ref, wording.Moment(w.LastAt)),
		State: wording.N(ctx, "%s message à lire", "%s messages à lire", w.Unread, wording.Count(w.Unread)), Tone: ui.Wait}
	if t.Label == "" {
		t.Label = wording.T(ctx, "Projet sans titre")
	}
	if w.Phase.IsApplication() {
		t.Href = "/candidatures/" + w.Ref + "/messages"
	}
	if house {
		t.Hint = wording.T(ctx, "%s, %s", w.Holder, wording.Moment(w.LastAt))
	}
	return t
}

// AskTask is a request for erasure that waits.
func AskTask(ctx context.Context, a privacy.Ask, today models.Date) ui.Task {
	t := ui.Task{Label: Erasure{Ask: &a}.name(ctx), Href: "/effacements/" + a.PublicID, Hint: wording.T(ctx, "Demandé le %s", wording.Date(a.AskedAt.Date()))}
	t.State, t.Tone = left(ctx, a, today)
	return t
}
