package samples

// opening is how customers begin, when they do not ask at once.
var opening = []string{
	"在吗", "你好", "您好", "hi", "有人吗", "客服在吗", "在不在", "亲在吗", "哈喽", "你好，问一下",
	"请问在吗", "老板在不",
}

// greetings is what agents answer to an opening.
var greetings = []string{
	"在的，您请说", "您好，在的", "您好，请问有什么可以帮您", "在的亲，想了解哪一款呢",
	"您好，我是{客服}，很高兴为您服务",
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
	{
		[]string{"营业时间", "几点上班"},
		[]string{"人工客服服务时间为9:00-24:00，其他时间由智能助手为您解答"},
	},
	{
		[]string{"发什么快递", "查物流"},
		[]string{"默认发{快递}，在“我的订单-查看物流”里可以看到最新进度"},
	},
	{
		[]string{"退换货", "怎么退"},
		[]string{"在订单详情点“申请售后”，按提示选择退货或换货即可"},
	},
	{[]string{"尺码规格", "发票"}, []string{"已为您找到相关说明，请点击卡片查看"}},
}

// pushes is what is sent to customers who wrote nothing.
var pushes = []string{
	"您关注的{简}{色}到货了，{码}有现货", "您购物车里的{简}还没付款，需要改地址可以告诉我",
	"您的订单已出库，{快递}承运，预计{日}到",
}

// notices are lines of the system.
var notices = []string{
	"客户进入会话", "会话已分配给{客服}", "客户长时间未回复，会话已结束", "会话已关闭",
}

// holds is what agents say before they go and look. It comes as often as needed.
var holds = []string{
	"请稍等", "稍等一下", "稍等，帮您查一下", "请稍等，正在为您查询", "好的，稍等", "帮您看一下",
	"您稍等",
}

// handovers is what an agent says before another one takes over.
var handovers = []string{
	"这个由我同事来处理，我帮您转接过去", "我帮您转接售后同事，问题已经同步给她了",
	"为您转接专门负责的同事，不用重复说一遍",
}

// takeovers is what the next agent begins with.
var takeovers = []string{
	"您好，前面的记录我看到了", "您好，我是{客服}，情况我了解了", "您好，我来为您处理",
}

// closings is what agents say at the end.
var closings = []string{
	"好的，有问题随时联系", "不客气，祝您生活愉快", "感谢您的光临，祝您购物愉快", "好的，再见",
	"不客气的，有需要随时联系",
	"谢谢您的理解", "祝您生活愉快", "好的，晚安",
}

// thanks is what customers say when they are content.
var thanks = []string{
	"好的", "谢谢", "嗯嗯", "知道了", "好的谢谢", "OK", "明白了", "行", "谢谢啦", "好滴", "收到",
	"了解了", "辛苦了",
	"嗯", "那行", "好哒", "可以", "👌", "[微笑]", "thanks",
}

// decided is what customers say when they buy.
var decided = []string{
	"好那我拍了", "已拍", "行，拍了{件}件", "下单了", "付款了，麻烦快点发", "拍好了看下",
	"那就要{色}{码}",
	"好，先买一个试试", "我拍了{色}的",
}

// confirmations is what agents answer to an order.
var confirmations = []string{
	"看到订单了，{色}{码}，地址麻烦核对一下", "收到，核对一下：{色}{码}，{时}点前出库",
	"好的，订单看到了，麻烦核对下收货信息",
	"看到您付款了，{日}前发出，收货信息发我核对一下", "谢谢支持，已备注优先打包，收货信息对一下",
}

// particulars is what customers write of themselves. No such person or number is
// real.
var particulars = []string{
	"{姓名}，{电话}，{地址}", "地址改成{地址}，电话{电话}", "收件人：{姓名} 手机号：{电话}",
	"我电话{电话}，到了打给我", "{地址} {姓名}收 {电话}", "订单号{订单}，电话{电话}",
	"对的，地址是{地址}",
	"发票发到{邮箱}，电话{电话}",
}

// receipts is what agents answer to particulars.
var receipts = []string{
	"收到，已经记好了", "好的，信息核对无误", "记下了，已备注到订单", "看到了，按这个来",
	"好的，已经登记",
}

// again is how a customer wants something once more; to send it is no fault then.
var again = []string{
	"没看到，再发一下", "刚才那条没收到，重发一下呗", "消息太多了，再发一遍", "撤回了吗，再说一遍",
}

// shrugs is what customers answer to a poor reply.
var shrugs = []string{
	"……", "那我问谁", "好吧", "算了", "无语", "那我再想想", "你们就这态度吗", "哦", "你是机器人吗",
	"没人管是吧", "那算了吧",
	"呃", "服了", "行吧行吧", "那我去看看别的", "问了等于没问", "啊？",
}

// unheard is what customers write when nobody answers.
var unheard = []string{"人呢", "？？", "还在吗", "没人吗", "怎么不回", "那算了", "走了"}

// marks is what a customer sends who says nothing at all.
var marks = []string{"？", "[微笑]", "……", "👍", "。"}

// Decorations of agents' and customers' sentences. Particles only follow where none
// stands already.
var (
	agentPrefixes = []string{"", "", "", "", "亲，", "亲亲，", "亲~", "您好，", "嗯嗯，"}
	agentSuffixes = []string{"", "", "", "", "哦", "哦~", "呢", "~", " [微笑]", "😊", " #E-s21", "🌹"}
	askSuffixes   = []string{"", "", "", "", "", "？", "？", "？？", "～", "，谢谢"}
)
