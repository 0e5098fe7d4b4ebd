package samples

import (
	"embed"
	"path"
	"strings"
)

//go:embed clean/*.chat
var cleanFiles embed.FS

// A Chat is one transcript, as pipeline/chat/chattest reads it.
type Chat struct {
	Name string // the file's name without .chat
	Text string
}

// Clean returns the chats in which nothing is wrong, though they are full of words that
// a list would flag, in the order of their names. Rules may praise what is said there
// and find no fault. The error is that of reading what is embedded: it never comes.
func Clean() ([]Chat, error) {
	entries, err := cleanFiles.ReadDir("clean")
	if err != nil {
		return nil, err
	}
	chats := make([]Chat, 0, len(entries))
	for _, e := range entries {
		data, err := cleanFiles.ReadFile(path.Join("clean", e.Name()))
		if err != nil {
			return nil, err
		}
		chats = append(chats, Chat{strings.TrimSuffix(e.Name(), ".chat"), string(data)})
	}
	return chats, nil
}
