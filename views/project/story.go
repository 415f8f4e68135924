package project

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/correction"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ChangeTitle says what one row of the history tells.
func ChangeTitle(ctx context.Context, c journey.Change) string {
	if !c.Moves() {
		return keptTitle(ctx, c)
	}
	switch c.ToPhase {
	case programme.Draft:
		if c.FromPhase != "" {
			return wording.T(ctx, "Candidature renvoyée pour complément")
		}
		return wording.T(ctx, "Dossier ouvert")
	case programme.Submitted:
		return wording.T(ctx, "Candidature déposée")
	case programme.Review:
		return wording.T(ctx, "Candidature mise à l'examen")
	case programme.Waitlisted:
		return wording.T(ctx, "Candidature en liste d'attente")
	case programme.Declined:
		return wording.T(ctx, "Candidature refusée")
	case programme.Withdrawn:
		return wording.T(ctx, "Candidature retirée")
	case programme.Accepted:
		return wording.T(ctx, "Candidature acceptée")
	case programme.Coaching:
		return wording.T(ctx, "Début de l'accompagnement")
	case programme.Test:
		return wording.T(ctx, "Début de la période de test")
	case programme.Launched:
		return wording.T(ctx, "Entreprise lancée")
	case programme.FollowedUp:
		return wording.T(ctx, "Suivi de l'entreprise commencé")
	case programme.Exited:
		return wording.T(ctx, "Sortie du parcours : %s", strings.ToLower(wording.ExitReasonLabel(ctx, programme.ExitReason(c.Text("exit_reason")))))
	}
	return wording.PhaseLabel(ctx, c.ToPhase)
}

// keptTitle words a change that left the phase as it was.
func keptTitle(ctx context.Context, c journey.Change) string {
	agreement := wording.AgreementLabel(ctx, journey.AgreementKind(c.Text("agreement")))
	switch c.Kind() {
	case journey.KindAgreement:
		return wording.T(ctx, "%s %s enregistrée", agreement, c.Text("number"))
	case journey.KindAgreementCorrected:
		return wording.T(ctx, "%s %s corrigée", agreement, c.Text("number"))
	case journey.KindAgreementEnded:
		return wording.T(ctx, "%s %s : fin", agreement, c.Text("number"))
	case journey.KindFactCorrected:
		return wording.FactCorrected(ctx, correction.Fact(c.Text("fact")), c.Text("was"), c.Text("becomes"))
	case journey.KindSuspend:
		return wording.T(ctx, "Suspension")
	case journey.KindResume:
		return wording.T(ctx, "Reprise après %s de suspension", wording.Days(ctx, c.Number("days")))
	case journey.KindExtend:
		return wording.T(ctx, "Prolongation de %s, jusqu'au %s", wording.Months(ctx, c.Number("months")), wording.Date(c.Date("end")))
	case journey.KindDerogate:
		return wording.T(ctx, "Dérogation : %s", wording.RuleLabel(ctx, c.Text("rule")))
	case journey.KindHandover:
		return wording.T(ctx, "Accompagnement confié à %s", c.Text("to"))
	case journey.KindCover:
		return wording.T(ctx, "%s remplace %s du %s au %s", c.Text("by"), c.Text("absent"), wording.Date(c.Date("from")), wording.Date(c.Date("to")))
	case journey.KindCoverEnded:
		return wording.T(ctx, "%s reprend l'accompagnement", c.Text("absent"))
	case journey.KindFollowUp:
		if _, corrects := c.Detail["corrects"]; corrects {
			return wording.T(ctx, "Nouvelles de l'entreprise, corrigées")
		}
		return wording.T(ctx, "Nouvelles de l'entreprise")
	}
	return wording.T(ctx, "Modification du dossier")
}

// ChangeNote gives the facts behind a title, then the reason as it was written.
func ChangeNote(ctx context.Context, c journey.Change) string {
	var parts []string
	switch {
	case c.Text("enterprise") != "":
		parts = append(parts, wording.T(ctx, "%s, %s, numéro %s", c.Text("enterprise"), c.Text("legal_form"), models.EnterpriseNumber(c.Text("number")).String()))
	case c.Text("state") != "":
		parts = append(parts, wording.T(ctx, "%s après le lancement : %s", wording.Months(ctx, c.Number("months_after")),
			strings.ToLower(wording.EnterpriseStateLabel(ctx, journey.EnterpriseState(c.Text("state"))))))
	case c.Moves() && c.Text("agreement") != "":
		parts = append(parts, wording.T(ctx, "Convention %s", c.Text("agreement")))
	}
	if _, told := c.Detail["jobs"]; told {
		parts = append(parts, wording.Jobs(ctx, c.Number("jobs")))
	}
	if c.Kind() == journey.KindHandover {
		parts = append(parts, wording.T(ctx, "Auparavant : %s", c.Text("from")))
	}
	if c.Number("missing") > 0 {
		n := c.Number("missing")
		parts = append(parts, wording.N(ctx, "%s point obligatoire du plan d'affaires n'était pas validé.", "%s points obligatoires du plan d'affaires n'étaient pas validés.", n, wording.Count(n)))
	}
	if c.FirstOn != "" && c.FirstOn != c.EffectiveOn {
		parts = append(parts, wording.T(ctx, "Jour corrigé depuis ; il avait été enregistré au %s.", wording.LongDate(c.FirstOn)))
	}
	if c.Reason != "" {
		parts = append(parts, c.Reason)
	}
	return strings.Join(parts, "\n")
}

func changeTone(c journey.Change) ui.Tone {
	switch c.Kind() {
	case journey.KindSuspend, journey.KindDerogate, journey.KindAgreementEnded:
		return ui.Wait
	case journey.KindFactCorrected, journey.KindExtend, journey.KindHandover, journey.KindCover, journey.KindCoverEnded:
		return ui.Info
	}
	return ui.Good
}
