package table

// The tables of a week are structs here, under the same rules as those of a day in
// rows.go. A rate lies in 0–1 and is null where its denominator is 0; low and high are
// the ends of a 95 % interval: Wilson's for a rate, Student's t over sessions for a
// mean, null where there is none.

// An Agent is one row of agents: one agent's week in one shop. Rows are sorted by
// (shop_id, agent_id). A session counts for the agent with the most messages in it, a
// finding for the one who sent the message; only findings in valid sessions count.
type Agent struct {
	// 周一日期: Monday of the ISO week.
	WeekStart int32 `parquet:"week_start,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 客服: agent, empty when unknown.
	AgentID string `parquet:"agent_id,dict"`
	// 会话数: sessions.
	Sessions int64 `parquet:"sessions"`
	// 有效会话数: sessions that count as consultations.
	ValidSessions int64 `parquet:"valid_sessions"`
	// 客服消息数: messages by human agents in all sessions.
	Messages int64 `parquet:"messages"`
	// 复制粘贴会话数: valid sessions with at least one copy-paste fault.
	CopyPasteSessions int64 `parquet:"copy_paste_sessions"`
	// 复制粘贴会话占比: their share of valid sessions.
	CopyPasteRate *float64 `parquet:"copy_paste_rate,optional"`
	// 复制粘贴占比的分母: valid sessions; never below the sessions with a finding.
	CopyPasteN int64 `parquet:"copy_paste_n"`
	// 复制粘贴占比下限: low end of the interval.
	CopyPasteLow *float64 `parquet:"copy_paste_low,optional"`
	// 复制粘贴占比上限: high end of the interval.
	CopyPasteHigh *float64 `parquet:"copy_paste_high,optional"`
	// 复制粘贴命中数: findings behind it.
	CopyPasteFindings int64 `parquet:"copy_paste_findings"`
	// 复制粘贴占比（收缩后）: the rate drawn towards the shop's, for comparing agents.
	CopyPasteShrunkRate *float64 `parquet:"copy_paste_shrunk_rate,optional"`
	// 敷衍推诿会话数: valid sessions with at least one evasive reply.
	EvasiveSessions int64 `parquet:"evasive_sessions"`
	// 敷衍推诿会话占比: their share of valid sessions.
	EvasiveRate *float64 `parquet:"evasive_rate,optional"`
	// 敷衍推诿占比的分母: valid sessions; never below the sessions with a finding.
	EvasiveN int64 `parquet:"evasive_n"`
	// 敷衍推诿占比下限: low end of the interval.
	EvasiveLow *float64 `parquet:"evasive_low,optional"`
	// 敷衍推诿占比上限: high end of the interval.
	EvasiveHigh *float64 `parquet:"evasive_high,optional"`
	// 敷衍推诿命中数: findings behind it.
	EvasiveFindings int64 `parquet:"evasive_findings"`
	// 敷衍推诿占比（收缩后）: the rate drawn towards the shop's, for comparing agents.
	EvasiveShrunkRate *float64 `parquet:"evasive_shrunk_rate,optional"`
	// 禁忌话术风险会话数: valid sessions with at least one risky claim.
	BannedClaimSessions int64 `parquet:"banned_claim_sessions"`
	// 禁忌话术风险会话占比: their share of valid sessions.
	BannedClaimRate *float64 `parquet:"banned_claim_rate,optional"`
	// 禁忌话术风险占比的分母: valid sessions; never below the sessions with a finding.
	BannedClaimN int64 `parquet:"banned_claim_n"`
	// 禁忌话术风险占比下限: low end of the interval.
	BannedClaimLow *float64 `parquet:"banned_claim_low,optional"`
	// 禁忌话术风险占比上限: high end of the interval.
	BannedClaimHigh *float64 `parquet:"banned_claim_high,optional"`
	// 禁忌话术风险命中数: findings behind it.
	BannedClaimFindings int64 `parquet:"banned_claim_findings"`
	// 禁忌话术风险占比（收缩后）: the rate drawn towards the shop's, for comparing agents.
	BannedClaimShrunkRate *float64 `parquet:"banned_claim_shrunk_rate,optional"`
	// 高转化话术会话数: valid sessions with at least one praised selling phrase.
	SellingSessions int64 `parquet:"selling_sessions"`
	// 高转化话术会话占比: their share of valid sessions.
	SellingRate *float64 `parquet:"selling_rate,optional"`
	// 高转化话术占比的分母: valid sessions; never below the sessions with a finding.
	SellingN int64 `parquet:"selling_n"`
	// 高转化话术占比下限: low end of the interval.
	SellingLow *float64 `parquet:"selling_low,optional"`
	// 高转化话术占比上限: high end of the interval.
	SellingHigh *float64 `parquet:"selling_high,optional"`
	// 高转化话术命中数: praised phrases.
	SellingFindings int64 `parquet:"selling_findings"`
	// 高转化话术占比（收缩后）: the rate drawn towards the shop's, for comparing agents.
	SellingShrunkRate *float64 `parquet:"selling_shrunk_rate,optional"`
	// 首次响应（秒）: mean from the first question to the first human reply.
	FirstResponseSeconds *float64 `parquet:"first_response_seconds,optional"`
	// 首次响应的次数: sessions with a first response.
	FirstResponseSecondsN int64 `parquet:"first_response_seconds_n"`
	// 首次响应下限（秒）: low end of the interval.
	FirstResponseSecondsLow *float64 `parquet:"first_response_seconds_low,optional"`
	// 首次响应上限（秒）: high end of the interval.
	FirstResponseSecondsHigh *float64 `parquet:"first_response_seconds_high,optional"`
	// 首次响应中位数（秒）: exact median over sessions.
	FirstResponseSecondsMedian *float64 `parquet:"first_response_seconds_median,optional"`
	// 平均响应（秒）: mean over answered rounds of all valid sessions.
	MeanResponseSeconds *float64 `parquet:"mean_response_seconds,optional"`
	// 平均响应的次数: answered rounds.
	MeanResponseSecondsN int64 `parquet:"mean_response_seconds_n"`
	// 平均响应下限（秒）: low end of the interval.
	MeanResponseSecondsLow *float64 `parquet:"mean_response_seconds_low,optional"`
	// 平均响应上限（秒）: high end of the interval.
	MeanResponseSecondsHigh *float64 `parquet:"mean_response_seconds_high,optional"`
	// 平均响应中位数（秒）: exact median over sessions.
	MeanResponseSecondsMedian *float64 `parquet:"mean_response_seconds_median,optional"`
	// 回复会话数: valid sessions with a question and a human reply.
	RepliedSessions int64 `parquet:"replied_sessions"`
	// 回复率: share of valid sessions with a question that got a human reply.
	ReplyRate *float64 `parquet:"reply_rate,optional"`
	// 回复率的分母: valid sessions with a question.
	ReplyRateN int64 `parquet:"reply_rate_n"`
	// 回复率下限: low end of the interval.
	ReplyRateLow *float64 `parquet:"reply_rate_low,optional"`
	// 回复率上限: high end of the interval.
	ReplyRateHigh *float64 `parquet:"reply_rate_high,optional"`
	// 未回复会话数: valid sessions whose last question got no human reply.
	UnansweredSessions int64 `parquet:"unanswered_sessions"`
	// 未回复率: their share of valid sessions with a question.
	UnansweredRate *float64 `parquet:"unanswered_rate,optional"`
	// 未回复率的分母: valid sessions with a question.
	UnansweredRateN int64 `parquet:"unanswered_rate_n"`
	// 未回复率下限: low end of the interval.
	UnansweredRateLow *float64 `parquet:"unanswered_rate_low,optional"`
	// 未回复率上限: high end of the interval.
	UnansweredRateHigh *float64 `parquet:"unanswered_rate_high,optional"`
	// 模板消息数: agent messages with content that are copies of a template.
	TemplateMessages int64 `parquet:"template_messages"`
	// 模板消息占比: their share of agent messages; costs no points.
	TemplateShare *float64 `parquet:"template_share,optional"`
	// 模板占比的分母: agent messages.
	TemplateShareN int64 `parquet:"template_share_n"`
	// 模板占比下限: low end of the interval.
	TemplateShareLow *float64 `parquet:"template_share_low,optional"`
	// 模板占比上限: high end of the interval.
	TemplateShareHigh *float64 `parquet:"template_share_high,optional"`
	// 质检分: 100 less all score_points, in tenths; null without valid sessions.
	Score *float64 `parquet:"score,optional"`
	// 复制粘贴扣分: points per 100 valid sessions, at most 15.
	ScorePointsCopyPaste float64 `parquet:"score_points_copy_paste"`
	// 敷衍推诿扣分: points per 100 valid sessions, at most 25.
	ScorePointsEvasive float64 `parquet:"score_points_evasive"`
	// 禁忌话术风险扣分: points per 100 valid sessions, at most 25.
	ScorePointsBannedClaim float64 `parquet:"score_points_banned_claim"`
	// 错失销售机会扣分: points per 100 valid sessions, at most 10.
	ScorePointsSelling float64 `parquet:"score_points_selling"`
	// 服务规范扣分: points per 100 valid sessions, at most 10.
	ScorePointsService float64 `parquet:"score_points_service"`
	// 事实不符扣分: points per 100 valid sessions, at most 10.
	ScorePointsFact float64 `parquet:"score_points_fact"`
	// 隐私扣分: points per 100 valid sessions, at most 5.
	ScorePointsPrivacy float64 `parquet:"score_points_privacy"`
	// 致命项扣分: what a fatal finding takes of the rest, so that the score is 0.
	ScorePointsFatal float64 `parquet:"score_points_fatal"`
	// 致命项数: fatal findings.
	FatalFindings int64 `parquet:"fatal_findings"`
	// 结论: 证据不足 below 10 valid sessions, else 致命项 or 可评分.
	Verdict string `parquet:"verdict,dict"`
}

// A Coaching is one item of an agent's weekly coaching file. All sections share this
// one flat schema; a column that a section does not use is empty, 0 or null. Rows are
// sorted by section (summary, strength, priority, finding, copy, phrase) and rank.
type Coaching struct {
	// 周一日期: Monday of the ISO week.
	WeekStart int32 `parquet:"week_start,date"`
	// 店铺: shop.
	ShopID string `parquet:"shop_id,dict"`
	// 客服: agent, empty when unknown.
	AgentID string `parquet:"agent_id,dict"`
	// 栏目: summary, strength, priority, finding, copy or phrase.
	Section string `parquet:"section,dict"`
	// 栏目内序号: position in its section, from 1.
	Rank int32 `parquet:"rank"`
	// 维度: copy_paste, evasive, banned_claim, selling, service, fact or privacy.
	Dimension string `parquet:"dimension,dict"`
	// 规则或指标: rule or check; in summaries the column of agents that holds the number.
	RuleID string `parquet:"rule_id,dict"`
	// 名称: title of the rule or metric.
	Title string `parquet:"title,dict"`
	// 严重度: fatal, major, minor, hint or praise.
	Severity string `parquet:"severity,dict"`
	// 分值: points the finding costs or earns; of a group, their sum.
	Points float64 `parquet:"points"`
	// 数值: rate in 0–1, seconds or score, as the definition says.
	Value *float64 `parquet:"value,optional"`
	// 计数: numerator of the value; of a finding 1 when it counts, else 0.
	Count int64 `parquet:"count"`
	// 分母: denominator of the value.
	N int64 `parquet:"n"`
	// 下限: low end of the 95 % interval.
	Low *float64 `parquet:"low,optional"`
	// 上限: high end of the 95 % interval.
	High *float64 `parquet:"high,optional"`
	// 口径: Chinese definition of the number.
	Definition string `parquet:"definition,dict"`
	// 会话编号: session of the example.
	SessionID string `parquet:"session_id,plain"`
	// 消息编号: message of the example.
	MessageID string `parquet:"message_id,plain"`
	// 发送时间: moment of that message, UTC; null when none.
	SentAt *int64 `parquet:"sent_at,optional,timestamp(microsecond)"`
	// 起始字节: begin of the marked span in message_text, in bytes of UTF-8.
	BeginByte int32 `parquet:"begin_byte"`
	// 结束字节: end of the marked span, exclusive.
	EndByte int32 `parquet:"end_byte"`
	// 命中文字: the marked span.
	MatchedText string `parquet:"matched_text,plain"`
	// 消息全文（已脱敏）: whole text of the message, masked.
	MessageText string `parquet:"message_text,plain"`
	// 前文: up to three messages before, one a line, speaker first.
	ContextBefore string `parquet:"context_before,plain"`
	// 后文: up to three messages after, one a line, speaker first.
	ContextAfter string `parquet:"context_after,plain"`
	// 原因: what the number or the finding means.
	Reason string `parquet:"reason,plain"`
	// 建议话术: the better sentence.
	Suggestion string `parquet:"suggestion,dict"`
	// 法律依据: law in force on the message's date, empty when none.
	LegalBasis string `parquet:"legal_basis,dict"`
	// 命中编号: finding behind the example.
	FindingID string `parquet:"finding_id,plain"`
}
