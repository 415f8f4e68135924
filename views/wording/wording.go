// Package wording holds the way from a message to the sentence a person reads.
//
// French is the source language: a sentence in the code is its own message id,
// so that a page reads as it will be read. Sentences are typed with plain
// spaces and straight apostrophes; this package sets them as a printer would.
// It formats dates, amounts and counts, and turns refusals into sentences.
// It never queries and never decides.
package wording

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/vorlif/spreak"
	"github.com/vorlif/spreak/localize"
	"golang.org/x/text/language"
)

//go:embed locale
var catalogues embed.FS

// Speaker speaks one language.
type Speaker struct {
	localizer *spreak.Localizer
	source    bool // the sentences are their own translation: no look-up
	french    bool // set as French wants; other catalogues come with their own typography
	set       sync.Map
}

var french = &Speaker{source: true, french: true}

type speakerKey struct{}

// With gives a context whose pages speak the given language.
func With(ctx context.Context, s *Speaker) context.Context {
	return context.WithValue(ctx, speakerKey{}, s)
}

func speaker(ctx context.Context) *Speaker {
	if s, ok := ctx.Value(speakerKey{}).(*Speaker); ok {
		return s
	}
	return french
}

// T gives the sentence for a message id, with fmt verbs filled in.
// Arguments are put in as they are: typographic care touches the sentence only.
func T(ctx context.Context, id localize.Singular, args ...any) string {
	s := speaker(ctx)
	text := id
	if !s.source {
		text = s.localizer.Get(id)
	}
	return fill(s.typeset(text), args)
}

// N chooses between the singular and the plural; in French 0 and 1 are singular.
func N(ctx context.Context, one localize.Singular, many localize.Plural, n int, args ...any) string {
	s := speaker(ctx)
	text := many
	switch {
	case !s.source:
		text = s.localizer.NGet(one, many, n)
	case n < 2 && n > -2:
		text = one
	}
	set := s.typeset(text)
	if !strings.Contains(set, "%") {
		return set // "ce dossier": the number is in the words
	}
	return fill(set, args)
}

// fill puts the arguments in. A sentence without any may write its per cent sign
// once or twice: there is no verb to tell it from.
func fill(text string, args []any) string {
	if len(args) == 0 {
		return strings.ReplaceAll(text, "%%", "%")
	}
	return fmt.Sprintf(text, args...)
}

func (s *Speaker) typeset(text string) string {
	if !s.french {
		return text
	}
	if set, ok := s.set.Load(text); ok {
		return set.(string)
	}
	set := Typeset(text)
	s.set.Store(text, set)
	return set
}

// Spaces of French typography.
const (
	NoBreak       = "\u00a0"
	NarrowNoBreak = "\u202f"
)

var marks = strings.NewReplacer(
	" :", NoBreak+":", "« ", "«"+NoBreak, " »", NoBreak+"»",
	" ;", NarrowNoBreak+";", " ?", NarrowNoBreak+"?", " !", NarrowNoBreak+"!",
	" €", NoBreak+"€", "...", "…", "'", "’",
)

// Typeset sets a French sentence: no-break spaces where French wants them,
// curly apostrophes, the ellipsis. A fmt verb is left alone: a per cent sign is
// "%%", or a "%" that nothing follows but a space, a mark or the end.
func Typeset(text string) string {
	if !strings.ContainsAny(text, " '.") {
		return text
	}
	parts := strings.Split(marks.Replace(text), " %")
	var b strings.Builder
	b.WriteString(parts[0])
	for _, after := range parts[1:] {
		if after == "" || strings.ContainsAny(after[:1], "% .,;:)!?") || strings.HasPrefix(after, NoBreak) || strings.HasPrefix(after, NarrowNoBreak) {
			b.WriteString(NarrowNoBreak + "%" + after)
		} else {
			b.WriteString(" %" + after)
		}
	}
	return b.String()
}

// Catalogues are the translations that the program carries, one xx.po a language.
func Catalogues() fs.FS {
	sub, err := fs.Sub(catalogues, "locale")
	if err != nil {
		panic(err) // the folder is embedded: it is there or the program does not build
	}
	return sub
}

// NewSpeaker loads the catalogue of a language beside French; it fails when there
// is none. A sentence that the catalogue lacks is spoken in French.
func NewSpeaker(tag language.Tag, catalogues fs.FS) (*Speaker, error) {
	bundle, err := spreak.NewBundle(
		spreak.WithSourceLanguage(language.French),
		spreak.WithDomainFs(spreak.NoDomain, catalogues),
		spreak.WithRequiredLanguage(tag),
	)
	if err != nil {
		return nil, fmt.Errorf("wording: %w", err)
	}
	base, _ := tag.Base()
	return &Speaker{localizer: spreak.NewLocalizer(bundle, tag), french: base.String() == "fr"}, nil
}
