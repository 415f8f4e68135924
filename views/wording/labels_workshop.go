package wording

import (
	"context"

	"eclosion/models/workshop"
)

// EnrolmentLabel says how an enrolment stands.
func EnrolmentLabel(ctx context.Context, s workshop.State) string {
	switch s {
	case workshop.Enrolled:
		return T(ctx, "Inscrit·e")
	case workshop.Waiting:
		return T(ctx, "Sur la liste d'attente")
	case workshop.Left:
		return T(ctx, "Désinscrit·e")
	}
	return string(s)
}

// AttendanceLabel says whether somebody came to a session.
func AttendanceLabel(ctx context.Context, m workshop.Mark) string {
	switch m {
	case workshop.Present:
		return T(ctx, "Présent·e")
	case workshop.Absent:
		return T(ctx, "Absent·e")
	case workshop.Excused:
		return T(ctx, "Excusé·e")
	case "":
		return T(ctx, "Pas coché")
	}
	return string(m)
}
