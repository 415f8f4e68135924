package selection

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// counted is the condition, over opinions o, that an opinion counts: one of a member who declared a
// conflict of interest is set aside.
const counted = `NOT EXISTS (SELECT 1 FROM conflicts x WHERE x.project_id = o.project_id AND x.account_id = o.account_id AND x.lifted_at IS NULL)`

const opinionSelect = `SELECT o.committee_id, o.project_id, c.ref, o.account_id, a.name, o.recommendation, o.comment, o.updated_at, o.version
	FROM opinions o JOIN committees c ON c.id = o.committee_id JOIN accounts a ON a.id = o.account_id `

// key is whose opinion on what.
type key struct{ committee, project, account int64 }

// readOpinions gives opinions in the order of the condition, each with its scores and its mean.
func readOpinions(tx *db.Tx, condition, order string, args ...any) ([]Opinion, []key, error) {
	var list []Opinion
	var keys []key
	err := tx.Each(func(rows *sql.Rows) error {
		var o Opinion
		var k key
		err := rows.Scan(&k.committee, &k.project, &o.CommitteeRef, &o.AccountID, &o.Name, &o.Recommendation, &o.Comment, &o.UpdatedAt, &o.Version)
		k.account = o.AccountID
		list, keys = append(list, o), append(keys, k)
		return err
	}, opinionSelect+condition+order, args...)
	if err != nil || len(list) == 0 {
		return nil, nil, err
	}
	scores, weights := map[key][]Score{}, map[key][]int{}
	err = tx.Each(func(rows *sql.Rows) error {
		var k key
		var s Score
		var n sql.NullInt64
		var weight int
		err := rows.Scan(&k.committee, &k.project, &k.account, &s.Position, &n, &s.Comment, &weight)
		s.Mark = NotApplicable
		if n.Valid {
			s.Mark = Mark(strconv.FormatInt(n.Int64, 10))
		}
		scores[k], weights[k] = append(scores[k], s), append(weights[k], weight)
		return err
	}, `SELECT o.committee_id, o.project_id, o.account_id, s.position, s.score, s.comment, k.weight FROM opinions o
		JOIN opinion_scores s ON s.committee_id = o.committee_id AND s.project_id = o.project_id AND s.account_id = o.account_id
		JOIN committee_criteria k ON k.committee_id = s.committee_id AND k.position = s.position `+condition+` ORDER BY s.position`, args...)
	for i, k := range keys {
		list[i].Scores = scores[k]
		list[i].Mean, list[i].Scored = mean(scores[k], weights[k])
	}
	return list, keys, err
}

// Opinions lists every opinion that counts on a loaded dossier, by committee and name, to who
// may read them; to others none.
func Opinions(tx *db.Tx, p *programme.Project) ([]Opinion, error) {
	if !p.May(tx.Actor(), access.OpinionRead) {
		return nil, nil
	}
	list, _, err := readOpinions(tx, `WHERE o.project_id = ? AND `+counted, ` ORDER BY c.held_on DESC, c.id DESC, a.name, a.id`, p.ID)
	return list, err
}

// PeerOpinions lists what the other members gave on a file, to a member who gave their own opinion, where the
// committee wants it so; to others none.
func PeerOpinions(tx *db.Tx, c *Committee, p *programme.Project) ([]Opinion, error) {
	if !c.Seated || !c.Peers || !p.Standing.Seated {
		return nil, nil
	}
	own, err := OwnOpinion(tx, c, p)
	if err != nil || own.Given.Version == 0 {
		return nil, err
	}
	list, _, err := readOpinions(tx, `WHERE o.committee_id = ? AND o.project_id = ? AND o.account_id <> ? AND `+counted, ` ORDER BY a.name, a.id`,
		c.ID, p.ID, tx.Actor().AccountID)
	return list, err
}

// OwnOpinion gives the actor's work on a file of a loaded committee.
func OwnOpinion(tx *db.Tx, c *Committee, p *programme.Project) (Own, error) {
	grid, err := Criteria(tx, c)
	if err != nil {
		return Own{}, err
	}
	return ownOn(tx, c, p.ID, grid)
}

