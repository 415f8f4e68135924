// Package demo invents a couveuse: people with names from many alphabets, dossiers
// in every phase, late and early, full and empty. The same seed and day invent
// the same data. What it writes obeys the rules of the trade, and "eclosion check" finds
// nothing in it; it is written in bulk, beside the verbs, because there can be
// 75,000 dossiers of it.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/programme"
)

// Password opens the five accounts of a demonstration.
const Password = "eclosion-demo"

// The addresses of the demonstration's candidate, manager and coach.
const (
	Candidate = "candidate@demo.test"
	Manager   = "manager@demo.test"
	Coach     = "coach@demo.test"
)

// Addresses of the demonstration's accounts, by role.
var Addresses = []struct {
	Email string
	Role  access.Role
}{
	{Candidate, access.Candidate}, {Coach, access.Coach}, {Manager, access.Manager},
	{"jury@demo.test", access.Jury}, {"admin@demo.test", access.Administrator},
}

// Size is how much is invented.
type Size struct {
	Projects int
	Cohorts  int  // beside the three of the small demonstration; 0: those three only
	Coaches  int  // beside coach@demo.test
	Meetings int  // about so many a dossier that was coached
	Brief    bool // no checklist rows for dossiers whose journey is over: there are too many
}

// Sizes by their names on the command line.
var Sizes = map[string]Size{
	"small":  {Projects: 42, Coaches: 4, Meetings: 9},
	"cohort": {Projects: 1_000, Cohorts: 24, Coaches: 12, Meetings: 11},
	"smart":  {Projects: 75_000, Cohorts: 400, Coaches: 150, Meetings: 46, Brief: true},
}

// Options say what to invent.
type Options struct {
	Size
	Seed     uint64
	Progress func(done, total int) // called now and then; may be nil
}

// chunk is how many dossiers are written in one transaction.
const chunk = 500

var operator = access.Operator("démonstration")

// Fill invents a couveuse in a database that holds no dossier and no account;
// filled is false, and nothing changes, when it holds some.
func Fill(ctx context.Context, d *db.DB, o Options) (filled bool, err error) {
	taken, err := occupied(ctx, d)
	if err != nil || taken {
		return false, err
	}
	hash, err := accounts.HashPassword(ctx, Password)
	if err != nil {
		return false, err
	}
	inventor := &inventor{r: rand.New(rand.NewPCG(o.Seed, 0x6563_6c6f_7369_6f6e)), size: o.Size, today: d.Today(), hash: hash, progress: o.Progress}
	if err := d.Write(ctx, operator, inventor.layOut); err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	for inventor.done < o.Projects {
		if err := d.Write(ctx, operator, inventor.writeChunk); err != nil {
			return false, fmt.Errorf("demo: %w", err)
		}
	}
	for _, part := range []func(*db.Tx) error{
		inventor.finish,
		inventor.follow,
		inventor.plan,
		inventor.cover,
		inventor.keepViews,
		inventor.logbook,
		inventor.appointments,
		inventor.campaigns,
		inventor.participants,
		Posted,
	} {
		if err := d.Write(ctx, operator, part); err != nil {
			return false, fmt.Errorf("demo: %w", err)
		}
	}
	if err := inventor.papers(ctx, d); err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	if err := inventor.commentary(ctx, d); err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	if err := d.Write(ctx, operator, Posted); err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	return true, nil
}

func occupied(ctx context.Context, d *db.DB) (bool, error) {
	var n int
	err := d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(`SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM projects)`)
		return err
	})
	return n > 0, err
}

// inventor holds what the invention needs to know between transactions.
type inventor struct {
	r        *rand.Rand
	size     Size
	today    models.Date
	now      models.Instant
	hash     string
	progress func(done, total int)
	done     int

	sites      []programme.Site
	programmes []programme.Programme
	terms      map[int64]programme.Terms // by programme
	templates  map[int64]template        // by programme
	forms      map[int64]form.Definition // by programme: what applications are written on now
	cohorts    []cohort
	fates      []fate            // what the small demonstration must show, in order
	coaches    map[int64][]staff // by site
	star       staff             // coach@demo.test
	chief      staff             // manager@demo.test
	past       int64             // the committee that has sat
	todays     int               // meetings of coach@demo.test today
	candidate  int64             // the person of candidate@demo.test
	numbers    map[string]int    // last number of each series of references
	next       ids
}

// ids are the last primary keys given out.
type ids struct {
	person, project, meeting, change, request, tranche, enterprise int64
}

type staff struct {
	id   int64
	name string
}

type cohort struct {
	programme.Cohort
	waiting int // rank of the last on its waiting list
}

type template struct {
	id    int64
	items []item
}

type item struct {
	id        int64
	mandatory bool
}

// chance says yes so many times in a hundred.
func (v *inventor) chance(percent int) bool { return v.r.IntN(100) < percent }

// between draws a whole number from low to high, both included.
func (v *inventor) between(low, high int) int {
	if high <= low {
		return low
	}
	return low + v.r.IntN(high-low+1)
}

func pick[T any](v *inventor, list []T) T { return list[v.r.IntN(len(list))] }

// at is a moment of a working day.
func (v *inventor) at(d models.Date) models.Instant {
	return models.InstantOf(d.At(9+v.r.IntN(8), 15*v.r.IntN(4)))
}

// publicID is an address that nobody guesses, drawn from the seed.
func (v *inventor) publicID() string {
	a, b := v.r.Uint64(), v.r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(a>>32), uint16(a>>16), uint16(a)&0xfff, 0x8000|uint16(b>>48)&0x3fff, b&0xffff_ffff_ffff)
}
