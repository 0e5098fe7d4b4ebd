// Package rules holds the rule packs that come with the program, as data: one YAML
// file a rule in the folder of its pack, the pack's own facts in pack.yaml and the
// law that the rules cite, with its dates, in law.yaml. The packages that inspect
// read any file system of that shape; only the command and tests import this one.
package rules

import (
	"embed"
	"io/fs"
)

//go:embed law.yaml */*.yaml */words/*.yaml
var packs embed.FS

// Files returns the built-in packs as rule.Load reads them: law.yaml at the root,
// <pack>/<rule>.yaml and <pack>/words/*.yaml below. The file system is read-only and
// safe for concurrent use.
func Files() fs.FS { return packs }
