package intake

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"eclosion/models"
)

// writtenMapping is a mapping as somebody writes it down: with the words that stand in the file.
type writtenMapping struct {
	Columns   map[string]string            `json:"columns"`
	Constants map[string]string            `json:"constants"`
	Words     map[string]map[string]string `json:"words"`
	Decimals  map[string]string            `json:"decimals"`
	Replace   []string                     `json:"replace"`
}

// ParseMapping reads a mapping: {"columns": {"Achternaam": "Nom"}, "constants": {"Antenne": "Liège"}, "words": {"Statut à l'entrée":
// {"Chômeur complet": "chômeur complet indemnisé"}}, "decimals": {"Bourse accordée": "comma"}, "replace": ["Téléphone"]}.
func ParseMapping(r io.Reader) (*Mapping, error) {
	var w writtenMapping
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return nil, fmt.Errorf("not a mapping: %w", err)
	}
	m := &Mapping{Columns: map[string]column{}, Constants: map[column]string{}, Words: map[column]map[string]string{}, Notations: map[column]notation{}}
	var unknown []string
	find := func(name string) column {
		c := headerNames()[plain(name)]
		if c == "" {
			unknown = append(unknown, name)
		}
		return c
	}
	for header, name := range w.Columns {
		m.Columns[plain(header)] = ""
		if name != "" {
			m.Columns[plain(header)] = find(name)
		}
	}
	for name, value := range w.Constants {
		m.Constants[find(name)] = value
	}
	for name, words := range w.Words {
		list := map[string]string{}
		for word, meaning := range words {
			list[plain(word)] = meaning
		}
		m.Words[find(name)] = list
	}
	for name, n := range w.Decimals {
		if n != string(comma) && n != string(dot) {
			unknown = append(unknown, n)
		}
		m.Notations[find(name)] = notation(n)
	}
	for _, name := range w.Replace {
		m.Wins = append(m.Wins, find(name))
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return nil, models.Refuse("import.mapping_unknown", models.Facts{"items": unknown})
	}
	return m, nil
}
