package export

import (
	"strings"

	"chatqc/pipeline/chat"
)

// roleWords are the words of the platforms for who sent a message, compared after
// foldName.
var roleWords = map[chat.Role]string{
	chat.RoleCustomer: "customer buyer user visitor client guest consumer incoming 买家 客户 " +
		"顾客 访客 用户 消费者 会员 客",
	chat.RoleAgent: "agent seller staff service mall_cs cs human servicer operator shop outgoing " +
		"客服 商家 卖家 坐席 人工 人工客服 人工坐席 客服人员 员工 子账号 店铺",
	chat.RoleBot: "bot robot auto ai assistant auto_reply chatbot 机器人 自动回复 智能客服 自动 " +
		"机器人客服 智能机器人 自动应答",
	chat.RoleSystem: "system notice sys event activity tip 系统 系统消息 系统通知 系统提示 通知",
}

// kindWords are words for the kinds of content that other packages look at. All other
// kinds pass as they are.
var kindWords = map[string]string{
	chat.KindText:  "text txt plain 文本 文字 文本消息 文字消息 纯文本",
	chat.KindImage: "image img picture photo pic 图片 图像 照片 图片消息",
	chat.KindCard:  "card 卡片 卡片消息 商品卡片 商品 订单 订单卡片",
}

// words finds roles and kinds by the word of the export. Words as they stand are kept,
// so that the folding is done once for each. It belongs to one worker.
type words struct {
	foldedRoles map[string]chat.Role // shared, read-only
	foldedKinds map[string]string    // shared, read-only
	first       []roleWord           // the first few words, found faster than in a map
	roles       map[string]chat.Role
	kinds       map[string]string
}

type roleWord struct {
	word string
	role chat.Role
}

// firstWords is how many words an export usually has for roles.
const firstWords = 4

// maxKept bounds what a worker remembers of words and keys: a column mapped wrongly
// could bring a new one with every row.
const maxKept = 1024

func newWords(m *Mapping) *words {
	w := &words{foldedRoles: map[string]chat.Role{}, foldedKinds: map[string]string{}}
	for role, list := range roleWords {
		for word := range strings.FieldsSeq(list) {
			w.foldedRoles[foldName(word)] = role
		}
	}
	for word, role := range m.roles {
		w.foldedRoles[foldName(word)] = role
	}
	for kind, list := range kindWords {
		for word := range strings.FieldsSeq(list) {
			w.foldedKinds[foldName(word)] = kind
		}
	}
	return w
}

// fork returns words for another worker.
func (w *words) fork() *words {
	return &words{
		foldedRoles: w.foldedRoles, foldedKinds: w.foldedKinds,
		roles: map[string]chat.Role{}, kinds: map[string]string{},
	}
}

// role returns chat.RoleNone for a word that is not known.
func (w *words) role(word string) chat.Role {
	for i := range w.first {
		if f := &w.first[i]; f.word == word {
			return f.role
		}
	}
	if r, ok := w.roles[word]; ok {
		return r
	}
	r := w.foldedRoles[foldName(word)]
	switch {
	case len(w.first) < firstWords:
		w.first = append(w.first, roleWord{strings.Clone(word), r})
	case len(w.roles) < maxKept:
		w.roles[strings.Clone(word)] = r
	}
	return r
}

func (w *words) kind(word string) string {
	if word == chat.KindText {
		return chat.KindText
	}
	if k, ok := w.kinds[word]; ok {
		return k
	}
	k, ok := w.foldedKinds[foldName(word)]
	if !ok {
		k = strings.Clone(word)
	}
	if len(w.kinds) < maxKept {
		w.kinds[strings.Clone(word)] = k
	}
	return k
}
