package booking

import (
	"fmt"

	"eclosion/models/db"
)

// HandOver gives the bookings of meetings that went to another coach along. Where the new coach is booked at that very
// time already, the booking holds no slot: both meetings stay, as two that overlap do.
func HandOver(tx *db.Tx, meetingIDs []int64, from, to int64) error {
	in, args := db.In(meetingIDs)
	_, err := tx.Exec(`UPDATE bookings SET coach_id = ?, starts_at = CASE WHEN EXISTS (SELECT 1 FROM bookings o WHERE o.coach_id = ? AND o.starts_at = bookings.starts_at)
		THEN NULL ELSE starts_at END WHERE coach_id = ? AND meeting_id IN `+in, append([]any{to, to, from}, args...)...)
	if err != nil {
		return fmt.Errorf("give bookings: %w", err)
	}
	return nil
}
