package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"eclosion/models/access"
	"eclosion/views/wording"
)

// roleLabels names the roles of an actor, each once.
func roleLabels(ctx context.Context, a access.Actor) string {
	var labels []string
	for _, g := range a.Grants {
		if label := wording.RoleLabel(ctx, g.Role); !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, ", ")
}

// userKey keeps the unsaved texts of two accounts apart in a shared browser.
func userKey(a access.Actor) string { return strconv.FormatInt(a.AccountID, 36) }
