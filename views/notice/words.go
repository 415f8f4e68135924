// Package notice holds the pages and papers of agreements, amendments and letters of the grant, the register of
// issued papers and their signatures.
package notice

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/trial"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// gap stands where the dossier knows nothing: the paper is completed by hand.
const gap = "……………………"

// values are what stands in the places of a text. A value is one line, whatever was typed, so that nobody's words
// become a heading or an article of a paper that binds; only the tranches are a list.
func values(ctx context.Context, s notice.Subject) map[string]string {
	v := map[string]string{
		"prenom": s.Person.FirstName, "nom": s.Person.LastName, "adresse": orGap(addressOf(s.Person)), "date_naissance": orGap(dateOf(s.Person.BirthOn)),
		"projet": orUntitled(ctx, s.Project.Title), "reference": s.Project.Ref, "programme": s.Cohort.ProgrammeName, "cohorte": s.Cohort.Name,
		"site": s.Site.Name, "adresse_site": orGap(s.Site.Address), "couveuse": s.Couveuse.Name, "adresse_couveuse": orGap(s.Couveuse.Address),
		"numero_couveuse": orGap(enterpriseNumber(s.Couveuse.EnterpriseNumber)), "email": s.Couveuse.Email, "telephone": s.Couveuse.Phone,
		"contact": joined(", ", s.Couveuse.Email, strings.ReplaceAll(s.Couveuse.Phone, " ", wording.NoBreak)), "date": wording.LongDate(s.Today),
		"debut": dateOf(s.StartsOn), "fin": dateOf(s.EndsOn), "accompagnement": strings.Join(s.Coaches, ", "), "plafond": wording.MoneyTwice(ctx, s.Terms.GrantCap),
	}
	if s.Cause.Kind == notice.Status {
		v["mois_min"], v["mois_max"] = wording.Months(ctx, s.Terms.TestMinMonths), wording.Months(ctx, s.Terms.TestMaxMonths)
		v["prolongation"] = wording.Months(ctx, s.Terms.TestExtensionMonths)
	} else {
		v["mois_min"], v["mois_max"] = wording.Months(ctx, s.Terms.CoachingMinMonths), wording.Months(ctx, s.Terms.CoachingMaxMonths)
		v["prolongation"] = wording.Months(ctx, s.Terms.CoachingExtensionMonths)
	}
	addChange(ctx, v, s)
	if s.Cause.Kind.IsLetter() {
		addMoney(ctx, v, s.Money)
	}
	for _, name := range []string{"mois_min", "mois_max", "prolongation", "mois", "jours"} { // a number stays beside its unit
		v[name] = strings.ReplaceAll(v[name], " ", wording.NoBreak)
	}
	tranches := v["tranches"]
	for name, text := range v {
		v[name] = line(text)
	}
	v["tranches"] = tranches
	return v
}

func addChange(ctx context.Context, v map[string]string, s notice.Subject) {
	if s.Agreement == nil {
		return
	}
	c := s.Change
	v["convention"], v["date_convention"] = s.Agreement.Number, dateOf(s.Agreement.SignedOn)
	v["etape"] = wording.T(ctx, "l'accompagnement")
	if c.Phase == programme.Test {
		v["etape"] = wording.T(ctx, "la période de test")
	}
	v["date_decision"], v["date_effet"], v["raison"] = dateOf(c.On), dateOf(c.On), c.Reason
	v["mois"], v["jours"], v["suspendu_depuis"] = wording.Months(ctx, c.Months), wording.Days(ctx, c.Days), dateOf(c.Since)
	v["ancienne_fin"], v["nouvelle_fin"] = dateOf(c.Before), dateOf(c.End)
}

func addMoney(ctx context.Context, v map[string]string, m notice.Money) {
	v["demande"], v["objet"], v["raison"], v["date_decision"] = m.Request.Ref, m.Request.Purpose, m.Reason, dateOf(m.On)
	amount, total := wording.MoneyTwice(ctx, m.Amount), wording.MoneyTwice(ctx, m.Total)
	v["montant"], v["montant_demande"], v["montant_restant"], v["montant_recupere"] = amount, amount, total, total
	v["plafond"], v["reste"], v["tranches"] = wording.MoneyTwice(ctx, m.Cap), wording.MoneyTwice(ctx, m.Left), tranches(ctx, m.Request)
}

