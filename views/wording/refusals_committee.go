package wording

// committeeRefusals are the sentences of that area's rules.
var committeeRefusals = map[string]sentence{}

// committeeLabels name the fields of that area's forms.
var committeeLabels = labels{}
