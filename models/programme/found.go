package programme

import (
	"eclosion/models"
	"eclosion/models/db"
)

// The couveuse on its first day: sites, programmes and their terms, as published.
// All of it is data that an administrator changes afterwards.
var (
	firstSites = []Site{
		{Code: "LIEGE", Name: "Liège"}, {Code: "NAMUR", Name: "Namur"}, {Code: "VERVIERS", Name: "Verviers"},
		{Code: "NIVELLES", Name: "Nivelles"}, {Code: "SAMBREVILLE", Name: "Sambreville"},
		{Code: "BASSESAMBRE", Name: "Basse-Sambre"}, {Code: "MSG", Name: "Mont-Saint-Guibert"},
	}
	firstProgrammes = []struct {
		Programme
		terms func(models.Date) Terms
		sites []string
	}{
		{Programme{Code: "JI", Name: "Job'In", Summary: "Pour les porteuses et porteurs de projet sans emploi.", Description: firstDescription},
			DefaultTerms, []string{"LIEGE", "NAMUR", "VERVIERS", "NIVELLES", "SAMBREVILLE", "BASSESAMBRE"}},
		{Programme{Code: "JID", Name: "Job'In Design", Summary: "Pour les designers de toutes disciplines, communication visuelle comprise.",
			Description: firstDesignDescription},
			DefaultDesignTerms, []string{"LIEGE", "MSG"}},
	}
)

// What visitors read of the first programmes, until an administrator writes better.
const (
	firstDescription = `Vous avez une idée d’activité et vous cherchez un emploi ? Nous la préparons avec vous, puis vous l’essayez auprès de vrais clients avant de créer votre entreprise.

Ce que vous trouvez ici :
- un accompagnement personnel, de l’idée au plan d’affaires ;
- une aide juridique et financière, des formations en gestion et en vente ;
- pendant le test, un statut provisoire : vous facturez sous le numéro d’entreprise de la couveuse et gardez vos allocations ;
- une bourse pour vos premières dépenses.`
	firstDesignDescription = `Vous êtes designer, quelle que soit votre discipline ? Le programme ajoute à l’accompagnement ce que votre métier demande.

Ce que vous trouvez ici :
- un accompagnement plus long, par des personnes du métier ;
- la recherche de partenaires et d’ateliers, et leur mise en réseau ;
- la protection de vos créations ;
- une stratégie de communication : portfolio, presse, salons ;
- d’autres sources de financement que la bourse.`
)

// firstTermsFrom is when the first terms become valid: before any journey that
// the product itself opens.
const firstTermsFrom models.Date = "2005-01-01"

// Found lays the couveuse's first data on an empty database; founded is false when there
// are data already, and then it changes nothing.
func Found(tx *db.Tx) (founded bool, err error) {
	n, err := tx.Exec(`INSERT INTO couveuse (id, name) VALUES (1, ?) ON CONFLICT DO NOTHING`, "Job'In")
	if err != nil || n == 0 {
		return false, err
	}
	sites := map[string]int64{}
	for i, s := range firstSites {
		var id int64
		if _, err := tx.Get([]any{&id}, `INSERT INTO sites (code, name, position) VALUES (?, ?, ?) RETURNING id`, s.Code, s.Name, i+1); err != nil {
			return false, err
		}
		sites[s.Code] = id
	}
	for _, p := range firstProgrammes {
		var id int64
		if _, err := tx.Get([]any{&id}, `INSERT INTO programmes (code, name, summary, description) VALUES (?, ?, ?, ?) RETURNING id`,
			p.Code, p.Name, p.Summary, p.Description); err != nil {
			return false, err
		}
		for _, code := range p.sites {
			if _, err := tx.Exec(`INSERT INTO programme_sites (programme_id, site_id) VALUES (?, ?)`, id, sites[code]); err != nil {
				return false, err
			}
		}
		terms := p.terms(firstTermsFrom)
		terms.ProgrammeID = id
		if _, err := InsertTerms(tx, terms); err != nil {
			return false, err
		}
	}
	return true, nil
}
