package notice

import (
	"context"
	"strings"

	"eclosion/models/notice"
	"eclosion/views/wording"
)

// DefaultText is the product's own text of a notice, for programmes that wrote none. A line
// that begins with "# " is a heading; a line that begins with "- " an item of a list.
func DefaultText(ctx context.Context, k notice.Kind) string {
	var parts []string
	switch k {
	case notice.Coaching:
		parts = coachingText(ctx)
	case notice.Status:
		parts = statusText(ctx)
	case notice.Extension, notice.Suspension, notice.Resumption:
		parts = amendmentText(ctx, k)
	default:
		parts = letterText(ctx, k)
	}
	return strings.Join(parts, "\n\n")
}

// parties name who is bound by a paper.
func parties(ctx context.Context) []string {
	return []string{
		wording.T(ctx, "Entre :"),
		wording.T(ctx, "- {couveuse}, dont le siège est établi {adresse_couveuse}, numéro d'entreprise {numero_couveuse}, ci-après « la couveuse » ;") + "\n" +
			wording.T(ctx, "- {prenom} {nom}, né·e le {date_naissance}, domicilié·e {adresse}, ci-après « le porteur ou la porteuse de projet »."),
		wording.T(ctx, "Il est convenu ce qui suit."),
	}
}

func closing(ctx context.Context) string {
	return wording.T(ctx, "Fait en deux exemplaires originaux ; chaque partie reconnaît avoir reçu le sien.")
}

func coachingText(ctx context.Context) []string {
	return append(parties(ctx),
		wording.T(ctx, "# Article 1. Objet"),
		wording.T(ctx, "La couveuse accompagne gratuitement le projet « {projet} » (dossier {reference}) dans le programme {programme}, cohorte {cohorte}, sur le site de {site}. Cet accompagnement prépare un plan d'affaires complet et la décision de créer ou non une activité."),
		wording.T(ctx, "La présente convention n'est pas un contrat de travail. Elle ne crée aucun lien de subordination entre les parties et ne donne droit à aucune rémunération."),
		wording.T(ctx, "# Article 2. Durée"),
		wording.T(ctx, "L'accompagnement commence le {debut}. Il dure au moins {mois_min} et au plus {mois_max} : il prend fin au plus tard le {fin}, sauf suspension ou prolongation."),
		wording.T(ctx, "Une prolongation se demande par écrit et se décide avec un motif ; toutes ensemble, elles ne dépassent pas {prolongation}. Une suspension, pour maladie ou naissance par exemple, arrête le compte des jours et recule la fin d'autant. L'une et l'autre font l'objet d'un avenant."),
		wording.T(ctx, "# Article 3. Engagements de la couveuse"),
		wording.T(ctx, "La couveuse s'engage à :"),
		wording.T(ctx, "- désigner une personne qui accompagne le projet et tenir des rencontres régulières ;")+"\n"+
			wording.T(ctx, "- remettre un compte rendu de chaque rencontre et un avis motivé sur chaque partie du plan d'affaires ;")+"\n"+
			wording.T(ctx, "- traiter avec discrétion les idées, les chiffres et les documents qui lui sont confiés."),
		wording.T(ctx, "Personne ou personnes qui accompagnent à la date de ce document : {accompagnement}."),
		wording.T(ctx, "# Article 4. Engagements du porteur ou de la porteuse de projet"),
		wording.T(ctx, "Le porteur ou la porteuse de projet s'engage à :"),
		wording.T(ctx, "- participer aux rencontres convenues et prévenir à temps en cas d'empêchement ;")+"\n"+
			wording.T(ctx, "- faire avancer le plan d'affaires et remettre les preuves qui y sont demandées ;")+"\n"+
			wording.T(ctx, "- donner des renseignements exacts et signaler tout changement de situation qui touche ses droits ou son projet ;")+"\n"+
			wording.T(ctx, "- ne pas commencer l'activité avant d'y avoir droit."),
		wording.T(ctx, "# Article 5. Données personnelles"),
		wording.T(ctx, "La couveuse traite les données du dossier pour accompagner le projet et pour rendre compte à ceux qui financent le programme. Chacun peut demander à lire ses données, à les corriger et, dans les limites de la loi, à les faire effacer : {contact}."),
		wording.T(ctx, "# Article 6. Fin anticipée"),
		wording.T(ctx, "Chaque partie peut mettre fin à la convention par écrit, avec un motif. La couveuse le fait seulement après avoir entendu le porteur ou la porteuse de projet, sauf faute grave."),
		wording.T(ctx, "# Article 7. Droit applicable"),
		wording.T(ctx, "La convention est soumise au droit belge. Les parties cherchent d'abord une solution à l'amiable ; à défaut, les tribunaux de l'arrondissement du siège de la couveuse sont compétents."),
		closing(ctx))
}

