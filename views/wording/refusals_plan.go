package wording

// planRefusals are the sentences of that area's rules.
var planRefusals = map[string]sentence{}

// planLabels name the fields of that area's forms.
var planLabels = labels{}
