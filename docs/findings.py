#!/usr/bin/env python3
"""Writes docs/findings.md: what the shipped scenarios say about the article's claims.

    cargo build --release
    python3 docs/findings.py            runs everything (one and a half to two and a half hours on two cores) and writes the page
    python3 docs/findings.py --reuse    takes what target/findings holds already, runs the rest
    python3 docs/findings.py --check    as --reuse, but only says whether the page is what would be written

Every number on the page comes out of a document printed by a command that stands beside it. Sentences that weigh a
number ("more", "too few") are chosen here from the number, and all others are true whatever the numbers are, so that the
page cannot say something else than the program.
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
# The same without typhoons, an assumption that all of them share.
CALM = ["--set", "demand.surges=Removed"]
# Officers of the flat city.
OFFICERS = 220
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


def level(share):
    """A confidence level as it is said."""
    return f"{100 * share:g}%"


def spoken(names):
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def groups(said):
    """Names by what is said of them, in order: `said` has pairs of a name and its words."""
    found = {}
    for name, words in said:
        found.setdefault(words, []).append(name)
    return found.items()


def minutes(found):
    if found["estimate"] is None:
        return "–"
    size = f"{abs(found['estimate']) / 60:.1f}"
    return size if size == "0.0" else ("−" if found["estimate"] < 0 else "+") + size


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def attains(found):
    """What is certified of a share and of `BASICALLY`."""
    if found["lower"] is not None and found["lower"] >= BASICALLY:
        return "attained"
    if found["upper"] is not None and found["upper"] < BASICALLY:
        return "missed"
    return "undecided"


def causes_of(target):
    return [f"{cause['cause'].replace('_', ' ')} {percent(cause['share'], 0)}" for cause in target["misses"]["causes"][:3]]


def four_targets():
    flat, calm = ask("run", FLAT), ask("run", FLAT, *CALM)
    surge = "demand.surges.typhoon."
    typhoon = {factor["path"].removeprefix(surge): factor["value"] for factor in ask("factors", FLAT)["factors"] if factor["path"].startswith(surge)}
    rows, cumulative, per_stage, longest = [], [], [], []
    for target, without in zip(flat["targets"], calm["targets"]):
        name = dict(TARGETS)[target["name"]]
        causes = causes_of(target)
        rows.append([name, interval(target["cumulative"]), interval(target["per_stage"]), ", ".join(causes), interval(without["cumulative"]), ", ".join(causes_of(without))])
        cumulative.append((name, attains(target["cumulative"])))
        per_stage.append((name, attains(target["per_stage"])))
        if attains(target["cumulative"]) == "missed" and causes:
            longest.append(f"{causes[0]} of the misses of {name}")

    def told(standings):
        words = {"attained": f"at least {percent(BASICALLY, 0)} certified", "missed": "less certified", "undecided": "undecided"}
        return "; ".join(f"{words[standing]} for {spoken(names)}" for standing, names in groups(standings))

    said = f"Counted from the report: {told(cumulative)}. Counted per stage, as the limits may be meant: {told(per_stage)}."
    missed = [name for name, standing in cumulative if standing == "missed"]
    if missed:
        said += f" With these inputs and this reading the model **contradicts** the article on {spoken(missed)}."
    if longest:
        said += f" Most often the longest part of the way is: {'; '.join(longest)}."
    return (
        "## 1. The four targets\n\n"
        "*Claim:* 1-minute respond, 2-minute accept, 3-minute depart, 45-minute on scene, \"basically achieved\". "
        f"That this means at least {percent(BASICALLY, 0)}, that limits count from the report and that the last one means *on scene* is our reading (C). "
        f"In brackets: intervals of {level(flat['level'])}, each for itself; *certified* means that the whole interval lies there.\n\n"
        + table(["target", "from the report", "per stage", "longest part of the way where it is missed", "from the report, without typhoons", "longest part there"], rows)
        + f"\n{said} Rests on: receipt, triage, acceptance, turnout, settling shares, typhoons, volume, speeds, committed work and the number of officers (C); how many stations there are (B) and communities (A), and where they stand and who lives there (C). "
        f"Typhoons are assumed (C): {typhoon['when.per_year']:g} a year of {typhoon['lasts'] / 86400:g} days, with {typhoon['volume']:g} times the incidents, and ways that take {typhoon['travel']:g} times as long. "
        f"{command(flat)}, seed {flat['scenario']['seed']}, {flat['replications']} replications; {command(calm)}.\n"
    )


def verdict(document, measure):
    return next(found for found in document["differences"] if found["measure"] == measure)


WORDS = {
    "better": "better by more than the margin",
    "worse": "worse by more than the margin",
    "equal": "as good within the margin",
    "undecided": "undecided",
}


def simultaneous(found):
    """How the intervals of a comparison hold."""
    return (
        f"In brackets: {'paired ' if found['paired'] else ''}intervals of {level(found['level'])}; that of the primary target holds alone, those of the other targets hold together. "
        f"The verdict counts differences of up to {points(found['indifference']).lstrip('+')} points as none (the margin)."
    )


def arms_of(found, file):
    """The arm of a file and that of the flat city."""
    arms = {arm["scenario"]: arm for arm in found["arms"]}
    return arms[file], arms[FLAT]


# How many people lead a township, and a unit of the flat city: sizes that are assumed.
LEADERS = ["workforce.posts.township leadership.count", "workforce.posts.unit leadership.count"]


def turned_by(row):
    """Where a number of people turns the comparison round."""
    bounds, between = row["range"], row["between"] or {}
    here = f"`{row['path']}` ({row['written_as']}, range {bounds['low']:g} to {bounds['high']:g})"
    ends = [f"{end:g}" for end in (between.get("from"), between.get("to")) if end is not None]
    if len(ends) < 2:
        return f"{here} turns it round at no value that is certified"
    return f"{here} turns it round between {ends[0]} and {ends[1]}"


def against_opponents():
    rows, shown, depends, verdicts, posts, handed = [], [], [], [], set(), None
    hangs, other_verdicts = [], []
    for name, file in OPPONENTS:
        found = ask("compare", file, FLAT, "--replications", "10", "--draws", "100")
        primary = verdict(found, "on_scene")
        draws = (found.get("draws") or {}).get("pairs") or [{}]
        held = draws[0].get("share")
        if held is not None and held < 0.95:
            depends.append(f"*{name}*")
        other, flat = arms_of(found, file)
        posts.add(other["posts"] == flat["posts"])
        parts = found["parts"][0] if found["parts"] else None
        rows.append([
            name,
            f"{flat['posts']} against {other['posts']}",
            apart(primary),
            f"**{primary['verdict']}**",
            "–" if held is None else f"{percent(held, 0)} of {draws[0]['of']}",
            apart(verdict(found, "accept")),
            apart(verdict(found, "depart")),
            apart(verdict(found, "respond")),
            *(minutes(parts[part]) if parts else "–" for part in ("response", "assumed", "emergent")),
        ])
        verdicts.append((f"*{name}*", WORDS[primary["verdict"]]))
        shown.append(command(found))
        if file == OPPONENTS[0][1]:
            officers = other["officers"]
            assert flat["officers"] == OFFICERS
        if file == REFORMED:
            handed = verdict(found, "transfer_s")
        calm = ask("compare", file, FLAT, "--replications", "10", "--draws", "0", *CALM)
        without = verdict(calm, "on_scene")
        if without["verdict"] != primary["verdict"]:
            other_verdicts.append(f"*{name}*")
        hangs.append([
            name,
            f"{points(primary['estimate'])}, **{primary['verdict']}**",
            f"{apart(without)}, **{without['verdict']}**",
            minutes(parts["response"]) if parts else "–",
            *(minutes(calm["parts"][0][part]) if calm["parts"] else "–" for part in ("response", "emergent")),
        ])
        shown.append(command(calm))
    said = "Flat against the other on the primary target: " + "; ".join(f"{words} for {spoken(names)}" for words, names in groups(verdicts)) + "."
    if depends:
        said += f" Against {spoken(depends)} the sign depends on assumptions: it holds in fewer than 95% of the joint draws."
    said += (
        f" Of the mean response against *tiered, reformed*, {minutes(handed)} min are hand-offs, the wait for a closed command room to open among them "
        "(`structure.desks.township.waits_for_opening` and that of the joint office, C)."
    )
    shared = "The verdict without typhoons is the same in every row." if not other_verdicts else f"Without typhoons the verdict is another one against {spoken(other_verdicts)}."
    name, file = OPPONENTS[0]
    same = ask("compare", file, FLAT, "--replications", "10", "--draws", "0", "--set", f"workforce.crews.duty-station crew.officers={OFFICERS}")
    shown.append(command(same))
    other, flat = arms_of(same, file)
    assert other["officers"] == flat["officers"] == OFFICERS
    evened = verdict(same, "on_scene")
    own = rows[0][3]
    spared = (
        f"With as many posts, what the desks and the leadership of townships cost, whose sizes are assumed (C), is missing among the officers of *{name}*: {officers} against {OFFICERS}. "
        f"With {OFFICERS} in both ({flat['posts']} posts against {other['posts']}) the difference of on scene in 45 min is {apart(evened)}, **{evened['verdict']}**, and that of the mean response {minutes(same['parts'][0]['response'])} min"
        + (f": the verdict of the row hangs on these posts, and not on the tiers alone." if f"**{evened['verdict']}**" != own else ".")
    )
    turns = ask("break-even", FLAT, "--against", file, *(word for path in LEADERS for word in ("--factor", path)), *FEW)
    shown.append(command(turns))
    assert all(row["posts_kept"] for row in turns["rows"])
    spared += " Moved alone, officers following, so that both keep their posts, " + "; ".join(turned_by(row) for row in turns["rows"]) + "."
    return (
        f"## 2. Flat against each other structure{', with as many posts' if posts == {True} else ''}\n\n"
        f"Differences are flat minus the other, of shares in points of percent. {simultaneous(found)} *Sign holds*: share of joint draws of the grade-C numbers in which the two differ that keep the sign of the primary difference; numbers of clerks and leaders are among them, and officers follow, so that both keep their posts. "
        "*Assumed* is what drawn stage times, hand-offs, returns and refusals add to the difference of the mean response, and *emergent* what queues and travel add: the first is put in (C), the second comes out.\n\n"
        + table(
            [
                "against",
                "posts, flat against the other",
                "difference of on scene in 45 min",
                "verdict",
                "sign holds in",
                "difference of accept in 2 min",
                "difference of depart in 3 min",
                "difference of respond in 1 min",
                "difference of the mean response, min",
                "of it assumed",
                "of it emergent",
            ],
            rows,
        )
        + f"\n{said} *Flat, failing* is the same structure with weak communities: its row tells what communities do, not what tiers do.\n\n"
        "What all structures share is in no joint draw, such as the typhoons (C). With them and without:\n\n"
        + table(
            [
                "against",
                "difference of on scene in 45 min",
                "the same without typhoons",
                "difference of the mean response, min",
                "the same without typhoons",
                "of it emergent",
            ],
            hangs,
        )
        + f"\n{shared} {spared}\n\n"
        + "\n".join(f"- {line}" for line in shown)
        + "\n"
    )


def against_norms():
    rows, shown = [], []
    for name, file in NORMS:
        found = ask("compare", file, FLAT, "--replications", "10", "--draws", "0")
        primary = verdict(found, "on_scene")
        other, flat = arms_of(found, file)
        rows.append([
            name,
            f"{flat['officers']} against {other['officers']}",
            apart(primary),
            f"**{primary['verdict']}**",
            " against ".join(percent(arm["measures"]["committed_done"]["estimate"]) for arm in (flat, other)),
            apart(verdict(found, "committed_done")),
        ])
        shown.append(command(found))
    return (
        "## 3. Against the claimed norm\n\n"
        "The norm (4,660 posts, 550 officers) is the claim of 40% turned round, hence **circular**: it is evidence of nothing but what so many people would achieve. "
        f"Differences are flat minus the other, in points of percent. {simultaneous(found)} That of the committed work holds alone.\n\n"
        + table(
            [
                "against, with the norm",
                "officers, flat against the other",
                "difference of on scene in 45 min",
                "verdict",
                "committed work done, flat against the other",
                "difference of committed work done",
            ],
            rows,
        )
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


def answers_of(found):
    """The answer that asks for the committed work, and the one that does not."""
    alone = next(answer for answer in found["frontiers"] if not answer["committed_work"])
    return next((answer for answer in found["frontiers"] if answer["committed_work"]), alone), alone


CERTIFIED = {"too few": "**too few**", "enough": "**enough**", "undecided": "undecided"}


def forty():
    rows, calm_rows, shown, verdicts, costs, turned = [], [], [], [], [], []
    for opponent, whose, words in FRONTIERS:
        found, calm = ask("frontier", *words), ask("frontier", *words, *CALM)
        both, alone = answers_of(found)
        row = f"{opponent}, {whose}"
        rows.append([opponent, whose, needs(both, found["whole_posts"]), needs(alone, found["whole_posts"]), share_at(both, 0.4), share_at(alone, 0.4)])
        verdicts.append((f"*{row}*", CERTIFIED[share_at(both, 0.4)]))
        small, enough = both["infeasible_up_to"], alone["feasible_from"]
        if small is not None and enough is not None and small >= enough:
            costs.append(f"*{row}*")
        shown += [command(found), command(calm)]
        whole = calm["whole_posts"]
        calm_rows.append([opponent, whose, *(needs(answer, whole) for answer in answers_of(calm)), *(share_at(answer, 0.4) for answer in answers_of(calm))])
        if any(share_at(ours, 0.4) != share_at(theirs, 0.4) for ours, theirs in zip((both, alone), answers_of(calm))):
            turned.append(f"*{row}*")
    asked = {condition["measure"]: condition for condition in found["conditions"]}
    margin, done = asked["on_scene"]["margin"], asked["committed_done"]["at_least"]
    said = "Certified of 40%, the committed work asked for: " + "; ".join(f"{words} for {spoken(names)}" for words, names in groups(verdicts)) + "."
    if costs:
        said += f" That the committed work gets done takes more posts than the primary target alone, as is certified for {spoken(costs)}."
    work = next(factor for factor in ask("factors", FLAT)["factors"] if factor["path"] == "demand.committed_work.crew_time_per_day")
    head = ["against", "cut", "share needed", "share needed, committed work not asked for", "40%", "40%, committed work not asked for"]
    without = f"What is said of 40% is another thing for {spoken(turned)}." if turned else "What is said of 40% is the same in every row."
    return (
        "## 4. Can 40% do the work of 100%?\n\n"
        "*Claim:* 40% of the organs and staff carry 100% of the functions. Here: the smallest share of the other structure's posts with which flat does at least as well on the primary target "
        f"(within {points(margin).lstrip('+')} points), and at least {percent(done, 0)} of the committed work is done; the range is from the first level that is not certified too small to the first that is certified enough, and one number where both are the same: that level is enough, and the next lower one that was tried, some 2.5% (all posts) or 5% (crews) below, is certified too small – what lies between was not tried. "
        f"Both answers of a row hold together at {level(found['confidence'])}, over all levels that could be tried.\n\n"
        + table(head, rows)
        + f"\n{said} The committed work – planned inspections, campaigns and paperwork, {work['value'] / 3600:.0f} crew hours a day in the flat city – does not shrink with staff here; no figure of it is published ({work['grade']}). "
        "Where it is not asked for, crews still do all of it that they can: only the condition that it gets done is dropped. What share would be needed if this time itself were cut in proportion to the posts is not answered here.\n\n"
        "The same without typhoons (C), which all structures share:\n\n"
        + table(head, calm_rows)
        + f"\n{without}\n\n"
        "The model knows nothing of organs or of functions that handle no incidents, so of the article's 40% it can only speak about those who do.\n\n"
        + "\n".join(f"- {line}" for line in shown)
        + "\n"
    )


def told_row(row):
    between = row["between"] or {}
    at = row["break_even"]
    unit = row["unit"]

    def show(value):
        if unit == "s":
            return f"{value:.0f} s" if value < 120 else f"{value / 60:.1f} min" if value < 7200 else f"{value / 3600:.1f} h"
        return (f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}") + (f" {unit}" if unit else "")

    bounds = row["range"]
    ends = f"{show(bounds['low'])} to {show(bounds['high'])}" if bounds else "–"
    if bounds and not bounds["given"]:
        ends = f"({ends})"
    if at is None:
        where = "–"
    else:
        where = f"{show(at)} ({show(between['from'])} to {show(between['to'])})"
    # A distribution is told as it is written; long times in the unit of their neighbours.
    own = show(row["value"]) if unit == "s" and row["value"] >= 7200 else row["written_as"]
    return [f"`{row['path']}`", own, ends, where, row["grade"] or "–"]


def break_even(title, intro, words):
    found, calm = ask("break-even", *words, *FEW), ask("break-even", *words, *FEW, *CALM)
    at = "none" if found["at"] == 0 else f"{points(found['at'])} points"
    own, counts, there = moved(found)
    said = (
        f"It breaks even where the difference is {at}. At the scenarios' own values it is {own}. "
        f"Where each of {len(found['rows'])} assumptions, moved alone, breaks even: {counts}.\n\n"
    )
    text = f"### {title}\n\n{intro} {said}"
    head = ["number", "value", "range", "breaks even at", "grade"]
    if there:
        text += table(head, [told_row(row) for row in there])
    own, counts, there = moved(calm)
    text += f"\nWithout typhoons the difference at the scenarios' own values is {own}; of {len(calm['rows'])} assumptions: {counts}."
    if there:
        text += "\n\n" + table(head, [told_row(row) for row in there])
    else:
        text += "\n"
    return text + f"\n{command(found)}; {command(calm)}\n", found["confidence"]


def moved(found):
    """The difference at the scenarios' own values, how many assumptions break even where, and the rows of those that do."""
    rows = found["rows"]
    there = [row for row in rows if row["break_even"] is not None]
    kinds = ["within", "undecided", "beyond", "unranged"]
    near, either, far, unranged = ([row for row in there if row["range_holds_it"] == kind] for kind in kinds)
    none = [row for row in rows if row["between"] is None]
    counts = [
        (len(near), "within their range"),
        (len(either), "within it or beyond, which is not certified"),
        (len(far), "only beyond it"),
        (len(unranged), "somewhere, having no range"),
        (len(none), "at no value looked at"),
        (len(rows) - len(there) - len(none), "undecided"),
    ]
    standing = {"above": "certified above break-even", "below": "certified below break-even", "undecided": "not certified on either side of break-even"}
    own = rows[0]["difference"]
    said = f"{apart(own)} points, {standing[own['standing']]}"
    return said, "; ".join(f"{words}: {count}" for count, words in counts), near + either + far + unranged


