package outbox

// Kind says what a message tells. views/mail has one template for each.
type Kind string

// The kinds, by who writes them. A kind's facts stand beside it.
const (
	SignInLink Kind = "signin_link" // accounts: link

	DecisionLetter Kind = "decision_letter" // sitting: number
)

// kinds lists every kind; a test holds the templates against it.
var kinds = []Kind{
	SignInLink,
	DecisionLetter,
}

// Kinds lists every kind of message.
func Kinds() []Kind { return append([]Kind(nil), kinds...) }
