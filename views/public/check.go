package public

import (
	"context"

	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Fields of the self-check's form.
const (
	FieldAdult     = "check_adult"
	FieldResidence = "check_residence"
	FieldSeeker    = "check_seeker"
	FieldIncome    = "check_income"
	FieldNumber    = "check_number"
	FieldStage     = "check_stage"
)

// Answers of the self-check's form.
const (
	Yes        = "oui"
	No         = "non"
	Benefits   = "benefits"
	CPAS       = string(programme.CPASGate)
	HealthFund = string(programme.HealthFundGate)
	OnNotice   = string(programme.OnNoticeGate)
)

func yesNo(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: Yes, Label: wording.T(ctx, "Oui")}, {Value: No, Label: wording.T(ctx, "Non")}}
}

func residences(ctx context.Context) (list []ui.Option) {
	for _, r := range programme.Residences() {
		list = append(list, ui.Option{Value: string(r), Label: wording.ResidenceLabel(ctx, r)})
	}
	return list
}

// incomes are what the programme's conditions ask about: a gate that is off asks nobody.
func (c Check) incomes(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: Benefits, Label: wording.T(ctx, "Je reçois des allocations de chômage ou d'insertion")}}
	for _, o := range []ui.Option{
		{Value: CPAS, Label: wording.T(ctx, "Je reçois un revenu d'intégration ou une aide du CPAS")},
		{Value: HealthFund, Label: wording.T(ctx, "Je reçois des indemnités de ma mutuelle")},
		{Value: OnNotice, Label: wording.T(ctx, "Je suis en préavis : mon contrat se termine bientôt")},
	} {
		if _, asked := programme.Asked(c.Gates, programme.Gate(o.Value)); asked {
			list = append(list, o)
		}
	}
	return list
}

func ownNumbers(ctx context.Context) (list []ui.Option) {
	for _, n := range programme.OwnNumbers() {
		list = append(list, ui.Option{Value: string(n), Label: wording.OwnNumberLabel(ctx, n)})
	}
	return list
}

func stages(ctx context.Context) (list []ui.Option) {
	for _, s := range programme.Stages() {
		list = append(list, ui.Option{Value: string(s), Label: wording.StageLabel(ctx, s)})
	}
	return list
}

// verdict is what the conditions come to.
func (c Check) verdict(ctx context.Context) (tone ui.Tone, title, text string) {
	switch programme.Verdict(c.Conditions) {
	case programme.NotYet:
		return ui.Stop, wording.T(ctx, "Pas encore"), wording.T(ctx, "Une condition au moins n'est pas remplie aujourd'hui. Voici laquelle, et ce que vous pouvez faire.")
	case programme.ToArrange:
		return ui.Wait, wording.T(ctx, "Oui, avec une démarche"), wording.T(ctx, "Vous pouvez candidater. Une chose au moins est à arranger ; commencez-la dès maintenant.")
	}
	return ui.Good, wording.T(ctx, "Oui, vous pouvez candidater"), wording.T(ctx, "D'après vos réponses, vous remplissez les conditions. Le comité décide ensuite sur votre projet.")
}

func standing(ctx context.Context, f programme.Fulfilment) (ui.Tone, string) {
	switch f {
	case programme.Fulfilled:
		return ui.Good, wording.T(ctx, "Remplie")
	case programme.ToArrange:
		return ui.Wait, wording.T(ctx, "À arranger")
	case programme.NotYet:
		return ui.Stop, wording.T(ctx, "Pas encore")
	}
	return ui.Info, wording.T(ctx, "Bon à savoir")
}