def assumptions_moved():
    turned, sure = break_even(
        "To turn the comparison round",
        "Flat against *tiered, reformed*, on scene in 45 minutes.",
        [FLAT, "--against", REFORMED],
    )
    cut, _ = break_even(
        "To make the 40%",
        f"The same for {len(CHOSEN)} numbers chosen by us, with flat cut to 40% of the other's modelled posts. The committed work is not asked for here.",
        [FLAT, "--against", REFORMED, "--level", "40%", "--margin", *(word for path in CHOSEN for word in ("--factor", path))],
    )
    return (
        "## 5. How far each assumption would have to move\n\n"
        f"Everything in a row holds together at {level(sure)}, over all values that the number could be moved to and all looks at them (Bonferroni); rows do not hold together. Looked at are the ends of the range, the far ends and what lies halfway, then values around a crossing; of what lies between nothing is certified. "
        "So the interval of a difference here is another one than in section 2. *Range*: where the number may well lie; in brackets where nobody has given one and half to double is taken. "
        "*Breaks even at*: an estimate, in brackets the last value certified on the side of the scenarios' own and the first certified on the other; where the own value is not certified itself, the nearest certified ones below and above it.\n\n"
        + turned
        + "\n"
        + cut
    )


# What is moved with staff cut to 40%.
CHOSEN = [
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
    grades = spoken(sorted({factors[path]["grade"] or "none" for path in STAGES}))
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
            answer = f"none certified, down to {min(SCALES):g} times"
        rows.append([said, interval(dict(seen)[1.0]), answer, f"{interval(most[1])} at {most[0]:.2g} times"])
    example = runs[SCALES.index(0.5)][1]
    return (
        "## 6. What would give 90%\n\n"
        "Receipt, triage, acceptance and turnout of the flat city – its platform, its crews and its people on the spot – all multiplied by the same number: with which is a target met in 90% of incidents? "
        f"In brackets: intervals of {level(example['level'])}, each for itself. *Scale for 90%*: the largest scale tried whose whole interval is at least 90%, to the smallest above it whose whole interval is less; one number where there is none such.\n\n"
        + table(["target", "as it is", "scale for 90%", "best seen"], rows)
        + f"\nGrade of these stage times: {grades}. Scales tried: "
        + ", ".join(f"{scale:g}" for scale in SCALES)
        + f"; {example['replications']} replications of {example['days']} days each. The command for one half: {command(example)}\n"
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
                ["15-minute public-service circle", "nothing: services other than the handling of incidents are not modelled"],
                ["enforcement corps 78% leaner", "9 corps became 2, an organisational count (C): headcount is never cut by it"],
                ["spending 31.4% of Cangnan's (and 18.9% of Pingyang's)", "a budget line of unclear scope: 276 million yuan are less than the city's revenue, so one function at most. By resident it is 57% of Cangnan's and 35% of Pingyang's (C). `gridgov check` prices posts and vehicles at unit prices of grade C"],
                ["\"basically achieved\"", "no log of incidents is published, so nothing here has been validated against records"],
            ],
        )
    )


def page():
    parts = [
        "# Findings\n\n"
        "What the shipped scenarios say about the claims of 荣西武, 《龙港:以40%行政资源有效承接100%行政职能》 (2023), point by point. "
        "Written by `python3 docs/findings.py`, which runs every command that stands here; seeds are the scenarios'. "
        "Intervals show the chance of the runs only; each section says at which level they hold. **A**: official or primary, **B**: press or academic, **C**: our assumption. "
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
