package intake

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/intake"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Mapping asks which column is what.
type Mapping struct {
	intake.Delivery
	Form              ui.Form
	Sites, Programmes []string
}

// unread is the choice that leaves a column out.
const unread = "-"

func targetField(n int) string   { return "colonne-" + strconv.Itoa(n) }
func constantField(n int) string { return "valeur-" + strconv.Itoa(n) }
func absentField(n int) string   { return "sans-" + strconv.Itoa(n) }
func wordField(n int) string     { return "mot-" + strconv.Itoa(n) }
func decimalField(n int) string  { return "decimales-" + strconv.Itoa(n) }

// MappingValues fills the page of the columns with what is proposed, or was decided.
func MappingValues(i intake.Delivery) url.Values {
	values := url.Values{}
	for n, c := range i.Columns.List {
		target := c.Target
		if target == "" {
			target = unread
		}
		values.Set(targetField(n), target)
	}
	for n, target := range intake.Targets() {
		if value, ok := i.Mapping.ConstantOf(target); ok {
			values.Set(constantField(n), value)
			if value == "" {
				values.Set(absentField(n), "oui")
			}
		}
		values.Set(decimalField(n), i.Mapping.NotationOf(target))
		if i.Mapping.Replaces(target) {
			values.Add(ReplaceField, target)
		}
	}
	for n, w := range i.Columns.Unknown {
		values.Set(wordField(n), i.Mapping.MeaningOf(w.Column, w.Value))
	}
	return values
}

// ChosenOf reads the page of the columns. What it does not show stays as it was decided.
func ChosenOf(i intake.Delivery, value func(name string) string, replace []string) intake.Chosen {
	c := intake.Chosen{Targets: map[string]string{}, Constants: map[string]string{}, Words: i.Mapping.ChosenWords(), Decimals: map[string]string{}, Replace: replace}
	there := map[string]bool{}
	for n, column := range i.Columns.List {
		target := value(targetField(n))
		if target == unread {
			target = ""
		}
		c.Targets[column.Key] = target
		there[target] = true
	}
	for n, target := range intake.Targets() {
		constant, absent := value(constantField(n)), value(absentField(n)) == "oui"
		if !there[target] && (constant != "" || absent) {
			c.Constants[target] = constant
		}
		if d := value(decimalField(n)); d != "" {
			c.Decimals[target] = d
		}
	}
	for n, w := range i.Columns.Unknown {
		if meaning := value(wordField(n)); meaning != "" {
			if c.Words[w.Column] == nil {
				c.Words[w.Column] = map[string]string{}
			}
			c.Words[w.Column][w.Value] = meaning
		}
	}
	return c
}

func targetOptions(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: unread, Label: wording.T(ctx, "Ne pas lire")}}
	for _, target := range intake.Targets() {
		list = append(list, ui.Option{Value: target, Label: target})
	}
	return list
}

// open is one thing that the file has no column for.
type open struct {
	n      int
	target string
	needed bool
}

// absent are the things that the file has no column for and must say something of.
func (m Mapping) absent() []open {
	var list []open
	for n, target := range intake.Targets() {
		there := slices.ContainsFunc(m.Columns.List, func(c intake.Column) bool { return c.Target == target && !c.Guessed })
		if !there && intake.Needed(target) {
			list = append(list, open{n, target, intake.MustFill(target)})
		}
	}
	return list
}

func (m Mapping) constants(target string) []ui.Option {
	names := intake.Meanings(target)
	switch target {
	case "Antenne":
		names = m.Sites
	case "Programme":
		names = m.Programmes
	}
	return optionsOf(names)
}

func optionsOf(names []string) []ui.Option {
	var list []ui.Option
	for _, n := range names {
		list = append(list, ui.Option{Value: n, Label: n})
	}
	return list
}

// words are the unknown words that can be given a meaning.
func (m Mapping) words(target string) []ui.Option {
	if target == "Antenne" || target == "Programme" {
		return m.constants(target)
	}
	return optionsOf(intake.Meanings(target))
}

func replaceOptions() []ui.Option {
	var list []ui.Option
	for _, target := range intake.Targets() {
		if intake.Replaceable(target) {
			list = append(list, ui.Option{Value: target, Label: target})
		}
	}
	return list
}

func decimalOptions(ctx context.Context, either string) []ui.Option {
	thousands, part := intake.Readings(either)
	return []ui.Option{
		{Value: "comma", Label: wording.T(ctx, "La virgule sépare les décimales : %s se lit %s", either, readingAs(either, ',', thousands, part))},
		{Value: "dot", Label: wording.T(ctx, "Le point sépare les décimales : %s se lit %s", either, readingAs(either, '.', thousands, part))},
	}
}

// readingAs is what a number means when that sign separates its decimals.
func readingAs(either string, sign rune, thousands, part string) string {
	if strings.ContainsRune(either, sign) {
		return part
	}
	return thousands
}

func sampleText(c intake.Column) string { return strings.Join(c.Samples, " · ") }

// asked says why the page of the columns is needed; nil when it is not.
func asked(ctx context.Context, p *models.Problem) string {
	if p == nil {
		return ""
	}
	return Sentence(ctx, p)
}

func targetIndex(target string) int { return slices.Index(intake.Targets(), target) }

func columnLabel(ctx context.Context, n int, c intake.Column) string {
	if c.Header == "" {
		return wording.T(ctx, "Colonne %s, sans nom", strconv.Itoa(n+1))
	}
	return c.Header
}

func columnHint(ctx context.Context, c intake.Column) string {
	text := sampleText(c)
	if text != "" {
		text = wording.T(ctx, "Par exemple : %s", text)
	}
	if c.Guessed {
		text = wording.T(ctx, "Proposé d'après les valeurs.") + " " + text
	}
	return text
}

func doubtFacts(ctx context.Context, d intake.Doubt) []ui.Fact {
	return []ui.Fact{
		{Term: wording.T(ctx, "Concorde"), Value: strings.Join(d.Agrees, ", ")},
		{Term: wording.T(ctx, "Diffère"), Value: strings.Join(d.Differs, ", ")},
	}
}
