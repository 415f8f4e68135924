package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type helpCommand struct{}

// Run prints the commands and the settings.
func (helpCommand) Run(s *session, parser *kong.Kong) error {
	overview(s.stdout, parser.Model)
	return nil
}

// printHelp answers --help: of a command when one is named, of everything otherwise.
// (Left to itself kong would show the default command's only.)
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	if len(ctx.Args) == 0 || strings.HasPrefix(ctx.Args[0], "-") {
		overview(ctx.Stdout, ctx.Model)
		return nil
	}
	return kong.DefaultHelpPrinter(options, ctx)
}

func overview(out io.Writer, model *kong.Application) {
	fmt.Fprintf(out, "%s\n\nCommands:\n", model.Help)
	for _, c := range model.Leaves(true) {
		fmt.Fprintf(out, "  %s\n      %s\n", usage(c), c.Help)
	}
	fmt.Fprintf(out, "\nEvery command: --help. Errors are one line on stderr; the exit status is 1, or 2 for a command or setting that is not understood.\n")
	fmt.Fprintf(out, "\nSettings (environment variables) and their defaults:\n")
	for _, line := range settingLines() {
		fallback := ""
		if line.fallback != "" {
			fallback = " [" + line.fallback + "]"
		}
		fmt.Fprintf(out, "  %-24s %s%s\n", line.name, line.help, fallback)
	}
}

// usage writes a command with its arguments and options on one line.
func usage(c *kong.Node) string {
	parts := []string{"eclosion", c.Path()}
	if _, path, nested := strings.Cut(c.FullPath(), " "); nested {
		parts[1] = path
	}
	for _, a := range c.Positional {
		parts = append(parts, a.Summary())
	}
	for _, f := range c.Flags {
		switch {
		case f.Name == "help":
		case f.IsBool():
			parts = append(parts, "[--"+f.Name+"]")
		default:
			parts = append(parts, "[--"+f.Name+" "+f.FormatPlaceHolder()+"]")
		}
	}
	return strings.Join(parts, " ")
}
