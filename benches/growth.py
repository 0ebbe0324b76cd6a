#!/usr/bin/env python3
"""How cost and memory grow: with the fleet, with the city, with the number of incidents, with the cores.

    cargo build --release && python3 benches/growth.py [--long]

Each line is one whole process: CPU seconds and greatest memory are the operating system's. `--long` streams a hundred
million incidents, which takes some minutes.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
GRIDGOV = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "gridgov"
W1, W2, LONGGANG = "benches/scenarios/w1.ron", "benches/scenarios/w2.ron", "scenarios/longgang.ron"
RUNS = 3
LAUNCH = """
import json, os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(json.dumps([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]), file=sys.stderr)
"""


def run(scenario, sets=(), threads=1, replications=1):
    """CPU seconds, wall seconds, MiB and incidents, medians of a few runs."""
    command = [str(GRIDGOV), "run", str(scenario), "--json", "--quiet", "--threads", str(threads), "--replications", str(replications)]
    for setting in sets:
        command += ["--set", setting]
    cpu, wall, memory = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryFile("w+") as out:
            began = os.times().elapsed
            # A process begins with the greatest memory of the one that starts it: a small one starts it.
            done = subprocess.run([sys.executable, "-SE", "-c", LAUNCH, *command], cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True)
            status, seconds, kilobytes = json.loads(done.stderr.splitlines()[-1])
            if status != 0:
                sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
            wall.append(os.times().elapsed - began)
            out.seek(0)
            incidents = json.load(out)["incidents"]
        cpu.append(seconds)
        memory.append(kilobytes / 1024)
    return statistics.median(cpu), statistics.median(wall), statistics.median(memory), incidents


def fleet():
    print("\nW2 with more crews and load in proportion, about half a million incidents: reading, building and writing apart, then the run")
    print(f"{'crews':>8} {'incidents':>10} {'build s':>8} {'µs an incident':>15} {'MiB':>7}")
    for crews in (200, 1_000, 3_000, 10_000):
        sets = [f"workforce.crews.crew.roster.all day={crews}", f"workforce.crews.crew.officers={4 * crews}"]
        sets += [f"demand.volume={4.8 * crews / 200:g} /min", f"run.days={max(1, 73 * 200 // crews)}"]
        build, _, _, few = run(W2, [*sets, "demand.volume=0.01 /min"])
        cpu, _, memory, incidents = run(W2, sets)
        print(f"{crews:>8,} {incidents:>10,} {build:>8.2f} {1e6 * (cpu - build) / (incidents - few):>15.2f} {memory:>7.1f}")


def city():
    print("\nLonggang, 60 days, with more area, people, areas of each level and load: reading and building apart, then the run")
    print(f"{'times':>8} {'incidents':>10} {'build s':>8} {'µs an incident':>15} {'MiB':>7}")
    for times in (1, 10, 50, 100):
        with tempfile.TemporaryDirectory() as folder:
            scenario = pathlib.Path(folder) / "larger.ron"
            scenario.write_text(larger(times))
            build, _, _, few = run(scenario, ["run.days=1", "run.drain=1 h"])
            cpu, _, memory, incidents = run(scenario, ["run.days=61"])
            print(f"{times:>8} {incidents:>10,} {build:>8.2f} {1e6 * (cpu - build) / (incidents - few):>15.2f} {memory:>7.1f}")


def larger(times):
    """Longgang with so many times of everything; its outline is a disc, its communities have no names."""
    levels = "".join(f'(name: "{name}", count: {count * times}),' for name, count in
                     [("governance_unit", 26), ("community", 102), ("grid", 484), ("micro_grid", 3_311)])
    crews = "".join(f'"{kind}": (officers: {officers * times}),' for kind, officers in CREWS.items())
    return f"""(
        base: "{ROOT / LONGGANG}",
        city: Generated(residents: {464_732 * times}, area_km2: {183.99 * times}, outline_km: [], places: None, groups: None, levels: [{levels}]),
        demand: (volume: "{190 * times} /day", committed_work: (crew_time_per_day: "{276 * times} h")),
        structure: (desks: {{
            "platform": (staff: [("00:00..24:00", {3 * times}), ("07:00..22:00", {3 * times})]),
            "commission": (staff: [("08:30..17:30", {6 * times})]),
        }}),
        workforce: (crews: {{ {crews} }}),
    )"""


CREWS = {"duty-station crew": 220}


def memory():
    print("\nMemory: W1 with more and more customers, and a year of Longgang")
    print(f"{'incidents':>12} {'µs an incident':>15} {'MiB':>7}")
    for days in (4, 37, 366) + ((3_655,) if "--long" in sys.argv[1:] else ()):
        cpu, _, mib, incidents = run(W1, [f"run.days={days}"])
        print(f"{incidents:>12,} {1e6 * cpu / incidents:>15.2f} {mib:>7.1f}")
    cpu, _, mib, incidents = run(LONGGANG)
    print(f"{incidents:>12,} {1e6 * cpu / incidents:>15.2f} {mib:>7.1f}  a year of Longgang, {cpu:.2f} s with reading, building and writing")


def cores():
    print("\nCores: sixteen years of Longgang")
    _, one, _, _ = run(LONGGANG, threads=1, replications=16)
    _, two, _, _ = run(LONGGANG, threads=2, replications=16)
    apart = statistics.median(at_once(2) for _ in range(RUNS))
    print(f"  1 thread {one:.2f} s, 2 threads {two:.2f} s: {one / two:.2f} times as fast")
    print(f"  two programs of 1 thread at once, which share nothing: {apart:.2f} s, {2 * one / apart:.2f} times as fast as one after the other")


def at_once(programs):
    """Wall seconds until so many programs that run the same are all done."""
    command = [str(GRIDGOV), "run", LONGGANG, "--json", "--quiet", "--threads", "1", "--replications", "16"]
    began = os.times().elapsed
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(programs)]
    if any(program.wait() for program in running):
        sys.exit(f"{' '.join(command)} failed")
    return os.times().elapsed - began


if __name__ == "__main__":
    if not GRIDGOV.exists():
        sys.exit(f"{GRIDGOV} is not there: cargo build --release")
    for part in (fleet, city, memory, cores):
        part()
