package table

// unbounded are the columns whose least and greatest values help nobody find a row: no
// table is sorted by them, and every page has nearly the same ones. To find those of long
// columns takes time, and a text may be as long as a message.
var unbounded = map[string]bool{
	"text": true, "message_text": true, "matched_text": true, "context_before": true,
	"context_after": true, "message_id": true, "customer_id": true, "finding_id": true,
	"role": true, "kind": true, "platform": true, "version": true, "class": true,
	"invalid_reason": true, "rule_version": true, "title": true, "reason": true,
	"legal_basis": true, "suggestion": true, "definition": true,
	"evidence.list.element.message_id": true,
}
