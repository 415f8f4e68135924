package wording

import (
	"context"
	"maps"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
)

// Problem tells a person what happened: a title, then one sentence or two for each reason.
// A refusal says which rule, the facts, and what would lift it. What is wrong
// with a field is told by [Field], beside the field; sentences are empty when
// fields are all there is.
func Problem(ctx context.Context, p *models.Problem) (title string, sentences []string) {
	title = problemTitle(ctx, p)
	if len(p.Reasons) > 0 {
		for _, r := range p.Reasons {
			sentences = append(sentences, reason(ctx, r))
		}
		return title, sentences
	}
	if len(p.Fields) > 0 {
		return title, nil
	}
	return title, []string{reason(ctx, p)}
}

func problemTitle(ctx context.Context, p *models.Problem) string {
	switch p.Kind {
	case models.NotFound:
		return T(ctx, "Page introuvable")
	case models.Forbidden:
		return T(ctx, "Cette action ne vous est pas ouverte")
	case models.Refused:
		return T(ctx, "Ce n'est pas possible pour l'instant")
	case models.Conflict:
		return T(ctx, "Quelqu'un d'autre a modifié ce dossier")
	case models.Invalid:
		n := len(p.Fields) + len(p.Reasons)
		if n == 0 { // not an answer: the form itself, or an address
			return T(ctx, "La demande n'a pas pu être lue")
		}
		return N(ctx, "%s réponse est à revoir", "%s réponses sont à revoir", n, Count(n))
	case models.TooMany:
		return T(ctx, "Trop d'essais")
	}
	return T(ctx, "Le service ne répond pas")
}

// reason gives the sentence of a code, or failing that of its kind.
func reason(ctx context.Context, p *models.Problem) string {
	if say, ok := refusals[p.Code]; ok {
		return say(ctx, facts(p.Facts))
	}
	switch p.Kind {
	case models.NotFound:
		return T(ctx, "L'adresse est inexacte, ou ce qu'elle désigne n'existe pas ou plus. Vérifiez l'adresse, ou repartez de l'accueil.")
	case models.Forbidden:
		return T(ctx, "Votre rôle ne permet pas cette action. Si vous devez la faire, demandez-le à la personne responsable de votre site.")
	case models.Conflict:
		return T(ctx, "Une autre modification a été enregistrée pendant que vous écriviez. Votre texte est gardé : comparez-le avec la version actuelle, puis enregistrez à nouveau.")
	case models.Invalid:
		return T(ctx, "Une partie de ce que vous avez envoyé ne peut pas être lue. Revoyez le formulaire et envoyez-le à nouveau.")
	case models.TooMany:
		return T(ctx, "Patientez quelques minutes, puis réessayez.")
	case models.Unavailable:
		return T(ctx, "Rien n'a été modifié. Réessayez dans un instant.")
	}
	return T(ctx, "Une règle du programme l'empêche (%s).", p.Code)
}

// facts reads what a rule put into its refusal. A fact that is missing gives a
// dash or nothing: a page never fails on its explanation.
type facts models.Facts

func (f facts) long(key string) string { d, _ := f[key].(models.Date); return LongDate(d) }
func (f facts) money(key string) string {
	c, _ := f[key].(models.Cents)
	return Money(c)
}
func (f facts) number(key string) int { n, _ := f[key].(int); return n }
func (f facts) text(key string) string {
	s, _ := f[key].(string)
	return s
}
func (f facts) phase(key string) programme.Phase { p, _ := f[key].(programme.Phase); return p }

// listed writes at most so many items; the rest is a count.
func listed(ctx context.Context, items []string, most int) string {
	if len(items) <= most {
		return strings.Join(items, ", ")
	}
	rest := len(items) - most
	return strings.Join(items[:most], ", ") + N(ctx, " et %s autre", " et %s autres", rest, Count(rest))
}

// RefusalCodes lists the codes that have a sentence of their own, sorted.
func RefusalCodes() []string { return slices.Sorted(maps.Keys(refusals)) }

type sentence func(context.Context, facts) string

// refusals holds the sentence of each rule, from one table an area. A code that
// the product can answer with and that is not here fails a test.
var refusals = joined(journeyRefusals, dossierRefusals, accountRefusals, doorRefusals,
	applicationRefusals,
	formRefusals,
	committeeRefusals,
	selectionRefusals,
	sittingRefusals,
	noticeRefusals,
	coachingRefusals,
	bookingRefusals,
	planRefusals,
	trialRefusals,
	reportRefusals,
	settingsRefusals,
	importRefusals,
	publicRefusals,
	followRefusals,
	campaignRefusals,
	mailRefusals,
	documentRefusals,
	papersRefusals,
	gateRefusals,
	workshopRefusals,
	exportRefusals,
	personRefusals,
	dayRefusals,
	pilotRefusals,
	participantRefusals,
)

