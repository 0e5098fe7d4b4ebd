package rule

// A context is a reading of the place that a rule may except by name: negated, quoted, a
// question …. It holds when one of its parts does.
type context struct {
	name    string
	meaning string // Chinese, for the manual
	parts   []contextPart
}

// A contextPart holds when one of its cues stands at the place, unless the cue is only a
// part of one of the other words: 不 of 不错.
type contextPart struct {
	where side
	reach Scope    // ScopeClause or ScopeSentence
	runes int      // between cue and place; 0 for any number
	cues  []string // words, and patterns /…/
	other []string // words that hold a cue and mean something else
	ends  []string // words between cue and place that end what the cue says
}

// A side says where a cue stands.
type side uint8

const (
	sideBefore side = iota // begins before the place; it may reach into it
	sideAhead              // ends before the place begins
	sideAfter              // begins after the place ends
	sideAny                // anywhere in reach
	sideOver               // overlaps the place
)

// contexts are all of them, in the order of the manual. The guides of 2023 and 2026 on
// absolute terms and the readings of real chats that misled a list of words are their source.
var contexts = []context{
	{"negated", "被否定：不能保证、不是最低；“优惠不了了，好评可以返现”不算，只管分句", []contextPart{
		{
			where: sideAhead, reach: ScopeClause, runes: 8,
			cues: []string{
				"不", "没", "无", "别", "勿", "未", "非", "拒绝", "禁止", "谨防", "避免", "防止", "难以", "难",
				"谈不上", "哪敢", "哪能", "怎么敢",
			},
			other: []string{
				"不错", "不过", "不管", "不论", "不仅", "不但", "不只", "不光", "不单", "不同", "不然",
				"不好意思",
				"不客气", "不得不", "无不", "无非", "非常", "别的", "别家", "别人", "特别", "分别", "级别",
				"区别",
				"别处", "别墅", "离别", "告别", "性别", "未来", "无论", "无线", "无理由", "没问题", "没关系",
				"没事", "差不多",
				"是不是", "能不能",
				"会不会", "要不要", "有没有", "可不可以", "好不好", "行不行", "要不是", "要不然", "要不",
				"不满意", "不合适",
				"不喜欢",
				"不好看", "不够", "不少", "不止", "对不起", "来不及", "不一样", "不懂", "不用担心",
				"不要担心", "别担心",
				"不必担心", "不用怕", "别怕", "不用想", "不用多想", "不用犹豫", "别犹豫", "不信", "不敢相信",
				"无忧", "不用比",
				"不用看",
				"不满", "不想", "不急", "不着急", "不了", "非要", "毫不夸张", "不夸张", "不骗", "不瞒",
				"不难",
				"无限", "无比", "不到", "不出", "不小心", "不刺激", "心情不好",
				"困难",
				"难免", "难道", "难得",
			},
			ends: []string{
				"哦", "呢", "哈", "呀", "但", "而是", "可是", "就是", "反而", "才", "却", "只有", "只要",
				"因为", "所以",
			},
		},
		{
			where: sideAfter, reach: ScopeSentence, runes: 12,
			cues: []string{
				"是不可能", "不可能的", "不能说", "不敢说", "不能这样说", "不能这么说", "不敢这么说",
				"不好说", "不能讲", "做不到",
				"是违规", "不允许",
				"不敢保证", "不能保证", "不敢承诺", "不能承诺", "无法保证", "无法承诺", "保证不了", "谈不上",
				"不存在的",
				"没有这种", "不行的", "是不行", "是不对", "不合规",
				"不可以的", "是不可以", "是假的", "都是骗", "违反平台", "违反规定", "平台不让", "平台不允许",
				"这种话", "这种说法",
				"没有这个说法",
			},
		},
	}},
	{"quoted", "引用别人的话：引号里、您说的、所谓的", []contextPart{
		{
			where: sideBefore, reach: ScopeClause,
			other: []string{"跟您说", "和您说", "给您说", "对您说", "跟你说", "和你说"},
			cues: []string{
				"您说的", "你说的", "您说", "你说", "您提到", "你提到", "您看到", "你看到", "您问的",
				"你问的", "您问",
				"您是问", "您是说", "你是说", "他们说", "人家说",
				"有人说", "客户说", "顾客说", "买家说", "网上说", "网上写", "评论说", "所谓", "您反馈",
				"您描述", "号称",
				"吹的", "自称",
			},
		},
	}},
	{"question", "是在问，不是在断言：…吗、…是不是、…哪款", []contextPart{
		{
			where: sideAhead, reach: ScopeClause,
			cues: []string{
				"是不是", "有没有", "能不能", "会不会", "要不要", "是否", "请问", "想问", "问下", "问一下",
				"可不可以",
				"需不需要", "哪款", "哪个", "哪种", "哪件", "哪里",
			},
		},
		{
			where: sideAfter, reach: ScopeClause, runes: 8,
			cues: []string{"吗", "么"}, other: []string{"什么", "怎么", "那么", "这么", "多么", "要么"},
		},
	}},
	{"condition", "假设、条件：如果…的话", []contextPart{
		{
			where: sideBefore, reach: ScopeClause,
			cues: []string{
				"如果", "要是", "假如", "假设", "倘若", "万一", "若是", "若您", "若有", "除非", "一旦",
				"当您", "为了",
				"以免", "免得", "的时候",
			},
		},
		{where: sideAfter, reach: ScopeClause, cues: []string{"的话", "的时候", "的情况下"}},
	}},
	{"customer", "主语是客户：您不知道怎么选的话", []contextPart{
		{
			where: sideAhead, reach: ScopeClause, runes: 6,
			cues: []string{"您", "你", "亲亲您", "客户", "顾客", "买家", "收件人"},
			other: []string{
				"给您", "给你", "帮您", "帮你", "为您", "为你", "跟您", "和您", "向您", "替您", "对您",
				"告诉您",
				"告诉你", "通知您", "回复您", "您好", "你好", "您的", "你的",
				"您说", "您问", "您要的", "您看的", "您拍的", "您买的", "您这个", "你这个", "您这款", "让您",
				"请您",
				"劳您", "谢谢您", "感谢您", "您那边的",
			},
			ends: []string{"我", "咱", "小二", "客服", "这边"},
		},
		{
			where: sideAfter, reach: ScopeClause, runes: 1,
			cues: []string{"您", "你", "亲是", "亲要", "亲想", "亲平时", "亲的", "亲需要"},
		},
	}},
	{"order", "时间、顺序、次数、使用提示：第一时间、最晚、最后一步、最好先", []contextPart{
		{
			where: sideOver, reach: ScopeClause,
			cues: []string{
				"第一时间", "第一次", "第一步", "第一个", "第一天", "第一件", "第一批", "第一单", "第一位",
				"第一页", "第一张",
				"第一项", "第一行", "第一条", "第一名顾客", "最晚", "最迟", "最近",
				"最后", "最新", "最早", "最多", "最少", "最快", "最慢", "最终", "最初", "最大", "最小",
				"最长", "最短",
				"最重要", "最高温", "最低温", "最低消费", "最低起订", "降到最低", "减到最低", "最低可以",
				"最低能",
				"最好先", "最好还是", "最好不", "最好能", "最好是", "最好要", "最好用", "最好在", "最好别",
				"最好提前",
				"最好问", "最好看一下", "最好看下", "最好量", "最好拍", "最好联系", "最好的办法",
				"最好的方法", "最好的方式",
				"最佳时间", "最佳赏味", "最佳食用", "最佳使用", "唯一的区别", "唯一区别", "唯一不同",
				"唯一缺点", "唯一的缺点",
			},
		},
	}},
	{"own_range", "只在自家范围里比较：本店三款里、这两款中", []contextPart{
		{
			where: sideBefore, reach: ScopeClause,
			cues: []string{
				"/(本店|店里|店铺|我们家|我们店|我家|咱家|自家|自己家)[^,。!?]{0,10}(里面?|中|当中|之间|比)/",
				"/(几|两|三|四|五|[2-9])(款|个|种|件|色|条|双|盒|批|档)[^,。!?]{0,6}" +
					"(里面?|中|当中|之间|比|相比)/",
				"同系列", "这个系列", "同一个牌子", "同品牌", "跟上一代比", "比上一代", "比老款", "跟老款比",
			},
		},
	}},
	{"grade", "商品名、型号、等级、标准、奖项名：特级、GB/T、“顶级会员”", []contextPart{
		{
			where: sideAny, reach: ScopeClause,
			cues: []string{
				"《", "gb/t", "gb ", "国标", "执行标准", "标准号", "等级", "特级", "一级品", "优等品", "会员",
				"型号", "款名", "品名", "商品名", "产品名", "名字叫", "名称", "注册商标", "证书", "版本",
				"规格", "套餐",
				"赛事", "比赛", "联名",
			},
		},
	}},
	{"other_party", "说的是别人：别家、快递、厂家、平台", []contextPart{
		{
			where: sideBefore, reach: ScopeClause, runes: 12,
			cues: []string{
				"别家", "其他家", "其它家", "其他店", "其它店", "别的店", "别人家", "别的家", "同行",
				"其他品牌", "其它品牌",
				"别的品牌", "其他卖家", "线下店", "实体店", "专柜", "快递", "物流", "顺丰", "中通", "圆通",
				"韵达", "申通",
				"邮政", "驿站", "厂家", "厂商",
				"平台", "官方", "仓库那边", "银行", "支付宝", "主播", "品牌方", "他们", "他家", "人家",
				"不是我们家",
				"不是我们店", "不是本店", "不是我家", "供应商",
			},
			ends: []string{"我们", "我家", "咱家", "我也"},
		},
	}},
	{"sight", "看不清：图片、照片、截图里的", []contextPart{
		{
			where: sideAny, reach: ScopeSentence,
			cues: []string{
				"看不清", "看不到", "看不见", "看得不", "看的不", "图片", "照片", "截图", "拍得不", "拍的不",
				"模糊", "打不开", "加载不", "显示不",
			},
		},
	}},
	{"open_future", "还没有定下来的事：什么时候降价、以后有没有活动", []contextPart{
		{
			where: sideAny, reach: ScopeSentence,
			cues: []string{
				"以后", "后期", "后续", "后面", "到时候", "到时", "将来", "未来", "双11", "双十一", "双12",
				"双十二",
				"618", "年底", "明年", "下个月", "下次", "还没通知", "没有通知", "没接到通知", "没收到通知",
				"暂时没有消息",
				"会不会降价", "降价", "涨价", "活动价", "什么时候有货", "什么时候补货", "补货时间", "到货时间",
			},
		},
	}},
}

func contextNames() (names []string) {
	for i := range contexts {
		names = append(names, contexts[i].name)
	}
	return names
}
