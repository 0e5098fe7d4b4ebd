package export

import (
	"bytes"
	"context"
	"fmt"
)

// A cutter turns one file into batches.
type cutter struct {
	file   *fileState
	window *window
	send   func(context.Context, batch) error
}

const jsonHint = "write one JSON object a line, for example with jq -c '.[]'"

// cutJSON cuts JSON lines at newlines.
func (c *cutter) cutJSON(ctx context.Context) error {
	w, line, started := c.window, int64(1), false
	for {
		if len(w.data) < w.limits.block {
			if _, err := w.fill(); err != nil {
				return err
			}
		}
		end := bytes.LastIndexByte(w.data, '\n') + 1
		if w.eof {
			end = len(w.data)
		}
		if end == 0 {
			if w.eof {
				return nil
			}
			lost, err := c.grow(ctx, line)
			if err != nil {
				return err
			}
			if lost {
				line, started = line+1, true
			}
			continue
		}
		if !started {
			var fault *FileError
			if started, fault = checkJSONStart(w.data[:end], line); fault != nil {
				fault.Path = c.file.path
				return fault
			}
		}
		block := &jsonBlock{file: c.file, line: line, offset: w.offset, window: w}
		block.data = w.take(end)
		line += int64(bytes.Count(block.data, []byte{'\n'}))
		if err := c.send(ctx, block); err != nil {
			return err
		}
	}
}

// grow makes room for a line that does not fit into the window, or sets it aside when
// it is too long.
func (c *cutter) grow(ctx context.Context, number int64) (isLost bool, err error) {
	grown, err := c.window.fill()
	if err != nil || grown || c.window.eof {
		return false, err
	}
	offset := c.window.offset
	head, err := c.window.skipLine()
	if err != nil {
		return false, err
	}
	return true, c.send(ctx, &lost{
		file: c.file, number: number, offset: offset, head: head, fault: c.tooLong(),
	})
}

func (c *cutter) tooLong() *fault {
	return &fault{
		code:    CodeTooLong,
		message: fmt.Sprintf("一行超过 %d 字节，应更短", c.window.limits.record),
	}
}

// checkJSONStart looks at the first line that is not blank: a list or an object that goes
// on over several lines would make every line a bad one.
func checkJSONStart(data []byte, line int64) (started bool, fault *FileError) {
	rest := bytes.TrimLeft(data, " \t\r\n")
	if len(rest) == 0 {
		return false, nil
	}
	line += int64(bytes.Count(data[:len(data)-len(rest)], []byte{'\n'}))
	first, _, more := bytes.Cut(rest, []byte{'\n'})
	if rest[0] != '[' && !(more && string(bytes.TrimSpace(first)) == "{") {
		return true, nil
	}
	return true, &FileError{
		Line: int(line), Column: 1, Problem: "got JSON over several lines, want one object a line",
		Hint: jsonHint,
	}
}

// A jsonBlock is some whole lines.
type jsonBlock struct {
	file   *fileState
	window *window // takes the data back
	data   []byte
	line   int64 // number of the first
	offset int64
}

func (b *jsonBlock) run(w *worker) error {
	w.begin(b.file)
	b.scan(w)
	err := b.lines(w)
	if err == nil {
		err = w.end()
	}
	b.window.recycle(b.data)
	return err
}

// scan looks for what is rare once for all lines.
func (b *jsonBlock) scan(w *worker) {
	w.json.mayBreak = !validUTF8(b.data)
	w.json.mayNUL = bytes.IndexByte(b.data, 0) >= 0
}

func (b *jsonBlock) lines(w *worker) error {
	data, number, offset := b.data, b.line, b.offset
	for len(data) > 0 {
		line, size := data, len(data)
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			line, size = data[:i], i+1
		}
		if err := w.jsonLine(line, number, offset); err != nil {
			return err
		}
		data, number, offset = data[size:], number+1, offset+int64(size)
	}
	return nil
}

// jsonLine emits one line. Blank lines are none.
func (w *worker) jsonLine(line []byte, number, offset int64) error {
	if n := len(line); n == 0 || line[0] <= ' ' || line[n-1] <= ' ' {
		line = bytes.Trim(line, " \t\r")
		if len(line) == 0 {
			return nil
		}
	}
	if w.json.mayNUL && bytes.IndexByte(line, 0) >= 0 {
		return w.fault(number, offset, &fault{
			code: CodeNULByte, message: "行中有空字符 U+0000，应为正常文字",
		}, line)
	}
	if w.json.mayBreak && !validUTF8(line) {
		return w.fault(number, offset, &fault{
			code: CodeBadEncoding, message: "行中有无法解码的字节，应与文件的编码一致",
		}, line)
	}
	w.convert.mayNUL, w.convert.mayBreak = false, false
	w.rec.reset()
	if w.json.slowOnly || !w.scanObject(line) {
		w.unusual++
		w.rec.reset()
		if problem := w.readObject(line); problem != "" {
			return w.fault(number, offset, &fault{code: CodeBadJSON, message: problem}, line)
		}
	}
	return w.emit(number, offset, line)
}
