// Package project holds the pages of projects: the list, one dossier whole, and
// its history. It shows what it is given; who may see what was decided before.
package project

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/campaign"
	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/views/chart"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Dossier is one dossier's page. When a form of it was refused, Open names its
// act, Form holds it as it was sent, and Lift the rules that a derogation could lift.
type Dossier struct {
	Head dossier.Head
	*journey.Overview
	Story     Story
	Fund      templ.Component              // what the European Social Fund asks and nobody has; nil for nothing
	Documents templ.Component              // the pieces, those that are missing first; nil where none are asked
	Offers    map[notice.Kind]notice.Offer // agreements that were issued, for who records them
	Open      string
	Show      string // the act that somebody came for: its form stands open
	Form      ui.Form
	Lift      []string
	Question  *campaign.Question // to the enterprise, which waits for its answer; nil for none, or for who may not enter it
}

func (d Dossier) phase() programme.Phase { return d.Project.Phase }

func (d Dossier) today() models.Date { return d.Standing.Today }

func (d Dossier) path(rest string) string { return "/projets/" + d.Project.Ref + rest }

// steps draws the journey: the stations behind with their day, the present one,
// and those ahead that the dossier can still reach.
func (d Dossier) steps(ctx context.Context) []ui.Step {
	line := []programme.Phase{programme.Submitted, programme.Accepted, programme.Coaching, programme.Test, programme.Launched, programme.FollowedUp}
	since := map[programme.Phase]models.Date{}
	for _, c := range d.Changes {
		if c.Moves() {
			since[c.ToPhase] = c.EffectiveOn
		}
	}
	if !slices.Contains(line, d.phase()) { // the journey ended on the way: the rest is not ahead any more
		line = append(slices.DeleteFunc(line, func(p programme.Phase) bool { return since[p] == "" }), d.phase())
	}
	here := slices.Index(line, d.phase())
	var steps []ui.Step
	for i, p := range line {
		step := ui.Step{Phase: string(p), Label: stepLabel(ctx, p), State: ui.Ahead}
		switch {
		case i < here && since[p] == "":
			continue // launched straight from coaching
		case i < here:
			step.State, step.Note = ui.Behind, wording.Date(since[p])
		case i == here:
			step.State, step.Note = ui.Here, wording.T(ctx, "depuis le %s", wording.Date(d.Project.PhaseStartedOn))
		case i == here+1 && d.Clock != nil && p == programme.Test:
			step.Note = wording.T(ctx, "dès le %s", wording.Date(d.Clock.Earliest(d.today())))
		}
		steps = append(steps, step)
	}
	return steps
}

func stepLabel(ctx context.Context, p programme.Phase) string {
	if p == programme.Submitted {
		return wording.T(ctx, "Candidature")
	}
	return wording.PhaseLabel(ctx, p)
}

// nextTitle names what follows the phase.
func (d Dossier) nextTitle(ctx context.Context) string {
	switch d.phase() {
	case programme.Accepted:
		return wording.T(ctx, "Ensuite : l'accompagnement")
	case programme.Coaching:
		return wording.T(ctx, "Ensuite : la période de test")
	case programme.Test:
		return wording.T(ctx, "Ensuite : le lancement")
	case programme.Launched, programme.FollowedUp:
		return wording.T(ctx, "Ensuite : le suivi de l'entreprise")
	}
	return wording.T(ctx, "Parcours terminé")
}

// conditions lists what the next phase asks, with what is reached and what is not.
func (d Dossier) conditions(ctx context.Context) []ui.Task {
	switch d.phase() {
	case programme.Accepted:
		return d.coachingConditions(ctx)
	case programme.Coaching:
		test, _ := d.Blockers()
		return d.testConditions(ctx, test)
	case programme.Test:
		_, launch := d.Blockers()
		return slices.Concat([]ui.Task{d.minimum(ctx, launch, programme.TestTooShort, wording.T(ctx, "Durée minimale du test"), d.Terms.TestMinMonths)}, d.pause(ctx, launch))
	}
	return nil
}

