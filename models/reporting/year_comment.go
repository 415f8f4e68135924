package reporting

import (
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// CommentMax bounds a commentary, in characters: about six pages.
const CommentMax = 15_000

// commentPause is how long its author may leave a commentary before going on makes a new version of it.
const commentPause = 30 * time.Minute

// Comment is what managers write for the activity report of a period, on one site or all, of one programme or all. The zero
// value is a report on which nothing was written.
type Comment struct {
	Closed    bool // the reader's part of the house is several sites: each has its own commentary
	Body      string
	Number    int // of the version that the body is; 0 for none
	Author    string
	UpdatedAt models.Instant
	Version   int // guards what is typed

	id int64
}

// CommentVersion is a kept text of a commentary. It is never edited once it is sealed: by a pause, by another author.
type CommentVersion struct {
	Number int
	Body   string // "" in lists
	Author string
	At     models.Instant
	Length int // characters

	authorID int64
	sealed   bool
}

// commented is the report that a commentary is about: who is responsible for one site writes for that site.
func (f ActivityFilter) commented(actor access.Actor) (ActivityFilter, bool) {
	sites, all := access.SitesFor(actor, access.YearReport)
	if f.SiteID == 0 && !all {
		if len(sites) != 1 {
			return f, false
		}
		f.SiteID = sites[0]
	}
	return f, true
}

// CommentOn gives the commentary of a report to who may read the report.
func CommentOn(tx *db.Tx, f ActivityFilter) (Comment, error) {
	var c Comment
	f, open := f.commented(tx.Actor())
	if !open {
		return Comment{Closed: true}, nil
	}
	_, err := tx.Get([]any{&c.id, &c.Body, &c.UpdatedAt, &c.Version, &c.Number, &c.Author}, `SELECT c.id, c.body, c.updated_at, c.version, COALESCE(v.number, 0), COALESCE(v.author_name, '')
		FROM activity_comments c LEFT JOIN activity_comment_versions v ON v.comment_id = c.id
			AND v.number = (SELECT MAX(w.number) FROM activity_comment_versions w WHERE w.comment_id = c.id)
		WHERE c.from_on = ? AND c.to_on = ? AND COALESCE(c.site_id, 0) = ? AND COALESCE(c.programme_id, 0) = ?`, f.Period.From, f.Period.To, f.SiteID, f.ProgrammeID)
	return c, err
}

// SaveComment keeps the commentary of a report. seen is the version that it was typed over: when another text was stored
// meanwhile it is a conflict ("comment.stale"). It refuses to write for several sites that are not all ("comment.several_sites").
// Field: "comment".
func SaveComment(tx *db.Tx, f ActivityFilter, seen int, body string) (Comment, error) {
	f, err := commentable(tx, f)
	if err != nil {
		return Comment{}, err
	}
	body = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body))
	if n := utf8.RuneCountInString(body); n > CommentMax {
		return Comment{}, models.Fields(models.FieldProblem{Field: "comment", Code: "too_long",
			Facts: models.Facts{"param": CommentMax, "count": n, "words": len(strings.Fields(body))}})
	}
	if _, err := tx.Exec(`INSERT INTO activity_comments (from_on, to_on, site_id, programme_id, updated_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		f.Period.From, f.Period.To, db.Nullable(f.SiteID), db.Nullable(f.ProgrammeID), tx.Now()); err != nil {
		return Comment{}, fmt.Errorf("commentary: %w", err)
	}
	c, err := CommentOn(tx, f)
	if err != nil || body == c.Body {
		return c, err
	}
	n, err := tx.Exec(`UPDATE activity_comments SET body = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`, body, tx.Now(), c.id, seen)
	if err == nil && n == 0 {
		err = models.Stale("comment", nil)
	}
	if err != nil {
		return c, err
	}
	c.Body, c.Version, c.UpdatedAt, c.Author = body, seen+1, tx.Now(), tx.Actor().Name
	return c, c.keep(tx, f)
}

// keep makes the text a version: the newest of the same author, while they go on writing, or the next.
func (c *Comment) keep(tx *db.Tx, f ActivityFilter) error {
	var last CommentVersion
	if _, err := tx.Get([]any{&last.Number, &last.authorID, &last.At, &last.sealed}, `SELECT number, COALESCE(author_id, 0), at, sealed FROM activity_comment_versions
		WHERE comment_id = ? ORDER BY number DESC LIMIT 1`, c.id); err != nil {
		return err
	}
	if last.Number > 0 && !last.sealed && last.authorID == tx.Actor().AccountID && tx.Now().Time().Sub(last.At.Time()) < commentPause {
		_, err := tx.Exec(`UPDATE activity_comment_versions SET body = ?, author_name = ?, at = ? WHERE comment_id = ? AND number = ?`,
			c.Body, tx.Actor().Name, tx.Now(), c.id, last.Number)
		return err
	}
	if _, err := tx.Exec(`UPDATE activity_comment_versions SET sealed = ? WHERE comment_id = ? AND sealed = ?`, true, c.id, false); err != nil {
		return err
	}
	c.Number = last.Number + 1
	_, err := tx.Exec(`INSERT INTO activity_comment_versions (comment_id, number, body, author_id, author_name, at) VALUES (?, ?, ?, ?, ?, ?)`,
		c.id, c.Number, c.Body, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
	if err != nil {
		return fmt.Errorf("version of a commentary: %w", err)
	}
	return tx.Audit("comment.write", "activity_comment", c.id, 0, models.Facts{"period": PeriodRef(f.Period), "version": c.Number})
}

// CommentVersions lists the versions of a commentary, the newest first, without their words.
func CommentVersions(tx *db.Tx, c Comment) ([]CommentVersion, error) {
	var list []CommentVersion
	return list, tx.Each(func(rows *sql.Rows) error {
		var v CommentVersion
		err := rows.Scan(&v.Number, &v.Author, &v.At, &v.Length)
		list = append(list, v)
		return err
	}, `SELECT number, author_name, at, LENGTH(body) FROM activity_comment_versions WHERE comment_id = ? ORDER BY number DESC`, c.id)
}

// CommentVersionOf gives one version of a commentary with its words; Missing when there is none.
func CommentVersionOf(tx *db.Tx, c Comment, number int) (CommentVersion, error) {
	var v CommentVersion
	found, err := tx.Get([]any{&v.Number, &v.Author, &v.At, &v.Body}, `SELECT number, author_name, at, body FROM activity_comment_versions
		WHERE comment_id = ? AND number = ?`, c.id, number)
	if err == nil && !found {
		err = models.Missing("comment")
	}
	return v, err
}

// sealComment ends the version of a commentary that an issued report prints: what was printed stays among its versions.
func sealComment(tx *db.Tx, f ActivityFilter) error {
	c, err := CommentOn(tx, f)
	if err != nil || c.id == 0 {
		return err
	}
	_, err = tx.Exec(`UPDATE activity_comment_versions SET sealed = ? WHERE comment_id = ? AND sealed = ?`, true, c.id, false)
	return err
}

// Desk is what somebody needs to write a commentary.
type Desk struct {
	Comment         Comment
	Site, Programme string // "" for all
}

// CommentDesk gives the commentary of a report to who may write it, with the names of its site and programme.
func CommentDesk(tx *db.Tx, f ActivityFilter) (Desk, error) {
	var d Desk
	f, err := commentable(tx, f)
	if err != nil {
		return d, err
	}
	r := activityReading{filter: f}
	if err := r.names(tx); err != nil {
		return d, err
	}
	d.Site, d.Programme = r.site, r.programme
	d.Comment, err = CommentOn(tx, f)
	return d, err
}

// commentable is the report that a commentary would be about, when the actor may write it.
func commentable(tx *db.Tx, f ActivityFilter) (ActivityFilter, error) {
	if !access.Can(tx.Actor(), access.YearComment) {
		return f, models.Denied(string(access.YearComment))
	}
	if p := CheckPeriod(f.Period, tx.Today()); p != nil {
		return f, p
	}
	if err := (&activityReading{filter: f}).names(tx); err != nil {
		return f, err
	}
	f, open := f.commented(tx.Actor())
	if !open {
		return f, models.Refuse("comment.several_sites", nil)
	}
	return f, nil
}
