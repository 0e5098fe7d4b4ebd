package main

import (
	"os"
	"testing"
)

// TestTheManualOfTheRulesIsUpToDate holds rules/README.md against the language and the
// packs of today. UPDATE=1 writes it anew.
func TestTheManualOfTheRulesIsUpToDate(t *testing.T) {
	set, err := loadRules("")
	if err != nil {
		t.Fatal(err)
	}
	const path = "../../rules/README.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(set.Manual()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, path) != set.Manual() {
		t.Errorf("%s is stale: UPDATE=1 go test ./cmd/chatqc", path)
	}
}
