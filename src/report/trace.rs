//! The trace as a table: what happened before anybody serves it, in the form in which a log is read.

use crate::city::City;
use crate::demand::{AreaNames, Demand, Heading, Incident, write_moment};
use crate::ids::AreaId;
use crate::quantity::Day;
use crate::time::Duration;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one incident after the other.
pub struct TraceWriter<'m, W: Write> {
    rows: csv::Writer<W>,
    demand: &'m Demand,
    start: Day,
    /// Names of the innermost areas.
    leaves: Vec<String>,
    first_leaf: u32,
    field: String,
}

impl<'m, W: Write> TraceWriter<'m, W> {
    /// Begins the table of a run from `start`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(out: W, city: &City, demand: &'m Demand, start: Day) -> io::Result<TraceWriter<'m, W>> {
        let names = AreaNames::new(city);
        let leaves = city.leaves().map(|leaf| names.of(AreaId(leaf))).collect();
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(Heading::written().map(Heading::name)).map_err(plain)?;
        Ok(TraceWriter { rows, demand, start, leaves, first_leaf: city.leaves().start, field: String::new() })
    }

    /// Writes an incident.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, incident: &Incident) -> io::Result<()> {
        for heading in Heading::written() {
            self.field.clear();
            self.fill(heading, incident);
            self.rows.write_field(&self.field).map_err(plain)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(plain)
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(|error| error.into_error())
    }

    fn fill(&mut self, heading: Heading, incident: &Incident) {
        let (demand, out) = (self.demand, &mut self.field);
        let mut show = |value: &dyn std::fmt::Display| {
            let _ = write!(out, "{value}");
        };
        match heading {
            Heading::Incident => show(&incident.number),
            Heading::Occurred => write_moment(out, self.start, incident.reported.0 as i64 - incident.delay.0 as i64),
            Heading::Reported => write_moment(out, self.start, incident.reported.0 as i64),
            Heading::Category => out.push_str(&demand.categories[incident.category].name),
            Heading::Priority => show(&incident.priority),
            Heading::Channel => out.push_str(&demand.channels[incident.channel].name),
            Heading::Department => out.push_str(&demand.departments[demand.jobs[incident.job].department].name),
            Heading::Area => out.push_str(&self.leaves[(incident.leaf.0 - self.first_leaf) as usize]),
            Heading::X => show(&incident.place.x),
            Heading::Y => show(&incident.place.y),
            Heading::Longitude | Heading::Latitude => {}
            Heading::Joint => show(&u8::from(incident.joint)),
            Heading::SelfFound => show(&u8::from(incident.self_found)),
            Heading::InSurge => show(&u8::from(incident.in_surge)),
            Heading::Facility => {
                if let Some(facility) = incident.facility {
                    out.push_str(&demand.facilities[usize::from(facility)].name);
                }
            }
            Heading::Work => {
                if let Some(Duration(ticks)) = incident.work {
                    show(&format_args!("{}.{:06}", ticks / Duration::SECOND.0, ticks % Duration::SECOND.0));
                }
            }
        }
    }
}

/// The error of the stream itself, whose kind tells a closed pipe from a full disk.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}
