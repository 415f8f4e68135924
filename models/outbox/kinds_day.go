package outbox

// What the coach's day and who coaches a dossier write.
const (
	CoachChanged Kind = "coach_changed" // handover: coach, was
	CoachCover   Kind = "coach_cover"   // handover: coach (who stands in), was (who is away), from, to
	CoachBack    Kind = "coach_back"    // handover: as CoachCover; the cover ended before its last day
	WeekDigest   Kind = "week_digest"   // day, to a coach: see models/day
)
