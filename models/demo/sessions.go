package demo

import (
	"fmt"
	"math/rand/v2"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/infosession"
)

// addresses of the invented sites, by code.
var addresses = map[string]string{
	"LIEGE": "rue de la Coquille 1\n4000 Liège", "NAMUR": "place du Nid 12\n5000 Namur", "VERVIERS": "rue des Plumes 3\n4800 Verviers",
	"NIVELLES": "chaussée du Duvet 40\n1400 Nivelles", "SAMBREVILLE": "rue de l'Envol 7\n5060 Sambreville",
	"BASSESAMBRE": "avenue des Ailes 21\n5190 Jemeppe-sur-Sambre", "MSG": "rue du Perchoir 5\n1435 Mont-Saint-Guibert",
}

// announced is an information session to invent: days from today, an hour, who came or waits.
type announced struct {
	site                   string
	programmes             []string
	days, hour, minutes    int
	places, guests         int
	place, online, partner string
	notes                  string
	over                   bool
	closesBefore           int // days before the session on which registrations end
}

var announcements = []announced{
	{site: "LIEGE", programmes: []string{"JI"}, days: -62, hour: 14, minutes: 90, places: 15, guests: 11, place: "rue de la Coquille 1, salle du premier étage", over: true},
	{site: "LIEGE", programmes: []string{"JI", "JID"}, days: -19, hour: 18, minutes: 120, places: 12, guests: 14, place: "Cepegra, rue des Métiers 8, 6040 Jumet",
		partner: "Cepegra", over: true},
	{site: "LIEGE", programmes: []string{"JI", "JID"}, days: 4, hour: 18, minutes: 90, places: 8, guests: 11, place: "rue de la Coquille 1, salle du premier étage",
		notes: "Parking à vélos dans la cour.\nL'ascenseur est au fond du couloir.", closesBefore: 1},
	{site: "NAMUR", programmes: []string{"JI"}, days: 11, hour: 14, minutes: 90, places: 20, guests: 6, place: "Forem, place de la Gare 1, 5000 Namur",
		partner: "Forem Namur", notes: "Apportez votre attestation d'inscription si vous l'avez."},
	{site: "LIEGE", programmes: []string{"JID"}, days: 23, hour: 12, minutes: 60, places: 30, guests: 3, online: "https://reunion.test/couveuse-design"},
}

// sessions writes the information sessions of a small couveuse: those to come, of which one is full, and two that are over.
// It draws from a source of its own: what else is invented does not change with it.
func (v *inventor) sessions(tx *db.Tx) error {
	for _, s := range v.sites {
		if _, err := tx.Exec(`UPDATE sites SET address = ? WHERE id = ? AND address = ''`, addresses[s.Code], s.ID); err != nil {
			return err
		}
	}
	r := rand.New(rand.NewPCG(uint64(len(announcements)), 0x7365_616e_6365))
	for _, a := range announcements {
		if err := v.announce(tx, r, a); err != nil {
			return fmt.Errorf("information session of %d days: %w", a.days, err)
		}
	}
	return nil
}

func (v *inventor) announce(tx *db.Tx, r *rand.Rand, a announced) error {
	day := v.today.AddDays(a.days)
	var id int64
	made := models.InstantOf(day.AddDays(-40).At(10, 0))
	attendance := models.Instant(0)
	if a.over {
		attendance = models.InstantOf(day.At(a.hour+2, 0))
	}
	_, err := tx.Get([]any{&id}, `INSERT INTO info_sessions (public_id, site_id, held_on, starts_at, minutes, place, online_url, partner, places, closes_on, notes,
			confirmed, last_order, attendance_at, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		secret(r, 10), v.site(a.site).ID, day, models.InstantOf(day.At(a.hour, 0)), a.minutes, a.place, a.online, a.partner, a.places, day.AddDays(-a.closesBefore), a.notes,
		min(a.guests, a.places), a.guests, attendance, v.star.id, made, made)
	if err != nil {
		return err
	}
	for _, code := range a.programmes {
		if _, err := tx.Exec(`INSERT INTO info_session_programmes (session_id, programme_id) SELECT ?, id FROM programmes WHERE code = ?`, id, code); err != nil {
			return err
		}
	}
	heard := append(infosession.HeardChoices(), "")
	var rows [][]any
	for i := range a.guests {
		first, last := womenNames[r.IntN(len(womenNames))], familyNames[r.IntN(len(familyNames))]
		state, came := infosession.Confirmed, any(nil)
		if i >= a.places {
			state = infosession.Waiting
		}
		if a.over {
			came = state == infosession.Confirmed && r.IntN(5) > 0
		}
		at := made + models.Instant(int64(i+1)*3_600_000)
		rows = append(rows, []any{id, state, i + 1, secret(r, 26), first, last, fmt.Sprintf("invite%d.%d@demo.test", id, i+1), "0470 12 34 5" + fmt.Sprint(i%10),
			heard[r.IntN(len(heard))], came, at, at})
	}
	return tx.Bulk("info_registrations", []string{"session_id", "state", "came_order", "token", "first_name", "last_name", "email", "phone", "heard", "attended", "created_at", "updated_at"}, rows)
}

// secret is a token drawn from a source.
func secret(r *rand.Rand, n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}
