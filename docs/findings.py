#!/usr/bin/env python3
"""Writes docs/findings.md: what the shipped scenarios say about the article's claims.

    cargo build --release
    python3 docs/findings.py            runs everything (three quarters of an hour to an hour and a half on two cores) and writes the page
    python3 docs/findings.py --reuse    takes what target/findings holds already, runs the rest
    python3 docs/findings.py --check    as --reuse, but only says whether the page is what would be written

Every number on the page comes out of a document printed by a command that stands beside it. Words that weigh a number
("more", "too few") are chosen here from the number, so that the page cannot say something else than the program.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "findings.md"
KEPT = ROOT / "target" / "findings"
PROGRAM = os.environ.get("GRIDGOV", str(ROOT / "target" / "release" / "gridgov"))
REUSE = "--reuse" in sys.argv or "--check" in sys.argv

FLAT = "scenarios/longgang.ron"
REFORMED = "scenarios/longgang-tiered-reformed.ron"
OPPONENTS = [
    ("tiered, same technology", "scenarios/longgang-tiered-same-technology.ron"),
    ("tiered, reformed", REFORMED),
    ("tiered, traditional", "scenarios/longgang-tiered-traditional.ron"),
    ("before 2019", "scenarios/longgang-before-2019.ron"),
    ("flat, failing", "scenarios/longgang-flat-failing.ron"),
]
NORMS = [
    ("tiered, reformed", "scenarios/longgang-tiered-reformed-norm.ron"),
    ("tiered, traditional", "scenarios/longgang-tiered-traditional-norm.ron"),
]
# Where dozens of values or levels are run.
FEW = ["--replications", "12"]
TARGETS = [("respond", "respond in 1 min"), ("accept", "accept in 2 min"), ("depart", "depart in 3 min"), ("on_scene", "on scene in 45 min")]
# What "basically achieved" may mean: our reading (grade C).
BASICALLY = 0.85
WANTED = 0.9


def ask(*words):
    """The document of a command, run once."""
    command = ["gridgov", *words]
    name = "".join(c if c.isalnum() else "-" for c in " ".join(words))[-180:]
    kept = KEPT / f"{name}.json"
    if not (REUSE and kept.exists()):
        KEPT.mkdir(parents=True, exist_ok=True)
        print("$ " + shlex.join(command), file=sys.stderr)
        done = subprocess.run([PROGRAM, *words, "--json"], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{shlex.join(command)} fails:\n{done.stderr}")
        kept.write_text(done.stdout)
    document = json.loads(kept.read_text())
    document["shown"] = shlex.join(command)
    return document


def command(document):
    return f"`{document['shown']}`"


def percent(share, digits=1):
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def points(difference):
    size = f"{100 * abs(difference):.1f}"
    return size if size == "0.0" else ("−" if difference < 0 else "+") + size


def interval(found):
    return f"{percent(found['estimate'])} ({percent(found['lower'])} to {percent(found['upper'])})"


def apart(found):
    return f"{points(found['estimate'])} ({points(found['lower'])} to {points(found['upper'])})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def four_targets():
    flat = ask("run", FLAT)
    rows, missed, met = [], [], []
    for target in flat["targets"]:
        name = dict(TARGETS)[target["name"]]
        causes = ", ".join(f"{cause['cause'].replace('_', ' ')} {percent(cause['share'], 0)}" for cause in target["misses"]["causes"][:3])
        rows.append([name, interval(target["cumulative"]), interval(target["per_stage"]), causes])
        (met if target["cumulative"]["estimate"] >= BASICALLY else missed).append(name)
    said = f"Of the four targets the model attains {len(met)} in at least {percent(BASICALLY, 0)} of incidents ({', '.join(met) or 'none'})"
    said += f" and misses that for {', '.join(missed)}." if missed else "."
    contradiction = (
        " With these inputs the model **contradicts** the article on "
        + ", ".join(missed)
        + ": drawn stage times alone, grade C, use up those limits when they count from the report. Counted per stage, as they may be meant, more is attained, but not all. The defaults were not tuned until the claim came out."
        if missed
        else ""
    )
    return (
        "## 1. The four targets\n\n"
        "*Claim:* 1-minute respond, 2-minute accept, 3-minute depart, 45-minute on scene, \"basically achieved\". "
        f"That this means at least {percent(BASICALLY, 0)}, that limits count from the report and that the last one means *on scene* is our reading (C).\n\n"
        + table(["target", "from the report", "per stage", "longest part of the way where it is missed"], rows)
        + f"\n{said}{contradiction} Rests on: receipt, triage, acceptance, turnout and settling shares (C), stations and communities (A, B). "
        f"{command(flat)}, seed {flat['scenario']['seed']}, {flat['replications']} replications.\n"
    )


def verdict(document, measure):
    return next(found for found in document["differences"] if found["measure"] == measure)


def against_opponents():
    rows, shown, depends = [], [], []
    for name, file in OPPONENTS:
        found = ask("compare", file, FLAT, "--replications", "10", "--draws", "100")
        primary = verdict(found, "on_scene")
        draws = (found.get("draws") or {}).get("pairs") or [{}]
        held = draws[0].get("share")
        if held is not None and held < 0.95:
            depends.append(name)
        rows.append([
            name,
            apart(primary),
            f"**{primary['verdict']}**",
            "–" if held is None else f"{percent(held, 0)} of {draws[0]['of']}",
            apart(verdict(found, "accept")),
            apart(verdict(found, "depart")),
            apart(verdict(found, "respond")),
        ])
        shown.append(command(found))
    better = [row[0] for row in rows if row[2] == "**better**"]
    said = f"Flat is better by more than a point on the primary target than {', '.join(better)}." if better else "Flat is better than none."
    if depends:
        said += f" Against {', '.join(depends)} the sign depends on assumptions: it holds in fewer than 95% of the joint draws."
    return (
        "## 2. Flat against each other structure, with the same headcount\n\n"
        "Points of percent, flat minus the other; paired, 95%. *Sign holds*: share of joint draws of the grade-C numbers in which the two differ that keep the sign of the primary difference.\n\n"
        + table(["against", "on scene in 45 min", "verdict", "sign holds in", "accept in 2 min", "depart in 3 min", "respond in 1 min"], rows)
        + f"\n{said} What the tiers cost is mostly *assumed* – hand-offs, further desks, returns, all C – and partly emergent (boundaries, queues); `parts` of each document tells which. *Flat, failing* shows that flat is no guarantee: it is the same structure with weak communities.\n\n"
        + "\n".join(f"- {line}" for line in shown)
        + "\n"
    )


def against_norms():
    rows, shown = [], []
    for name, file in NORMS:
        found = ask("compare", file, FLAT, "--replications", "10", "--draws", "0")
        primary = verdict(found, "on_scene")
        arms = {arm["scenario"]: arm for arm in found["arms"]}
        rows.append([
            name,
            f"{arms[file]['officers']} against {arms[FLAT]['officers']}",
            apart(primary),
            f"**{primary['verdict']}**",
            apart(verdict(found, "committed_done")),
        ])
        shown.append(command(found))
    return (
        "## 3. Against the claimed norm\n\n"
        "The norm (4,660 posts, 550 officers) is the claim of 40% turned round, hence **circular**: it is evidence of nothing but what so many people would achieve.\n\n"
        + table(["against, with the norm", "officers", "on scene in 45 min", "verdict", "committed work done"], rows)
        + "\n"
        + "\n".join(f"- {line}" for line in shown)
        + "\n"
    )


def needs(answer, whole):
    below, enough, up_to = answer["infeasible_below"], answer["feasible_from"], answer["infeasible_up_to"]
    if enough is None:
        return f"more than {percent(up_to)} (nothing tried is enough)" if up_to is not None else "open"
    posts = answer["posts_feasible_from"]
    if below is None:
        return f"at most {percent(enough)} ({posts} of {whole})"
    if below == enough:
        return f"{percent(enough)} ({posts} of {whole})"
    return f"{percent(below)} to {percent(enough)} ({answer['posts_infeasible_below']} to {posts} of {whole})"


def share_at(answer, share):
    if answer["infeasible_up_to"] is not None and share <= answer["infeasible_up_to"]:
        return "too few"
    if answer["feasible_from"] is not None and share >= answer["feasible_from"]:
        return "enough"
    return "undecided"


FRONTIERS = [
    ("tiered, reformed; equal headcount", "all posts", [FLAT, "--against", REFORMED, "--levels", "30%..100%/29", "--replications", "8"]),
    ("tiered, reformed; equal headcount", "crews alone", [FLAT, "--against", REFORMED, "--staff", "crews", "--levels", "20%..110%/19", *FEW]),
    ("tiered, traditional; equal headcount", "crews alone", [FLAT, "--against", "scenarios/longgang-tiered-traditional.ron", "--staff", "crews", "--levels", "20%..110%/19", *FEW]),
    ("tiered, reformed; claimed norm (circular)", "crews alone", [FLAT, "--against", "scenarios/longgang-tiered-reformed-norm.ron", "--staff", "crews", "--levels", "20%..110%/19", *FEW]),
]


def forty():
    rows, shown, verdicts = [], [], []
    for opponent, whose, words in FRONTIERS:
        found = ask("frontier", *words)
        alone = next(answer for answer in found["frontiers"] if not answer["committed_work"])
        both = next((answer for answer in found["frontiers"] if answer["committed_work"]), alone)
        rows.append([opponent, whose, needs(both, found["whole_posts"]), needs(alone, found["whole_posts"]), share_at(both, 0.4), share_at(alone, 0.4)])
        verdicts.append((opponent, whose, share_at(both, 0.4), share_at(alone, 0.4)))
        shown.append(command(found))
    first = verdicts[0]
    said = {
        "too few": "With all modelled posts cut alike, 40% are **too few**: certified at 95%.",
        "enough": "With all modelled posts cut alike, 40% are **enough**: certified at 95%.",
        "undecided": "With all modelled posts cut alike, whether 40% are enough is undecided.",
    }[first[2]]
    return (
        "## 4. Can 40% do the work of 100%?\n\n"
        "*Claim:* 40% of the organs and staff carry 100% of the functions. Here: the smallest share of the other structure's posts with which flat does at least as well on the primary target (within 1 point), and at least 95% of the committed work is done; the range is [certified too small below, certified enough].\n\n"
        + table(["against", "cut", "share needed", "without committed work", "40%", "40% without committed work"], rows)
        + f"\n{said} The committed work decides: planned inspections, campaigns and paperwork, 276 crew hours a day, do not shrink with staff, and no figure of them is published (C). Whoever assumes that they shrink as well gets the fourth column.\n\n"
        "The model knows nothing of organs or of functions that handle no incidents, so of the article's 40% it can only speak about those who do.\n\n"
        + "\n".join(f"- {line}" for line in shown)
        + "\n"
    )


def told_row(row):
    between = row["between"] or {}
    at = row["break_even"]
    unit = row["unit"]

    def show(value):
        if value is None:
            return "?"
        if unit == "s":
            return f"{value:.0f} s" if value < 120 else f"{value / 60:.1f} min" if value < 7200 else f"{value / 3600:.1f} h"
        return f"{value:.3g}{' ' + unit if unit else ''}"

    bounds = row["range"]
    ends = f"{show(bounds['low'])} to {show(bounds['high'])}" if bounds else "–"
    if bounds and not bounds["given"]:
        ends = f"({ends})"
    where = f"{show(at)} ({show(between.get('from'))} to {show(between.get('to'))})" if at is not None else "–"
    return [f"`{row['path']}`", row["written_as"], ends, where, row["grade"] or "–"]


def break_even(title, words, intro):
    found = ask("break-even", *words, *FEW)
    near = [row for row in found["rows"] if row["range_holds_it"] == "within" and row["break_even"] is not None]
    far = [row for row in found["rows"] if row["range_holds_it"] == "beyond" and row["break_even"] is not None]
    either = [row for row in found["rows"] if row["range_holds_it"] == "undecided" and row["break_even"] is not None]
    none = [row for row in found["rows"] if row["break_even"] is None and row["between"] is None]
    open_ = len(found["rows"]) - len(near) - len(either) - len(far) - len(none)
    own = found["rows"][0]["difference"]
    said = (
        f"At the scenarios' own values the difference is {apart(own)} points. Of {len(found['rows'])} assumptions, each moved alone, "
        f"{len(near)} turn that round within their range, {len(either)} within it or beyond, {len(far)} only beyond it, {len(none)} not at all within the bounds searched; {open_} undecided.\n\n"
    )
    text = f"### {title}\n\n{intro} {said}"
    head = ["number", "value", "range", "breaks even at", "grade"]
    if near or either or far:
        text += table(head, [told_row(row) for row in near + either + far])
    return text + f"\n{command(found)}\n"


def assumptions_moved():
    return (
        "## 5. How far each assumption would have to move\n\n"
        + break_even("To turn the comparison round", [FLAT, "--against", REFORMED], "Flat against *tiered, reformed* with the same headcount, on scene in 45 minutes.")
        + "\n"
        + break_even(
            "To make the 40%",
            [FLAT, "--against", REFORMED, "--level", "40%", "--margin", *(word for path in DECISIVE for word in ("--factor", path))],
            "The same for the numbers that decide it, with flat cut to 40% of the other's modelled posts; it breaks even where flat is no more than a point worse. The committed work is not asked for here.",
        )
    )


# What the 40% hang on most.
DECISIVE = [
    "demand.volume",
    "demand.committed_work.crew_time_per_day",
    "workforce.crews.duty-station crew.absence",
    "structure.desks.township.transfer",
    "structure.desks.township.wrong_department",
]

STAGES = {
    "structure.desks.platform.receipt": 18,
    "structure.desks.platform.triage": 90,
    "workforce.crews.duty-station crew.accept": 30,
    "workforce.crews.duty-station crew.turnout": 48,
    "structure.settlers.micro-grid leader.accept": 60,
    "structure.settlers.micro-grid leader.turnout": 120,
    "structure.settlers.grid worker.accept": 30,
    "structure.settlers.grid worker.turnout": 60,
    "structure.settlers.community cadre.accept": 60,
    "structure.settlers.community cadre.turnout": 180,
}
SCALES = [1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.1, 0.0]


def ninety():
    # The medians are read off the scenario, so that they cannot differ from it.
    factors = {factor["path"]: factor for factor in ask("factors", FLAT)["factors"]}
    for path, median in STAGES.items():
        assert factors[path]["value"] == median, f"{path} is {factors[path]['value']}, not {median}"
    runs = []
    for scale in SCALES:
        sets = [word for path, median in STAGES.items() if scale != 1.0 for word in ("--set", f"{path}={median * scale:.3f} s")]
        runs.append((scale, ask("run", FLAT, *FEW, *sets)))
    rows = []
    for at, (name, said) in enumerate(TARGETS):
        seen = [(scale, run["targets"][at]["attainment"]) for scale, run in runs]
        enough = [scale for scale, found in seen if found["lower"] >= WANTED]
        short = [scale for scale, found in seen if found["upper"] < WANTED]
        most = max(seen, key=lambda pair: pair[1]["estimate"])
        if enough and max(enough) == 1.0:
            answer = "as they are"
        elif enough:
            above = min((scale for scale in short if scale > max(enough)), default=None)
            answer = f"{max(enough):.2g} to {above:.2g} times" if above is not None else f"{max(enough):.2g} times"
        else:
            answer = "none certified, not even with no time at all"
        rows.append([said, interval(dict(seen)[1.0]), answer, f"{interval(most[1])} at {most[0]:.2g} times"])
    example = runs[SCALES.index(0.5)][1]
    return (
        "## 6. What would give 90%\n\n"
        "Receipt, triage, acceptance and turnout of the flat city – its platform, its crews and its people on the spot – all multiplied by the same number: with which is a target met in 90% of incidents?\n\n"
        + table(["target", "as it is", "scale for 90%", "best seen"], rows)
        + "\nAll of these stage times are grade C. Scales tried: "
        + ", ".join(f"{scale:g}" for scale in SCALES)
        + f"; {FEW[-1]} replications of a year each. The command for one half: {command(example)}\n"
    )


def silent():
    return (
        "## 7. Where the model cannot tell\n\n"
        + table(
            ["claim", "what the model says"],
            [
                ["satisfaction with community whistles 100%", "nothing: satisfaction is not modelled"],
                ["business registration 80 → 40 days; small projects in 15 days", "nothing: approvals are not modelled"],
                ["90%+ of personal matters handled nearby", "nothing: personal matters are no incidents"],
                ["15-minute public-service circle", "nothing directly; distances to the duty stations are in `gridgov check`"],
                ["enforcement corps 78% leaner", "9 corps became 2, an organisational count (C): headcount is never cut by it"],
                ["spending 31.4% of Cangnan's", "a budget line of unclear scope; `gridgov check` prices posts and vehicles at unit prices of grade C"],
                ["\"basically achieved\"", "no log of incidents is published, so nothing here has been validated against records"],
            ],
        )
    )


def page():
    parts = [
        "# Findings\n\n"
        "What the shipped scenarios say about the claims of 荣西武, 《龙港:以40%行政资源有效承接100%行政职能》 (2023), point by point. "
        "Written by `python3 docs/findings.py`, which runs every command that stands here; seeds are the scenarios'. "
        "Intervals are 95% and show the chance of the runs only. **A**: official or primary, **B**: press or academic, **C**: our assumption. "
        "No incident log of Longgang is published: these are findings about scenarios, not about the city.\n",
        four_targets(),
        against_opponents(),
        against_norms(),
        forty(),
        assumptions_moved(),
        ninety(),
        silent(),
    ]
    return "\n".join(parts)


def main():
    text = page()
    if "--check" in sys.argv:
        if PAGE.read_text() != text:
            sys.exit("docs/findings.md is not what docs/findings.py would write")
        return
    PAGE.write_text(text)
    print(f"written: {PAGE.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
