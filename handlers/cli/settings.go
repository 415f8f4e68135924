package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"

	"eclosion/handlers/jobs"
	"eclosion/models"
	"eclosion/models/documents/clamd"
)

const prefix = "ECLOSION_"

// settings are the environment variables of the product. The help text is made from
// the tags, so that it cannot be out of date.
type settings struct {
	Addr     string `env:"ADDR" envDefault:"127.0.0.1:8080" help:"address to serve on"`
	Database string `env:"DATABASE" envDefault:"eclosion.db" help:"a SQLite file, or postgres://..."`
	BaseURL  string `env:"BASE_URL" help:"how people reach the product, for links (default: http:// and the address)"`
	SMTP     string `env:"SMTP" help:"server that sends mails: smtp://user:password@host:587 (STARTTLS; ?starttls=never for a trusted network) or smtps://...; without it mails wait"`
	MailFrom string `env:"MAIL_FROM" help:"sender of mails: Couveuse <bonjour@couveuse.example>"`
	Clamd    string `env:"CLAMD" help:"virus scanner for documents: the path of clamd's socket, or tcp://host:port"`
	Metrics  string `env:"METRICS_TOKEN" help:"token that opens /metrics from elsewhere than loopback"`
}

// readSettings reads every setting and reports all faults at once.
func readSettings(environ []string) (settings, error) {
	var s settings
	values := env.ToMap(environ)
	if err := env.ParseWithOptions(&s, env.Options{Prefix: prefix, Environment: values}); err != nil {
		return s, err
	}
	var faults []error
	known := map[string]bool{}
	for _, line := range settingLines() {
		known[line.name] = true
	}
	for name := range values {
		if strings.HasPrefix(name, prefix) && !known[name] && !strings.HasPrefix(name, prefix+"TEST_") {
			faults = append(faults, fmt.Errorf("unknown setting %s", name))
		}
	}
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		faults = append(faults, fmt.Errorf("%sADDR: %q is not host:port", prefix, s.Addr))
	}
	if s.Database == "" {
		faults = append(faults, fmt.Errorf("%sDATABASE is empty", prefix))
	}
	if s.BaseURL != "" {
		if u, err := url.Parse(s.BaseURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			faults = append(faults, fmt.Errorf("%sBASE_URL: %q is not an http or https address", prefix, s.BaseURL))
		}
	}
	if _, err := s.mailServer(); err != nil {
		faults = append(faults, err)
	}
	if s.Clamd != "" {
		if _, err := clamd.Parse(s.Clamd); err != nil {
			faults = append(faults, fmt.Errorf("%sCLAMD: %w", prefix, err))
		}
	}
	return s, errors.Join(faults...)
}

// mailServer reads who sends mails; nil when nobody does.
func (s settings) mailServer() (*jobs.Server, error) {
	if s.SMTP == "" {
		return nil, nil
	}
	server, err := jobs.ParseServer(s.SMTP, s.MailFrom)
	if err == nil {
		return &server, nil
	}
	return nil, errors.New(prefix + strings.ReplaceAll(err.Error(), "\n", "\n"+prefix))
}

type settingLine struct{ name, fallback, help string }

func settingLines() []settingLine {
	var lines []settingLine
	t := reflect.TypeFor[settings]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		lines = append(lines, settingLine{prefix + tag.Get("env"), tag.Get("envDefault"), tag.Get("help")})
	}
	return lines
}

// oneLine writes an error on one line, however many faults it holds. A rule that
// refuses speaks as it does on a page.
func oneLine(ctx context.Context, err error) string {
	text := err.Error()
	if p, ok := models.ProblemOf(err); ok {
		text = strings.Replace(text, p.Error(), sentence(ctx, p), 1)
	}
	return plainSpaces(strings.ReplaceAll(text, "\n", "; "))
}
