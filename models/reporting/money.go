package reporting

import "eclosion/models"

// Grants sums the grants of the dossiers: what was asked, awarded, paid and recovered in the
// period of the report, and what is left to pay, late and still possible today. Caps is the cap of each accepted holder,
// counted once; UnderCaps what may still be awarded to them, whatever they
// received in other cohorts.
type Grants struct {
	Asked, Awarded, Paid, Recovered       models.Cents
	Left, Late, Caps, Elsewhere, UnderCap models.Cents
	Holders                               int
	Masked, AskedMasked, CapsMasked       bool // Masked: all but what was asked and the caps
}

// amount is a sum of money over the dossiers. figure counts those to whom it is owed.
type amount struct {
	code, figure string
	of           func(*Member) models.Cents
	in           func(*Grants) *models.Cents
}

var amounts = []amount{
	{"money.asked", "grant_asked", func(m *Member) models.Cents { return m.Period.Asked }, func(g *Grants) *models.Cents { return &g.Asked }},
	{"money.awarded", "grant_awarded", func(m *Member) models.Cents { return m.Period.Awarded }, func(g *Grants) *models.Cents { return &g.Awarded }},
	{"money.paid", "grant_paid", func(m *Member) models.Cents { return m.Period.Paid }, func(g *Grants) *models.Cents { return &g.Paid }},
	{"money.left", "grant_to_pay", (*Member).LeftToPay, func(g *Grants) *models.Cents { return &g.Left }},
	{"money.recovered", "grant_recovered", func(m *Member) models.Cents { return m.Period.Recovered }, func(g *Grants) *models.Cents { return &g.Recovered }},
	{"money.late", "alert.unpaid", func(m *Member) models.Cents { return m.LatePayout }, func(g *Grants) *models.Cents { return &g.Late }},
	{"money.caps", "accepted", func(m *Member) models.Cents { return m.capOnce }, func(g *Grants) *models.Cents { return &g.Caps }},
	{"money.elsewhere", "", func(m *Member) models.Cents { return m.elsewhereOnce }, func(g *Grants) *models.Cents { return &g.Elsewhere }},
	{"money.under_cap", "", func(m *Member) models.Cents { return m.underOnce }, func(g *Grants) *models.Cents { return &g.UnderCap }},
}

// Amounts are the codes of the sums of money, in the order of reports.
func Amounts() []string {
	codes := make([]string, len(amounts))
	for i, a := range amounts {
		codes[i] = a.code
	}
	return codes
}

// Amount gives a sum by its code, and whether it is masked.
func (g Grants) Amount(code string) (sum models.Cents, masked bool) {
	for _, a := range amounts {
		if a.code == code {
			sum = *a.in(&g)
		}
	}
	switch code {
	case "money.asked":
		return sum, g.AskedMasked
	case "money.caps":
		return sum, g.CapsMasked
	case "money.under_cap": // with nothing awarded it is the caps
		return sum, g.Masked || g.CapsMasked
	}
	return sum, g.Masked
}

// AmountFigure is the code of the figure that counts the dossiers of an amount, "" for none.
func AmountFigure(code string) string {
	for _, a := range amounts {
		if a.code == code {
			return a.figure
		}
	}
	return ""
}

// holderSums puts what concerns a holder on the first of their accepted dossiers alone: it counts once.
func holderSums(list []Member) {
	own, seen := map[int64]models.Cents{}, map[int64]bool{}
	for i := range list {
		own[list[i].PersonID] += list[i].Awarded
	}
	for i := range list {
		m := &list[i]
		if !m.Accepted() || seen[m.PersonID] {
			continue
		}
		seen[m.PersonID] = true
		m.capOnce, m.elsewhereOnce, m.underOnce = m.Cap, max(0, m.HolderAwarded-own[m.PersonID]), max(0, m.Cap-m.HolderAwarded)
	}
}

func grantsOf(list []Member) Grants {
	var g Grants
	holders := map[int64]bool{}
	for i := range list {
		m := &list[i]
		for _, a := range amounts {
			*a.in(&g) += a.of(m)
		}
		if m.Accepted() {
			holders[m.PersonID] = true
		}
	}
	g.Holders = len(holders)
	return g
}

// mask hides sums of few dossiers, and the caps where they tell a hidden number of people. What was awarded, paid, left and still possible tell each
// other: one of them that concerns few hides them all. So do few with money from elsewhere.
func (g *Grants) mask(figures Figures, list []Member) {
	elsewhere := 0
	for i := range list {
		if list[i].elsewhereOnce > 0 {
			elsewhere++
		}
	}
	g.AskedMasked, g.CapsMasked, g.Masked = small(figures.Get("grant_asked").Count), figures.Get("accepted").Masked, small(elsewhere)
	for _, a := range amounts[1:6] {
		g.Masked = g.Masked || small(figures.Get(a.figure).Count)
	}
	for _, a := range amounts {
		if _, masked := g.Amount(a.code); masked {
			*a.in(g) = 0
		}
	}
	if g.CapsMasked {
		g.Holders = 0
	}
}
