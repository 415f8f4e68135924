package selection

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"eclosion/models/form"
)

// Seen stands for what is stored under a topic, question by question: a form that shows it is guarded by it. Two
// devices may write different answers; what one of them has not seen, it does not overwrite.
func (a *Application) Seen(t form.Topic) string {
	if t == form.Intake {
		return digest(a.Cohort.Ref)
	}
	var parts []string
	for _, q := range a.Form.Of(t) {
		parts = append(parts, digest(a.Answer(q.Code)))
	}
	return strings.Join(parts, ".")
}

func digest(answer string) string {
	sum := sha256.Sum256([]byte(answer))
	return hex.EncodeToString(sum[:4])
}

// merged is what becomes of answers that were sent by a form which showed older ones.
type merged struct {
	write    map[string]string // those to store
	seen     string            // what that form shows from now on
	conflict []string          // questions that both sides answered anew, and differently
	old      []string          // questions that the form shows as they were, and that others answered anew
}

// merge lays answers beside those stored. Without the word of the form on what it showed, everything that
// differs is a conflict.
func (a *Application) merge(t form.Topic, seen string, answers map[string]string) merged {
	m := merged{write: map[string]string{}}
	questions := a.Form.Of(t)
	parts := strings.Split(seen, ".")
	if len(parts) != len(questions) {
		parts = make([]string, len(questions))
	}
	for i, q := range questions {
		answer, given := answers[q.Code]
		if !given {
			continue
		}
		stored := a.Answer(q.Code)
		switch {
		case answer == stored:
			parts[i] = digest(stored)
		case digest(stored) == parts[i]:
			m.write[q.Code] = answer
			parts[i] = digest(answer)
		case digest(answer) == parts[i]:
			m.old = append(m.old, q.Code)
		default:
			m.conflict = append(m.conflict, q.Code)
		}
	}
	m.seen = strings.Join(parts, ".")
	return m
}

// Overtaken compares what a form sent with what is stored now: the questions that both sides answered
// differently, and those that the form left as it had found them while others answered them.
func (a *Application) Overtaken(t form.Topic, seen string, sent map[string][]string) (conflict, old []string) {
	answers := map[string]string{}
	for _, q := range a.Form.Of(t) {
		if values, given := sent[q.Code]; given {
			if answer, fault := q.Parse(values); fault == nil {
				answers[q.Code] = answer
			}
		}
	}
	m := a.merge(t, seen, answers)
	return m.conflict, m.old
}
