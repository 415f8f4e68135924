package mail

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/views/wording"
)

// Paper is a letter as it leaves: the same sentences as text and as HTML.
type Paper struct {
	Subject    string
	Text, HTML string
	Calendar   []byte
	Prefer     string // where its reader says what they want to be told; "" for what is always sent
}

// Around is what stands around a letter's words.
type Around struct {
	Couveuse programme.Couveuse
	Name     string // whom it greets; may be empty
	Account  bool   // the reader has an account
	Group    outbox.Group
	Base     string // the product's address
}

// Lay lays a letter on its paper. Whatever a person has written is text in it, never markup and
// never a header.
func Lay(ctx context.Context, l Letter, a Around) (Paper, error) {
	l = l.cleaned()
	a.Name, a.Couveuse.Name = oneLine(a.Name), oneLine(a.Couveuse.Name)
	p := Paper{Subject: l.Subject, Text: text(ctx, l, a), Calendar: l.Calendar, Prefer: a.prefer()}
	var html strings.Builder
	if err := sheet(l, a).Render(ctx, &html); err != nil {
		return p, fmt.Errorf("mail: %w", err)
	}
	p.HTML = html.String()
	return p, nil
}

// prefer is the address of the reader's preferences, when they have any say in this letter.
func (a Around) prefer() string {
	if !a.Account || a.Group == outbox.Essential {
		return ""
	}
	return Facts{base: a.Base}.URL("/compte/courriels")
}

func (a Around) greeting(ctx context.Context) string {
	if a.Name == "" {
		return wording.T(ctx, "Bonjour,")
	}
	return wording.T(ctx, "Bonjour %s,", a.Name)
}

// why says for what reason the reader gets the letter.
func (a Around) why(ctx context.Context) string {
	switch {
	case a.prefer() != "":
		return wording.T(ctx, "Vous recevez ce message parce que vous avez un compte chez %s. Vous choisissez ceux que vous voulez recevoir :", a.Couveuse.Name)
	case a.Account:
		return wording.T(ctx, "Vous recevez ce message parce que vous avez un compte chez %s. Il fait partie de ceux qui sont toujours envoyés.", a.Couveuse.Name)
	}
	return wording.T(ctx, "Vous recevez ce message parce que cette adresse a été donnée à %s. Si ce n'est pas vous, ignorez-le.", a.Couveuse.Name)
}

// contact is how to reach the couveuse, on one line.
func (a Around) contact() string {
	var parts []string
	for _, part := range []string{a.Couveuse.Address, a.Couveuse.Email, a.Couveuse.Phone} {
		if part = oneLine(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

func text(ctx context.Context, l Letter, a Around) string {
	blocks := append([]string{a.greeting(ctx)}, l.Paragraphs...)
	if l.Quote != "" {
		blocks = append(blocks, "> "+strings.ReplaceAll(l.Quote, "\n", "\n> "))
	}
	if l.Button != nil {
		blocks = append(blocks, wording.T(ctx, "%s :", l.Button.Label)+"\n"+l.Button.Href)
	}
	blocks = append(blocks, l.After...)
	foot := []string{"-- ", a.Couveuse.Name}
	if contact := a.contact(); contact != "" {
		foot = append(foot, contact)
	}
	foot = append(foot, a.why(ctx))
	if to := a.prefer(); to != "" {
		foot = append(foot, to)
	}
	return strings.Join(append(blocks, strings.Join(foot, "\n")), "\n\n") + "\n"
}

func (l Letter) cleaned() Letter {
	l.Subject, l.Quote = oneLine(l.Subject), clean(strings.TrimSpace(l.Quote))
	l.Paragraphs, l.After = cleanAll(l.Paragraphs), cleanAll(l.After)
	if l.Button != nil {
		button := *l.Button
		button.Label, button.Href = oneLine(button.Label), oneLine(button.Href)
		l.Button = &button
	}
	return l
}

func cleanAll(list []string) []string {
	var kept []string
	for _, s := range list {
		if s = clean(strings.TrimSpace(s)); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// clean leaves text and line breaks: no control characters, and none that turns the direction of
// what follows.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "�"))
}

// oneLine is for what stands in a header or in an address.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, clean(strings.ReplaceAll(s, "\r", "\n"))))
}
