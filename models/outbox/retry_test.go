package outbox

import (
	"testing"
	"time"
)

func TestBackoffTakesThreeDays(t *testing.T) {
	var total time.Duration
	tries := 1
	for ; ; tries++ {
		pause, more := Backoff(tries)
		if !more {
			break
		}
		total += pause
		if tries > 100 {
			t.Fatal("it never ends")
		}
	}
	if total < 70*time.Hour || total > 76*time.Hour {
		t.Errorf("%d tries take %s", tries, total)
	}
	for tries, want := range map[int]time.Duration{0: time.Minute, 1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 5: 15 * time.Minute, 7: time.Hour, 10: 6 * time.Hour, 20: 6 * time.Hour} {
		if got, more := Backoff(tries); got != want || !more {
			t.Errorf("after %d tries: %s, %v", tries, got, more)
		}
	}
}
