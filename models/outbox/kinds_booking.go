package outbox

// What coaching tells the people of a meeting that is to come. Facts of all: side (holder, coach), meeting (its public id),
// sequence, stamp, starts_at, minutes, kind, medium, place, coaches, to, house, house_email, ref; of a meeting that
// was booked also booked, topic, until; to a coach also holder.
const (
	BookingPlanned   Kind = "booking_planned"
	BookingMoved     Kind = "booking_moved"     // and was_at, word
	BookingCancelled Kind = "booking_cancelled" // and word, by (holder, house)
	BookingReminder  Kind = "booking_reminder"  // the day before
)
