package jobs

import (
	"context"
	"log/slog"
	"time"

	"eclosion/models/access"
	"eclosion/models/campaign"
	"eclosion/models/db"
)

// campaignEvery is how often it is asked whether enterprises are to be asked.
const campaignEvery = 10 * time.Minute

var asksEnterprises = access.Operator("suivi")

// Campaign opens the questions to enterprises when they are due, and recalls those that nobody answered.
type Campaign struct {
	DB  *db.DB
	Log *slog.Logger
}

// Run works until the context ends: at once, then every so often.
func (j Campaign) Run(ctx context.Context) {
	tick := time.NewTicker(campaignEvery)
	defer tick.Stop()
	for {
		if err := j.Round(ctx); err != nil && ctx.Err() == nil {
			j.Log.Error("campaign", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Round does all that is due, in transactions that leave room for others.
func (j Campaign) Round(ctx context.Context) error {
	for _, step := range []func(*db.Tx) (bool, error){campaign.OpenDue, campaign.Remind} {
		for more := true; more; {
			err := j.DB.Write(ctx, asksEnterprises, func(tx *db.Tx) (err error) {
				more, err = step(tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
