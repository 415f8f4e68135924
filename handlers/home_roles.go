package handlers

import (
	"context"
	"strconv"

	"eclosion/models"
	"eclosion/models/day"
	"eclosion/models/db"
	"eclosion/models/handover"
	"eclosion/models/journey"
	"eclosion/models/logbook"
	"eclosion/models/sitting"
	"eclosion/models/trial"
	handoverviews "eclosion/views/handover"
	"eclosion/views/home"
	sittingviews "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// block makes a list of tasks from what a question answered.
func block[T any](title string, list []T, task func(T) ui.Task) home.Block {
	b := home.Block{Title: title}
	for _, item := range list {
		b.Tasks = append(b.Tasks, task(item))
	}
	return b
}

func homeOfCoach(ctx context.Context, tx *db.Tx) (s home.Section, err error) {
	d := &home.Day{Today: tx.Today()}
	if d.Day, err = day.Of(tx); err != nil {
		return s, err
	}
	if d.Notices, err = coachNotices(ctx, tx); err != nil {
		return s, err
	}
	d.Shortcut = []ui.Link{{Href: "/projets?miens=1", Label: wording.T(ctx, "Mes dossiers")}, {Href: "/passation", Label: wording.T(ctx, "Passations et remplacements")}}
	waiting, err := logbook.CountDrafts(tx)
	if err != nil {
		return s, err
	}
	if waiting > 0 {
		d.Shortcut = append(d.Shortcut, ui.Link{Href: "/rencontres/brouillons",
			Label: wording.N(ctx, "%s brouillon de rencontre", "%s brouillons de rencontres", waiting, wording.Count(waiting))})
	}
	s.Day = d
	return s, nil
}

// newsOfHandover is how many days a home tells of a handover.
const newsOfHandover = 7

// coachNotices tell of covers that concern the actor and of dossiers that came to them lately.
func coachNotices(ctx context.Context, tx *db.Tx) (list []string, err error) {
	me := tx.Actor().AccountID
	covers, err := handover.OwnCovers(tx, me)
	if err != nil {
		return nil, err
	}
	for _, c := range covers {
		list = append(list, handoverviews.Line(ctx, c, me, tx.Today()))
	}
	received, err := handover.Received(tx, me, tx.Today().AddDays(-newsOfHandover))
	for _, n := range received {
		list = append(list, handoverviews.ReceivedLine(ctx, n))
	}
	return list, err
}

func homeOfManager(ctx context.Context, tx *db.Tx) (s home.Section, err error) {
	var review, start, ending, suspended, news []journey.Line
	for _, question := range []struct {
		into *[]journey.Line
		ask  func(*db.Tx) ([]journey.Line, error)
	}{{&review, journey.ToReview}, {&start, journey.ToStart}, {&ending, journey.Ending}, {&suspended, journey.SuspendedLong}, {&news, journey.FollowUpsDue}} {
		if *question.into, err = question.ask(tx); err != nil {
			return s, err
		}
	}
	intakes, err := journey.OpenIntakes(tx)
	if err != nil {
		return s, err
	}
	asked, err := trial.WaitingRequests(tx, grantsShown)
	if err != nil {
		return s, err
	}
	due, err := trial.DueTranches(tx, tx.Today(), grantsShown)
	if err != nil {
		return s, err
	}
	freed, err := sitting.FreedPlaces(tx)
	if err != nil {
		return s, err
	}
	unsent, err := sitting.UnsentLetters(tx)
	if err != nil {
		return s, err
	}
	messages, err := messagesBlock(ctx, tx)
	if err != nil {
		return s, err
	}
	erasures, err := erasuresBlock(ctx, tx)
	if err != nil {
		return s, err
	}
	reports, err := reportsOfManager(ctx, tx)
	if err != nil {
		return s, err
	}
	today := tx.Today()
	s.Blocks = []home.Block{
		messages, erasures, reports,
		block(wording.T(ctx, "Places à donner"), freed, func(f sitting.Freed) ui.Task { return sittingviews.FreedTask(ctx, f) }),
		block(wording.T(ctx, "Lettres de décision"), unsent, func(u sitting.Unsent) ui.Task { return sittingviews.UnsentTask(ctx, u) }),
		block(wording.T(ctx, "Candidatures à examiner ou à décider"), review, func(l journey.Line) ui.Task {
			return home.LineTask(ctx, l, "/candidatures/"+l.Ref, since(ctx, l, today), ui.Wait)
		}),
		block(wording.T(ctx, "Acceptés, à faire entrer en accompagnement"), start, func(l journey.Line) ui.Task {
			return home.LineTask(ctx, l, "/projets/"+l.Ref+"#suite", wording.T(ctx, "Depuis le %s", wording.Date(l.On)), ui.Wait)
		}),
		block(wording.T(ctx, "Bourses à décider"), asked, func(w trial.Waiting) ui.Task { return requestTask(ctx, w) }),
		block(wording.T(ctx, "Tranches à payer"), due, func(d trial.Due) ui.Task { return trancheTask(ctx, d, today) }),
		block(wording.T(ctx, "Étapes dépassées ou qui se terminent"), ending, func(l journey.Line) ui.Task { return home.EndTask(ctx, l, today) }),
		block(wording.T(ctx, "Suspensions de plus de deux mois"), suspended, func(l journey.Line) ui.Task {
			return home.LineTask(ctx, l, "/projets/"+l.Ref+"#reprise", wording.T(ctx, "Depuis %s", wording.Days(ctx, l.On.DaysUntil(today))), ui.Wait)
		}),
		block(wording.T(ctx, "Nouvelles à prendre des entreprises"), news, func(l journey.Line) ui.Task {
			return home.LineTask(ctx, l, "/projets/"+l.Ref+"#suivi", wording.T(ctx, "%s après le lancement", wording.Months(ctx, l.Count)), ui.Info)
		}),
		block(wording.T(ctx, "Cohortes ouvertes aux candidatures"), intakes, func(i journey.Intake) ui.Task {
			sent := wording.N(ctx, "%s candidature déposée", "%s candidatures déposées", i.Sent, wording.Count(i.Sent))
			return ui.Task{Label: i.Ref, Href: "/cohortes/" + i.Ref, Hint: wording.T(ctx, "%s, %s ; %s", i.ProgrammeName, i.SiteName, sent),
				State: wording.T(ctx, "Jusqu'au %s", wording.Date(i.IntakeClosesOn)), Tone: ui.Info}
		}),
	}
	return s, nil
}

// grantsShown bounds the lists of grants on the home.
const grantsShown = 50

func requestTask(ctx context.Context, w trial.Waiting) ui.Task {
	return ui.Task{Label: wording.T(ctx, "%s pour %s", wording.Money(w.Asked), w.Holder), Href: grantPath(w.ProjectRef, w.Number, "/decision"), Hint: w.RequestRef,
		State: wording.T(ctx, "Demandée le %s", wording.Date(w.AskedOn)), Tone: ui.Wait}
}

func trancheTask(ctx context.Context, d trial.Due, today models.Date) ui.Task {
	t := ui.Task{Label: wording.T(ctx, "%s à %s", wording.Money(d.Left), d.Holder), Href: grantPath(d.ProjectRef, d.Number, "/tranches/"+strconv.FormatInt(d.TrancheID, 10)+"/paiement"), Hint: wording.T(ctx, "%s, tranche %s", d.RequestRef, wording.Count(d.Position)),
		State: wording.T(ctx, "Pour aujourd'hui"), Tone: ui.Wait}
	if days := d.DueOn.DaysUntil(today); days > 0 {
		t.State = wording.T(ctx, "Attend depuis %s", wording.Days(ctx, days))
	}
	return t
}

func grantPath(ref string, number int, step string) string {
	return "/projets/" + ref + "/bourse/" + strconv.Itoa(number) + step
}

// since says how long an application has been where it is.
func since(ctx context.Context, l journey.Line, today models.Date) string {
	days := l.On.DaysUntil(today)
	if days == 0 {
		return wording.T(ctx, "%s aujourd'hui", wording.PhaseLabel(ctx, l.Phase))
	}
	return wording.T(ctx, "%s depuis %s", wording.PhaseLabel(ctx, l.Phase), wording.Days(ctx, days))
}

func homeOfJury(ctx context.Context, tx *db.Tx) (s home.Section, err error) {
	files, err := journey.OpinionsDue(tx, tx.Actor().AccountID)
	if err != nil {
		return s, err
	}
	s.Links = []ui.Link{{Href: "/comites", Label: wording.T(ctx, "Mes comités")}}
	s.Blocks = []home.Block{block(wording.T(ctx, "Dossiers qui attendent votre avis"), files, func(o journey.Opinion) ui.Task {
		label := o.Title
		if label == "" {
			label = wording.T(ctx, "Projet sans titre")
		}
		hint := o.Ref
		if o.Holder != "" {
			hint = wording.T(ctx, "%s, %s", o.Holder, o.Ref)
		}
		return ui.Task{Label: label, Href: "/comites/" + o.Committee + "/dossiers/" + o.Ref, Hint: hint,
			State: wording.T(ctx, "Comité du %s", wording.Date(o.HeldOn)), Tone: ui.Wait}
	})}
	return s, nil
}

func homeOfAdministrator(ctx context.Context, tx *db.Tx) (s home.Section, err error) {
	waiting, err := journey.WaitingAccounts(tx)
	if err != nil {
		return s, err
	}
	s.Links = []ui.Link{{Href: "/comptes", Label: wording.T(ctx, "Comptes")}, {Href: "/reglages", Label: wording.T(ctx, "Réglages")}, {Href: "/cohortes", Label: wording.T(ctx, "Cohortes")}}
	erasures, err := erasuresBlock(ctx, tx)
	if err != nil {
		return s, err
	}
	due, err := dueBlock(ctx, tx)
	if err != nil {
		return s, err
	}
	s.Blocks = []home.Block{erasures, due, block(wording.T(ctx, "Invitations sans réponse"), waiting, func(i journey.Invited) ui.Task {
		return ui.Task{Label: i.Name, Href: "/comptes", Hint: i.Email, State: wording.T(ctx, "Depuis le %s", wording.Date(i.CreatedAt.Date())), Tone: ui.Wait}
	})}
	return s, nil
}
