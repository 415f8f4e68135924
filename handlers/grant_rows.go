package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/views/grant"
)

// mostRows bounds the rows that a form shows again: whoever sends more is no form of ours.
const mostRows = 200

// rowsOf reads the rows of a form, in order, without the blank ones, and numbers them
// anew in the values, so that problems and the form shown again speak of the same rows.
// A row holds a value for each of the bases.
func rowsOf(values url.Values, bases ...string) [][]string {
	found := map[int]bool{}
	for name := range values {
		for _, base := range bases {
			if row, err := strconv.Atoi(strings.TrimPrefix(name, base+"_")); err == nil && strings.HasPrefix(name, base+"_") {
				found[row] = true
			}
		}
	}
	numbers := make([]int, 0, len(found))
	for row := range found {
		numbers = append(numbers, row)
	}
	slices.Sort(numbers)
	var rows [][]string
	for _, number := range numbers {
		row := make([]string, len(bases))
		for i, base := range bases {
			name := grant.RowField(base, number)
			row[i] = strings.TrimSpace(values.Get(name))
			values.Del(name)
		}
		if strings.Join(row, "") != "" {
			rows = append(rows, row)
		}
	}
	for n, row := range rows {
		for i, base := range bases {
			values.Set(grant.RowField(base, n+1), row[i])
		}
	}
	return rows
}

// shownRows is how many rows a form offers: those filled, and some to fill.
func shownRows(filled, spare int) int { return min(filled, mostRows) + spare }

// rowAmount reads the amount of a row and says what is wrong with it.
func rowAmount(field, typed string) (models.Cents, []models.FieldProblem) {
	if typed == "" {
		return 0, []models.FieldProblem{{Field: field, Code: "required"}}
	}
	amount, err := models.ParseCents(typed)
	switch {
	case err != nil:
		return 0, []models.FieldProblem{{Field: field, Code: "money"}}
	case amount == 0:
		return 0, []models.FieldProblem{{Field: field, Code: "positive"}}
	}
	return amount, nil
}
