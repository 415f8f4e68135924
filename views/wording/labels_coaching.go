package wording

import (
	"context"

	"eclosion/models/coaching"
)

// MeetingStateLabel names what became of a meeting.
func MeetingStateLabel(ctx context.Context, s coaching.State) string {
	switch s {
	case coaching.Planned:
		return T(ctx, "Prévue")
	case coaching.Held:
		return T(ctx, "Tenue")
	case coaching.Absent:
		return T(ctx, "Absence")
	case coaching.Excused:
		return T(ctx, "Absence excusée")
	case coaching.Cancelled:
		return T(ctx, "Annulée")
	}
	return string(s)
}

// MeetingKindLabel names what a meeting is about.
func MeetingKindLabel(ctx context.Context, k coaching.Kind) string {
	switch k {
	case coaching.Coaching:
		return T(ctx, "Accompagnement")
	case coaching.Diagnostic:
		return T(ctx, "Diagnostic")
	case coaching.Legal:
		return T(ctx, "Conseil juridique")
	case coaching.Financial:
		return T(ctx, "Conseil financier")
	case coaching.Committee:
		return T(ctx, "Comité")
	case coaching.Visit:
		return T(ctx, "Visite")
	case coaching.Training:
		return T(ctx, "Formation")
	case coaching.Workshop:
		return T(ctx, "Atelier")
	case coaching.OtherKind:
		return T(ctx, "Autre")
	}
	return string(k)
}

// MediumLabel names how people meet.
func MediumLabel(ctx context.Context, m coaching.Medium) string {
	switch m {
	case coaching.InPerson:
		return T(ctx, "Sur place")
	case coaching.Phone:
		return T(ctx, "Par téléphone")
	case coaching.Video:
		return T(ctx, "En visioconférence")
	case coaching.Mail:
		return T(ctx, "Par e-mail")
	}
	return string(m)
}
