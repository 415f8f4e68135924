// Package mail words what the outbox holds: one letter for each kind of message, as
// plain text and as HTML with the same sentences. A subject never tells anything about a person:
// it shows on locked screens and in lists.
package mail

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"eclosion/models"
	"eclosion/models/outbox"
	"eclosion/views/ui"
)

// Letter is a mail's words. Sentences are worded and plain; nothing in them is markup.
type Letter struct {
	Subject    string
	Paragraphs []string
	Quote      string   // what a person wrote, shown apart; may be empty
	Button     *ui.Link // the one thing to do; its address is whole
	After      []string // paragraphs below the button
	Calendar   []byte   // an .ics to attach; may be nil
}

// Facts are what a message carries, as they came back from JSON.
type Facts struct {
	values map[string]any
	base   string // the product's address
}

// Text gives a fact as text; "" without it.
func (f Facts) Text(name string) string {
	s, _ := f.values[name].(string)
	return s
}

// Date gives a fact that is a date.
func (f Facts) Date(name string) models.Date { return models.Date(f.Text(name)) }

// Number gives a fact that is a whole number; 0 without it.
func (f Facts) Number(name string) int64 {
	n, _ := f.values[name].(float64)
	return int64(n)
}

// Moment gives a fact that is a moment.
func (f Facts) Moment(name string) models.Instant { return models.Instant(f.Number(name)) }

// Each gives the facts of a list, one after the other.
func (f Facts) Each(name string) []Facts {
	list, _ := f.values[name].([]any)
	var all []Facts
	for _, x := range list {
		if values, ok := x.(map[string]any); ok {
			all = append(all, Facts{values, f.base})
		}
	}
	return all
}

// URL is an address of the product, whole.
func (f Facts) URL(path string, parts ...any) string {
	return strings.TrimRight(f.base, "/") + fmt.Sprintf(path, parts...)
}

// letters says how each kind is worded. Every area has its own file.
type letters map[outbox.Kind]func(context.Context, Facts) Letter

func allLetters() letters {
	all := letters{}
	for _, area := range []letters{
		accountLetters(),
		applicationLetters(),
		documentLetters(),
		publicLetters(),
		followLetters(),
		selectionLetters(),
		sittingLetters(),
		planLetters(),
		bookingLetters(),
		workshopLetters(),
		papersLetters(),
		dayLetters(),
		campaignLetters(),
	} {
		maps.Copy(all, area)
	}
	return all
}

// Compose words a message. base is the address by which people reach the product.
func Compose(ctx context.Context, kind outbox.Kind, values map[string]any, base string) (Letter, error) {
	word, ok := allLetters()[kind]
	if !ok {
		return Letter{}, fmt.Errorf("mail: no letter for %q", kind)
	}
	return word(ctx, Facts{values, base}), nil
}

// Subject names a kind of message by what its subject says, which tells nothing about a person.
func Subject(ctx context.Context, kind outbox.Kind) string {
	l, err := Compose(ctx, kind, nil, "")
	if err != nil {
		return string(kind)
	}
	return l.Subject
}
