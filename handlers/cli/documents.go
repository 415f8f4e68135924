package cli

import (
	"context"

	"eclosion/handlers"
	"eclosion/handlers/jobs"
	"eclosion/models/documents/clamd"
)

// scannerOf is the virus scanner that the settings name; nil for none. The settings were checked before.
func scannerOf(st settings) handlers.Scanner {
	if st.Clamd == "" {
		return nil
	}
	client, err := clamd.Parse(st.Clamd)
	if err != nil {
		return nil
	}
	return client
}

// lookAfterDocuments runs the job of the documents beside the server; wait returns when it has stopped.
func lookAfterDocuments(ctx context.Context, app *handlers.App) (wait func()) {
	job := jobs.Documents{DB: app.DB, Log: app.Log}
	if app.Scanner != nil {
		job.Scan = app.Scanner.Scan
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		job.Run(ctx)
	}()
	return func() { <-stopped }
}
