# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
# ---

# %% [markdown]
# # 第一眼
# 先运行 `chatqc demo`，再逐格执行；自己的结果把 `OUT` 换掉即可。需要 `pip install duckdb pandas`。

# %%
import os

import duckdb

OUT = os.environ.get("CHATQC_OUT", "chatqc-demo/results")


def table(name):
    return f"read_parquet('{OUT}/tables/{name}/*/*.parquet', hive_partitioning = true)"


# %% 每天多少会话，多少有效
duckdb.sql(f"select session_date, count(*) as sessions, count_if(valid) as valid from {table('sessions')} group by all order by all").show()

# %% 哪条规则命中最多
duckdb.sql(f"select dimension, rule_id, title, count(*) as n from {table('findings')} where session_valid group by all order by n desc limit 15").show()

# %% 每位客服的敷衍推诿占比和 95% 区间；会话太少的写着证据不足
duckdb.sql(f"select shop_id, agent_id, valid_sessions, evasive_rate, evasive_low, evasive_high, verdict from {table('agents')} where agent_id <> '' order by evasive_rate desc").show()

# %% 首次响应：均值容易被个别会话拉高，同时看中位数
duckdb.sql(f"select agent_id, avg(first_response_seconds) as mean, median(first_response_seconds) as median, count(first_response_seconds) as n from {table('sessions')} where valid group by all order by median").show()

# %% 用过高转化话术的会话，客户说拍下的比例（只是并列，不是因果）
duckdb.sql(f"""
with sold as (select distinct shop_id, session_id from {table('findings')} where dimension = 'selling'),
     bought as (select distinct shop_id, session_id from {table('messages')}
                where role = 'customer' and regexp_matches(text, '拍了|已拍|下单了|付款了'))
select sold.session_id is not null as praised, count(*) as sessions, avg((bought.session_id is not null)::int) as share
from {table('sessions')} s
left join sold using (shop_id, session_id)
left join bought using (shop_id, session_id)
where s.valid group by all order by all""").show()

# %% 本周每位客服最该改的一件事，附例句和建议
duckdb.sql(f"select agent_id, title, message_text, suggestion from read_parquet('{OUT}/coaching/*/agents/*.parquet') where section = 'priority' and rank = 1 order by agent_id").show()

# %% 一段会话从头看到尾
duckdb.sql(f"select strftime(sent_at, '%H:%M:%S') as utc, role, text from {table('messages')} where session_id = (select session_id from {table('findings')} where severity = 'fatal' order by session_id limit 1) order by seq").show(max_width=160)