func statusText(ctx context.Context) []string {
	return append(parties(ctx),
		wording.T(ctx, "# Article 1. Objet"),
		wording.T(ctx, "Le porteur ou la porteuse de projet met à l'essai, en conditions réelles et sous la tutelle de la couveuse, l'activité « {projet} » (dossier {reference}, programme {programme}, site de {site}). La couveuse lui donne à cette fin le statut provisoire que prévoit le programme."),
		wording.T(ctx, "Le statut provisoire n'est pas un contrat de travail. Il existe seulement pendant la période de test, tant que la présente convention court et n'est pas suspendue."),
		wording.T(ctx, "# Article 2. Durée"),
		wording.T(ctx, "La convention prend cours le {debut} et se termine le {fin}, ce jour compris. La période de test dure au moins {mois_min} et au plus {mois_max}."),
		wording.T(ctx, "Les prolongations, décidées avec un motif, ne dépassent pas {prolongation} en tout. Une suspension arrête le compte des jours et recule la fin d'autant. L'une et l'autre font l'objet d'un avenant."),
		wording.T(ctx, "# Article 3. Activité, facturation et recettes"),
		wording.T(ctx, "Pendant le test, les ventes et les prestations se font sous le couvert de la couveuse et sous son numéro d'entreprise, {numero_couveuse}. Le porteur ou la porteuse de projet soumet à la couveuse, avant de s'engager, tout devis, contrat ou achat important."),
		wording.T(ctx, "La couveuse tient le compte des recettes et des dépenses de l'activité ; le porteur ou la porteuse de projet peut le consulter à tout moment et reçoit un décompte à la fin du test."),
		wording.T(ctx, "# Article 4. Engagements de la couveuse"),
		wording.T(ctx, "- suivre l'activité par des rencontres régulières et un rapport de progression ;")+"\n"+
			wording.T(ctx, "- assurer l'activité pour la responsabilité civile qui en découle ;")+"\n"+
			wording.T(ctx, "- informer sur les conséquences du statut pour les droits sociaux, sans se substituer aux organismes compétents."),
		wording.T(ctx, "Personne ou personnes qui accompagnent à la date de ce document : {accompagnement}."),
		wording.T(ctx, "# Article 5. Engagements du porteur ou de la porteuse de projet"),
		wording.T(ctx, "- exercer l'activité décrite au plan d'affaires, dans le respect des lois et des assurances ;")+"\n"+
			wording.T(ctx, "- remettre chaque mois les pièces qui prouvent les recettes et les dépenses ;")+"\n"+
			wording.T(ctx, "- déclarer sa situation aux organismes sociaux et signaler sans attendre tout accident, litige ou changement ;")+"\n"+
			wording.T(ctx, "- restituer à la fin du test ce que la couveuse lui a prêté."),
		wording.T(ctx, "# Article 6. Bourse"),
		wording.T(ctx, "Une bourse peut être demandée. Toutes demandes réunies, elle ne dépasse pas {plafond} par personne. Elle est payée par tranches, aux conditions de la lettre d'octroi ; ce qui n'est pas justifié par des preuves de dépense se rembourse."),
		wording.T(ctx, "# Article 7. Données personnelles"),
		wording.T(ctx, "La couveuse traite les données du dossier pour suivre le test et pour rendre compte à ceux qui financent le programme. Chacun peut demander à lire ses données, à les corriger et, dans les limites de la loi, à les faire effacer : {contact}."),
		wording.T(ctx, "# Article 8. Fin"),
		wording.T(ctx, "La convention prend fin à son terme, le jour où l'entreprise est créée, ou par la sortie du programme. Chaque partie peut y mettre fin plus tôt, par écrit et avec un motif ; la couveuse le fait seulement après avoir entendu le porteur ou la porteuse de projet, sauf faute grave."),
		wording.T(ctx, "# Article 9. Droit applicable"),
		wording.T(ctx, "La convention est soumise au droit belge. Les parties cherchent d'abord une solution à l'amiable ; à défaut, les tribunaux de l'arrondissement du siège de la couveuse sont compétents."),
		closing(ctx))
}