func (d Dossier) coachingConditions(ctx context.Context) []ui.Task {
	agreement := ui.Task{Label: wording.T(ctx, "Convention d'accompagnement"), State: wording.T(ctx, "À signer"), Tone: ui.Wait}
	if a := d.Coaching; a != nil && !a.Ended() {
		agreement.State, agreement.Tone, agreement.Hint = wording.T(ctx, "Signée"), ui.Good, agreementText(ctx, a)
	}
	coach := ui.Task{Label: wording.T(ctx, "Accompagnement désigné"), State: wording.T(ctx, "À désigner"), Tone: ui.Wait}
	if len(d.Coaches) > 0 {
		coach.State, coach.Tone, coach.Hint = wording.T(ctx, "Désigné"), ui.Good, coachNames(d.Coaches)
	}
	return slices.Concat([]ui.Task{agreement, coach}, d.gateConditions(ctx))
}

func coachNames(coaches []programme.Coach) string {
	names := make([]string, len(coaches))
	for i, c := range coaches {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

func agreementText(ctx context.Context, a *journey.Agreement) string {
	return wording.T(ctx, "%s, signée le %s", a.Number, wording.Date(a.SignedOn))
}

func (d Dossier) testConditions(ctx context.Context, blockers *models.Problem) []ui.Task {
	list := []ui.Task{d.minimum(ctx, blockers, programme.CoachingTooShort, wording.T(ctx, "Durée minimale de l'accompagnement"), d.Terms.CoachingMinMonths)}
	if d.Terms.PlanGate != programme.GateOff && d.Project.TemplateID != 0 {
		list = append(list, d.planCondition(ctx, blockers))
	}
	status := ui.Task{Label: wording.T(ctx, "Convention de statut provisoire"), State: wording.T(ctx, "En ordre"), Tone: ui.Good}
	if d.Status != nil {
		status.Hint = agreementText(ctx, d.Status)
	}
	for _, code := range blockers.Codes() {
		if strings.HasPrefix(code, "status.") {
			status.State, status.Tone, status.Hint = wording.T(ctx, "À régler"), ui.Wait, sentence(ctx, blockers, code)
		}
	}
	return slices.Concat(list, []ui.Task{status}, d.gateConditions(ctx), d.pause(ctx, blockers))
}

func (d Dossier) planCondition(ctx context.Context, blockers *models.Problem) ui.Task {
	t := ui.Task{Label: wording.T(ctx, "Points obligatoires du plan d'affaires"), Href: d.path("/plan"), State: wording.T(ctx, "Tous validés"), Tone: ui.Good}
	n := len(d.Missing)
	if n == 0 {
		return t
	}
	t.State = wording.N(ctx, "%s à valider", "%s à valider", n, wording.Count(n))
	t.Tone = ui.Wait
	t.Hint = strings.Join(d.Missing[:min(n, 4)], ", ")
	if n > 4 {
		t.Hint += wording.N(ctx, " et %s autre", " et %s autres", n-4, wording.Count(n-4))
	}
	if !slices.Contains(blockers.Codes(), programme.MandatoryMissing) {
		t.Tone = ui.Info
		t.Hint += ". " + wording.T(ctx, "Ils n'empêchent pas le test de commencer.")
	}
	return t
}

func (d Dossier) minimum(ctx context.Context, blockers *models.Problem, code, label string, months int) ui.Task {
	t := ui.Task{Label: label, State: wording.T(ctx, "Atteinte"), Tone: ui.Good, Hint: wording.Months(ctx, months)}
	early := d.Clock.Earliest(d.today())
	switch {
	case slices.Contains(blockers.Codes(), code):
		t.State, t.Tone = wording.T(ctx, "Dès le %s", wording.Date(early)), ui.Wait
		t.Hint = wording.T(ctx, "%s ; il reste %s.", wording.Months(ctx, months), wording.Days(ctx, d.Clock.DaysToEarliest(d.today())))
	case d.today() < early:
		t.State = wording.T(ctx, "Levée par dérogation")
	}
	return t
}

// pause is a line only while the clock stands still.
func (d Dossier) pause(ctx context.Context, blockers *models.Problem) []ui.Task {
	if !slices.Contains(blockers.Codes(), "phase.suspended") {
		return nil
	}
	return []ui.Task{{Label: wording.T(ctx, "Suspension en cours"), Hint: sentence(ctx, blockers, "phase.suspended"), State: wording.T(ctx, "À reprendre"), Tone: ui.Stop}}
}

// sentence words one of the reasons of a refusal.
func sentence(ctx context.Context, p *models.Problem, code string) string {
	one := p
	for _, r := range p.Reasons {
		if r.Code == code {
			one = r
		}
	}
	_, sentences := wording.Problem(ctx, one)
	return strings.Join(sentences, " ")
}

// nextText says in a sentence what stands ahead where there are no conditions.
func (d Dossier) nextText(ctx context.Context) string {
	switch d.phase() {
	case programme.Launched, programme.FollowedUp:
		if d.Enterprise == nil {
			return wording.T(ctx, "L'entreprise n'est pas connue.")
		}
		months := d.Enterprise.NextMonths()
		if months == 0 {
			return wording.T(ctx, "Le suivi est complet : l'entreprise a été vue jusqu'à 60 mois après son lancement.")
		}
		return wording.T(ctx, "Prendre des nouvelles %s après le lancement, vers le %s.", wording.Months(ctx, months), wording.LongDate(d.Enterprise.CreatedOn.AddMonths(months)))
	case programme.Exited:
		text := wording.T(ctx, "Le parcours a pris fin le %s : %s.", wording.LongDate(d.Project.LeftOn), strings.ToLower(wording.ExitReasonLabel(ctx, d.Project.ExitReason)))
		if s := d.Project.StudyCompleted; s != nil && *s {
			text += " " + wording.T(ctx, "L'étude du projet était terminée.")
		}
		return text
	}
	return ""
}

// ready reports whether nothing stands in the way of the next phase today.
func (d Dossier) ready() bool {
	switch d.phase() {
	case programme.Coaching:
		test, _ := d.Blockers()
		return test == nil
	case programme.Test:
		_, launch := d.Blockers()
		return launch == nil
	}
	return false
}

func (d Dossier) statusFacts(ctx context.Context) []ui.Fact {
	a := d.Status
	if a == nil {
		return nil
	}
	facts := []ui.Fact{{Term: wording.T(ctx, "Convention"), Value: a.Number}, {Term: wording.T(ctx, "Signée le"), Value: wording.Date(a.SignedOn)},
		{Term: wording.T(ctx, "Du"), Value: wording.Date(a.StartsOn)}, {Term: wording.T(ctx, "Au"), Value: wording.Date(d.StatusLastDay())}}
	if a.Ended() {
		facts[3].Value = wording.Date(a.EndedOn.AddDays(-1))
	}
	return facts
}

// statusTone is how the state of a provisional status looks.
func statusTone(s programme.StatusState) ui.Tone {
	switch s {
	case programme.StatusValid:
		return ui.Good
	case programme.StatusExpired:
		return ui.Stop
	case programme.StatusFuture, programme.StatusSuspended:
		return ui.Wait
	}
	return ui.Plain
}

func (d Dossier) identity(ctx context.Context) []ui.Fact {
	h := d.Holder
	var facts []ui.Fact
	add := func(term, value, href string) {
		if value != "" {
			facts = append(facts, ui.Fact{Term: term, Value: value, Href: href})
		}
	}
	add(wording.T(ctx, "Téléphone"), h.Phone, d.tel())
	add(wording.T(ctx, "E-mail"), h.Email, "mailto:"+h.Email)
	add(wording.T(ctx, "Adresse"), strings.Trim(h.Street+", "+strings.TrimSpace(h.Postcode+" "+h.Municipality), ", "), "")
	if h.BirthOn != "" {
		add(wording.T(ctx, "Naissance"), wording.Date(h.BirthOn), "")
	}
	if d.Rights != "" {
		add(wording.T(ctx, "Fin des droits au chômage"), wording.Date(d.Rights), "")
	}
	return facts
}

// rightsSoon is how many days ahead the end of unemployment rights is a warning.
const rightsSoon = 90

// rightsWarning warns of the end of unemployment rights while the journey runs: the
// accompaniment does not stop that clock.
func (d Dossier) rightsWarning(ctx context.Context) string {
	if d.Rights == "" || !d.phase().IsJourney() || d.today().DaysUntil(d.Rights) > rightsSoon {
		return ""
	}
	if d.Rights < d.today() {
		return wording.T(ctx, "Les droits au chômage ont pris fin le %s.", wording.LongDate(d.Rights))
	}
	return wording.T(ctx, "Les droits au chômage prennent fin le %s : l'accompagnement n'arrête pas ce compte.", wording.LongDate(d.Rights))
}

func (d Dossier) planText(ctx context.Context) string {
	return wording.T(ctx, "%s sur %s", wording.Count(d.Plan.Validated), wording.Count(d.Plan.Applicable))
}

func (d Dossier) actionPath(a journey.Action) string {
	return d.path("/actions/" + strconv.FormatInt(a.ID, 10) + "/fait")
}

// due says when an action is to be done, and how that should look.
func (d Dossier) due(ctx context.Context, a journey.Action) (string, ui.Tone) {
	switch {
	case a.DueOn == "":
		return wording.T(ctx, "Sans échéance"), ui.Plain
	case a.DueOn < d.today():
		return wording.T(ctx, "En retard depuis le %s", wording.Date(a.DueOn)), ui.Stop
	}
	return wording.T(ctx, "Pour le %s", wording.Date(a.DueOn)), ui.Plain
}

// owner says who is to do an action; a holder reads their own alone.
func (d Dossier) owner(a journey.Action) string {
	if d.Own {
		return ""
	}
	if a.ByCoach != "" {
		return a.ByCoach
	}
	return d.Project.Holder()
}

func (d Dossier) tel() string { return "tel:" + strings.ReplaceAll(d.Holder.Phone, " ", "") }

// daysAll are the days that the phase lasts as planned, or has lasted when it is late.
func (d Dossier) daysAll() int {
	return d.Clock.DaysDone(d.today()) + max(0, d.Clock.DaysLeft(d.today()))
}

func (d Dossier) leftText(ctx context.Context) string {
	left := d.Clock.DaysLeft(d.today())
	if left < 0 {
		return wording.T(ctx, "Dépassée de %s", wording.Days(ctx, -left))
	}
	return wording.T(ctx, "Il reste %s", wording.Days(ctx, left))
}

func (d Dossier) clockFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Term: wording.T(ctx, "Accomplis"), Value: wording.Days(ctx, d.Clock.DaysDone(d.today()))},
		{Term: wording.T(ctx, "Suspendus"), Value: wording.Days(ctx, d.Clock.SuspendedDays(d.today()))},
		{Term: wording.T(ctx, "Début de l'étape"), Value: wording.Date(d.Clock.Start)},
		{Term: wording.T(ctx, "Fin prévue"), Value: wording.Date(d.Clock.End(d.today()))},
	}
	if d.Clock.ExtensionMonths > 0 {
		facts = append(facts, ui.Fact{Term: wording.T(ctx, "Prolongée de"), Value: wording.Months(ctx, d.Clock.ExtensionMonths)})
	}
	return facts
}

// radar draws how far each section of the plan is.
func (d Dossier) radar(ctx context.Context) chart.Scene {
	r := chart.Radar{Frame: chart.Frame{Title: wording.T(ctx, "Points validés par section"), Width: 620}}
	for _, s := range d.Sections {
		r.Axes = append(r.Axes, chart.Axis{Label: s.Title, Value: float64(s.Validated) / float64(max(1, s.Applicable)), Before: -1,
			Text: wording.Percent(s.Validated, s.Applicable)})
	}
	return r.Scene()
}

func meetingFacts(ctx context.Context, m *journey.Meeting) []ui.Fact {
	place := m.Place
	if place == "" {
		place = wording.MediumLabel(ctx, m.Medium)
	}
	facts := []ui.Fact{{Term: wording.T(ctx, "Objet"), Value: wording.MeetingKindLabel(ctx, m.Kind)}, {Term: wording.T(ctx, "Où"), Value: place}}
	if m.Coaches != "" {
		facts = append(facts, ui.Fact{Term: wording.T(ctx, "Avec"), Value: m.Coaches})
	}
	return facts
}

func version(p *programme.Project) string { return strconv.Itoa(p.Version) }