func ownOn(tx *db.Tx, c *Committee, projectID int64, grid []Criterion) (own Own, err error) {
	at := []any{c.ID, projectID, tx.Actor().AccountID}
	given, _, err := readOpinions(tx, `WHERE o.committee_id = ? AND o.project_id = ? AND o.account_id = ?`, ``, at...)
	if err != nil {
		return own, err
	}
	if len(given) > 0 {
		g := given[0]
		own.Given, own.Version = g, g.Version
		own.Draft = OpinionDraft{Recommendation: g.Recommendation, Comment: g.Comment, Scores: g.Scores}
	}
	var marks string
	var d OpinionDraft
	drafted, err := tx.Get([]any{&d.Recommendation, &d.Comment, &marks, &own.SavedAt, &own.Version},
		`SELECT recommendation, comment, marks, updated_at, version FROM opinion_drafts
		WHERE committee_id = ? AND project_id = ? AND account_id = ?`, at...)
	if err != nil {
		return own, err
	}
	if drafted {
		if d.Scores, err = unpack(marks); err != nil {
			return own, err
		}
		own.Draft = d
	} else {
		own.Version = own.Given.Version
	}
	own.Draft.Scores = inOrder(grid, own.Draft.Scores)
	return own, nil
}

// pack writes the scores of a draft as they are kept: what is not started is left out.
func pack(scores []Score) (string, error) {
	kept := []Score{}
	for _, s := range scores {
		if s.Mark != "" || s.Comment != "" {
			kept = append(kept, s)
		}
	}
	text, err := json.Marshal(kept)
	return string(text), err
}

func unpack(text string) (scores []Score, err error) {
	if err := json.Unmarshal([]byte(text), &scores); err != nil {
		return nil, fmt.Errorf("read a draft's marks: %w", err)
	}
	return scores, nil
}

func storeDraft(tx *db.Tx, on desk, version int, d OpinionDraft) error {
	marks, err := pack(d.Scores)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO opinion_drafts (committee_id, project_id, account_id, recommendation, comment, marks, updated_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (committee_id, project_id, account_id) DO UPDATE SET recommendation = excluded.recommendation,
		comment = excluded.comment, marks = excluded.marks, updated_at = excluded.updated_at, version = excluded.version`,
		on.committee.ID, on.project.ID, tx.Actor().AccountID, d.Recommendation, d.Comment, marks, tx.Now(), version)
	if err != nil {
		return fmt.Errorf("store a draft on %s: %w", on.project.Ref, err)
	}
	return nil
}

// dropDraft forgets what a member was writing on a dossier: on one committee, or on all with 0.
func dropDraft(tx *db.Tx, projectID, accountID, committeeID int64) error {
	_, err := tx.Exec(`DELETE FROM opinion_drafts WHERE project_id = ? AND account_id = ? AND (committee_id = ? OR ? = 0)`,
		projectID, accountID, committeeID, committeeID)
	return err
}

// storeOpinion writes a given opinion with its scores. The dossier's row is locked by the load, so that
// opinions on it follow each other; the version is guarded all the same.
func storeOpinion(tx *db.Tx, on desk, version int, d OpinionDraft) error {
	c, p, account := on.committee, on.project, tx.Actor().AccountID
	var n int64
	var err error
	if on.own.Given.Version == 0 {
		n, err = tx.Exec(`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at, version)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, c.ID, p.ID, account, d.Recommendation, d.Comment, tx.Now(), version)
	} else {
		n, err = tx.Exec(`UPDATE opinions SET recommendation = ?, comment = ?, updated_at = ?, version = ?
			WHERE committee_id = ? AND project_id = ? AND account_id = ? AND version = ?`,
			d.Recommendation, d.Comment, tx.Now(), version, c.ID, p.ID, account, on.own.Given.Version)
	}
	if err != nil {
		return fmt.Errorf("store opinion: %w", err)
	}
	if n == 0 {
		return models.Stale("opinion", models.Facts{"ref": p.Ref})
	}
	_, err = tx.Exec(`DELETE FROM opinion_scores WHERE committee_id = ? AND project_id = ? AND account_id = ?`, c.ID, p.ID, account)
	if err != nil {
		return fmt.Errorf("store scores: %w", err)
	}
	for _, s := range d.Scores {
		var score any
		if n, counts := s.Mark.points(); counts {
			score = n
		}
		if _, err := tx.Exec(`INSERT INTO opinion_scores (committee_id, project_id, account_id, position, score, comment) VALUES (?, ?, ?, ?, ?, ?)`,
			c.ID, p.ID, account, s.Position, score, s.Comment); err != nil {
			return fmt.Errorf("store scores: %w", err)
		}
	}
	return nil
}
