//! The columns of a log, in the order in which `gridgov trace` writes them.

use super::kinds::kinds;

kinds! {
    /// What a column says.
    Heading:
    /// Number in the trace. Not read: incidents are numbered in the order of their reports.
    Incident = "incident";
    /// When it occurred; what lies between this and the report is the delay.
    Occurred = "occurred";
    /// When it was reported. Must be there.
    Reported = "reported";
    /// What happened. Must be there unless the scenario has one category only.
    Category = "category";
    /// 1 (most pressing) to 4.
    Priority = "priority";
    /// How it was reported.
    Channel = "channel";
    /// Whose field it is, and so the skill that crews need; that of the category otherwise. Also called "skill".
    Department = "department";
    /// Where: an area of any level, by its name, its path ("unit 3/community 17/…") or its number ("#4711").
    Area = "area";
    /// Kilometres east of the scenario's origin.
    X = "x_km";
    /// Kilometres north of the scenario's origin.
    Y = "y_km";
    /// Degrees east, for cities that know theirs.
    Longitude = "longitude";
    /// Degrees north, for cities that know theirs.
    Latitude = "latitude";
    /// 1: needs crews of two departments at once.
    Joint = "joint";
    /// 1: found by the one who would settle it on the spot.
    SelfFound = "self_found";
    /// 1: reported during a surge.
    InSurge = "in_surge";
    /// Work on scene on the first visit: seconds, or with a unit ("20 min").
    Work = "work_s";
    /// Where the crew's work goes on after the first visit: a facility of the scenario by its name.
    Facility = "facility";
}

impl Heading {
    /// The column called so, whatever the case of its letters.
    pub fn of(name: &str) -> Option<Heading> {
        if name.eq_ignore_ascii_case("skill") {
            return Some(Heading::Department);
        }
        Heading::ALL.iter().copied().find(|heading| heading.name().eq_ignore_ascii_case(name))
    }

    /// The columns that a trace is written with.
    pub fn written() -> impl Iterator<Item = Heading> {
        Heading::ALL.iter().copied().filter(|heading| !matches!(heading, Heading::Longitude | Heading::Latitude))
    }
}
