package table

// Every published table is one struct here. The parquet tag is the contract with
// readers: a column keeps its name and its type for good, and new columns are
// added at the end. The comment above a field, Chinese: English, is the
// data dictionary.
//
// Times are microseconds since 1970 UTC, dates are days since 1970-01-01 in the
// shop's zone, rates lie in 0–1, and a pointer is a column that may be null.

// A Message is one row of messages: one bubble, masked. Rows are sorted by
// (shop_id, session_id, sent_at, seq), so a session's rows are adjacent.
type Message struct {
	// 会话开始日期: day on which the session began, in the shop's zone.
	SessionDate int32 `parquet:"session_date,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 平台: platform, empty when the export does not say.
	Platform string `parquet:"platform,dict"`
	// 会话编号: session, unique within its shop.
	SessionID string `parquet:"session_id,plain"`
	// 消息编号: the export's identifier, or a fingerprint of the content.
	MessageID string `parquet:"message_id,plain"`
	// 会话内序号: position in the session, from 0.
	Seq int32 `parquet:"seq"`
	// 发送时间: moment of sending, UTC.
	SentAt int64 `parquet:"sent_at,timestamp(microsecond)"`
	// 发送方: customer, agent, bot or system.
	Role string `parquet:"role,dict"`
	// 客服: agent in charge, empty when unknown.
	AgentID string `parquet:"agent_id,dict"`
	// 客户: customer, masked when it is a phone or mail address.
	CustomerID string `parquet:"customer_id,plain"`
	// 内容类型: text, image, card and so on.
	Kind string `parquet:"kind,dict"`
	// 内容（已脱敏）: text with personal data replaced by typed tokens.
	Text string `parquet:"text,plain"`
	// 轮次号: number that the export gave the message's turn, -1 when none.
	Turn int32 `parquet:"turn"`
}

// A Session is one row of sessions, sorted by (agent_id, session_id, shop_id).
type Session struct {
	// 会话开始日期: day on which the session began, in the shop's zone.
	SessionDate int32 `parquet:"session_date,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 平台: platform.
	Platform string `parquet:"platform,dict"`
	// 会话编号: session, unique within its shop.
	SessionID string `parquet:"session_id,plain"`
	// 客服: agent with the most messages; the first one of equals.
	AgentID string `parquet:"agent_id,dict"`
	// 客户: customer.
	CustomerID string `parquet:"customer_id,plain"`
	// 首条消息时间: moment of the first message, UTC.
	FirstMessageAt int64 `parquet:"first_message_at,timestamp(microsecond)"`
	// 末条消息时间: moment of the last message, UTC.
	LastMessageAt int64 `parquet:"last_message_at,timestamp(microsecond)"`
	// 是否有效咨询: counts as a consultation.
	Valid bool `parquet:"valid"`
	// 无效原因: empty, no_customer, no_content or bot_only.
	InvalidReason string `parquet:"invalid_reason,dict"`
	// 客户消息数: messages by the customer.
	CustomerMessages int32 `parquet:"customer_messages"`
	// 客服消息数: messages by human agents.
	AgentMessages int32 `parquet:"agent_messages"`
	// 轮次: runs of messages by one role, system messages aside.
	Turns int32 `parquet:"turns"`
	// 首次响应（秒）: first customer message to first human reply; null when none came.
	FirstResponseSeconds *float64 `parquet:"first_response_seconds,optional"`
	// 平均响应（秒）: mean over answered rounds, a round being a run of customer
	// messages up to the first human reply.
	MeanResponseSeconds *float64 `parquet:"mean_response_seconds,optional"`
	// 未回复: the customer's last message got no human reply.
	Unanswered bool `parquet:"unanswered"`
	// 转接次数: times the human agent changed.
	Transfers int32 `parquet:"transfers"`
	// 订单: order attributed to the session; null without orders.
	OrderID *string `parquet:"order_id,optional"`
	// 下单时间: moment of the order, UTC.
	OrderedAt *int64 `parquet:"ordered_at,optional,timestamp(microsecond)"`
	// 订单金额（元）: amount in yuan.
	OrderAmount *float64 `parquet:"order_amount,optional"`
	// 是否成交: ordered within 24 hours; null without orders.
	Converted *bool `parquet:"converted,optional"`
	// 问答轮数: runs of customer messages.
	Rounds int32 `parquet:"rounds"`
	// 已回复轮数: rounds with a human reply before the session's end.
	AnsweredRounds int32 `parquet:"answered_rounds"`
	// 机器人消息数: messages by machines.
	BotMessages int32 `parquet:"bot_messages"`
	// 程序与规则版本: fingerprint of the program's version and the rules.
	Version string `parquet:"version,dict"`
	// 客服用词数: dictionary words in the agents' messages.
	AgentWords int32 `parquet:"agent_words"`
}

