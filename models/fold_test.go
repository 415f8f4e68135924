package models

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Łukasz  Wiśniewski": "lukasz wisniewski",
		"İpek ŞAHİN":         "ipek sahin",
		"Zoë D’Hondt":        "zoe d'hondt",
		"Nguyễn Thị Hồng":    "nguyen thi hong",
		"Γεώργιος":           "γεωργιος",
		"Bußmann":            "bussmann",
		"Sœur":               "soeur",
		"":                   "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}
