package project

import (
	"context"
	"slices"
	"strconv"

	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// The acts of a dossier's page. Each is the end of the address that its form is sent to.
const (
	ActAgreement = "convention"
	ActStatus    = "statut"
	ActEndStatus = "statut/fin"
	ActCoaching  = "accompagnement"
	ActTest      = "test"
	ActSuspend   = "suspension"
	ActResume    = "reprise"
	ActExtend    = "prolongation"
	ActDerogate  = "derogation"
	ActLaunch    = "lancement"
	ActExit      = "sortie"
	ActFollowUp  = "suivi"
	ActAssign    = "equipe"
	ActUnassign  = "equipe/fin"
)

// acts lists what the reader may do now, what moves the journey on first.
func (d Dossier) acts() []string {
	var list []string
	add := func(allowed bool, acts ...string) {
		if allowed {
			list = append(list, acts...)
		}
	}
	paused := !d.Project.SuspendedOn.IsZero()
	switch d.phase() {
	case programme.Accepted:
		add(d.MayMove, ActAgreement, ActCoaching, ActExit)
	case programme.Coaching:
		add(d.MayMove, ActStatus, ActTest, ActLaunch)
	case programme.Test:
		add(d.MayMove, ActLaunch)
		add(d.MayMove && (d.Status == nil || d.Status.Ended()), ActStatus)
	case programme.Launched, programme.FollowedUp:
		add(d.MayFollow, ActFollowUp)
	}
	if d.phase().IsClocked() {
		add(d.MayMove && !paused, ActSuspend)
		add(d.MayMove && paused, ActResume)
		add(d.MayMove, ActExtend)
		add(d.MayMove && len(d.Derogable()) > 0, ActDerogate)
		add(d.MayMove && d.Status != nil && !d.Status.Ended(), ActEndStatus)
		add(d.MayMove, ActExit)
	}
	return list
}

func (d Dossier) actLabel(ctx context.Context, act string) string {
	switch act {
	case ActAgreement:
		if d.Coaching != nil && !d.Coaching.Ended() {
			return wording.T(ctx, "Corriger la convention d'accompagnement")
		}
		return wording.T(ctx, "Enregistrer la convention d'accompagnement")
	case ActStatus:
		if d.Status != nil && !d.Status.Ended() {
			return wording.T(ctx, "Corriger la convention de statut provisoire")
		}
		return wording.T(ctx, "Enregistrer la convention de statut provisoire")
	case ActEndStatus:
		return wording.T(ctx, "Mettre fin à la convention de statut provisoire")
	case ActCoaching:
		return wording.T(ctx, "Commencer l'accompagnement")
	case ActTest:
		return wording.T(ctx, "Commencer la période de test")
	case ActSuspend:
		return wording.T(ctx, "Suspendre le parcours")
	case ActResume:
		return wording.T(ctx, "Enregistrer la reprise")
	case ActExtend:
		return wording.T(ctx, "Prolonger l'étape")
	case ActDerogate:
		return wording.T(ctx, "Accorder une dérogation")
	case ActLaunch:
		return wording.T(ctx, "Enregistrer le lancement de l'entreprise")
	case ActFollowUp:
		return wording.T(ctx, "Noter des nouvelles de l'entreprise")
	}
	return wording.T(ctx, "Enregistrer la sortie du parcours")
}

// opens reports whether the act's form stands open: it came back, or a refusal
// next to it can be lifted here, or it is the one thing to do.
func (d Dossier) opens(act string) bool {
	if d.Open != "" {
		return d.Open == act || act == ActDerogate && len(d.Lift) > 0
	}
	if d.Show != "" {
		return d.Show == act
	}
	switch act {
	case ActAgreement:
		return d.Coaching == nil
	case ActCoaching:
		return d.Coaching != nil
	case ActTest:
		return d.ready()
	}
	return false
}

func actTone(act string) ui.Tone {
	if act == ActExit || act == ActEndStatus {
		return ui.Stop
	}
	return ui.Plain
}

// form gives the form of an act: as it was sent when it came back, else with
// what is most likely.
func (d Dossier) form(act string) ui.Form {
	if d.Open == act {
		f := d.Form
		f.Scope, f.Version = act, version(d.Project)
		return f
	}
	f := ui.Form{Scope: act, Version: version(d.Project), Values: map[string][]string{}}
	set := func(name, value string) { f.Values[name] = []string{value} }
	today := d.today()
	set("date", string(today))
	switch act {
	case ActAgreement:
		set("signed_on", string(today))
		set("starts_on", string(today))
		offer(set, d.Offers[notice.Coaching])
		fill(set, d.Coaching)
	case ActStatus:
		first := max(today, d.Standing.Clock.Earliest(today))
		set("signed_on", string(today))
		set("starts_on", string(first))
		set("ends_on", string(first.AddMonths(d.Terms.TestMaxMonths).AddDays(-1)))
		offer(set, d.Offers[notice.Status])
		fill(set, d.Status)
	case ActEndStatus:
		set("ended_on", string(today))
	case ActExtend:
		set("months", "1")
	case ActDerogate:
		if codes := d.lift(); len(codes) > 0 {
			set("rule", codes[0])
		}
	case ActExit:
		set("study_completed", "")
	case ActFollowUp:
		set("observed_on", string(today))
		if d.Enterprise != nil {
			set("months_after", strconv.Itoa(d.Enterprise.NextMonths()))
		}
	}
	return f
}

// offer proposes the agreement that was issued and waits for its signatures.
func offer(set func(name, value string), o notice.Offer) {
	if o.Number == "" {
		return
	}
	set("number", o.Number)
	set("starts_on", string(o.StartsOn))
	set("ends_on", string(o.EndsOn))
}

func fill(set func(name, value string), a *journey.Agreement) {
	if a == nil || a.Ended() {
		return
	}
	set("number", a.Number)
	set("signed_on", string(a.SignedOn))
	set("starts_on", string(a.StartsOn))
	set("ends_on", string(a.EndsOn))
}

// lift lists the rules that a derogation can lift now, those just refused first.
func (d Dossier) lift() []string {
	list := slices.Clone(d.Lift)
	for _, code := range d.Derogable() {
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

func (d Dossier) liftOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, code := range d.lift() {
		list = append(list, ui.Option{Value: code, Label: wording.Capital(wording.RuleLabel(ctx, code))})
	}
	return list
}

func exitOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, r := range programme.OfferedExitReasons() {
		list = append(list, ui.Option{Value: string(r), Label: wording.ExitReasonLabel(ctx, r)})
	}
	return list
}

func studyOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "oui", Label: wording.T(ctx, "Terminée")}, {Value: "non", Label: wording.T(ctx, "Non terminée")}, {Value: "", Label: wording.T(ctx, "Pas encore connu")}}
}

func enterpriseOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range journey.AllEnterpriseStates() {
		list = append(list, ui.Option{Value: string(s), Label: wording.EnterpriseStateLabel(ctx, s)})
	}
	return list
}

func monthsOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, m := range journey.FollowUpMonths() {
		list = append(list, ui.Option{Value: strconv.Itoa(m), Label: wording.Months(ctx, m)})
	}
	return list
}

// coachOptions lists who can still be made a coach of the dossier.
func (d Dossier) coachOptions() []ui.Option {
	var list []ui.Option
	for _, a := range d.Eligible {
		if !slices.ContainsFunc(d.Coaches, func(c programme.Coach) bool { return c.AccountID == a.ID }) {
			list = append(list, ui.Option{Value: a.PublicID, Label: a.Name})
		}
	}
	return list
}

// extensionHint says what the terms still leave to an extension.
func (d Dossier) extensionHint(ctx context.Context) string {
	left := max(0, d.Terms.ExtensionLimit(d.phase())-d.Standing.Clock.ExtensionMonths)
	if left == 0 {
		return wording.T(ctx, "Les conditions du programme ne laissent plus de prolongation à cette étape.")
	}
	return wording.T(ctx, "Il reste au plus %s de prolongation à cette étape.", wording.Months(ctx, left))
}

// jobs says how many paid jobs there were, or that nobody knows.
func jobs(ctx context.Context, n *int) string {
	if n == nil {
		return wording.T(ctx, "non connus")
	}
	return wording.Count(*n)
}
