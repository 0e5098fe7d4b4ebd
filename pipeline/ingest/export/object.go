package export

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A jsonText reads what the scanner leaves.
type jsonText struct {
	decoder *jsontext.Decoder
	in      bytes.Reader
}

// readObject reads any JSON object into w.rec with jsontext, which refuses duplicate
// keys, halves of surrogate pairs and whatever else is no JSON. It returns what is wrong
// in Chinese, "" for nothing.
func (w *worker) readObject(line []byte) (problem string) {
	t := &w.json.text
	t.in.Reset(line)
	if t.decoder == nil {
		t.decoder = jsontext.NewDecoder(&t.in)
	} else {
		t.decoder.Reset(&t.in)
	}
	switch t.decoder.PeekKind() {
	case '{':
	case '[', '"', '0', 't', 'f', 'n':
		return "行是 JSON 的值 " + excerpt(string(line), 40) + "，应为一个对象"
	}
	if err := w.readMembers(t.decoder); err != nil {
		return describeJSON(err)
	}
	if _, err := t.decoder.ReadToken(); err != io.EOF {
		return "对象之后还有内容，应一行一个对象"
	}
	return ""
}

func (w *worker) readMembers(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		key, err := d.ReadToken()
		if err != nil {
			return err
		}
		c := w.keyColumn([]byte(key.String()))
		if c.field == fieldNone {
			if err := d.SkipValue(); err != nil {
				return err
			}
			continue
		}
		raw, err := d.ReadValue()
		if err != nil {
			return err
		}
		value, err := w.ownCell(raw)
		if err != nil {
			return err
		}
		if value.form != formAbsent && w.rec.wants(c) {
			w.rec.set(c, value.text, value.form)
		}
	}
	_, err := d.ReadToken()
	return err
}

// ownCell copies a value into the arena: the decoder reuses its buffer.
func (w *worker) ownCell(raw jsontext.Value) (value cell, err error) {
	from := len(w.arena)
	switch raw.Kind() {
	case 'n':
		return cell{}, nil
	case '"':
		value.form = formText
		w.arena, err = jsontext.AppendUnquote(w.arena, raw)
		w.convert.mayNUL = w.convert.mayNUL || bytes.IndexByte(w.arena[from:], 0) >= 0
	case '0':
		value.form = formNumber
		w.arena = append(w.arena, raw...)
	default:
		value.form = formOther
		w.arena = append(w.arena, raw...)
	}
	value.text = alias(w.arena[from:])
	return value, err
}

func describeJSON(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "对象中有重复的键，应各出现一次"
	case errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(text, "unexpected EOF"):
		return "JSON 没有写完，应为完整的一行"
	}
	return "不是正确的 JSON，应为一行一个对象"
}
