package handlers

import (
	"sync"
	"time"

	"eclosion/models"
)

// tries slows down the guessing of passwords: a key (an address, or an address and
// a network place) has so many wrong tries in a window.
type tries struct {
	clock models.Clock
	mu    sync.Mutex
	wrong map[string][]time.Time
}

const (
	triesAllowed = 10
	triesWindow  = 10 * time.Minute
	triesKept    = 10_000 // keys; beyond, the table starts anew rather than grow
)

func newTries(clock models.Clock) *tries {
	return &tries{clock: clock, wrong: map[string][]time.Time{}}
}

// allowed reports whether the key may try again.
func (t *tries) allowed(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.recent(key)) < triesAllowed
}

// failed counts a wrong try.
func (t *tries) failed(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.wrong) >= triesKept {
		clear(t.wrong)
	}
	t.wrong[key] = append(t.recent(key), t.clock.Now())
}

// forget clears a key after a right password.
func (t *tries) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.wrong, key)
}

func (t *tries) recent(key string) []time.Time {
	since := t.clock.Now().Add(-triesWindow)
	kept := t.wrong[key][:0:0]
	for _, at := range t.wrong[key] {
		if at.After(since) {
			kept = append(kept, at)
		}
	}
	return kept
}
