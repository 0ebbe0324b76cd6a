#!/usr/bin/env python3
"""W1 and W2 on gridgov, on the hand-written limit and on published engines: one table of rates and ratios.

    python3 benches/peers/run.py [--runs 5] [--keep FOLDER] [--only gridgov,SimPy]

Builds gridgov and the limit, installs SimPy and Ciw into a virtual environment and builds desque and nexosim, both in a
folder that is thrown away (or kept, to be quicker the next time). Where `pypy3` is installed, SimPy runs on it too. A
peer and the limit run in turn, and the ratio is taken pair by pair: the medians are of those. CPU seconds are the
operating system's for the whole process, but for the Python engines, which take out the start of the interpreter.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON_PACKAGES = ["simpy==4.1.2", "ciw==3.2.7"]
LIMIT = "the limit, by hand"


def build(folder):
    """Builds everything; the commands by engine and workload, with how many incidents each runs."""
    cargo = ["cargo", "build", "--release", "--quiet"]
    subprocess.run(cargo, cwd=ROOT, check=True)
    made = subprocess.run([*cargo, "--bench", "limit", "--message-format=json"], cwd=ROOT, check=True, capture_output=True, text=True)
    messages = [json.loads(line) for line in made.stdout.splitlines()]
    limit = next(m["executable"] for m in messages if m.get("executable") and m["target"]["name"] == "limit")
    gridgov = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "gridgov"

    shutil.copytree(HERE / "rust", folder / "rust", dirs_exist_ok=True)
    subprocess.run(cargo, cwd=folder / "rust", check=True, env={**os.environ, "CARGO_TARGET_DIR": str(folder / "target")})
    rust = str(folder / "target" / "release" / "gridgov-peers")
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PYTHON_PACKAGES], check=True)

    full, part = {"w1": 1_000_000, "w2": 500_000}, {"w1": 100_000, "w2": 50_000}
    contestants = {LIMIT: (full, lambda w, n: [limit, w, str(n), "1"])}
    contestants["the limit with a ziggurat"] = (full, lambda w, n: [limit, w, str(n), "1", "ziggurat"])
    contestants["the limit on gridgov's calendar"] = (full, lambda w, n: [limit, w, str(n), "1", "calendar"])
    contestants["the limit on gridgov's random numbers"] = (full, lambda w, n: [limit, w, str(n), "1", "chacha"])
    # The days in the scenarios bring as many incidents, give or take what chance does: the report says how many.
    contestants["gridgov"] = (full, lambda w, n: [str(gridgov), "run", f"benches/scenarios/{w}.ron", "--threads", "1", "--json", "--quiet"])
    for engine in ("desque", "nexosim"):
        contestants[engine] = (full, lambda w, n, engine=engine: [rust, engine, w, str(n), "1"])
    if pypy := shutil.which("pypy3"):
        subprocess.run([pypy, "-m", "pip", "install", "--quiet", "--target", folder / "pypy", PYTHON_PACKAGES[0]], check=True)
        contestants["SimPy on PyPy"] = (full, lambda w, n: ["env", f"PYTHONPATH={folder}/pypy", pypy, str(HERE / "on_simpy.py"), w, str(n), "1"])
    contestants["SimPy"] = (part, lambda w, n: [str(python), str(HERE / "on_simpy.py"), w, str(n), "1"])
    contestants["Ciw (W2 in two events)"] = ({"w1": 50_000, "w2": 5_000}, lambda w, n: [str(python), str(HERE / "on_ciw.py"), w, str(n), "1"])
    return contestants


def run(command, count):
    """CPU seconds for an incident, and what was printed."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status != 0:
            sys.exit(f"{command} failed")
        out.seek(0)
        text = out.read()
    seconds = usage.ru_utime + usage.ru_stime
    if own := re.search(r"cpu_seconds ([\d.]+)", text):
        seconds = float(own[1])
    if text.startswith("{"):
        document = json.loads(text)
        count = document["incidents"]
        response = next(d["mean_s"]["estimate"] for d in document["durations"] if d["milestone"] == "on_scene")
        text = f"mean_response {response / 60:.5f}"
    return seconds / count, re.sub(r"^.*?(mean_)", r"\1", text.strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="pairs for each figure")
    parser.add_argument("--keep", help="a folder for the environment; default one that is thrown away")
    parser.add_argument("--only", help="engines to run, by the beginnings of their names")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(arguments.keep or scratch).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        contestants = build(folder)
        print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, medians of {arguments.runs} pairs\n")
        print("| engine | W1, 1,000 customers/s | × limit | W2, 1,000 incidents/s | × limit | found in W2 |")
        print("|---|---:|---:|---:|---:|---|")
        wanted = arguments.only.split(",") if arguments.only else [""]
        for name, (counts, command) in contestants.items():
            if not name.startswith(tuple(wanted)):
                continue
            row = [name]
            for workload in ("w1", "w2"):
                times, ratios, said = [], [], ""
                limit_counts, limit = contestants[LIMIT]
                for _ in range(arguments.runs):
                    own, said = run(command(workload, counts[workload]), counts[workload])
                    least, _ = run(limit(workload, limit_counts[workload]), limit_counts[workload])
                    times.append(own)
                    ratios.append(own / least)
                row += [f"{1e-3 / statistics.median(times):,.1f}", f"{statistics.median(ratios):.2f}"]
            print(f"| {' | '.join([*row, said])} |", flush=True)


if __name__ == "__main__":
    main()
