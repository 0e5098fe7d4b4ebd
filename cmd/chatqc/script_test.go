package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"chatqc/pipeline/table"
	"chatqc/samples"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"chatqc": func() { os.Exit(chatqc()) },
	})
}

// TestScripts runs testdata/*.txtar. UPDATE=1 refreshes what cmp compares.
func TestScripts(t *testing.T) {
	cache := t.TempDir() // one compiled dictionary for all scripts
	dir, files := "testdata", []string(nil)
	if testing.Short() { // the race detector needs the stages once, not every flag
		dir, files = "", []string{"testdata/run.txtar", "testdata/facts.txtar"}
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"exits":    exits,
		"hash":     hashTree,
		"sametree": sameTree,
		"pack":     pack,
		"big":      big,
		"week":     week,
		"hold":     hold,
		"nowhere":  nowhere,
	}
	maps.Copy(commands, unbroken)
	testscript.Run(t, testscript.Params{
		Dir:                dir,
		Files:              files,
		UpdateScripts:      os.Getenv("UPDATE") != "",
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", cache)
			env.Setenv("GOCOVERDIR", os.Getenv("GOCOVERDIR"))
			return nil
		},
		Cmds: commands,
		Condition: func(condition string) (bool, error) {
			if condition == "mount" {
				return mayMount(), nil
			}
			return false, fmt.Errorf("got condition %q, want mount", condition)
		},
	})
}

// exits CODE PROGRAM ARGS… runs a program, keeps its output for stdout and stderr,
// and fails unless it ends with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("got exit code %d, want %s", code, args[0])
	}
}

// hash FOLDER FILE writes the names and sums of the published files below a folder.
func hashTree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hash FOLDER FILE")
	}
	sums, err := treeSums(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(sums), 0o666))
}

// sametree A B fails unless two output folders publish the same bytes.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sametree A B")
	}
	a, errA := treeSums(ts.MkAbs(args[0]))
	b, errB := treeSums(ts.MkAbs(args[1]))
	ts.Check(errA)
	ts.Check(errB)
	if (a == b) == neg || a == "" {
		ts.Fatalf("trees differ or are empty:\n%s\n%s", a, b)
	}
}

// pack KIND FROM TO writes a file again as gz, zst, gb18030, utf16 or crlf, or cut
// short by ten bytes.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pack gz|zst|gb18030|utf16|crlf|cut FROM TO")
	}
	data := []byte(ts.ReadFile(args[1]))
	var out bytes.Buffer
	switch args[0] {
	case "gz":
		w := gzip.NewWriter(&out)
		_, err := w.Write(data)
		ts.Check(err)
		ts.Check(w.Close())
	case "zst":
		w, err := zstd.NewWriter(&out)
		ts.Check(err)
		_, err = w.Write(data)
		ts.Check(err)
		ts.Check(w.Close())
	case "gb18030":
		coded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(data)
		ts.Check(err)
		out.Write(coded)
	case "utf16":
		out.Write([]byte{0xff, 0xfe})
		for _, r := range string(data) {
			out.Write([]byte{byte(r), byte(r >> 8)})
		}
	case "crlf":
		out.WriteString(strings.ReplaceAll(string(data), "\n", "\r\n"))
	case "cut":
		out.Write(data[:len(data)-10])
	default:
		ts.Fatalf("got %q, want a known kind", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), out.Bytes(), 0o666))
}

// big FILE BYTES writes a JSON line whose text has that many bytes.
func big(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: big FILE BYTES")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := strings.Repeat("好", size/3) + strings.Repeat("a", size%3)
	line := `{"session_id":"big","role":"agent","sent_at":"2026-11-16 10:00:00","agent_id":"a1",` +
		`"message_id":"big1","text":"` + text + `"}` + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(line), 0o666))
}

// week FILE SESSIONS writes a synthetic week as JSON lines.
func week(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: week FILE SESSIONS")
	}
	sessions, err := strconv.Atoi(args[1])
	ts.Check(err)
	var out bytes.Buffer
	ts.Check(samples.Shop(1, samples.ShopConfig{Sessions: sessions}).WriteJSONLines(&out))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o666))
}

// hold FOLDER locks an output folder until the script ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FOLDER")
	}
	store, err := table.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	release, err := store.Lock(time.Now())
	ts.Check(err)
	ts.Defer(func() { _ = release() })
}

// nowhere TEXT FOLDER fails when a file below the folder holds the text: in the values
// of a Parquet file, or in the bytes of another.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: nowhere TEXT FOLDER")
	}
	files, found := 0, ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[1]), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(path, ".parquet") {
			data, err = parquetValues(data)
		}
		if bytes.Contains(data, []byte(args[0])) {
			found = path
		}
		return err
	}))
	if files == 0 || (found != "") != neg {
		ts.Fatalf("got %q in %q, of %d files", args[0], found, files)
	}
}

// parquetValues returns all values of a Parquet file as text.
func parquetValues(data []byte) ([]byte, error) {
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	reader := parquet.NewReader(file)
	rows := make([]parquet.Row, 64)
	for {
		n, err := reader.ReadRows(rows)
		for _, row := range rows[:n] {
			fmt.Fprintf(&out, "%+v\n", row)
		}
		if err == io.EOF {
			return out.Bytes(), reader.Close()
		}
		if err != nil {
			return nil, err
		}
	}
}

func treeSums(root string) (string, error) {
	var out strings.Builder
	for _, part := range []string{"tables", "coaching"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(path string, entry os.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			out.WriteString(name + " " + fmt.Sprintf("%x", sha256.Sum256(data)) + "\n")
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return out.String(), nil
}
