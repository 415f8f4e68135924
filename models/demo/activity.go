package demo

import (
	"context"

	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/reporting"
)

// commentary is what manager@demo.test wrote for the activity reports of this year and the last.
func (v *inventor) commentary(ctx context.Context, d *db.DB) error {
	var manager accounts.Account
	err := d.Read(ctx, operator, func(tx *db.Tx) (err error) { manager, err = accounts.ByEmail(tx, Manager); return err })
	if err != nil {
		return err
	}
	return d.Write(ctx, manager.Actor(), func(tx *db.Tx) error {
		for back, text := range []string{
			"L'année a commencé par une cohorte plus nombreuse que d'habitude et par l'ouverture d'un second site. Les rencontres ont suivi : chaque personne accompagnée a été vue plus souvent que l'an dernier.\n\n" +
				"Trois points méritent l'attention du conseil :\n\n- les sorties vers l'emploi restent un bon résultat, même sans création d'entreprise ;\n- les emplois salariés au lancement sont rares, et ils se voient plutôt au suivi ;\n" +
				"- plusieurs entreprises n'ont pas encore répondu à l'enquête de suivi : leur situation reste inconnue, et elle est comptée comme telle.\n\nL'année prochaine, l'effort portera sur le suivi à un an.",
			"Première année complète. Les chiffres sont petits : ils disent surtout que la couveuse a trouvé son public."} {
			if _, err := reporting.SaveComment(tx, reporting.OfYear(v.today.Year()-back), 0, text); err != nil {
				return err
			}
		}
		return nil
	})
}