func joined(tables ...map[string]sentence) map[string]sentence {
	all := map[string]sentence{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}

// journeyRefusals speak of phases, clocks, agreements and grants.
var journeyRefusals = map[string]sentence{
	"journey.transition": transition,
	"coaching.agreement_unsigned": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'accompagnement commence avec une convention signée : la convention d'accompagnement ne l'est pas encore. Indiquez la date de sa signature.")
	},
	"coaching.agreement_signed_later": agreementSignedLater,
	programme.CoachingTooShort:        coachingTooShort,
	programme.TestTooShort:            testTooShort,
	programme.MandatoryMissing:        mandatoryMissing,
	"phase.suspended":                 phaseSuspended,
	"phase.not_clocked":               notClocked,
	"suspension.already": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier est déjà suspendu depuis le %s. Enregistrez d'abord la reprise.", f.long("since"))
	},
	"suspension.none": func(ctx context.Context, _ facts) string {
		return T(ctx, "Le dossier n'est pas suspendu : il n'y a pas de reprise à enregistrer.")
	},
	"extension.over_limit": overExtension,
	"extension.over_total": func(ctx context.Context, f facts) string {
		return T(ctx, "Accompagnement et test durent au plus %s en tout, soit jusqu'au %s pour ce dossier. Cette prolongation irait jusqu'au %s : demandez moins de mois.",
			Months(ctx, f.number("months")), f.long("last"), f.long("end"))
	},
	"derogation.not_allowed": func(ctx context.Context, _ facts) string {
		return T(ctx, "Aucune dérogation ne peut lever cette règle. Seules peuvent l'être les durées minimales et les points obligatoires du plan d'affaires ; le plafond de la bourse ne l'est jamais.")
	},
	"derogation.out_of_phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette dérogation (%s) se donne à l'étape « %s » ; le dossier est à l'étape « %s ».",
			RuleLabel(ctx, f.text("rule")), PhaseLabel(ctx, f.phase("needed")), PhaseLabel(ctx, f.phase("phase")))
	},
	"derogation.already": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette dérogation (%s) est déjà donnée pour ce dossier : rien d'autre n'est nécessaire.", RuleLabel(ctx, f.text("rule")))
	},
	"status.missing": func(ctx context.Context, _ facts) string {
		return T(ctx, "Le test commence avec la convention de statut provisoire, et le dossier n'en a pas. Enregistrez la convention signée.")
	},
	"status.unsigned": func(ctx context.Context, f facts) string {
		return T(ctx, "La convention de statut provisoire %s n'est pas signée. Le test peut commencer dès le jour de sa signature.", f.text("number"))
	},
	"status.signed_later": func(ctx context.Context, f facts) string {
		return T(ctx, "La convention de statut provisoire %s a été signée le %s, après le %s. Choisissez le jour de la signature ou un jour plus tardif.",
			f.text("number"), f.long("signed"), f.long("on"))
	},
	"status.ended": func(ctx context.Context, f facts) string {
		return T(ctx, "La convention de statut provisoire %s a pris fin le %s. Enregistrez une nouvelle convention.", f.text("number"), f.long("ended"))
	},
	"status.not_covering": func(ctx context.Context, f facts) string {
		return T(ctx, "La convention de statut provisoire %s va du %s au %s : elle ne couvre pas le %s. Choisissez un jour de cette période, ou enregistrez une autre convention.",
			f.text("number"), f.long("starts"), f.long("ends"), f.long("on"))
	},
	"grant.over_asked": func(ctx context.Context, f facts) string {
		return T(ctx, "La demande est de %s : %s est plus que ce qui est demandé. Octroyez au plus le montant de la demande.", f.money("asked"), f.money("amount"))
	},
	"grant.over_cap": overCap,
	"grant.tranches_differ": func(ctx context.Context, f facts) string {
		return T(ctx, "Les tranches font %s ensemble, et la bourse octroyée %s. Corrigez les tranches pour que les deux montants soient égaux.", f.money("total"), f.money("awarded"))
	},
	"grant.over_tranche": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette tranche est de %s, dont %s déjà payés : il reste %s à payer, et vous en payez %s.",
			f.money("tranche"), f.money("paid"), f.money("left"), f.money("amount"))
	},
	"grant.over_paid": func(ctx context.Context, f facts) string {
		return T(ctx, "On ne récupère que ce qui a été payé : %s payés, dont %s déjà récupérés. Il reste au plus %s à récupérer.",
			f.money("paid"), f.money("recovered"), f.money("left"))
	},
}

// accountRefusals speak to who keeps the accounts, and to who signs in.
var accountRefusals = map[string]sentence{
	"account.not_first": func(ctx context.Context, _ facts) string {
		return T(ctx, "Il y a déjà un compte : le lien du premier administrateur ne sert plus. Demandez une invitation à une personne qui administre le système.")
	},
	"account.not_invited": func(ctx context.Context, f facts) string {
		return T(ctx, "Une invitation ne se renvoie qu'à un compte qui attend encore sa première connexion ; ce n'est plus le cas ici (%s). Créez plutôt un lien de nouveau mot de passe.", f.text("name"))
	},
	"account.not_active": func(ctx context.Context, f facts) string {
		return T(ctx, "Un nouveau mot de passe ne se donne qu'à un compte actif ; celui-ci ne l'est pas (%s). Envoyez plutôt une invitation, ou réactivez d'abord le compte.", f.text("name"))
	},
	"account.last_administrator": func(ctx context.Context, _ facts) string {
		return T(ctx, "C'est le dernier compte actif qui administre le système. Donnez d'abord ce rôle à une autre personne.")
	},
	"signin.wrong": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'adresse e-mail ou le mot de passe est inexact. Vérifiez les deux ; si vous avez oublié votre mot de passe, demandez un lien pour en choisir un autre.")
	},
}

