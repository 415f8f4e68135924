package trial

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

// Between asking the rule and writing the award nobody else may ask for the same holder.
func TestTheGuardIsHeldUntilTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		operator := access.Operator("test")
		write := func(fn func(*db.Tx) error) {
			if err := d.Write(context.Background(), operator, fn); err != nil {
				t.Error(err)
			}
		}
		var person int64
		write(func(tx *db.Tx) error {
			p, err := programme.InsertPerson(tx, programme.Person{LastName: "D'Hondt"})
			if err == nil {
				_, err = lockHolder(tx, p.ID, 500_000) // the row is there before the race
			}
			person = p.ID
			return err
		})
		held, begun := make(chan struct{}), make(chan struct{})
		var released atomic.Bool
		var wait sync.WaitGroup
		wait.Go(func() {
			write(func(tx *db.Tx) error {
				_, err := lockHolder(tx, person, 500_000)
				close(held)
				if tx.Engine() == db.Postgres {
					<-begun // SQLite has one writer: there the second begins when the first is done
					time.Sleep(200 * time.Millisecond)
				}
				released.Store(true)
				return err
			})
		})
		<-held
		write(func(tx *db.Tx) error {
			close(begun)
			_, err := lockHolder(tx, person, 500_000)
			if !released.Load() {
				t.Error("the guard was given to two at once")
			}
			return err
		})
		wait.Wait()
	})
}
