package grant

import (
	"context"
	"fmt"

	"eclosion/models"
	"eclosion/models/trial"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// FormPage is a page with one step of a request.
type FormPage struct {
	Ref     string
	Grant   trial.Grant
	Request trial.Request // the zero request on the page that asks for a grant
	Tranche trial.Tranche // of a payment
	Today   models.Date
	Form    ui.Form
	Refusal ui.Form // the second form of the decision page
	Rows    int     // of a budget or of tranches
}

// Kind is what is recorded after an award.
type Kind string

// The kinds; each is the last word of its address.
const (
	Payment   Kind = "paiement"
	Proof     Kind = "justificatif"
	Reduction Kind = "reduction"
	Recovery  Kind = "recuperation"
)

// Names of the fields of the rows; each ends with the row's number.
const (
	LineLabel     = "line_label"
	LineAmount    = "line_amount"
	PartAmount    = "part_amount"
	PartCondition = "part_condition"
	PartDue       = "part_due"
)

// More is the button that asks for more rows, and its value.
const (
	MoreName  = "lignes"
	MoreValue = "plus"
)

// RowField names a field of a row.
func RowField(base string, row int) string { return fmt.Sprintf("%s_%d", base, row) }

func (p FormPage) address(step string) string {
	return fmt.Sprintf("%s/%d/%s", Base(p.Ref), p.Request.Number, step)
}

func (p FormPage) crumbs(ctx context.Context, here string) []ui.Link {
	links := []ui.Link{{Href: Base(p.Ref), Label: wording.T(ctx, "Bourse")}}
	if p.Request.Number > 0 {
		links = append(links, ui.Link{Href: Base(p.Ref) + "#" + Anchor(p.Request.Number), Label: p.Request.Ref})
	}
	return append(links, ui.Link{Label: here})
}

// problems gathers those of both forms of the decision page.
func (p FormPage) wrong() ui.Form {
	if len(p.Refusal.Problems) > 0 {
		return p.Refusal
	}
	return p.Form
}

// recordTitle names the page of a kind.
func recordTitle(ctx context.Context, k Kind, p FormPage) string {
	switch k {
	case Payment:
		return wording.T(ctx, "Enregistrer un paiement de la tranche %s", wording.Count(p.Tranche.Position))
	case Proof:
		return wording.T(ctx, "Ajouter un justificatif")
	case Reduction:
		return wording.T(ctx, "Réduire la bourse")
	}
	return wording.T(ctx, "Enregistrer une récupération")
}

// facts are what one needs beside the form of a kind.
func (p FormPage) facts(ctx context.Context, k Kind) []ui.Fact {
	b := p.Request.Balance()
	money := func(term string, c models.Cents) ui.Fact { return ui.Fact{Term: term, Value: wording.Money(c)} }
	switch k {
	case Payment:
		return []ui.Fact{money(wording.T(ctx, "Tranche"), p.Tranche.Amount-p.Tranche.Reduced), money(wording.T(ctx, "Déjà payé"), p.Tranche.Paid()),
			money(wording.T(ctx, "Reste à payer"), p.Tranche.Left()), {Term: wording.T(ctx, "Condition"), Value: p.Tranche.Condition}}
	case Proof:
		return []ui.Fact{money(wording.T(ctx, "Payé"), b.Paid), money(wording.T(ctx, "Déjà justifié"), b.Proven), money(wording.T(ctx, "Reste à justifier"), b.ToProve())}
	case Reduction:
		return []ui.Fact{money(wording.T(ctx, "Octroyé"), b.Awarded), money(wording.T(ctx, "Payé"), b.Paid), money(wording.T(ctx, "Reste à payer"), b.LeftToPay())}
	}
	return []ui.Fact{money(wording.T(ctx, "Payé"), b.Paid), money(wording.T(ctx, "Déjà récupéré"), b.Recovered), money(wording.T(ctx, "Au plus"), b.Kept())}
}

func lead(ctx context.Context, k Kind) string {
	switch k {
	case Payment:
		return wording.T(ctx, "Notez un virement déjà fait, avec la référence qui permet de le retrouver.")
	case Proof:
		return wording.T(ctx, "Une facture, un ticket ou un reçu que la personne a remis pour montrer la dépense.")
	case Reduction:
		return wording.T(ctx, "Renoncez à une partie qui n'est pas encore payée : elle redevient disponible sous le plafond. La réduction ne s'efface pas.")
	}
	return wording.T(ctx, "Notez une somme que la personne a remboursée. Elle ne redevient pas disponible sous le plafond.")
}

// answer is the address that the form of a kind is sent to.
func (p FormPage) answer(k Kind) string {
	if k == Payment {
		return payAddress(p.Ref, p.Request.Number, p.Tranche.ID)
	}
	return p.address(string(k))
}

// decisionFacts are what one needs to decide.
func decisionFacts(ctx context.Context, p FormPage) []ui.Fact {
	return []ui.Fact{
		{Term: wording.T(ctx, "Demandé"), Value: wording.Money(p.Request.Asked())},
		{Term: wording.T(ctx, "Déjà octroyé à la personne"), Value: wording.Money(p.Grant.Holder.Awarded)},
		{Term: wording.T(ctx, "Plafond"), Value: wording.Money(p.Grant.Cap)},
		{Term: wording.T(ctx, "Reste sous le plafond"), Value: wording.Money(p.Grant.Left())},
	}
}
