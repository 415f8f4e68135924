package wording

// settingsRefusals are the sentences of that area's rules.
var settingsRefusals = map[string]sentence{}

// settingsLabels name the fields of that area's forms.
var settingsLabels = labels{}
