package outbox

// The kinds about progress reports, the minutes of meetings and notices. None carries a word of them: they are read after signing in.
const (
	ProgressAsked    Kind = "progress_asked"    // progress, to the holder: id, from, to
	ProgressReturned Kind = "progress_returned" // progress, to the coaches: id, ref
	ProgressIssued   Kind = "progress_issued"   // progress, to the holder: number, from, to
	MinutesReady     Kind = "minutes_ready"     // coaching, to the holder: id, on, again (they were read, and changed since)
	MinutesRemarked  Kind = "minutes_remarked"  // coaching, to the coaches: id, ref, on
	PaperIssued      Kind = "paper_issued"      // notice, to the holder: number, kind
)
