"""Airflow DAG: inspects the chats of the day before each run. Only exit code 75 is retried."""
import subprocess
from datetime import timedelta

import pendulum
from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.timetables.trigger import CronTriggerTimetable

ZONE = "Asia/Shanghai"
BUSY, NOTHING = 75, 99


@dag(
    schedule=CronTriggerTimetable("30 2 * * *", timezone=ZONE),
    start_date=pendulum.datetime(2026, 11, 16, tz=ZONE),
    catchup=False,
    max_active_runs=1,
)
def chatqc():
    @task(retries=6, retry_delay=timedelta(minutes=5))
    def run(logical_date=None):
        day = logical_date.in_timezone(ZONE).subtract(days=1).to_date_string()
        code = subprocess.run(
            ["chatqc", "run", "-q", "--date", day, "--if-empty=skip", "--log-format", "json",
             "--out", "/srv/chatqc", "/srv/exports"],
            check=False,
        ).returncode
        if code == NOTHING:
            raise AirflowSkipException(f"no messages on {day}")
        if code == BUSY:
            raise AirflowException("another run holds the output folder")  # retried
        if code != 0:
            raise AirflowFailException(f"chatqc: exit code {code}")  # never retried

    run()


chatqc()
