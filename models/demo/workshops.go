package demo

import (
	"database/sql"
	"fmt"
	"math/rand/v2"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/workshop"
)

// group is a workshop to invent; its days count from today.
type group struct {
	site, title, text string
	programmes        []string
	places            int
	sessions          []groupDay
	enrolled          int  // so many of the site's dossiers, in their order
	candidate         bool // that of candidate@demo.test among them, the first
}

// groupDay is one session of it.
type groupDay struct {
	days, hour, minutes int
	place, online       string
	speaker             string
	closed              bool
}

var groups = []group{
	{site: "LIEGE", title: "Fixer ses prix", places: 10, enrolled: 6, candidate: true,
		text: "Du coût de revient au prix de vente, sur **votre** offre.\n\n- compter toutes ses heures\n- le seuil de rentabilité\n- oser le dire au client",
		sessions: []groupDay{
			{days: -27, hour: 9, minutes: 180, place: "rue de la Coquille 1, grande salle", closed: true},
			{days: -20, hour: 9, minutes: 180, place: "rue de la Coquille 1, grande salle", speaker: "Nadia Benali, comptable", closed: true},
		}},
	{site: "LIEGE", title: "Comprendre la TVA", places: 8, enrolled: 5, candidate: true, text: "Ce qui se facture, ce qui se déclare, ce qui se déduit. Apportez une facture.",
		sessions: []groupDay{
			{days: 0, hour: 8, minutes: 50, place: "rue de la Coquille 1, salle 2"},
			{days: 7, hour: 9, minutes: 120, place: "rue de la Coquille 1, salle 2"},
		}},
	{site: "LIEGE", title: "Présenter son projet en trois minutes", places: 4, enrolled: 7, candidate: true,
		text:     "On s'exerce à voix haute, devant les autres. Venez avec une phrase qui dit ce que vous faites.",
		sessions: []groupDay{{days: 4, hour: 13, minutes: 150, place: "rue de la Coquille 1, grande salle"}}},
	{site: "LIEGE", title: "Trouver ses premiers clients", places: 12, enrolled: 3,
		text: "Trois matinées, de la liste de contacts au premier rendez-vous.\n\n1. à qui parler\n2. quoi dire\n3. comment relancer",
		sessions: []groupDay{
			{days: 10, hour: 9, minutes: 180, place: "rue de la Coquille 1, salle 2"},
			{days: 17, hour: 9, minutes: 180, place: "rue de la Coquille 1, salle 2", speaker: "Paul Lambert, vendeur retraité"},
			{days: 24, hour: 9, minutes: 120, online: "https://reunion.test/premiers-clients"},
		}},
	{site: "NAMUR", title: "Choisir sa forme juridique", places: 15, enrolled: 5, programmes: []string{"JI"}, text: "Indépendant, société, coopérative : ce que chacune change.",
		sessions: []groupDay{{days: 12, hour: 14, minutes: 120, place: "place du Nid 12, salle du rez-de-chaussée"}}},
}

// workshops writes group work: one workshop that is over, with its hours in the dossiers, one that goes on this morning, one that
// is full with people who wait, and some to come. It draws from a source of its own.
func (v *inventor) workshops(tx *db.Tx) error {
	r := rand.New(rand.NewPCG(uint64(len(groups)), 0x6174_656c_6965_7273))
	for _, g := range groups {
		if err := v.group(tx, r, g); err != nil {
			return fmt.Errorf("workshop %q: %w", g.title, err)
		}
	}
	return nil
}

