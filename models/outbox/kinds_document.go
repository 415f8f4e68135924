package outbox

// What documents tells a dossier's holder. A kind's facts stand beside it.
const (
	PieceAsked       Kind = "piece_asked"       // category, note, due
	PieceReminder    Kind = "piece_reminder"    // category, note, due, when (soon, late)
	DocumentRefused  Kind = "document_refused"  // category, reason
	DocumentInfected Kind = "document_infected" // category
)
