// Package grant holds the pages of one project's grant: what was asked, decided, paid,
// proven and recovered, and the forms of each step.
package grant

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/trial"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Page is the grant of one project as its reader may see and treat it.
type Page struct {
	Ref       string
	Grant     trial.Grant
	Today     models.Date
	MayAsk    bool            // the reader asks for grants here, and the phase allows it
	Closed    string          // to a reader who asks for grants: why not now
	MayDecide bool            // the reader decides and records
	Withdraw  map[int]ui.Form // by request number: the form that takes it back
	Failed    ui.Form         // what a refused withdrawal answers
}

// Base is the address of a project's grant.
func Base(ref string) string { return "/projets/" + ref + "/bourse" }

// Anchor leads to a request on the page.
func Anchor(number int) string { return "demande-" + strconv.Itoa(number) }

func (p Page) address(number int, step string) string {
	return fmt.Sprintf("%s/%d/%s", Base(p.Ref), number, step)
}

func payAddress(ref string, number int, tranche int64) string {
	return fmt.Sprintf("%s/%d/tranches/%d/paiement", Base(ref), number, tranche)
}

// newest gives the requests in the order of the page.
func (p Page) newest() []trial.Request {
	list := slices.Clone(p.Grant.Requests)
	slices.Reverse(list)
	return list
}

// chartSizes are the drawings among which the style sheet chooses: a drawing made for a
// desk cannot be read on a telephone.
var chartSizes = []struct {
	name  string
	width float64
}{{"small", 320}, {"medium", 600}, {"large", 1000}}

// capChart shows the holder's cap and what stands under it.
func capChart(ctx context.Context, g trial.Grant, width float64) chart.Scene {
	elsewhere := g.Holder.Awarded - g.Project.Awarded
	part := func(label string, amount models.Cents, color chart.Token, hatched bool) chart.Part {
		return chart.Part{Label: label, Value: float64(amount), Text: wording.Money(amount), Color: color, Hatched: hatched}
	}
	st := chart.Stack{
		Frame: chart.Frame{Title: wording.T(ctx, "La bourse et son plafond"), Width: width, Empty: wording.T(ctx, "Aucune bourse n'est octroyée.")},
		Cap:   float64(g.Cap), CapText: wording.T(ctx, "Plafond : %s", wording.Money(g.Cap)),
		Parts: []chart.Part{part(wording.T(ctx, "Payé"), g.Project.Paid, chart.Accent, false),
			part(wording.T(ctx, "À payer"), g.Project.LeftToPay(), chart.Submitted, true)},
	}
	if g.Project.Carried > 0 {
		st.Parts = append(st.Parts, part(wording.T(ctx, "Octroyé avant ce logiciel"), g.Project.Carried, chart.Ink2, false))
	}
	if elsewhere > 0 {
		st.Parts = append(st.Parts, part(wording.T(ctx, "Octroyé à d'autres dossiers"), elsewhere, chart.Amber, false))
	}
	return st.Scene()
}

func figures(ctx context.Context, g trial.Grant) []ui.Figure {
	b := g.Project
	list := []ui.Figure{
		{Label: wording.T(ctx, "Demandé"), Value: wording.Money(b.Asked)},
		{Label: wording.T(ctx, "Octroyé"), Value: wording.Money(b.Awarded)},
		{Label: wording.T(ctx, "Payé"), Value: wording.Money(b.Paid)},
		{Label: wording.T(ctx, "Reste à payer"), Value: wording.Money(b.LeftToPay())},
		{Label: wording.T(ctx, "Justifié"), Value: wording.Money(b.Proven)},
		{Label: wording.T(ctx, "Reste sous le plafond"), Value: wording.Money(g.Left())},
	}
	if b.Reduced > 0 {
		list[1].Note = wording.T(ctx, "après réduction de %s", wording.Money(b.Reduced))
	}
	if b.Recovered > 0 {
		list[2].Note = wording.T(ctx, "dont %s récupérés", wording.Money(b.Recovered))
	}
	if left := b.ToProve(); left > 0 {
		list[4].Note = wording.T(ctx, "reste %s à justifier", wording.Money(left))
	}
	return list
}

// leftText says what may still be awarded.
func leftText(ctx context.Context, g trial.Grant) string {
	if g.Left() == 0 {
		return wording.T(ctx, "Le plafond de %s par personne est atteint : plus rien ne peut être octroyé.", wording.Money(g.Cap))
	}
	return wording.T(ctx, "Il reste %s sur un plafond de %s par personne, toutes demandes réunies.", wording.Money(g.Left()), wording.Money(g.Cap))
}

