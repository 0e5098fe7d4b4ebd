package inspect

import (
	"chatqc/pipeline/check"
	"chatqc/pipeline/check/copypaste"
)

// Checks returns every check, in the order in which they run. The list is literal:
// nothing registers itself.
func Checks() []check.Check {
	return []check.Check{
		copypaste.Check,
	}
}
