package samples

// opening is how customers begin, when they do not ask at once.
var opening = []string{
	"在吗", "你好", "您好", "hi", "有人吗", "客服在吗", "在不在", "亲在吗", "哈喽", "你好，问一下", "请问在吗", "老板在不",
}

// machineGreetings is what the bot says within seconds.
var machineGreetings = []string{
	"您好，欢迎光临{店}，客服正在赶来，请稍候~",
	"亲，欢迎光临{店}！人工客服服务时间9:00-24:00，马上为您接通",
	"您好，这里是{店}，当前咨询较多，请稍等片刻",
	"欢迎来到{店}，点击下方可以自助查询：1.查物流 2.退换货 3.尺码规格",
}

// machineAnswers is what the bot answers by itself.
var machineAnswers = []topic{
	{[]string{"营业时间", "几点上班"}, []string{"人工客服服务时间为9:00-24:00，其他时间由智能助手为您解答"}},
	{[]string{"发什么快递", "查物流"}, []string{"默认发{快递}，在“我的订单-查看物流”里可以看到最新进度"}},
	{[]string{"退换货", "怎么退"}, []string{"在订单详情点“申请售后”，按提示选择退货或换货即可"}},
	{[]string{"尺码规格", "发票"}, []string{"已为您找到相关说明，请点击卡片查看"}},
}

// holds is what agents say before they go and look. It comes as often as needed.
var holds = []string{
	"请稍等", "稍等一下", "稍等，帮您查一下", "请稍等，正在为您查询", "好的，稍等", "帮您看一下", "您稍等",
}

// closings is what agents say at the end.
var closings = []string{
	"好的，有问题随时联系", "不客气，祝您生活愉快", "感谢您的光临，祝您购物愉快", "好的，再见", "不客气的，有需要随时联系",
	"谢谢您的理解", "祝您生活愉快", "好的，晚安",
}

// thanks is what customers say when they are content.
var thanks = []string{
	"好的", "谢谢", "嗯嗯", "知道了", "好的谢谢", "OK", "明白了", "行", "谢谢啦", "好滴", "收到", "了解了", "辛苦了",
	"嗯", "那行", "好哒", "可以", "👌", "[微笑]", "thanks",
}

// doubts is what customers say before they buy or go.
var doubts = []topic{
	{
		[]string{"有点贵", "能便宜点吗", "{价}有点小贵啊", "有优惠吗", "还能再少点不", "超预算了"},
		[]string{
			"价格是统一的，改不了价哦", "目前就是这个价", "现在没有别的活动了", "已经是活动的价格了呢",
		},
	},
	{
		[]string{"怕不合适", "万一不喜欢怎么办", "没穿过你家的", "第一次买有点犹豫", "怕踩雷"},
		[]string{"可以先看看评价", "不急的，慢慢看", "有具体担心的地方可以问我"},
	},
	{
		[]string{"我再看看", "我考虑一下", "先加购了", "再对比对比", "等发工资吧"},
		[]string{"好的，慢慢选", "嗯嗯，有问题再找我", "好的，不着急"},
	},
	{
		[]string{"选哪个好呢", "有点纠结", "{色}还是{色二}", "你觉得哪个好"},
		[]string{"都可以的，看您喜欢", "两个卖得差不多", "看个人喜好的"},
	},
}

// decided is what customers say when they buy.
var decided = []string{
	"好那我拍了", "已拍", "行，拍了{件}件", "下单了", "付款了，麻烦快点发", "拍好了看下", "那就要{色}{码}",
	"好，先买一个试试", "我拍了{色}的",
}

// confirmations is what agents answer to an order.
var confirmations = []string{
	"看到订单了，{色}{码}一件，地址对吗", "收到，核对一下：{色}{码}，{时}点前出库", "好的，订单看到了，麻烦核对下收货信息",
	"看到您付款了，{日}发出", "谢谢支持，已备注优先打包",
}