func (v *inventor) group(tx *db.Tx, r *rand.Rand, g group) error {
	dossiers, err := v.forGroup(tx, g)
	if err != nil {
		return err
	}
	made := models.InstantOf(v.today.AddDays(-40).At(10, 0))
	first, last := g.sessions[0], g.sessions[len(g.sessions)-1]
	starts, ends := v.groupStart(first), v.groupStart(last)+models.Instant(last.minutes*60_000)
	var id int64
	_, err = tx.Get([]any{&id}, `INSERT INTO workshops (public_id, site_id, title, description, places, enrolled, last_order, starts_at, ends_at, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, secret(r, 10), v.site(g.site).ID, g.title, g.text, g.places, min(g.places, len(dossiers)), len(dossiers),
		starts, ends, v.star.id, made, made)
	if err != nil {
		return err
	}
	for _, code := range g.programmes {
		if _, err := tx.Exec(`INSERT INTO workshop_programmes (workshop_id, programme_id) SELECT ?, id FROM programmes WHERE code = ?`, id, code); err != nil {
			return err
		}
	}
	var rows [][]any
	for i, dossier := range dossiers {
		state := workshop.Enrolled
		if i >= g.places {
			state = workshop.Waiting
		}
		at := made + models.Instant((i+1)*3_600_000)
		rows = append(rows, []any{id, dossier, state, i + 1, at, at})
	}
	if err := tx.Bulk("workshop_enrolments", []string{"workshop_id", "project_id", "state", "came_order", "created_at", "updated_at"}, rows); err != nil {
		return err
	}
	for _, day := range g.sessions {
		if err := v.groupSession(tx, r, id, g, day, dossiers); err != nil {
			return err
		}
	}
	return nil
}

func (v *inventor) groupStart(d groupDay) models.Instant {
	return models.InstantOf(v.today.AddDays(d.days).At(d.hour, 0))
}

// forGroup takes accompanied dossiers of the site, the candidate's first when they are to be there.
func (v *inventor) forGroup(tx *db.Tx, g group) (ids []int64, err error) {
	over := g.sessions[len(g.sessions)-1].days < 0
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT p.id FROM projects p WHERE p.site_id = ? AND (p.phase IN ('coaching', 'test') OR p.phase = 'accepted' AND NOT ?) AND (p.person_id <> ? OR ?)
		ORDER BY CASE WHEN p.person_id = ? THEN 0 ELSE 1 END, p.id LIMIT ?`, v.site(g.site).ID, over, v.candidate, g.candidate, v.candidate, g.enrolled)
	return ids, err
}

func (v *inventor) groupSession(tx *db.Tx, r *rand.Rand, workshopID int64, g group, d groupDay, dossiers []int64) error {
	day, starts := v.today.AddDays(d.days), v.groupStart(d)
	made := models.InstantOf(v.today.AddDays(-40).At(10, 0))
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO workshop_sessions (public_id, workshop_id, held_on, starts_at, minutes, place, online_url, speaker, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, secret(r, 10), workshopID, day, starts, d.minutes, d.place, d.online, d.speaker, made)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO workshop_leaders (session_id, account_id, starts_at) VALUES (?, ?, ?)`, id, v.groupLeader(g), starts); err != nil || !d.closed {
		return err
	}
	var rows [][]any
	var came []int64
	at := starts + models.Instant(d.minutes*60_000)
	for i, dossier := range dossiers {
		mark := workshop.Present
		switch {
		case i > 0 && r.IntN(4) == 0:
			mark = workshop.Excused
		case i > 1 && r.IntN(5) == 0:
			mark = workshop.Absent
		}
		if mark == workshop.Present {
			came = append(came, dossier)
		}
		rows = append(rows, []any{id, dossier, mark, v.star.id, at})
	}
	if err := tx.Bulk("workshop_attendance", []string{"session_id", "project_id", "mark", "marked_by", "marked_at"}, rows); err != nil {
		return err
	}
	return v.groupMeeting(tx, r, id, came, coaching.Group{HeldOn: day, StartsAt: starts, Minutes: d.minutes, Medium: coaching.InPerson, Place: d.place,
		Summary: g.title + "\n\n" + groupDone, Coaches: []int64{v.groupLeader(g)}, Projects: came})
}

// groupDone is what those who came read of a session.
const groupDone = "Chacune et chacun a calculé son coût horaire, puis un premier prix.\n\n- à refaire avec ses vrais chiffres pour la fois suivante"

// groupMeeting closes a session that was held: its meeting stands in the dossiers of those who came.
func (v *inventor) groupMeeting(tx *db.Tx, r *rand.Rand, session int64, came []int64, g coaching.Group) error {
	meeting, err := coaching.RecordGroup(tx, 0, g)
	if err != nil {
		return err
	}
	at := g.StartsAt + models.Instant(g.Minutes*60_000)
	if _, err := tx.Exec(`UPDATE meetings SET public_id = ?, created_by = ?, created_at = ?, updated_at = ? WHERE id = ?`, secret(r, 16), v.star.id, at, at, meeting); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE workshop_sessions SET closed_at = ?, held_minutes = minutes, summary = ?, meeting_id = ? WHERE id = ?`, at, groupDone, meeting, session)
	return err
}

// groupLeader is who leads on a site: coach@demo.test where they are, else a colleague of the site.
func (v *inventor) groupLeader(g group) int64 {
	site := v.site(g.site).ID
	for _, s := range v.coaches[site] {
		if s.id == v.star.id {
			return s.id
		}
	}
	if list := v.coaches[site]; len(list) > 0 {
		return list[0].id
	}
	return v.star.id
}