func amendmentText(ctx context.Context, k notice.Kind) []string {
	parts := append(parties(ctx), wording.T(ctx, "# Article 1. Convention modifiée"),
		wording.T(ctx, "Le présent avenant modifie la convention {convention}, signée le {date_convention}, pour le projet « {projet} » (dossier {reference})."))
	switch k {
	case notice.Extension:
		parts = append(parts, wording.T(ctx, "# Article 2. Prolongation"),
			wording.T(ctx, "Par décision du {date_decision}, la durée de {etape} est prolongée de {mois}. La fin, fixée jusqu'ici au {ancienne_fin}, est reportée au {nouvelle_fin}."),
			wording.T(ctx, "Motif : {raison}"))
	case notice.Suspension:
		parts = append(parts, wording.T(ctx, "# Article 2. Suspension"),
			wording.T(ctx, "Les effets de la convention sont suspendus à partir du {date_effet}. Jusqu'à la reprise, les jours de {etape} ne sont plus comptés, et la fin, fixée jusqu'ici au {ancienne_fin}, recule d'autant de jours."),
			wording.T(ctx, "Le jour de la reprise et la nouvelle date de fin feront l'objet d'un avenant."))
	default:
		parts = append(parts, wording.T(ctx, "# Article 2. Reprise et nouvelle fin"),
			wording.T(ctx, "La suspension qui a commencé le {suspendu_depuis} prend fin : les effets de la convention reprennent le {date_effet}. La suspension a duré {jours}. La fin, fixée jusque-là au {ancienne_fin}, est reportée au {nouvelle_fin}."))
	}
	return append(parts, wording.T(ctx, "# Article 3. Autres dispositions"),
		wording.T(ctx, "Toutes les autres dispositions de la convention restent en vigueur."), closing(ctx))
}

func letterText(ctx context.Context, k notice.Kind) []string {
	parts := []string{wording.T(ctx, "Bonjour {prenom} {nom},")}
	switch k {
	case notice.Award:
		parts = append(parts,
			wording.T(ctx, "Nous avons le plaisir de vous l'annoncer : une bourse de {montant} est octroyée à votre projet « {projet} », par décision du {date_decision}. Elle répond à votre demande {demande} : {objet}."),
			wording.T(ctx, "Remarque : {raison}"),
			wording.T(ctx, "# Comment elle est payée"), "{tranches}",
			wording.T(ctx, "# Ce que nous attendons de vous"),
			wording.T(ctx, "- Employez la bourse pour ce qui est décrit dans votre demande, et pour rien d'autre.")+"\n"+
				wording.T(ctx, "- Remettez les preuves de vos dépenses : factures et preuves de paiement, à votre nom ou à celui de la couveuse.")+"\n"+
				wording.T(ctx, "- Ce qui n'est pas justifié, ou qui a servi à autre chose, se rembourse."),
			wording.T(ctx, "Toutes demandes réunies, la bourse ne dépasse pas {plafond} par personne. Il peut encore vous être octroyé {reste}."))
	case notice.Refusal:
		parts = append(parts,
			wording.T(ctx, "Vous avez demandé une bourse de {montant_demande} pour votre projet « {projet} » (demande {demande} : {objet}). Nous l'avons examinée avec attention. Par décision du {date_decision}, elle n'est pas accordée."),
			wording.T(ctx, "# La raison de cette décision"), "{raison}",
			wording.T(ctx, "# Ce que vous pouvez faire"),
			wording.T(ctx, "Vous pouvez présenter une autre demande, si elle répond à cette raison. Parlez-en d'abord avec la personne qui vous accompagne. Si vous pensez qu'un élément nous a échappé, écrivez-nous lequel : nous vous répondrons par écrit."))
	case notice.Reduction:
		parts = append(parts,
			wording.T(ctx, "Une bourse vous a été octroyée pour votre projet « {projet} » (demande {demande} : {objet}). Par décision du {date_decision}, elle est réduite de {montant}. Elle s'élève désormais à {montant_restant}."),
			wording.T(ctx, "# La raison de cette réduction"), "{raison}",
			wording.T(ctx, "La réduction porte sur ce qui n'est pas encore payé : elle ne vous demande aucun remboursement."))
	default:
		parts = append(parts,
			wording.T(ctx, "Une bourse vous a été octroyée pour votre projet « {projet} » (demande {demande} : {objet}). Le {date_decision}, une somme de {montant} a été récupérée sur ce qui vous avait été payé. En tout, {montant_recupere} ont été récupérés sur cette demande."),
			wording.T(ctx, "# La raison de cette récupération"), "{raison}",
			wording.T(ctx, "Gardez cette lettre : elle confirme votre remboursement."))
	}
	return append(parts, wording.T(ctx, "Une question ? Nous y répondons volontiers : {contact}."))
}