// particulars is what customers write of themselves. No such person or number is
// real.
var particulars = []string{
	"{姓名}，{电话}，{地址}", "地址改成{地址}，电话{电话}", "收件人{姓名} 手机号{电话}",
	"我电话{电话}，到了打给我", "{地址} {姓名}收 {电话}", "订单号{订单}", "发票发到{邮箱}", "对的，地址是{地址}",
}

// receipts is what agents answer to particulars.
var receipts = []string{
	"收到，已经改好了", "好的，信息核对无误", "记下了，已备注到订单", "嗯嗯，看到了，按这个发", "好的，已经登记",
}

// careful is what good agents say though a list of words would flag it.
var careful = []topic{
	{
		[]string{"出库了能告诉我吗", "有消息跟我说一声", "处理好了叫我一下"},
		[]string{"好的，我第一时间告诉您", "一有结果第一时间回复您", "没问题，出库第一时间给您留言"},
	},
	{
		[]string{"拍之前要注意啥", "尺寸怕买错", "直接拍就行吗"},
		[]string{"最好先量一下平时常用的那件，再对着尺寸选", "最好先核对一下收货地址，拍完改起来慢", "最好是{时}点前付款，这样当天能走"},
	},
	{
		[]string{"里面有几层你知道吗", "模特穿的什么码", "盒子多厚", "和去年那款一样吗"},
		[]string{
			"这个我不清楚，帮您问一下仓库，{件}分钟内回复您|问到了，一共{件}层，和样图一致",
			"具体数字我手上没有，我问下同事|问到了，是{码}",
			"这个不太清楚，帮您查一下|查到了，{厘}厘米，跟页面标的一样",
		},
	},
	{
		[]string{"能用微信付款吗", "支持微信支付不", "花呗可以吗"},
		[]string{"支持微信支付，结算页就能选", "可以用微信付款，花呗要看账户有没有开通"},
	},
	{
		[]string{"加个微信方便吗", "有微信吗", "可以私聊吗"},
		[]string{"抱歉，平台不允许加微信，在这里说就可以", "不方便加微信的，这里消息我都能看到"},
	},
	{
		[]string{"好评有红包吗", "写评价返现吗", "晒图有没有奖励"},
		[]string{"没有好评返现的，您按真实感受写就好", "不做返现的，欢迎收到后如实评价"},
	},
	{
		[]string{"你们是不是最便宜的", "是全网最低价吗", "别家更便宜啊"},
		[]string{"不敢说全网最低，价格以结算页为准", "别家的情况我们不了解，我们这款是{料}"},
	},
	{
		[]string{"最近天气冷会影响发货吗", "第一次买有券吗", "最晚什么时候申请售后"},
		[]string{"最近物流正常，{天}天左右", "第一次购买可以在首页领新人券", "最晚签收后{天三}天内申请"},
	},
}

// again is how a customer wants something once more; to send it is no fault then.
var again = []string{"没看到，再发一下", "刚才那条没收到，重发一下呗", "消息太多了，再发一遍", "撤回了吗，再说一遍"}

// shrugs is what customers answer to a poor reply.
var shrugs = []string{
	"……", "那我问谁", "好吧", "算了", "无语", "那我再想想", "你们就这态度吗", "哦", "你是机器人吗", "没人管是吧", "那算了吧",
	"呃", "服了", "行吧行吧", "那我去看看别的", "问了等于没问", "啊？",
}

// unheard is what customers write when nobody answers.
var unheard = []string{"人呢", "？？", "还在吗", "没人吗", "怎么不回", "那算了", "走了"}

// endings decorate agents' and customers' sentences.
var (
	agentPrefixes = []string{"", "", "", "", "亲，", "亲亲，", "亲~", "您好，", "嗯嗯，"}
	agentSuffixes = []string{"", "", "", "哦", "哦~", "呢", "哈", "的呢", "~", "哦亲", "呢亲", " [微笑]", "😊", " #E-s21", "🌹"}
	askSuffixes   = []string{"", "", "", "", "？", "？", "啊", "呢", "？？", "～", "，谢谢"}
)
