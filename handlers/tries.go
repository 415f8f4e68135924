package handlers

import (
	"sync"
	"time"

	"eclosion/models"
)

// tries slows down the guessing of passwords and the asking for links: a key (an address, a
// network place, or both) has so many tries in a window.
type tries struct {
	clock  models.Clock
	most   int
	window time.Duration
	mu     sync.Mutex
	wrong  map[string][]time.Time
}

const (
	triesAllowed = 10
	triesWindow  = 10 * time.Minute
	triesKept    = 10_000 // keys; beyond, the table starts anew rather than grow

	// Links asked for: few for one address, more for a place where a whole class registers together.
	asksOfAddress = 5
	asksOfPlace   = 60
	asksWindow    = 30 * time.Minute
)

func newTries(clock models.Clock, most int, window time.Duration) *tries {
	return &tries{clock: clock, most: most, window: window, wrong: map[string][]time.Time{}}
}

// allowed reports whether the key may try again.
func (t *tries) allowed(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.recent(key)) < t.most
}

// fewer reports whether the key has fewer tries than so many; the usual bound is allowed's.
func (t *tries) fewer(key string, than int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.recent(key)) < than
}

// failed counts a wrong try.
func (t *tries) failed(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(key)
}

// take counts a try, if the key may have one.
func (t *tries) take(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.recent(key)) >= t.most {
		return false
	}
	t.count(key)
	return true
}

func (t *tries) count(key string) {
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
	since := t.clock.Now().Add(-t.window)
	kept := t.wrong[key][:0:0]
	for _, at := range t.wrong[key] {
		if at.After(since) {
			kept = append(kept, at)
		}
	}
	return kept
}
