package selection

import (
	"fmt"
	"slices"

	"eclosion/models/db"
	"eclosion/models/programme"
)

// The grids of the two first programmes. An administrator changes them afterwards.
var (
	firstCriteria = []Criterion{
		{Label: "La personne et sa motivation", Weight: 3, Meaning: "Porte-t-elle son projet, en connaît-elle les risques ?\n0 : projet subi ou flou. 3 : motivation claire, quelques doutes. 5 : engagement visible, démarches déjà faites."},
		{Label: "Compétences et expérience", Weight: 2, Meaning: "Sait-elle faire ce qu'elle veut vendre, ou comment l'apprendre ?\n0 : tout est à apprendre. 3 : métier connu, gestion à apprendre. 5 : métier maîtrisé, manques connus et comblés."},
		{Label: "L'offre et le besoin", Weight: 3, Meaning: "Le produit ou le service répond-il à un besoin réel ?\n0 : besoin non montré. 3 : besoin plausible. 5 : besoin vérifié auprès de clients."},
		{Label: "Le marché", Weight: 2, Meaning: "Clients, concurrents et prix sont-ils connus ?\n0 : rien n'est regardé. 3 : premières recherches. 5 : chiffres et contacts de terrain."},
		{Label: "La faisabilité", Weight: 2, Meaning: "Moyens, calendrier, règles du métier : est-ce possible pendant la période de test ?\n0 : obstacle majeur. 3 : faisable avec des réserves. 5 : prêt à être testé."},
		{Label: "Ce que la couveuse peut apporter", Weight: 1, Meaning: "L'accompagnement change-t-il les chances du projet ?\n0 : peu ou rien. 3 : un appui utile. 5 : un appui décisif, au bon moment."},
	}
	designCriteria = []Criterion{
		{Label: "Créativité et qualité du travail", Weight: 3, Meaning: "Le portfolio montre-t-il un regard et un niveau professionnels ?\n0 : travaux scolaires. 3 : travaux solides. 5 : signature personnelle, reconnue."},
		{Label: "Protection de la création", Weight: 1, Meaning: "Droits d'auteur, dessins et modèles, marques : le sujet est-il vu ?\n0 : ignoré. 3 : connu. 5 : stratégie de protection prête."},
		{Label: "Partenaires et réseau", Weight: 1, Meaning: "Ateliers, éditeurs, fabricants, clients : qui est déjà autour du projet ?\n0 : personne. 3 : premiers contacts. 5 : partenaires engagés."},
	}
)

// Found lays the grids of the two first programmes where those have none yet; otherwise it
// changes nothing.
func Found(tx *db.Tx) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	first := map[string][]Criterion{"JI": firstCriteria, "JID": slices.Concat(firstCriteria, designCriteria)}
	for _, p := range programmes {
		list, err := criteriaOf(tx, p.ID)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			continue
		}
		for _, c := range first[p.Code] {
			c.Active = true
			if _, err := insertCriterion(tx, p.ID, c); err != nil {
				return fmt.Errorf("first grid of %s: %w", p.Code, err)
			}
		}
	}
	return nil
}
