package project

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
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
	if c.Kind() == journey.KindHandover {
		parts = append(parts, wording.T(ctx, "Auparavant : %s", c.Text("from")))
	}
	if c.Number("missing") > 0 {
		n := c.Number("missing")
		parts = append(parts, wording.N(ctx, "%s point obligatoire du plan d'affaires n'était pas validé.", "%s points obligatoires du plan d'affaires n'étaient pas validés.", n, wording.Count(n)))
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
	case journey.KindExtend, journey.KindHandover, journey.KindCover, journey.KindCoverEnded:
		return ui.Info
	}
	return ui.Good
}

// timeline merges the changes with the meetings, the newest first.
func (d Dossier) timeline(ctx context.Context) []ui.Entry {
	type dated struct {
		on models.Date
		at models.Instant
		ui.Entry
	}
	var list []dated
	for _, c := range d.Changes {
		e := ui.Entry{At: string(c.EffectiveOn), When: wording.Date(c.EffectiveOn), Kind: wording.T(ctx, "Décision"), Title: ChangeTitle(ctx, c), By: c.ActorName, Body: ChangeNote(ctx, c)}
		if c.Moves() {
			e.Kind, e.Phase = wording.T(ctx, "Étape"), string(c.ToPhase)
		} else {
			e.Tone = changeTone(c)
		}
		list = append(list, dated{c.EffectiveOn, c.At, e})
	}
	for _, m := range d.Meetings {
		e := ui.Entry{At: string(m.HeldOn), When: wording.Date(m.HeldOn), Kind: wording.T(ctx, "Rencontre"), Title: meetingTitle(ctx, m),
			Href: d.path("/rencontres/" + m.PublicID), By: m.Coaches, Body: m.Summary, Shared: !d.Own && m.Summary != "", Tone: meetingTone(m.State)}
		list = append(list, dated{m.HeldOn, m.StartsAt, e})
	}
	slices.SortStableFunc(list, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.on, a.on), cmp.Compare(b.at, a.at))
	})
	entries := make([]ui.Entry, len(list))
	for i, e := range list {
		entries[i] = e.Entry
	}
	return entries
}

func meetingTone(state coaching.State) ui.Tone {
	switch state {
	case coaching.Absent:
		return ui.Stop
	case coaching.Held:
		return ui.Plain
	}
	return ui.Wait
}

func meetingTitle(ctx context.Context, m journey.Meeting) string {
	title := wording.MeetingKindLabel(ctx, m.Kind)
	switch m.State {
	case coaching.Absent:
		return wording.T(ctx, "%s : absence", title)
	case coaching.Excused:
		return wording.T(ctx, "%s : excusé", title)
	case coaching.Cancelled:
		return wording.T(ctx, "%s : annulée", title)
	}
	return wording.T(ctx, "%s, %s", title, wording.Duration(m.Minutes))
}
