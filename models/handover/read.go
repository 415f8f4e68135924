package handover

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Coach is an account as the pages of a handover name it.
type Coach struct {
	PublicID, Name string
	Gone           bool // not active any more
}

// Dossier is a dossier that can change hands.
type Dossier struct {
	ID                 int64
	Ref, Holder, Title string
	Phase              programme.Phase
	SiteName           string
	Meetings, Actions  int     // planned ones to come, open ones: of the coach
	StandIn            StandIn // who stands in now or will; zero for nobody
}

// StandIn says who stands in for a coach on a dossier, and when.
type StandIn struct {
	Name         string
	FromOn, ToOn models.Date
}

// Coaches lists whose dossiers the actor may give away; with a reference, of that dossier alone.
func Coaches(tx *db.Tx, ref string) (list []Coach, err error) {
	condition, args := reach(tx)
	if ref != "" {
		condition, args = condition+` AND p.ref = ?`, append(args, ref)
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var c Coach
		var state accounts.State
		err := rows.Scan(&c.PublicID, &c.Name, &state)
		c.Gone = state != accounts.Active
		list = append(list, c)
		return err
	}, `SELECT a.public_id, a.name, a.state FROM accounts a WHERE EXISTS (SELECT 1 FROM project_coaches k JOIN projects p ON p.id = k.project_id
		WHERE k.account_id = a.id AND `+condition+`) ORDER BY a.name, a.id`, args...)
	return list, err
}

// Offer is what the form of a handover or a cover offers.
type Offer struct {
	Coach    Coach
	Dossiers []Dossier
	Takers   []Coach // active coaches of one of the dossiers' sites
}

// OfferOf lists the dossiers of a coach that the actor may give away, and to whom. With a reference it is about that
// dossier alone. A coach without any is missing.
func OfferOf(tx *db.Tx, publicID, ref string) (o Offer, err error) {
	a, err := accounts.ByPublicID(tx, publicID)
	if err != nil {
		return o, err
	}
	o.Coach = Coach{a.PublicID, a.Name, a.State != accounts.Active}
	if o.Dossiers, err = dossiersOf(tx, a.ID, ref); err != nil {
		return o, err
	}
	if len(o.Dossiers) == 0 {
		return o, models.Missing("coach")
	}
	condition, args := reach(tx)
	err = tx.Each(func(rows *sql.Rows) error {
		var c Coach
		err := rows.Scan(&c.PublicID, &c.Name)
		o.Takers = append(o.Takers, c)
		return err
	}, `SELECT a.public_id, a.name FROM accounts a WHERE a.state = 'active' AND a.id <> ? AND EXISTS (SELECT 1 FROM account_roles r
		WHERE r.account_id = a.id AND r.role = 'coach' AND (r.site_id = 0 OR r.site_id IN (SELECT p.site_id FROM project_coaches k JOIN projects p ON p.id = k.project_id
			WHERE k.account_id = ? AND `+condition+`))) ORDER BY a.name, a.id`, append([]any{a.ID, a.ID}, args...)...)
	return o, err
}

