package outbox

// Kind says what a message tells. views/mail has one template for each.
type Kind string

// The kinds, by who writes them. A kind's facts stand beside it.
const (
	DecisionLetter Kind = "decision_letter" // sitting: number
	// infosession: session, token, state, rank, programmes, site, starts_at, minutes, place, remote, online, partner, notes, sequence, stamp,
	// house, house_email.
	SessionConfirmed Kind = "infosession_confirmed"
	SessionWaiting   Kind = "infosession_waiting"
	SessionPromoted  Kind = "infosession_promoted"
	SessionMoved     Kind = "infosession_moved"     // and was_at
	SessionCancelled Kind = "infosession_cancelled" // and reason
	SessionLeft      Kind = "infosession_left"
	SessionReminder  Kind = "infosession_reminder"
	// accounts; the link is made at the moment of sending and stands in no row.
	AccessLink      Kind = "access_link"      // for (signin | registration | disabled), link
	Invitation      Kind = "invitation"       // link
	PasswordReset   Kind = "password_reset"   // link
	PasswordChanged Kind = "password_changed" // at

	ApplicationSubmitted Kind = "application_submitted" // selection: cohort, starts_on
	ApplicationReturned  Kind = "application_returned"  // selection: note
	ApplicationReviewed  Kind = "application_reviewed"  // selection: cohort
	ApplicationWithdrawn Kind = "application_withdrawn"

	InterviewOpen      Kind = "interview_open"      // selection: held_on (the committee's)
	InterviewBooked    Kind = "interview_booked"    // selection: starts_at, minutes, place, uid, sequence, until
	InterviewMoved     Kind = "interview_moved"     // as InterviewBooked
	InterviewCancelled Kind = "interview_cancelled" // as InterviewBooked; the slot that was given back
)

// kinds lists every kind; a test holds the templates against it.
var kinds = []Kind{
	DecisionLetter,
	SessionConfirmed, SessionWaiting, SessionPromoted, SessionMoved, SessionCancelled, SessionLeft, SessionReminder,
	PlanNews,
	MessageToHolder, MessageToHouse, ErasureAsked, ErasureWaiting, ErasureDone, ErasureRefused, DataDue,
	AccessLink, Invitation, PasswordReset, PasswordChanged,
	PieceAsked, PieceReminder, DocumentRefused, DocumentInfected,
	ApplicationSubmitted, ApplicationReturned, ApplicationReviewed, ApplicationWithdrawn,
	InterviewOpen, InterviewBooked, InterviewMoved, InterviewCancelled,
	BookingPlanned, BookingMoved, BookingCancelled, BookingReminder,
	WorkshopEnrolled, WorkshopWaiting, WorkshopPromoted, WorkshopLeft, WorkshopAdded, WorkshopMoved, WorkshopSessionCancelled, WorkshopCancelled, WorkshopReminder,
	ProgressAsked, ProgressReturned, ProgressIssued, MinutesReady, MinutesRemarked,
	PaperIssued,
	CoachChanged, CoachCover, CoachBack,
	WeekDigest,
	FollowQuestion,
}

// Kinds lists every kind of message.
func Kinds() []Kind { return append([]Kind(nil), kinds...) }
