package coach

import (
	"chatqc/pipeline/metric"
	"chatqc/pipeline/table"
)

// agentRows is how many rows of agents are made at once.
const agentRows = 256

// Agents calls fn with the rows of the table of agents, sorted by (shop_id, agent_id), some at
// a time. The slice is reused. It returns the first error of fn.
func (w *Week) Agents(fn func(rows []table.Agent) error) error {
	keys := w.keys()
	priors := w.priors(keys)
	rows := make([]table.Agent, 0, agentRows)
	for i, key := range keys {
		a := w.agents[key]
		row := table.Agent{
			WeekStart: int32(w.start), ShopID: key.shopID, AgentID: key.agentID,
			Sessions: a.sessions, ValidSessions: a.valid, Messages: a.messages,
			FatalFindings: a.fatal, Verdict: a.verdict(),
		}
		fillDimensions(&row, &a.tally, priors[key.shopID])
		fillService(&row, a)
		fillScore(&row, &a.tally)
		if rows = append(rows, row); len(rows) < agentRows && i < len(keys)-1 {
			continue
		}
		if err := fn(rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
	return nil
}

// rated are the dimensions with a rate of their own.
const rated = selling + 1

// priors learns, for each shop and rate, how much its agents differ.
func (w *Week) priors(keys []agentKey) map[string][rated]metric.Prior {
	counts := map[string][rated][]metric.Count{}
	for _, key := range keys {
		lists := counts[key.shopID]
		for d := range lists {
			r := w.agents[key].dimension(d)
			lists[d] = append(lists[d], metric.Count{K: r.count, N: r.n})
		}
		counts[key.shopID] = lists
	}
	priors := make(map[string][rated]metric.Prior, len(counts))
	for shopID, lists := range counts {
		var fitted [rated]metric.Prior
		for d := range lists {
			fitted[d] = metric.FitPrior(lists[d])
		}
		priors[shopID] = fitted
	}
	return priors
}

func fillDimensions(row *table.Agent, t *tally, priors [rated]metric.Prior) {
	shrunk := func(d int, r reading) *float64 {
		if r.n == 0 {
			return nil
		}
		rate := priors[d].Shrink(r.count, r.n)
		return &rate
	}
	r := t.copyPaste()
	row.CopyPasteSessions, row.CopyPasteN, row.CopyPasteRate = r.count, r.n, r.value
	row.CopyPasteLow, row.CopyPasteHigh = r.low, r.high
	row.CopyPasteFindings = t.dimensions[copyPaste].findings
	row.CopyPasteShrunkRate = shrunk(copyPaste, r)
	r = t.evasive()
	row.EvasiveSessions, row.EvasiveN, row.EvasiveRate = r.count, r.n, r.value
	row.EvasiveLow, row.EvasiveHigh = r.low, r.high
	row.EvasiveFindings = t.dimensions[evasive].findings
	row.EvasiveShrunkRate = shrunk(evasive, r)
	r = t.bannedClaim()
	row.BannedClaimSessions, row.BannedClaimN, row.BannedClaimRate = r.count, r.n, r.value
	row.BannedClaimLow, row.BannedClaimHigh = r.low, r.high
	row.BannedClaimFindings = t.dimensions[bannedClaim].findings
	row.BannedClaimShrunkRate = shrunk(bannedClaim, r)
	r = t.selling()
	row.SellingSessions, row.SellingN, row.SellingRate = r.count, r.n, r.value
	row.SellingLow, row.SellingHigh = r.low, r.high
	row.SellingFindings = t.dimensions[selling].findings
	row.SellingShrunkRate = shrunk(selling, r)
}

func fillService(row *table.Agent, a *agent) {
	r := a.firstResponse()
	row.FirstResponseSeconds, row.FirstResponseSecondsN = r.value, r.n
	row.FirstResponseSecondsLow, row.FirstResponseSecondsHigh = r.low, r.high
	row.FirstResponseSecondsMedian = a.firstMedian
	r = a.meanResponse()
	row.MeanResponseSeconds, row.MeanResponseSecondsN = r.value, r.n
	row.MeanResponseSecondsLow, row.MeanResponseSecondsHigh = r.low, r.high
	row.MeanResponseSecondsMedian = a.meanMedian
	r = a.replyRate()
	row.RepliedSessions, row.ReplyRate, row.ReplyRateN = r.count, r.value, r.n
	row.ReplyRateLow, row.ReplyRateHigh = r.low, r.high
	r = a.unansweredRate()
	row.UnansweredSessions, row.UnansweredRate, row.UnansweredRateN = r.count, r.value, r.n
	row.UnansweredRateLow, row.UnansweredRateHigh = r.low, r.high
	r = a.templateShare()
	row.TemplateMessages, row.TemplateShare, row.TemplateShareN = r.count, r.value, r.n
	row.TemplateShareLow, row.TemplateShareHigh = r.low, r.high
}

func fillScore(row *table.Agent, t *tally) {
	s, ok := t.score()
	if !ok {
		return
	}
	total := points(s.total())
	row.Score = &total
	row.ScorePointsCopyPaste = points(s.deductions[copyPaste])
	row.ScorePointsEvasive = points(s.deductions[evasive])
	row.ScorePointsBannedClaim = points(s.deductions[bannedClaim])
	row.ScorePointsSelling = points(s.deductions[selling])
	row.ScorePointsService = points(s.deductions[service])
	row.ScorePointsFact = points(s.deductions[fact])
	row.ScorePointsPrivacy = points(s.deductions[privacy])
	row.ScorePointsFatal = points(s.fatal)
}

func points(tenths int64) float64 { return float64(tenths) / 10 }
