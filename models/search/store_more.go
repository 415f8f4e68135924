package search

import (
	"database/sql"
	"strconv"
	"strings"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// keyed writes the key of the source's row into the joins.
func (m matched) keyed(joins string, s Source) string {
	return strings.ReplaceAll(joins, "KEY", `(`+m.id+` - `+strconv.FormatInt(s.First(), 10)+`)`)
}

// cohorts finds cohorts: they belong to a site, and to no dossier.
func cohorts(tx *db.Tx, q Query, s Source, before int64, limit int) (hits []Hit, more bool, err error) {
	if !access.Can(tx.Actor(), access.CohortRead) {
		return nil, false, nil
	}
	m := q.in(tx, s)
	where, args := m.where, m.args
	if before >= 0 {
		where, args = where+` AND `+m.id+` < ?`, append(args, s.First()+before)
	}
	if sites, all := access.SitesFor(tx.Actor(), access.CohortRead); !all {
		in, ids := db.In(sites)
		where, args = where+` AND x.site_id IN `+in, append(args, ids...)
	}
	err = tx.Each(func(r *sql.Rows) error {
		h := Hit{Kind: Cohort}
		if err := r.Scan(&h.id, &h.Address, &h.Title, &h.On); err != nil {
			return err
		}
		if more = len(hits) == limit; !more {
			h.Excerpt = q.Excerpt(h.Address + " · " + h.Title)
			hits = append(hits, h)
		}
		return nil
	}, `SELECT `+m.id+`, x.ref, x.name, x.starts_on FROM `+m.table+m.keyed(` JOIN cohorts x ON x.id = KEY`, s)+` WHERE `+where+` ORDER BY `+m.id+` DESC LIMIT ?`, append(args, limit+1)...)
	return hits, more, err
}

// ByRefs gives the dossiers of these references that the actor may read, in the order in which they were asked for.
func ByRefs(tx *db.Tx, refs []string) ([]Hit, error) {
	visible, args := programme.Visible(tx, access.ProjectRead)
	asked := make([]any, len(refs))
	for i, ref := range refs {
		asked[i] = ref
	}
	if len(asked) == 0 {
		return nil, nil
	}
	found := map[string]Hit{}
	err := tx.Each(func(r *sql.Rows) error {
		h := Hit{Kind: Dossier}
		var first, last string
		err := r.Scan(&h.Ref, &first, &last, &h.Title, &h.Phase)
		h.Holder = programme.FullName(first, last)
		found[h.Ref] = h
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, p.title, p.phase FROM projects p JOIN persons h ON h.id = p.person_id
		WHERE `+visible+` AND p.ref IN (`+strings.TrimSuffix(strings.Repeat("?, ", len(asked)), ", ")+`)`, append(args, asked...)...)
	var list []Hit
	for _, ref := range refs {
		if h, ok := found[ref]; ok {
			list = append(list, h)
			delete(found, ref)
		}
	}
	return list, err
}
