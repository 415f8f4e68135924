package report

import (
	"reflect"
	"testing"
)

func TestTypedKeepsItsShape(t *testing.T) {
	got := Typed("## Offre\n\n1. une base\n   - à 25 euros\n2. un bon\n\n- a\n\n> dit", 2)
	want := []Block{Heading{2, "", "Offre"}, Text{Body: "1. une base\n– à 25 euros\n2. un bon"}, List{"a"}, Text{Body: "dit", Quote: true}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%#v, want %#v", got, want)
	}
}
