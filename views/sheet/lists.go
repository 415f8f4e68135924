package sheet

import (
	"context"

	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// Each runs through what a list shows, one by one.
type Each[T any] func(func(T) error) error

// of makes the rows of a list from what it shows.
func of[T any](each Each[T], cells func(T) []any) func(func(...any) error) error {
	return func(put func(...any) error) error {
		return each(func(one T) error { return put(cells(one)...) })
	}
}

// Slice runs through what is in memory.
func Slice[T any](list []T) Each[T] {
	return func(fn func(T) error) error {
		for _, one := range list {
			if err := fn(one); err != nil {
				return err
			}
		}
		return nil
	}
}

func coaches(list []programme.Coach) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// Projects is the list of dossiers.
func Projects(ctx context.Context, each Each[programme.Row]) List {
	return List{wording.T(ctx, "Projets"), []Column{
		{Head: wording.T(ctx, "Référence")}, {Head: wording.T(ctx, "Projet")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Étape")},
		{wording.T(ctx, "Étape depuis le"), Days}, {wording.T(ctx, "Échéance"), Days}, {wording.T(ctx, "Suspendu depuis le"), Days},
		{wording.T(ctx, "Dernière rencontre"), Days}, {wording.T(ctx, "Prochaine rencontre"), Moment},
		{Head: wording.T(ctx, "Accompagnement")}, {Head: wording.T(ctx, "Site")}, {Head: wording.T(ctx, "Cohorte")},
	}, of(each, func(r programme.Row) []any {
		return []any{r.Ref, r.Title, r.Holder, wording.PhaseLabel(ctx, r.Phase), r.PhaseStartedOn, r.PhaseEndsOn, r.SuspendedOn,
			r.LastMeetingOn, r.NextMeetingAt, coaches(r.Coaches), r.SiteName, r.CohortRef}
	})}
}

// Applications is the list of applications.
func Applications(ctx context.Context, each Each[programme.Row]) List {
	return List{wording.T(ctx, "Candidatures"), []Column{
		{Head: wording.T(ctx, "Référence")}, {Head: wording.T(ctx, "Projet")}, {Head: wording.T(ctx, "Candidat·e")}, {Head: wording.T(ctx, "Étape")},
		{wording.T(ctx, "Depuis le"), Days}, {wording.T(ctx, "Déposé le"), Days}, {Head: wording.T(ctx, "Site")}, {Head: wording.T(ctx, "Cohorte")},
	}, of(each, func(r programme.Row) []any {
		return []any{r.Ref, r.Title, r.Holder, wording.PhaseLabel(ctx, r.Phase), r.PhaseStartedOn, r.SubmittedAt.Date(), r.SiteName, r.CohortRef}
	})}
}

// People is the list of the dossiers behind a figure.
func People(ctx context.Context, list []reporting.Member) List {
	return List{wording.T(ctx, "Personnes"), []Column{
		{Head: wording.T(ctx, "Dossier")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Projet")}, {Head: wording.T(ctx, "Phase")},
		{Head: wording.T(ctx, "Programme")}, {Head: wording.T(ctx, "Site")}, {wording.T(ctx, "Entrée"), Days}, {wording.T(ctx, "Sortie"), Days},
	}, of(Slice(list), func(m reporting.Member) []any {
		return []any{m.Ref, m.Holder(), m.Title, wording.PhaseLabel(ctx, m.Phase), m.ProgrammeName, m.SiteName, m.EnteredOn, m.LeftOn}
	})}
}

// Cohort is a line of the list of cohorts: the cohort, and its dossiers by phase.
type Cohort struct {
	programme.Cohort
	Counts map[programme.Phase]int
}

func (c Cohort) sum(phases ...programme.Phase) (n int) {
	for _, p := range phases {
		n += c.Counts[p]
	}
	return n
}

// Cohorts is the list of cohorts.
func Cohorts(ctx context.Context, list []Cohort) List {
	return List{wording.T(ctx, "Cohortes"), []Column{
		{Head: wording.T(ctx, "Cohorte")}, {Head: wording.T(ctx, "Nom")}, {Head: wording.T(ctx, "Programme")}, {Head: wording.T(ctx, "Site")},
		{wording.T(ctx, "Candidatures dès le"), Days}, {wording.T(ctx, "Candidatures jusqu'au"), Days}, {wording.T(ctx, "Début"), Days},
		{wording.T(ctx, "Dossiers"), Count}, {wording.T(ctx, "En accompagnement"), Count}, {wording.T(ctx, "En test"), Count},
		{wording.T(ctx, "Lancés"), Count}, {wording.T(ctx, "Sortis"), Count},
	}, of(Slice(list), func(c Cohort) []any {
		return []any{c.Ref, c.Name, c.ProgrammeName, c.SiteName, c.IntakeOpensOn, c.IntakeClosesOn, c.StartsOn,
			c.sum(programme.AllPhases()...), c.sum(programme.Coaching), c.sum(programme.Test), c.sum(programme.Launched, programme.FollowedUp), c.sum(programme.Exited)}
	})}
}
