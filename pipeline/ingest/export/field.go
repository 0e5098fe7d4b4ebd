package export

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A field is one canonical column of an export.
type field uint8

const (
	fieldNone field = iota // a column that is not used
	fieldMessageID
	fieldSessionID
	fieldTurn
	fieldRole
	fieldText
	fieldSentAt
	fieldAgentID
	fieldCustomerID
	fieldShopID
	fieldPlatform
	fieldKind
	fieldSender // a name or a role; used where there is no role
	fieldCount
)

var fieldNames = [fieldCount]string{
	"ignore", "message_id", "session_id", "turn", "role", "text", "sent_at", "agent_id",
	"customer_id", "shop_id", "platform", "kind", "sender",
}

func (f field) String() string { return fieldNames[f] }

// aliases are the names that shops' exports use, the surest first. They are compared
// after foldName.
var aliases = [fieldCount]string{
	fieldMessageID: "message_id msg_id platformMessageId 消息ID 消息编号 消息号 聊天记录ID",
	fieldSessionID: "session_id conversation_id conv_id chat_id dialog_id 会话ID 会话编号 " +
		"会话号 会话标识 会话 对话ID 对话编号 咨询ID 咨询编号 接待ID",
	fieldTurn: "turn seq message_index 轮次 消息序号 序号",
	fieldRole: "role sender_role sender_type author_type from_role 角色 发送方角色 发送者角色 " +
		"发送方类型 发送者类型 发送人类型 消息来源 账号类型 身份 direction 消息方向 方向",
	fieldText: "text content message_content message body msg 消息内容 聊天内容 发送内容 内容 " +
		"对话内容 文本 正文 消息 聊天记录 StrContent",
	fieldSentAt: "sent_at send_time sent_time message_time msg_time created_at create_time " +
		"timestamp datetime time 发送时间 消息时间 聊天时间 创建时间 日期时间 时间",
	fieldAgentID: "agent_id agent_account agent agent_name staff_id staff seller_id seller " +
		"客服ID 客服账号 客服子账号 旺旺子账号 子账号 客服 接待客服 客服昵称 客服名称 客服姓名 客服名 " +
		"坐席 坐席ID 接待人",
	fieldCustomerID: "customer_id customer buyer_id buyer buyer_nick user_id user visitor_id " +
		"visitor 客户ID 客户账号 客户 客户昵称 客户名 客户名称 买家ID 买家账号 买家会员名 买家 " +
		"买家昵称 买家旺旺 顾客ID 顾客 顾客昵称 用户ID 用户账号 用户 用户昵称 用户名 访客ID 访客 会员名",
	fieldShopID:   "shop_id shop store_id store shop_name 店铺ID 店铺 店铺名称 店铺名 店名",
	fieldPlatform: "platform channel 平台 平台名称 渠道",
	fieldKind: "kind message_type msg_type content_type type 消息类型 内容类型 消息种类 " +
		"类型",
	fieldSender: "sender sender_name from from_name 发送方 发送者 发送人 发送账号 发送者昵称 " +
		"发送人昵称 发言人 说话人",
}

// A column is what a header or a JSON key means.
type column struct {
	field field
	rank  uint8 // of two names for one field the lower rank counts
}

// names knows what columns mean. It is read-only once it is made.
type names map[string]column

func newNames(m *Mapping) names {
	n := names{}
	for f, list := range aliases {
		for rank, alias := range strings.Fields(list) {
			n[foldName(alias)] = column{field(f), uint8(rank + 1)}
		}
	}
	for name, target := range m.columns {
		n[foldName(name)] = column{field: target}
	}
	return n
}

// lookup returns the zero column for a name that means nothing here. A remark in
// brackets after the name is overlooked: 发送时间（北京时间）.
func (n names) lookup(name string) column {
	folded := foldName(name)
	if c, ok := n[folded]; ok {
		return c
	}
	if at := strings.IndexByte(folded, '('); at > 0 && strings.HasSuffix(folded, ")") {
		return n[folded[:at]]
	}
	return column{}
}

// foldName makes names that differ in case, width, spaces or joints equal.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' || r == '\ufeff' {
			return -1
		}
		return unicode.ToLower(r)
	}, width.Fold.String(name))
}
