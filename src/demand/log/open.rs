//! What the rows of a log may leave open.

use super::kinds::kinds;

kinds! {
    /// What is drawn where a row does not say it.
    Open:
    /// From occurrence to report.
    Delay = "delay";
    /// How it was reported.
    Channel = "channel";
    /// How pressing it is.
    Priority = "priority";
    /// Where in the city.
    Place = "place";
    /// Where in the area that is said.
    PlaceWithin = "place within an area";
    /// Whether it needs a second department.
    Joint = "joint";
    /// Whether it was found by the one who would settle it.
    SelfFound = "self_found";
    /// How long the work on scene takes.
    Work = "work";
    /// Where the work goes on.
    Facility = "facility";
}
