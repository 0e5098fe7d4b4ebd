package fact

import (
	"strings"

	"chatqc/pipeline/text"
)

// A Kind is one of the files of facts.
type Kind uint8

// The kinds, in the order in which they are read.
const (
	Campaigns Kind = iota
	Roster
	Shops
	Knowledge
	Orders
	kindCount
)

var kindNames = [kindCount]string{"campaigns", "roster", "shops", "knowledge", "orders"}

// String returns the name of the kind's file without .csv, and "" for what is no kind.
func (k Kind) String() string {
	if k >= kindCount {
		return ""
	}
	return kindNames[k]
}

// File returns the name of the kind's file: campaigns.csv.
func (k Kind) File() string { return k.String() + extension }

const extension = ".csv"

// chineseFiles are names that a Chinese shop would give its files. They are not read,
// for one name of a file is enough, but it is told what to call them.
var chineseFiles = map[string]Kind{
	"活动": Campaigns, "花名册": Roster, "店铺": Shops, "知识库": Knowledge, "订单": Orders,
}

// A column is one column of a file.
type column struct {
	name     string // English
	chinese  string
	others   string // further names, parted by spaces
	required bool
}

func (c *column) String() string { return c.name + " (" + c.chinese + ")" }

// names returns every name of the column, the English one first.
func (c *column) names() []string {
	return append([]string{c.name, c.chinese}, strings.Fields(c.others)...)
}

// columns returns the columns of a kind, in the order of the constants of its file.
func (k Kind) columns() []column {
	return [kindCount][]column{
		campaignColumns, rosterColumns, shopColumns, knowledgeColumns, orderColumns,
	}[k]
}

// foldName is how names of columns are compared.
func foldName(name string) string {
	return strings.NewReplacer(" ", "", "_", "").Replace(text.Fold(name))
}

// columnsByName returns where in k.columns() each name stands, after foldName.
func (k Kind) columnsByName() map[string]int {
	known := map[string]int{}
	for i, c := range k.columns() {
		for _, name := range c.names() {
			known[foldName(name)] = i
		}
	}
	return known
}
