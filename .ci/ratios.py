#!/usr/bin/env python3
"""ratios.py CHATQC EXPORT.jsonl [ROUNDS]: what a night costs against another night, in one run.

Measures the program against itself, alternating, each run in a fresh process with a fresh output folder,
and prints the medians with their ranges: one core against two, compressed input against plain, inspecting
again against the whole job, the seventh night against the week in one go, twenty messages against nothing.
CPU is user and system time of the process; the export is JSON lines of one week, as the README describes.
Needs pyarrow (see requirements.txt) to compress the input."""

import collections, itertools, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

import pyarrow as pa

program, export = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
work = pathlib.Path(tempfile.mkdtemp(prefix="chatqc-ratios-"))


def run(*args):
    """One process: its CPU and wall time in seconds and its peak memory in MiB."""
    begin = time.monotonic()
    process = subprocess.Popen([program, *map(str, args)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if status:
        sys.exit(f"{' '.join(map(str, args))} ends with {status}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024


def fresh(name):
    out = work / name
    shutil.rmtree(out, ignore_errors=True)
    return out


def prepare():
    """Writes the export compressed, cut by the day on which sessions begin, and its beginning. It keeps
    no lines: a process begins with the memory of the one that starts it, and its peak would be ours."""
    begins, days, messages = {}, {}, 0
    with open(export, "rb") as lines, pa.CompressedOutputStream(str(work / "week.jsonl.zst"), "zstd") as packed:
        for line in lines:
            packed.write(line)
            row = json.loads(line)
            day = begins.setdefault(hash((row["shop_id"], row["session_id"])), row["sent_at"][:10])
            if day not in days:
                days[day] = open(work / f"{day}.jsonl", "wb")
            days[day].write(line)
            messages += 1
    for file in days.values():
        file.close()
    with open(work / f"{min(days)}.jsonl", "rb") as lines:
        (work / "twenty.jsonl").write_bytes(b"".join(itertools.islice(lines, 20)))
    return sorted(days), messages


def night(day, out):
    return run("run", "-q", "-j", 1, "--date", day, "--lookback", 0, "--out", out, work / f"{day}.jsonl")


def one_round(days, seen):
    seen["whole, 1 worker"].append(run("run", "-q", "-j", 1, "--out", fresh("whole"), export))
    inspect = run("inspect", "-q", "-j", 1, "--out", work / "whole")
    coach = run("coach", "-q", "-j", 1, "--out", work / "whole")
    seen["inspect and coach again"].append((inspect[0] + coach[0], inspect[1] + coach[1], max(inspect[2], coach[2])))
    seen["whole, 2 workers"].append(run("run", "-q", "-j", 2, "--out", fresh("two"), export))
    seen["zstd"].append(run("run", "-q", "-j", 1, "--out", fresh("zstd"), work / "week.jsonl.zst"))
    out = fresh("nights")
    for day in days[:-1]:
        night(day, out)
    seen["last night"].append(night(days[-1], out))
    seen["twenty messages"].append(run("run", "-q", "-j", 1, "--out", fresh("twenty"), work / "twenty.jsonl"))


def ratio(a, b, field=0):
    """The median of the ratios of each round, and their range."""
    all_ratios = sorted(x[field] / y[field] for x, y in zip(a, b))
    return f"{statistics.median(all_ratios):.2f} ({all_ratios[0]:.2f}–{all_ratios[-1]:.2f})"


def main():
    try:
        days, messages = prepare()
        seen = collections.defaultdict(list)
        for n in range(rounds):
            one_round(days, seen)
            print(f"round {n + 1} of {rounds}", file=sys.stderr)
        whole = seen["whole, 1 worker"]
        print(f"{messages:,} messages, {rounds} rounds, {os.cpu_count()} cores; medians")
        for name, runs in seen.items():
            cpu, wall, peak = (statistics.median(r[i] for r in runs) for i in range(3))
            print(f"  {name:24} {cpu:8.2f} s CPU {wall:8.2f} s wall {peak:7.0f} MiB")
        print("wall, 1 worker ÷ 2      ", ratio(whole, seen["whole, 2 workers"], 1))
        print("zstd ÷ plain            ", ratio(seen["zstd"], whole))
        print("again ÷ whole           ", ratio(seen["inspect and coach again"], whole))
        print("last night ÷ whole week ", ratio(seen["last night"], whole))
    finally:
        shutil.rmtree(work, ignore_errors=True)


main()
