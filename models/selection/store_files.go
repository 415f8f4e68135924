package selection

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// File is a line of a committee: a dossier with what the members think of it. Of a dossier on which the
// actor declared a conflict of interest there is the reference, and nothing else; when the committee
// judges blind, its members have no Holder.
type File struct {
	ProjectID             int64
	Ref, Holder, Title    string
	Sector                string
	Phase                 programme.Phase
	Given, Yes, Maybe, No int
	Own                   Recommendation // the actor's own, given; "" for none
	Drafted               bool           // the actor is writing one
	Conflict              bool           // the actor declared a conflict of interest
	Conflicts             int            // members who did
}

// Files lists the files of a loaded committee by reference. The counts of
// opinions are left out for who only sits on it: members judge on their own.
func Files(tx *db.Tx, c *Committee) ([]File, error) {
	var list []File
	me := tx.Actor().AccountID
	recused := tx.Actor().Has(access.Jury)
	err := tx.Each(func(rows *sql.Rows) error {
		var f File
		var first, last string
		err := rows.Scan(&f.ProjectID, &f.Ref, &first, &last, &f.Title, &f.Sector, &f.Phase, &f.Given, &f.Yes, &f.Maybe, &f.No, &f.Own,
			&f.Drafted, &f.Conflict, &f.Conflicts)
		f.Conflict = f.Conflict && recused && f.Phase.IsApplication()
		if !c.hides() {
			f.Holder = programme.FullName(first, last)
		}
		if !c.Managed {
			f.Given, f.Yes, f.Maybe, f.No, f.Conflicts = 0, 0, 0, 0, 0
		}
		if f.Conflict {
			f = File{ProjectID: f.ProjectID, Ref: f.Ref, Conflict: true}
		}
		list = append(list, f)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.sector, p.phase, count(o.account_id),
			COALESCE(SUM(CASE WHEN o.recommendation = 'yes' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN o.recommendation = 'maybe' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN o.recommendation = 'no' THEN 1 ELSE 0 END), 0),
			COALESCE(MAX(CASE WHEN o.account_id = ? THEN o.recommendation END), ''),
			EXISTS (SELECT 1 FROM opinion_drafts d WHERE d.committee_id = f.committee_id AND d.project_id = p.id AND d.account_id = ?),
			EXISTS (SELECT 1 FROM conflicts x WHERE x.project_id = p.id AND x.account_id = ? AND x.lifted_at IS NULL),
			(SELECT count(*) FROM conflicts x JOIN committee_members m ON m.account_id = x.account_id AND m.committee_id = f.committee_id
				WHERE x.project_id = p.id AND x.lifted_at IS NULL)
		FROM committee_files f JOIN projects p ON p.id = f.project_id JOIN persons h ON h.id = p.person_id
		LEFT JOIN opinions o ON o.committee_id = f.committee_id AND o.project_id = f.project_id AND `+counted+`
		WHERE f.committee_id = ? GROUP BY f.committee_id, p.id, p.ref, h.first_name, h.last_name, p.title, p.sector, p.phase ORDER BY p.id`,
		me, me, me, c.ID)
	return list, err
}

// MemberProgress is how far a member is with the files of a committee.
type MemberProgress struct {
	Member
	Given int // opinions that count
	Due   int // files on which they can give one
}

// Progress tells who manages a committee how far each of its members is, by name.
func Progress(tx *db.Tx, c *Committee) ([]MemberProgress, error) {
	if !c.Managed {
		return nil, nil
	}
	var list []MemberProgress
	err := tx.Each(func(rows *sql.Rows) error {
		var m MemberProgress
		err := rows.Scan(&m.AccountID, &m.PublicID, &m.Name, &m.Given, &m.Due)
		list = append(list, m)
		return err
	}, `SELECT a.id, a.public_id, a.name,
			(SELECT count(*) FROM opinions o WHERE o.committee_id = m.committee_id AND o.account_id = m.account_id AND `+counted+`),
			(SELECT count(*) FROM committee_files f WHERE f.committee_id = m.committee_id AND NOT EXISTS (SELECT 1 FROM conflicts x
				WHERE x.project_id = f.project_id AND x.account_id = m.account_id AND x.lifted_at IS NULL))
		FROM committee_members m JOIN accounts a ON a.id = m.account_id WHERE m.committee_id = ? ORDER BY a.name, a.id`, c.ID)
	return list, err
}

// Ranking orders the files of a loaded committee by what its members gave, for who may read opinions. A file on
// which the actor declared a conflict of interest stands last and says nothing.
func Ranking(tx *db.Tx, c *Committee) ([]Ranked, error) {
	if !access.CanOnSite(tx.Actor(), access.OpinionRead, c.SiteID) {
		return nil, models.Denied(string(access.OpinionRead))
	}
	grid, err := Criteria(tx, c)
	if err != nil {
		return nil, err
	}
	files, err := Files(tx, c)
	if err != nil {
		return nil, err
	}
	opinions, keys, err := readOpinions(tx, `WHERE o.committee_id = ? AND `+counted, ` ORDER BY a.name, a.id`, c.ID)
	if err != nil {
		return nil, err
	}
	voices := map[int64][]Opinion{}
	for i, o := range opinions {
		voices[keys[i].project] = append(voices[keys[i].project], o)
	}
	members, err := Members(tx, c)
	if err != nil {
		return nil, err
	}
	conflicts, err := Conflicts(tx, c)
	if err != nil {
		return nil, err
	}
	var open, closed []Ranked
	for _, f := range files {
		r := Ranked{File: f}
		if f.Conflict {
			closed = append(closed, r)
			continue
		}
		r.Voices = voices[f.ProjectID]
		r.seats(members, conflicts[f.ProjectID])
		open = append(open, r)
	}
	return append(rank(grid, open), closed...), nil
}

// seats counts who can give an opinion on the file and names who cannot.
func (r *Ranked) seats(members []Member, conflicts []Conflict) {
	recused := map[int64]bool{}
	for _, x := range conflicts {
		recused[x.AccountID] = true
		r.Conflicted = append(r.Conflicted, x.Name)
	}
	can := map[int64]bool{}
	for _, m := range members {
		can[m.AccountID] = !recused[m.AccountID]
	}
	for _, v := range r.Voices {
		can[v.AccountID] = true // gave one before they left the committee
	}
	for _, yes := range can {
		if yes {
			r.Members++
		}
	}
}