// explained is a condition in words: what it is, and what to do about it.
func explained(ctx context.Context, c programme.Condition) (title, text string) {
	switch c.Code {
	case "age":
		return explainAge(ctx, c)
	case "residence":
		if c.Standing == programme.Fulfilled {
			return wording.T(ctx, "Habiter en Wallonie"), wording.T(ctx, "Vous y habitez.")
		}
		return wording.T(ctx, "Habiter en Wallonie"), wording.T(ctx, "Le programme s'adresse d'abord aux personnes qui habitent en Wallonie. Appelez-nous avant de candidater : nous vous dirons si nous pouvons vous accueillir, ou qui le peut.")
	case "jobseeker":
		return explainSeeker(ctx, c)
	case "benefits":
		return wording.T(ctx, "Vos allocations de chômage"), wording.T(ctx, "Vous les gardez pendant l'accompagnement et le test. Le programme n'arrête pas le compte de vos droits : demandez à votre organisme de paiement leur date de fin, nous la demanderons aussi.")
	case "own_vat":
		if c.Standing == programme.Fulfilled {
			return wording.T(ctx, "Votre numéro d'entreprise"), wording.T(ctx, "Il est suspendu ou arrêté : gardez-en la preuve, elle vous sera demandée.")
		}
		return wording.T(ctx, "Votre numéro d'entreprise"), firm(ctx, c, wording.T(ctx, "Pendant le test, vous facturez sous le numéro de la couveuse. Votre propre numéro doit alors être suspendu : un guichet d'entreprises s'en charge."))
	case "stage":
		if c.Standing == programme.NotYet {
			return wording.T(ctx, "Un projet à tester"), wording.T(ctx, "Le programme sert à essayer une activité avant de la lancer. Si la vôtre est déjà lancée, d'autres aides conviennent mieux : parlez-nous-en, nous vous orienterons.")
		}
		return wording.T(ctx, "Un projet à tester"), wording.T(ctx, "Le vôtre en est un, quel que soit son avancement.")
	}
	return explainConsent(ctx, c)
}

func explainAge(ctx context.Context, c programme.Condition) (title, text string) {
	title = wording.T(ctx, "Avoir 18 ans")
	if c.Standing == programme.Fulfilled {
		return title, wording.T(ctx, "Vous les avez.")
	}
	return title, wording.T(ctx, "Vous pourrez candidater dès votre anniversaire. D'ici là, une séance d'information vous est ouverte.")
}

func explainSeeker(ctx context.Context, c programme.Condition) (title, text string) {
	title = wording.T(ctx, "Être inscrit·e comme demandeur·euse d'emploi")
	switch c.Standing {
	case programme.Fulfilled:
		return title, wording.T(ctx, "Vous l'êtes. L'attestation d'inscription vous sera demandée.")
	case programme.ToArrange:
		return title, wording.T(ctx, "Inscrivez-vous au Forem ou chez Actiris dès la fin de votre contrat. Vous pouvez préparer votre candidature avant.")
	}
	return title, wording.T(ctx, "L'inscription au Forem ou chez Actiris est gratuite et se fait en ligne. Dès qu'elle est faite, vous remplissez cette condition, même sans allocations.")
}

func explainConsent(ctx context.Context, c programme.Condition) (title, text string) {
	switch c.Code {
	case "cpas":
		return wording.T(ctx, "L'accord de votre CPAS"), firm(ctx, c, wording.T(ctx, "Votre assistante ou assistant social le donne par écrit. Parlez-lui de votre projet : la couveuse ne change rien à votre aide sans lui."))
	case "health_fund":
		return wording.T(ctx, "L'accord de votre mutuelle"), firm(ctx, c, wording.T(ctx, "Le médecin-conseil de votre mutuelle le donne par écrit. Demandez-le avant de commencer : sans lui, vos indemnités seraient en danger."))
	}
	return wording.T(ctx, "La fin de votre contrat"), firm(ctx, c, wording.T(ctx, "Pendant votre préavis, nous pouvons faire avec vous le premier diagnostic. L'accompagnement commence quand le contrat est terminé."))
}

// firm says whether the programme waits for what is to be arranged, and which document shows it.
func firm(ctx context.Context, c programme.Condition, text string) string {
	if c.Firm {
		text = wording.T(ctx, "%s C'est indispensable.", text)
	} else {
		text = wording.T(ctx, "%s C'est conseillé.", text)
	}
	if c.Evidence != "" {
		return wording.T(ctx, "%s Document à joindre : %s.", text, c.Evidence)
	}
	return text
}
