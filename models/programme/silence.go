package programme

import "eclosion/models"

// Contact is what is known of the meetings of a dossier.
type Contact struct {
	Phase         Phase
	StartedOn     models.Date // of the phase
	SuspendedOn   models.Date
	LastMeetingOn models.Date
	NextMeetingAt models.Instant
}

// Silent says since when nobody has met the holder (the last meeting, or the start of the phase), for how many days, and whether
// that is longer than the days of the terms allow. Only an accompaniment that runs can be silent: not before it, not while it is
// suspended, and not while a meeting is ahead.
func (c Contact) Silent(limit int, now models.Instant) (since models.Date, days int, silent bool) {
	since = max(c.LastMeetingOn, c.StartedOn)
	days = since.DaysUntil(now.Date())
	silent = c.Phase.IsClocked() && c.SuspendedOn == "" && c.NextMeetingAt < now && days > limit
	return since, days, silent
}