// tranches are a list, an item each: amount, condition, day.
func tranches(ctx context.Context, r trial.Request) string {
	items := make([]string, len(r.Tranches))
	for i, t := range r.Tranches {
		parts := []string{wording.T(ctx, "tranche %s : %s", wording.Count(t.Position), wording.MoneyTwice(ctx, t.Amount))}
		if t.Condition != "" {
			parts = append(parts, wording.T(ctx, "condition : %s", line(t.Condition)))
		}
		if t.DueOn != "" {
			parts = append(parts, wording.T(ctx, "à payer à partir du %s", wording.LongDate(t.DueOn)))
		}
		items[i] = "- " + strings.Join(parts, " ; ")
	}
	return strings.Join(items, "\n")
}

// line makes one line of what was typed, that cannot begin a heading or a list.
func line(text string) string {
	return strings.TrimLeft(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }), " "), "#- ")
}

// enterpriseNumber writes a number in its groups, one that is none as it was typed.
func enterpriseNumber(text string) string {
	if n, err := models.ParseEnterpriseNumber(text); err == nil {
		return n.String()
	}
	return text
}

func orGap(text string) string {
	if strings.TrimSpace(text) == "" {
		return gap
	}
	return text
}

func orUntitled(ctx context.Context, title string) string {
	if title == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return title
}

// dateOf writes a day, and nothing for none.
func dateOf(d models.Date) string {
	if d == "" {
		return ""
	}
	return wording.LongDate(d)
}

func joined(by string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, by)
}

func addressOf(p programme.Person) string {
	return joined(", ", p.Street, strings.TrimSpace(p.Postcode+" "+p.Municipality))
}

// ContentOf words a notice: the text that holds, filled in.
func ContentOf(ctx context.Context, s notice.Subject) notice.Content {
	text := s.Text.Body
	if text == "" {
		text = DefaultText(ctx, s.Cause.Kind)
	}
	house := report.From(s.Couveuse)
	c := notice.Content{House: house.House, HouseLine: house.HouseLine, Reference: s.Project.Ref, Date: s.Today, Title: wording.Capital(wording.NoticeLabel(ctx, string(s.Cause.Kind)))}
	c.Body, _ = notice.Fill(s.Cause.Kind, wording.Typeset(text), values(ctx, s))
	signs := notice.Box{Role: wording.T(ctx, "Pour %s", s.Couveuse.Name)}
	if !s.Cause.Kind.IsLetter() {
		c.Subtitle = orUntitled(ctx, s.Project.Title) + " · " + s.Person.FullName()
		signs.Mention = wording.T(ctx, "Nom, fonction, date et signature")
		c.Boxes = []notice.Box{signs, {Role: wording.T(ctx, "Le porteur ou la porteuse de projet"), Name: s.Person.FullName(), Mention: wording.T(ctx, "« Lu et approuvé », date et signature")}}
		return c
	}
	signs.Name, signs.Mention = s.Money.Request.DecidedByName, s.Site.Name
	c.Letter, c.Boxes = true, []notice.Box{signs}
	c.Receiver = []string{s.Person.FullName()}
	for _, l := range []string{s.Person.Street, strings.TrimSpace(s.Person.Postcode + " " + s.Person.Municipality)} {
		if l != "" {
			c.Receiver = append(c.Receiver, l)
		}
	}
	c.Place = wording.T(ctx, "%s, le %s", s.Site.Name, wording.LongDate(s.Today))
	c.Object = wording.T(ctx, "Objet : votre demande de bourse %s", s.Money.Request.Ref)
	return c
}

// Paper lays a notice out.
func Paper(ctx context.Context, c notice.Content, paperKind string) report.Paper {
	p := report.Paper{Kind: paperKind, Subject: c.Reference, House: c.House, HouseLine: c.HouseLine, Title: c.Title, Subtitle: c.Subtitle, Reference: c.Reference, Date: c.Date, Letter: c.Letter}
	if c.Letter {
		p.Add(report.Address(c.Receiver), report.Text{Body: c.Place, Note: true}, report.Heading{Level: 3, Text: c.Object})
	}
	p.Add(report.Words(c.Body)...)
	boxes := make(report.Signatures, len(c.Boxes))
	for i, b := range c.Boxes {
		boxes[i] = report.Signature{Role: b.Role, Name: b.Name, Mention: b.Mention}
	}
	if !c.Letter {
		p.Add(report.Heading{Level: 2, Text: wording.T(ctx, "Signatures")})
	}
	p.Add(boxes)
	return p
}
