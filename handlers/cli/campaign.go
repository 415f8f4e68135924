package cli

import (
	"context"

	"eclosion/handlers"
	"eclosion/handlers/jobs"
)

// askEnterprises runs the job of the follow-up campaigns beside the server; wait returns when it has stopped.
func askEnterprises(ctx context.Context, app *handlers.App) (wait func()) {
	job := jobs.Campaign{DB: app.DB, Log: app.Log}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		job.Run(ctx)
	}()
	return func() { <-stopped }
}