// A Finding is one row of findings, sorted by (agent_id, session_id, shop_id,
// sent_at, message_id, begin_byte, rule_id).
type Finding struct {
	// 会话开始日期: day on which the session began, in the shop's zone.
	SessionDate int32 `parquet:"session_date,date"`
	// 命中编号: fingerprint of shop, session, message, rule, span and its text: stable
	// over re-runs.
	FindingID string `parquet:"finding_id,plain"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 会话编号: session.
	SessionID string `parquet:"session_id,plain"`
	// 消息编号: message at fault, or praised.
	MessageID string `parquet:"message_id,plain"`
	// 客服: agent who sent the message.
	AgentID string `parquet:"agent_id,dict"`
	// 发送时间: moment of the message, UTC.
	SentAt int64 `parquet:"sent_at,timestamp(microsecond)"`
	// 维度: copy_paste, evasive, banned_claim, selling, service, fact or privacy.
	Dimension string `parquet:"dimension,dict"`
	// 规则: rule or check.
	RuleID string `parquet:"rule_id,dict"`
	// 规则版本: version of the rule.
	RuleVersion string `parquet:"rule_version,dict"`
	// 严重度: fatal, major, minor, hint or praise.
	Severity string `parquet:"severity,dict"`
	// 分值: points the finding costs; for praise, earns.
	Points float64 `parquet:"points"`
	// 起始字节: begin of the marked span in the message's text, in bytes of UTF-8.
	BeginByte int32 `parquet:"begin_byte"`
	// 结束字节: end of the marked span, exclusive.
	EndByte int32 `parquet:"end_byte"`
	// 命中文字: the marked span.
	MatchedText string `parquet:"matched_text,plain"`
	// 原因: why the rule fired.
	Reason string `parquet:"reason,dict"`
	// 法律依据: law in force on the message's date, empty when none.
	LegalBasis string `parquet:"legal_basis,dict"`
	// 建议话术: the better sentence.
	Suggestion string `parquet:"suggestion,dict"`
	// 证据: every marked place that supports the finding.
	Evidence []Evidence `parquet:"evidence,list"`
	// 规则名称: the rule's title.
	Title string `parquet:"title,dict"`
	// 消息全文（已脱敏）: whole text of the message, masked.
	MessageText string `parquet:"message_text,plain"`
	// 前文: up to three messages before, one a line, speaker first.
	ContextBefore string `parquet:"context_before,plain"`
	// 后文: up to three messages after, one a line, speaker first.
	ContextAfter string `parquet:"context_after,plain"`
	// 会话是否有效: the session counts as a consultation.
	SessionValid bool `parquet:"session_valid"`
}

// An Evidence is one marked place inside a Finding.
type Evidence struct {
	// 消息编号: message.
	MessageID string `parquet:"message_id,plain"`
	// 起始字节: begin of the span, in bytes.
	BeginByte int32 `parquet:"begin_byte"`
	// 结束字节: end of the span, exclusive.
	EndByte int32 `parquet:"end_byte"`
}

// A Copy is one row of copies: an agent's message that is a copy of a template.
// Rows are sorted by (agent_id, session_id, shop_id, seq, begin_byte).
type Copy struct {
	// 会话开始日期: day on which the session began, in the shop's zone.
	SessionDate int32 `parquet:"session_date,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 会话编号: session.
	SessionID string `parquet:"session_id,plain"`
	// 消息编号: message.
	MessageID string `parquet:"message_id,plain"`
	// 客服: agent who sent it.
	AgentID string `parquet:"agent_id,dict"`
	// 模板: fingerprint of the text without punctuation, digits as one.
	TemplateID string `parquet:"template_id,dict"`
	// 相似度: 0–1; 1 for an exact copy.
	Similarity float64 `parquet:"similarity"`
	// 起始字节: begin of the copied span, in bytes.
	BeginByte int32 `parquet:"begin_byte"`
	// 结束字节: end of the copied span, exclusive.
	EndByte int32 `parquet:"end_byte"`
	// 话术类别: greeting, hold, closing, acknowledgement, data or content.
	Class string `parquet:"class,dict"`
	// 会话内序号: position of the message in its session, from 0.
	Seq int32 `parquet:"seq"`
	// 模板文字（已脱敏）: the copied span, masked.
	MatchedText string `parquet:"matched_text,dict"`
}

// A Repeat is one row of repeats: how often a text was sent on one day, the
// partial result from which the trailing window is merged. Sorted by (shop_id,
// template_id).
type Repeat struct {
	// 会话开始日期: day on which the sessions began, in the shop's zone.
	SessionDate int32 `parquet:"session_date,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 模板: fingerprint of the text without punctuation, digits as one.
	TemplateID string `parquet:"template_id,plain"`
	// 消息数: agent messages with this text.
	Messages int64 `parquet:"messages"`
	// 会话数: sessions with this text.
	Sessions int64 `parquet:"sessions"`
}