func transition(ctx context.Context, f facts) string {
	from, to := f.phase("from"), f.phase("to")
	text := T(ctx, "Un dossier à l'étape « %s » ne passe pas à l'étape « %s ».", PhaseLabel(ctx, from), PhaseLabel(ctx, to))
	next := from.Next()
	if len(next) == 0 {
		return text + " " + T(ctx, "Cette étape est la dernière.")
	}
	labels := make([]string, len(next))
	for i, p := range next {
		labels[i] = T(ctx, "« %s »", PhaseLabel(ctx, p))
	}
	return text + " " + N(ctx, "Étape possible : %s.", "Étapes possibles : %s.", len(next), strings.Join(labels, ", "))
}

func agreementSignedLater(ctx context.Context, f facts) string {
	return T(ctx, "La convention d'accompagnement a été signée le %s, après le %s. L'accompagnement commence au plus tôt le jour de la signature.",
		f.long("signed"), f.long("on"))
}

func coachingTooShort(ctx context.Context, f facts) string {
	left, days := f.number("days_left"), Count(f.number("days_left"))
	if f.phase("to") == programme.Launched {
		return N(ctx, "Le lancement est possible à partir du %s : il reste %s jour d'accompagnement.",
			"Le lancement est possible à partir du %s : il reste %s jours d'accompagnement.", left, f.long("earliest"), days) + derogationHint(ctx, f)
	}
	return N(ctx, "La période de test peut commencer le %s : il reste %s jour d'accompagnement.",
		"La période de test peut commencer le %s : il reste %s jours d'accompagnement.", left, f.long("earliest"), days) + derogationHint(ctx, f)
}

func testTooShort(ctx context.Context, f facts) string {
	left := f.number("days_left")
	return N(ctx, "Le lancement est possible à partir du %s : il reste %s jour de test.",
		"Le lancement est possible à partir du %s : il reste %s jours de test.", left, f.long("earliest"), Count(left)) + derogationHint(ctx, f)
}

// derogationHint says what lifts a minimum: a later day when it has come
// already, a derogation otherwise.
func derogationHint(ctx context.Context, f facts) string {
	earliest, _ := f["earliest"].(models.Date)
	today, _ := f["today"].(models.Date)
	if earliest <= today {
		return " " + T(ctx, "Choisissez ce jour ou un jour plus tardif.")
	}
	return " " + T(ctx, "Avant cette date, il faut une dérogation motivée d'une personne responsable.")
}

func mandatoryMissing(ctx context.Context, f facts) string {
	items, _ := f["items"].([]string)
	n := f.number("count")
	return N(ctx, "%s point obligatoire du plan d'affaires n'est pas validé : %s. Validez-le, ou demandez une dérogation motivée à une personne responsable.",
		"%s points obligatoires du plan d'affaires ne sont pas validés : %s. Validez-les, ou demandez une dérogation motivée à une personne responsable.",
		n, Count(n), listed(ctx, items, 5))
}

func phaseSuspended(ctx context.Context, f facts) string {
	return T(ctx, "Le dossier est suspendu depuis le %s. Enregistrez d'abord la reprise.", f.long("since"))
}

func notClocked(ctx context.Context, f facts) string {
	return T(ctx, "Le dossier est à l'étape « %s » : seuls l'accompagnement et le test peuvent être suspendus, repris ou prolongés.", PhaseLabel(ctx, f.phase("phase")))
}

func overExtension(ctx context.Context, f facts) string {
	asked, limit, left := Months(ctx, f.number("asked")), Months(ctx, f.number("limit")), f.number("left")
	switch {
	case f.number("limit") == 0:
		return T(ctx, "Les conditions du programme ne permettent pas de prolonger cette étape.")
	case left == 0:
		return T(ctx, "Toutes les prolongations de cette étape font au plus %s, et elles sont déjà accordées. Le dossier doit avancer ou sortir.", limit)
	}
	return T(ctx, "Toutes les prolongations de cette étape font au plus %s, dont %s déjà accordés : %s demandés, c'est trop. Il reste au plus %s.",
		limit, Months(ctx, f.number("granted")), asked, Months(ctx, left))
}

func overCap(ctx context.Context, f facts) string {
	if left, _ := f["left"].(models.Cents); left == 0 {
		return T(ctx, "Le plafond de la bourse est de %s par personne, toutes demandes réunies, et il est atteint : %s déjà octroyés. Aucune dérogation ne le lève.",
			f.money("cap"), f.money("awarded"))
	}
	return T(ctx, "Le plafond de la bourse est de %s par personne, toutes demandes réunies : %s déjà octroyés, il reste %s. Octroyez au plus ce montant ; aucune dérogation ne lève le plafond.",
		f.money("cap"), f.money("awarded"), f.money("left"))
}
