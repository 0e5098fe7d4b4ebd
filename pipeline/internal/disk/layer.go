package disk

// A Kind says what an operation does.
type Kind string

// The kinds of operations.
const (
	Mkdir      Kind = "mkdir"       // make the folder Path
	Create     Kind = "create"      // make or empty the file Path
	Write      Kind = "write"       // write into the file Path
	Sync       Kind = "sync"        // make what is in the file Path durable
	SyncFolder Kind = "sync folder" // make the names in the folder Path durable
	Rename     Kind = "rename"      // Path becomes To
	Exchange   Kind = "exchange"    // Path and To swap their names
	Remove     Kind = "remove"      // Path and all below it
)

// An Op is one operation that changes files, or makes changes durable.
type Op struct {
	Kind     Kind
	Path, To string // To is set for Rename and Exchange alone
}

// A Layer stands between a store and the system. It does the operation by calling act and
// returns its error, or one of its own. It may be called concurrently.
//
// The methods of Layer are the operations; those of the nil Layer cost what the system's
// do.
type Layer func(op Op, act func() error) error

func (l Layer) do(op Op, act func() error) error {
	if l == nil {
		return act()
	}
	return l(op, act)
}