func stateTone(r trial.Request) ui.Tone {
	switch r.State {
	case trial.Submitted:
		return ui.Wait
	case trial.Awarded:
		return ui.Good
	case trial.Refused:
		return ui.Stop
	}
	return ui.Plain
}

// askedText says when and by whom a request was made.
func askedText(ctx context.Context, r trial.Request) string {
	if r.AskedByName == "" {
		return wording.T(ctx, "Demandée le %s", wording.LongDate(r.AskedOn))
	}
	return wording.T(ctx, "Demandée le %s par %s", wording.LongDate(r.AskedOn), r.AskedByName)
}

// decisionText says what was decided, when and by whom; "" while nothing is.
func decisionText(ctx context.Context, r trial.Request) string {
	day := wording.LongDate(r.DecidedOn)
	switch {
	case r.State == trial.Awarded && r.Imported && r.Award != nil:
		return wording.T(ctx, "%s octroyés avant ce logiciel, le %s. Les paiements ne sont pas connus ici.", wording.Money(r.Award.Amount), wording.LongDate(r.Award.On))
	case r.State == trial.Awarded && r.Award != nil && r.DecidedByName == "":
		return wording.T(ctx, "%s octroyés le %s.", wording.Money(r.Award.Amount), day)
	case r.State == trial.Awarded && r.Award != nil:
		return wording.T(ctx, "%s octroyés le %s par %s.", wording.Money(r.Award.Amount), day, r.DecidedByName)
	case r.State == trial.Refused && r.DecidedByName == "":
		return wording.T(ctx, "Refusée le %s.", day)
	case r.State == trial.Refused:
		return wording.T(ctx, "Refusée le %s par %s.", day, r.DecidedByName)
	case r.State == trial.Withdrawn:
		return wording.T(ctx, "Retirée le %s.", day)
	}
	return ""
}

// movement is one dated record after an award, of whatever kind.
type movement struct {
	on                  models.Date
	what, text, by, sum string
}

// movements lists payments, reductions, proofs and recoveries in the order of their days.
func movements(ctx context.Context, r trial.Request) []movement {
	var list []movement
	for _, t := range r.Tranches {
		for _, x := range t.Payments {
			list = append(list, movement{x.On, wording.T(ctx, "Paiement, tranche %s", wording.Count(t.Position)), x.Reference, x.ByName, wording.Money(x.Amount)})
		}
	}
	for _, x := range r.Reductions {
		list = append(list, movement{x.On, wording.T(ctx, "Réduction"), x.Reason, x.ByName, wording.Money(-x.Amount)})
	}
	for _, x := range r.Proofs {
		list = append(list, movement{x.On, wording.T(ctx, "Justificatif"), x.Label, x.ByName, wording.Money(x.Amount)})
	}
	for _, x := range r.Recoveries {
		list = append(list, movement{x.On, wording.T(ctx, "Récupération"), x.Reason, x.ByName, wording.Money(-x.Amount)})
	}
	slices.SortStableFunc(list, func(a, b movement) int { return cmp.Compare(a.on, b.on) })
	return list
}

// dueText is the day of a tranche, and whether it is past.
func dueText(ctx context.Context, t trial.Tranche) string {
	if t.DueOn == "" {
		return wording.T(ctx, "dès l'octroi")
	}
	return wording.Date(t.DueOn)
}

// trancheState says what a tranche waits for.
func trancheState(ctx context.Context, t trial.Tranche, today models.Date) (string, ui.Tone) {
	switch {
	case t.Left() == 0 && t.Paid() == 0:
		return wording.T(ctx, "Abandonnée"), ui.Plain
	case t.Left() == 0:
		return wording.T(ctx, "Payée"), ui.Good
	case t.DueOn != "" && t.DueOn < today:
		return wording.T(ctx, "En retard"), ui.Stop
	case t.Paid() > 0:
		return wording.T(ctx, "Payée en partie"), ui.Wait
	}
	return wording.T(ctx, "À payer"), ui.Wait
}

// Typed writes an amount as a person would type it into a field.
func Typed(c models.Cents) string { return strings.TrimSuffix(wording.Money(c), wording.NoBreak+"€") }

func emptyText(ctx context.Context, p Page) string {
	if p.MayAsk {
		return wording.T(ctx, "Décrivez ce que la bourse doit payer, poste par poste. La demande est décidée par une personne responsable de votre site.")
	}
	return wording.T(ctx, "Les demandes viennent de la personne qui porte le projet ou de son accompagnement, pendant l'accompagnement ou le test.")
}

func requestTitle(ctx context.Context, r trial.Request) string {
	return wording.T(ctx, "Demande %s : %s", wording.Count(r.Number), wording.Money(r.Asked()))
}
