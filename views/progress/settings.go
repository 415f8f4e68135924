package progress

import (
	"context"
	"strconv"

	"eclosion/models/progress"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Settings is what a programme asks of its reports, with a form: of the cadence, or of one indicator.
type Settings struct {
	progress.Settings
	Form ui.Form
}

func (s Settings) back() string { return "/reglages/programmes/" + s.Programme.Code }

func (s Settings) path() string { return SettingsPath(s.Programme.Code) }

// SettingsPath leads to what a programme asks of its reports.
func SettingsPath(code string) string { return "/reglages/programmes/" + code + "/rapports" }

func (s Settings) step(id int64) string {
	if id == 0 {
		return "nouveau"
	}
	return strconv.FormatInt(id, 10)
}

func unitOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, u := range progress.Units() {
		list = append(list, ui.Option{Value: string(u), Label: wording.UnitLabel(ctx, u)})
	}
	return list
}
