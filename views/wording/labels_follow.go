package wording

import (
	"context"

	"eclosion/models/journey"
	"eclosion/models/privacy"
)

// AwaitedLabel says whom a file waits for, to its holder.
func AwaitedLabel(ctx context.Context, w journey.Who) string {
	switch w {
	case journey.Holder:
		return T(ctx, "À vous de jouer")
	case journey.House:
		return T(ctx, "Nous attendons la couveuse")
	case journey.Committee:
		return T(ctx, "Nous attendons le comité")
	}
	return T(ctx, "Rien n'est attendu")
}

// Expectation says what a file waits for, to its holder.
func Expectation(ctx context.Context, e journey.Expectation) string {
	switch e.What {
	case journey.ToSubmit:
		return T(ctx, "Complétez vos réponses, puis déposez votre candidature.")
	case journey.ToComplete:
		return T(ctx, "Complétez ce que la couveuse vous demande, puis déposez à nouveau votre candidature.")
	case journey.ToSend:
		if e.On != "" {
			return N(ctx, "Envoyez le document demandé au plus tard le %s.", "Envoyez les documents demandés ; le premier est attendu au plus tard le %s.", e.Count, LongDate(e.On))
		}
		return N(ctx, "Envoyez le document qui manque.", "Envoyez les documents qui manquent.", e.Count)
	case journey.ToRead:
		return T(ctx, "La couveuse lit votre dossier. S'il manque quelque chose, elle vous le rend avec une question. Vous n'avez rien à faire.")
	case journey.ToBook:
		return T(ctx, "Choisissez l'heure de votre entretien au plus tard le %s.", LongDate(e.On))
	case journey.ToMeet:
		return T(ctx, "Votre entretien a lieu le %s, à %s.", DayDate(e.At.Date()), Clock(e.At.Time()))
	case journey.ToDecide:
		if e.On != "" {
			return T(ctx, "Le comité qui examine votre dossier se réunit le %s. Vous lirez ici la décision et ses raisons.", DayDate(e.On))
		}
		return T(ctx, "Un comité examine les dossiers de la cohorte ; sa date n'est pas encore fixée. Vous n'avez rien à faire.")
	case journey.ToAnswer:
		return T(ctx, "Le comité s'est réuni le %s. La couveuse vous communique sa décision.", LongDate(e.On))
	case journey.ToFreePlace:
		return T(ctx, "Votre dossier est sur la liste d'attente : la couveuse vous écrit dès qu'une place se libère.")
	case journey.ToSign:
		return T(ctx, "La couveuse vous invite à signer la convention d'accompagnement. L'accompagnement commence ensuite.")
	case journey.ToAccompany:
		return T(ctx, "Votre projet est accompagné : ce qui suit est sur la page de votre projet.")
	}
	return T(ctx, "Ce dossier est clos.")
}

// TypicalDelay says how long decisions of a programme take.
func TypicalDelay(ctx context.Context, t journey.Typical) string {
	if t.Low == t.High {
		return T(ctx, "En général %s après le dépôt (%s).", Days(ctx, t.Median), decisions(ctx, t.Count))
	}
	return T(ctx, "En général entre %s et %s après le dépôt (%s).", Count(t.Low), Days(ctx, t.High), decisions(ctx, t.Count))
}

func decisions(ctx context.Context, n int) string {
	return N(ctx, "%s décision", "%s décisions", n, Count(n))
}

// KeptWhy says why a dossier is not erased, and until when.
func KeptWhy(ctx context.Context, v privacy.Verdict) string {
	switch v.Why {
	case privacy.Nothing:
		return T(ctx, "Effacé en entier : réponses, documents, messages.")
	case privacy.Examined:
		return T(ctx, "Gardé : la candidature est à l'examen. Elle peut être effacée une fois retirée.")
	case privacy.Running:
		return T(ctx, "Gardé : l'accompagnement est en cours.")
	}
	switch {
	case v.Until == "":
		return T(ctx, "Gardé : ce dossier prouve à quoi l'argent public a servi.")
	case v.Paid:
		return T(ctx, "Gardé jusqu'au %s : une bourse a été payée, et la loi veut que les pièces comptables soient gardées dix ans.", LongDate(v.Until))
	}
	return T(ctx, "Gardé jusqu'au %s : ce dossier prouve au Fonds social européen à quoi son argent a servi, et doit être gardé cinq ans.", LongDate(v.Until))
}

// ErasureStateLabel names where a request for erasure stands.
func ErasureStateLabel(ctx context.Context, s privacy.State) string {
	switch s {
	case privacy.Asked:
		return T(ctx, "À décider")
	case privacy.Done:
		return T(ctx, "Exécutée")
	case privacy.Refused:
		return T(ctx, "Refusée")
	}
	return T(ctx, "Retirée")
}
