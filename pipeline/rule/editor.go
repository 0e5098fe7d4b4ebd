package rule

import "encoding/json"

// A schema is a part of a JSON Schema.
type schema map[string]any

func words() schema {
	return schema{"type": "array", "items": textOf(), "uniqueItems": true}
}

func textOf() schema { return schema{"type": "string", "minLength": 1} }

func oneOf(values ...string) schema { return schema{"enum": values} }

func whole(low, high int) schema {
	return schema{"type": "integer", "minimum": low, "maximum": high}
}

func object(properties schema) schema {
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

func said() schema {
	return object(schema{
		"say": speakers(), "messages": whole(1, 100), "seconds": whole(1, maxSeconds),
		"across": schema{"type": "boolean"}, "any": words(),
	})
}

func speakers() schema { return oneOf("agent", "customer", "bot", "system") }

// chats are examples: a line {客服: text} or a list of lines.
func chats() schema {
	line := schema{"type": "object", "minProperties": 1, "maxProperties": 1}
	return schema{"type": "array", "minItems": minExamples, "items": schema{
		"oneOf": []schema{line, {"type": "array", "items": line, "minItems": 1}},
	}}
}

func day() schema { return schema{"type": "string", "format": "date"} }

func flag() schema { return schema{"type": "boolean"} }

func share() schema { return schema{"type": "number", "minimum": 0.3, "maximum": 1} }

func namesOf(names []string) schema {
	return schema{"type": "array", "items": oneOf(names...), "uniqueItems": true}
}

// keyTypes says what may stand under each key of a rule.
func keyTypes() map[string]schema {
	seconds := whole(1, maxSeconds)
	tagged := object(schema{"before": words(), "place": words(), "after": words()})
	return map[string]schema{
		"title": textOf(), "why": textOf(), "instead": textOf(), "when": textOf(),
		"owner": textOf(), "schema": whole(1, Schema),
		"version": {"type": "string", "pattern": `^\d+\.\d+\.\d+$`},
		"say":     speakers(), "any": words(), "all": words(), "none": words(),
		"regex": words(), "except": words(), "asked": words(), "law": words(), "platforms": words(),
		"at_least": object(schema{
			"count": whole(2, 20), "of": words(), "repeated": flag(),
			"over": oneOf(string(ScopeMessage), string(ScopeTurn), string(ScopeSession)),
		}),
		"like": object(schema{"share": share(), "of": words()}), "disguised": flag(),
		"within": oneOf(string(ScopeClause), string(ScopeSentence), string(ScopeMessage),
			string(ScopeTurn)),
		"near": object(schema{
			"of": words(), "characters": whole(1, 50), "words": whole(1, 20),
			"order": oneOf(string(OrderBefore), string(OrderAfter)),
		}),
		"tagged": tagged, "whole_words": flag(),
		"position": object(schema{
			"first": whole(1, 100), "last": whole(1, 100),
			"first_seconds": seconds, "last_seconds": seconds,
		}),
		"earlier": said(), "then": said(), "around": said(), "echo": speakers(),
		"gap":     object(schema{"over": seconds, "under": seconds}),
		"typing":  object(schema{"over": whole(1, 1000)}),
		"repeats": object(schema{"share": share(), "times": whole(1, 20)}), "nth": whole(2, 20),
		"unless": object(schema{
			"before": words(), "after": words(), "clause": words(), "message": words(),
			"turn": words(), "earlier": said(), "next": said(), "around": said(),
			"context": namesOf(contextNames()), "tagged": tagged,
			"rescue": object(schema{
				"of": namesOf(rescueNames()), "messages": whole(0, 20), "across": flag(),
			}),
		}),
		"severity": oneOf("fatal", "major", "minor", "hint", "praise"),
		"points":   {"type": "number", "minimum": 0, "maximum": maxPoints},
		"status":   oneOf(string(Trial), string(Active), string(Retired)),
		"from":     day(), "to": day(), "hits": chats(), "misses": chats(),
	}
}

// EditorSchema returns the JSON Schema (2020-12) of a rule file, with the manual's words
// as descriptions, for completion and marks in an editor. What lint refuses beyond the
// form, an editor does not see.
func EditorSchema() ([]byte, error) {
	properties, types := schema{}, keyTypes()
	for _, k := range ruleKeys {
		property := types[k.name]
		property["description"] = k.meaning
		properties[k.name] = property
	}
	return json.MarshalIndent(schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "chatqc rule",
		"type": "object", "properties": properties, "additionalProperties": false,
		"required": []string{"title", "severity", "points", "why", "hits", "misses"},
	}, "", "  ")
}
