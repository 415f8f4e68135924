package mail

import (
	"context"
	"testing"

	"eclosion/models/outbox"
)

func TestEveryKindHasALetter(t *testing.T) {
	for _, kind := range outbox.Kinds() {
		l, err := Compose(context.Background(), kind, nil, "http://test")
		if err != nil || l.Subject == "" || len(l.Paragraphs) == 0 {
			t.Errorf("%s: %+v, %v", kind, l, err)
		}
	}
	if n := len(allLetters()); n != len(outbox.Kinds()) {
		t.Errorf("%d letters for %d kinds", n, len(outbox.Kinds()))
	}
}
