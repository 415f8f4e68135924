package outbox

// The kinds about workshops, to who is on one: workshop, ref, title, state, rank, site, stamp, house, house_email, and sessions, a list of
// id, starts_at, minutes, place, remote, online, sequence.
const (
	WorkshopEnrolled         Kind = "workshop_enrolled"
	WorkshopWaiting          Kind = "workshop_waiting"
	WorkshopPromoted         Kind = "workshop_promoted"
	WorkshopLeft             Kind = "workshop_left"              // state is that of before
	WorkshopAdded            Kind = "workshop_added"             // a further session
	WorkshopMoved            Kind = "workshop_moved"             // and was_at
	WorkshopSessionCancelled Kind = "workshop_session_cancelled" // and reason
	WorkshopCancelled        Kind = "workshop_cancelled"         // and reason
	WorkshopReminder         Kind = "workshop_reminder"
)
