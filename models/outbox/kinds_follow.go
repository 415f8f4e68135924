package outbox

// The kinds about messages, erasure and retention.
const (
	MessageToHolder Kind = "message_holder"  // correspondence: ref
	MessageToHouse  Kind = "message_house"   // correspondence: ref
	ErasureAsked    Kind = "erasure_asked"   // privacy, to who asked
	ErasureWaiting  Kind = "erasure_waiting" // privacy, to who decides: id
	ErasureDone     Kind = "erasure_done"    // privacy: kept (how many dossiers stay)
	ErasureRefused  Kind = "erasure_refused" // privacy: reason
	DataDue         Kind = "data_due"        // privacy, before a file is anonymised: ref, date
)
