package programme

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// ComingCohorts lists the cohorts that take applications on that day or will later, the first to open first: what
// visitors may read. programmeID 0 is every programme.
func ComingCohorts(tx *db.Tx, programmeID int64, on models.Date) ([]Cohort, error) {
	return cohorts(tx, `WHERE (c.programme_id = ? OR ? = 0) AND c.intake_closes_on >= ? AND c.imported = FALSE
		AND g.active AND s.active ORDER BY c.intake_opens_on, c.starts_on, s.position, c.id`, programmeID, programmeID, on)
}

// Offer is a programme as visitors may read it, with the open sites that offer it and the terms of today.
type Offer struct {
	Programme
	Sites []Site
	Terms Terms
}

// OpenOffers lists the open programmes with their open sites, by code.
func OpenOffers(tx *db.Tx) ([]Offer, error) {
	all, err := Programmes(tx)
	if err != nil {
		return nil, err
	}
	sites, err := Sites(tx)
	if err != nil {
		return nil, err
	}
	where, err := Offers(tx)
	if err != nil {
		return nil, err
	}
	terms, err := termsOfToday(tx)
	if err != nil {
		return nil, err
	}
	var list []Offer
	for _, p := range all {
		if !p.Active {
			continue
		}
		o := Offer{Programme: p, Terms: terms[p.ID]}
		for _, s := range sites {
			if s.Active && slices.Contains(where[p.ID], s.ID) {
				o.Sites = append(o.Sites, s)
			}
		}
		list = append(list, o)
	}
	return list, nil
}

// termsOfToday gives the terms of every programme as [TermsOn] gives those of one.
func termsOfToday(tx *db.Tx) (map[int64]Terms, error) {
	now := map[int64]Terms{}
	return now, tx.Each(func(rows *sql.Rows) error {
		var t Terms
		err := rows.Scan(t.targets()...)
		if _, known := now[t.ProgrammeID]; !known || t.ValidFrom <= tx.Today() {
			now[t.ProgrammeID] = t
		}
		return err
	}, `SELECT `+termsColumns+` FROM terms ORDER BY programme_id, valid_from`)
}

// OpenOffer gives one open programme; a closed one is missing, as one that never was.
func OpenOffer(tx *db.Tx, code string) (Offer, error) {
	list, err := OpenOffers(tx)
	if err != nil {
		return Offer{}, err
	}
	i := slices.IndexFunc(list, func(o Offer) bool { return o.Code == code })
	if i < 0 {
		return Offer{}, models.Missing("programme")
	}
	return list[i], nil
}