func dossiersOf(tx *db.Tx, accountID int64, ref string) (list []Dossier, err error) {
	condition, args := reach(tx)
	args = append([]any{tx.Now(), accountID}, args...)
	if ref != "" {
		condition += ` AND p.ref = ?`
		args = append(args, ref)
	}
	at := map[int64]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		var d Dossier
		var first, last string
		err := rows.Scan(&d.ID, &d.Ref, &first, &last, &d.Title, &d.Phase, &d.SiteName, &d.Meetings, &d.Actions)
		d.Holder = programme.FullName(first, last)
		at[d.ID] = len(list)
		list = append(list, d)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.phase, s.name,
			(SELECT count(*) FROM meeting_projects l JOIN meetings m ON m.id = l.meeting_id AND m.state = 'planned' AND m.starts_at >= ?
				JOIN meeting_coaches c ON c.meeting_id = m.id AND c.account_id = k.account_id WHERE l.project_id = p.id),
			(SELECT count(*) FROM actions x WHERE x.project_id = p.id AND x.done_on IS NULL AND x.owner = 'coach' AND x.coach_id = k.account_id)
		FROM project_coaches k JOIN projects p ON p.id = k.project_id JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id
		WHERE k.account_id = ? AND `+condition+` ORDER BY h.sort_key, p.id LIMIT 500`, args...)
	if err != nil {
		return nil, err
	}
	return list, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var s StandIn
		err := rows.Scan(&id, &s.Name, &s.FromOn, &s.ToOn)
		if i, known := at[id]; known && list[i].StandIn.Name == "" {
			list[i].StandIn = s
		}
		return err
	}, `SELECT x.project_id, a.name, v.from_on, v.to_on FROM coach_covers v JOIN coach_cover_projects x ON x.cover_id = v.id JOIN accounts a ON a.id = v.by_id
		WHERE v.absent_id = ? AND v.ended_at IS NULL AND v.to_on >= ? ORDER BY v.from_on, v.id`, accountID, tx.Today())
}

// CoverOf gives a cover to who is away, to who stands in, and to who may give one of its dossiers away.
func CoverOf(tx *db.Tx, publicID string) (c Cover, err error) {
	found, err := tx.Get(c.targets(), `SELECT `+coverColumns+coverTables+` WHERE v.public_id = ?`, publicID)
	if err != nil {
		return c, err
	}
	if !found {
		return c, models.Missing("cover")
	}
	list := []Cover{c}
	if err := addDossiers(tx, list); err != nil {
		return c, err
	}
	if c = list[0]; len(c.Dossiers) == 0 {
		return c, models.Missing("cover")
	}
	return c, nil
}

// Covers lists the covers of which the actor may know, those that are over left out: the first to end first.
func Covers(tx *db.Tx) ([]Cover, error) {
	return covers(tx, `v.ended_at IS NULL AND v.to_on >= ?`, tx.Today())
}

// OwnCovers lists the covers that concern an account: those that run, and those that begin within two weeks.
func OwnCovers(tx *db.Tx, accountID int64) (list []Cover, err error) {
	const soon = 14
	err = tx.Each(scanCover(&list), `SELECT `+coverColumns+coverTables+` WHERE v.ended_at IS NULL AND v.to_on >= ? AND v.from_on <= ?
		AND (v.absent_id = ? OR v.by_id = ?) AND EXISTS (SELECT 1 FROM coach_cover_projects x JOIN project_coaches k ON k.project_id = x.project_id
			AND k.account_id = v.absent_id AND k.to_on IS NULL WHERE x.cover_id = v.id) ORDER BY v.from_on, v.id LIMIT 20`,
		tx.Today(), tx.Today().AddDays(soon), accountID, accountID)
	return list, err
}

func scanCover(list *[]Cover) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var c Cover
		err := rows.Scan(c.targets()...)
		*list = append(*list, c)
		return err
	}
}

func covers(tx *db.Tx, condition string, args ...any) (list []Cover, err error) {
	if err := tx.Each(scanCover(&list), `SELECT `+coverColumns+coverTables+` WHERE `+condition+` ORDER BY v.to_on, v.id LIMIT 200`, args...); err != nil {
		return nil, err
	}
	if err := addDossiers(tx, list); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c Cover) bool { return len(c.Dossiers) == 0 }), nil
}

// addDossiers fills in the dossiers of covers that the actor may know of, and whether they may change the cover.
func addDossiers(tx *db.Tx, list []Cover) error {
	index := map[int64]int{}
	var coverIDs []int64
	for i, c := range list {
		index[c.ID] = i
		coverIDs = append(coverIDs, c.ID)
		list[i].MayChange = true
	}
	in, args := db.In(coverIDs)
	visible, all := programme.Visible(tx, access.ProjectRead)
	me := tx.Actor().AccountID
	return tx.Each(func(rows *sql.Rows) error {
		var cover, site int64
		var seen bool
		var d Dossier
		var first, last string
		if err := rows.Scan(&cover, &site, &seen, &d.ID, &d.Ref, &first, &last, &d.Title, &d.Phase); err != nil {
			return err
		}
		d.Holder = programme.FullName(first, last)
		c := &list[index[cover]]
		gives := seen && mayGive(tx.Actor(), site, c.AbsentID)
		c.MayChange = c.MayChange && gives
		if gives || seen && me != 0 && c.ByID == me {
			c.Dossiers = append(c.Dossiers, d)
		}
		return nil
	}, `SELECT x.cover_id, p.site_id, CASE WHEN `+visible+` THEN 1 ELSE 0 END, p.id, p.ref, h.first_name, h.last_name, p.title, p.phase FROM coach_cover_projects x
		JOIN projects p ON p.id = x.project_id JOIN persons h ON h.id = p.person_id WHERE x.cover_id IN `+in+` ORDER BY x.cover_id, h.sort_key, p.id`,
		append(all, args...)...)
}

// Note is a handover as the couveuse's people read it.
type Note struct {
	From string         `json:"from"` // names
	To   string         `json:"to"`
	On   models.Date    `json:"on"`
	Body string         `json:"note"` // "" for none
	By   string         `json:"by"`
	At   models.Instant `json:"-"`
	Refs []string       `json:"-"` // of the dossiers that the reader may see
}

// NotesOf gives the handovers of a dossier, the latest first, to whoever may read notes; nothing to its holder.
func NotesOf(tx *db.Tx, p *programme.Project) (list []Note, err error) {
	if !p.May(tx.Actor(), access.NoteRead) {
		return nil, nil
	}
	err = tx.Each(func(rows *sql.Rows) error {
		n := Note{Refs: []string{p.Ref}}
		err := rows.Scan(&n.From, &n.To, &n.On, &n.Body, &n.By, &n.At)
		list = append(list, n)
		return err
	}, `SELECT b.name, a.name, o.on_day, o.note, o.by_name, o.at FROM coach_handover_projects x JOIN coach_handovers o ON o.id = x.handover_id
		JOIN accounts a ON a.id = o.to_id JOIN accounts b ON b.id = o.from_id WHERE x.project_id = ? ORDER BY o.id DESC`, p.ID)
	return list, err
}

// Received lists the handovers to an account since a day, the latest first, with their dossiers.
func Received(tx *db.Tx, accountID int64, since models.Date) (list []Note, err error) {
	last := int64(0)
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n Note
		var ref string
		if err := rows.Scan(&id, &n.From, &n.To, &n.On, &n.Body, &n.By, &n.At, &ref); err != nil {
			return err
		}
		if id != last {
			list, last = append(list, n), id
		}
		list[len(list)-1].Refs = append(list[len(list)-1].Refs, ref)
		return nil
	}, `SELECT o.id, b.name, a.name, o.on_day, o.note, o.by_name, o.at, p.ref FROM coach_handovers o JOIN coach_handover_projects x ON x.handover_id = o.id
		JOIN projects p ON p.id = x.project_id JOIN accounts a ON a.id = o.to_id JOIN accounts b ON b.id = o.from_id
		WHERE o.to_id = ? AND o.on_day >= ? AND EXISTS (SELECT 1 FROM project_coaches k WHERE k.project_id = p.id AND k.account_id = o.to_id AND k.to_on IS NULL)
		ORDER BY o.id DESC, p.ref LIMIT 500`, accountID, since)
	return list, err
}
