#!/usr/bin/env python3
"""Instructions per incident of the two reference workloads and of a month of Longgang, held against a baseline.

    python3 benches/instructions.py            measures, and fails where more than 3% were added
    python3 benches/instructions.py --update   measures, and writes the baseline of this compiler

Needs `cargo build --release` and valgrind, which it asks apt for where it is missing. Counts of instructions, unlike
times, are the same on a busy machine. Each count is the difference of a longer and a shorter run, so that reading the
scenario and writing the result are not in it; they have a line of their own. Baselines are kept by compiler version,
because another compiler writes other code: for one that has none the counts are printed and nothing fails.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASELINES = ROOT / "benches" / "instructions.json"
MARGIN = 0.03
# Name, scenario, days of the shorter run (0: none, the count is of the whole process) and of the longer.
CASES = [
    ("W1, instructions a customer", "benches/scenarios/w1.ron", 1, 2),
    ("W2, instructions an incident", "benches/scenarios/w2.ron", 1, 5),
    ("Longgang month, instructions an incident", "scenarios/longgang.ron", 1, 31),
    ("Longgang, a day with reading and writing, instructions", "scenarios/longgang.ron", 0, 1),
]


def need_valgrind():
    if shutil.which("valgrind"):
        return
    print("valgrind is missing: asking apt for it", file=sys.stderr)
    root = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*root, "apt-get", "install", "-y", "-qq", "valgrind"], check=True, stdout=sys.stderr)


def run(gridgov, scenario, days, folder):
    """Instructions and incidents of one run."""
    out = f"{folder}/{pathlib.Path(scenario).stem}-{days}"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", gridgov, "run", str(ROOT / scenario)]
    command += ["--set", f"run.days={days}", "--set", "run.warmup_days=0", "--replications", "1", "--threads", "1", "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return int(re.search(r"Collected : (\d+)", done.stderr)[1]), json.loads(done.stdout)["incidents"]


def measure(gridgov):
    runs = sorted({(scenario, days) for _, scenario, *both in CASES for days in both if days})
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        known = dict(zip(runs, pool.map(lambda of: run(gridgov, *of, folder), runs)))
    counts = {}
    for name, scenario, shorter, longer in CASES:
        count, incidents = known[scenario, longer]
        if shorter:
            count, incidents = count - known[scenario, shorter][0], incidents - known[scenario, shorter][1]
            count = round(count / incidents)
        counts[name] = count
    return counts


def main():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    gridgov = target / "release" / "gridgov"
    if not gridgov.exists():
        sys.exit(f"{gridgov} is not there: cargo build --release")
    need_valgrind()
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    baselines = json.loads(BASELINES.read_text()) if BASELINES.exists() else {}
    counts, baseline = measure(str(gridgov)), baselines.get(compiler, {})
    worse = []
    for name, count in counts.items():
        known = baseline.get(name)
        change = f"{count / known - 1:+.1%} on the baseline" if known else "no baseline"
        print(f"{count:>13,}  {name}: {change}")
        if known and count > known * (1 + MARGIN):
            worse.append(name)
    if "--update" in sys.argv[1:]:
        baselines[compiler] = counts
        BASELINES.write_text(json.dumps(baselines, indent=2) + "\n")
        print(f"written as the baseline of {compiler}")
    elif not baseline:
        print(f"no baseline for {compiler}: python3 benches/instructions.py --update writes one")
    elif worse:
        sys.exit(f"more than {MARGIN:.0%} above the baseline of {compiler}: {'; '.join(worse)}. "
                 "Find out why (callgrind_annotate), or write a new baseline with --update and say why in CHANGELOG.md.")


if __name__ == "__main__":
    main()
