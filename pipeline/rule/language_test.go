package rule

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"
)

// The manual explains every key that the language has, and no other.
func TestTheManualIsComplete(t *testing.T) {
	s := newSource("x.yaml", nil)
	check := func(keys []key, fields map[string]func(*yaml.Node)) {
		t.Helper()
		var got []string
		for _, k := range keys {
			got = append(got, k.name)
			if k.meaning == "" || k.example == "" {
				t.Errorf("%s: got no meaning or example", k.name)
			}
		}
		slices.Sort(got)
		if want := slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
			t.Errorf("got keys %v, want %v", got, want)
		}
	}
	check(ruleKeys, s.ruleFields(&Rule{}))
	check(unlessKeys, s.unlessFields(&Unless{}))
}

// The schema for editors has every key, and says what may stand under it.
func TestTheEditorSchemaIsComplete(t *testing.T) {
	data, err := EditorSchema()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Properties map[string]struct {
			Description string
			Type        string
			Enum        []string
			Properties  map[string]any
		}
		Required []string
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, k := range ruleKeys {
		p := got.Properties[k.name]
		if p.Description != k.meaning || p.Type == "" && len(p.Enum) == 0 {
			t.Errorf("%s: got %+v, want a type and the manual's words", k.name, p)
		}
	}
	for _, k := range unlessKeys {
		if got.Properties["unless"].Properties[k.name] == nil {
			t.Errorf("unless has no %s", k.name)
		}
	}
	if len(got.Properties) != len(ruleKeys) || len(got.Required) != 6 {
		t.Errorf("got %d properties, %v required", len(got.Properties), got.Required)
	}
}

// A scaffold is YAML of the right form, and refused until it is filled in.
func TestScaffoldIsRefusedForItsExamplesOnly(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"evasion/pack.yaml": {Data: []byte("title: 推诿\ndimension: evasive\nversion: 1.0.0\nowner: 质检\n")},
		"evasion/new.yaml":  {Data: []byte(Scaffold())},
	})
	if err == nil {
		t.Fatal("an empty scaffold was taken")
	}
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		if !strings.Contains(e.Error(), "hits[") && !strings.Contains(e.Error(), "misses[") {
			t.Errorf("got %v, want faults of examples only", e)
		}
	}
}
