// Package cli is the operator at the door: commands, settings, and the wiring of
// the product. Only here is the machine asked for its time.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit statuses.
const (
	statusOK    = 0
	statusError = 1 // it was understood and did not work
	statusUsage = 2 // it was not understood
)

// usageError is a command line or setting that cannot be understood.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// session is what a command works with.
type session struct {
	ctx      context.Context
	settings settings
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
}

// commands is the operator's interface.
type commands struct {
	Serve     serveCommand     `cmd:"" default:"1" help:"Serve the product on ECLOSION_ADDR (the default)."`
	Demo      demoCommand      `cmd:"" help:"Serve a demonstration filled with invented data, on loopback only."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database's schema up to date."`
	Check     checkCommand     `cmd:"" help:"Compare what the database keeps with what can be recomputed: exit 0, or the list of what differs."`
	Admin     adminCommand     `cmd:"" help:"Accounts of administrators."`
	Backup    backupCommand    `cmd:"" help:"Write the whole database into one new SQLite file, while it is being used."`
	Restore   restoreCommand   `cmd:"" help:"Fill an empty database, of either engine, from a backup."`
	Retention retentionCommand `cmd:"" help:"List what may not be kept any longer, by reference; --apply anonymises it."`
	Import    importCommand    `cmd:"" help:"Take a file of earlier years: people, dossiers, grants, enterprises."`
	Export    exportCommand    `cmd:"" help:"Write lists, or the whole couveuse, to a file."`
	Report    reportCommand    `cmd:"" help:"Print a report to a PDF file."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
	Help      helpCommand      `cmd:"" help:"Print this help and the settings."`
}

// Run understands the command line, runs the command and gives the exit status.
// Errors go to stderr in one line. SIGINT and SIGTERM end the context.
func Run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, args, env, stdin, stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "eclosion: %s\n", oneLine(ctx, err))
		var usage usageError
		if errors.As(err, &usage) {
			return statusUsage
		}
		return statusError
	}
	return statusOK
}

// finished is thrown by kong when --help has printed what was asked.
type finished struct{}

func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(finished); !ok {
				panic(r)
			}
			err = nil
		}
	}()
	var c commands
	parser, err := kong.New(&c, kong.Name("eclosion"), kong.Writers(stdout, stderr), kong.Exit(func(int) { panic(finished{}) }),
		kong.Description("The software of a business incubator: applications, coaching, tests, grants, papers."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Help(printHelp))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return usageError{err}
	}
	settings, err := readSettings(env)
	if err != nil {
		return usageError{err}
	}
	return chosen.Run(&session{ctx: ctx, settings: settings, stdin: stdin, stdout: stdout, stderr: stderr}, parser)
}
