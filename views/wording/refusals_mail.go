package wording

import "context"

// mailRefusals speak of messages and of who wants them.
var mailRefusals = map[string]sentence{
	"mail.wiped": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce message ne peut pas être renvoyé : ce qu'il disait est effacé. La personne peut demander un nouveau lien.")
	},
}

var mailLabels = labels{
	"mail_groups": func(ctx context.Context) string { return T(ctx, "Messages") },
}
