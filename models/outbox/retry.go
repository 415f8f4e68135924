package outbox

import "time"

// waits are the pauses after the first tries that did not deliver; later ones take the last.
// Together they make about three days, after which a message is dead.
var waits = []time.Duration{
	1 * time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	1 * time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour,
}

// maxTries is how often a message is offered before it is dead: 73 hours after the first try.
const maxTries = 21

// Lease is how long a worker may take over one message. Who took longer is thought gone.
const Lease = 10 * time.Minute

// Backoff gives the pause after so many tries; more is false when there is no further one.
func Backoff(tries int) (pause time.Duration, more bool) {
	if tries >= maxTries {
		return 0, false
	}
	return waits[min(max(tries, 1), len(waits))-1], true
}
