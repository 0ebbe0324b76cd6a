//! The statistics of experiments: pure mathematics, no simulation.
//!
//! Each function takes numbers and returns numbers; nothing here knows what an incident is. The unit of
//! analysis is the replication: incidents of one run share queues and are not independent. All of it rests on
//! `libm`, so printed intervals have the same digits on every machine.

mod additive;
mod batch;
mod best;
mod binomial;
mod bisect;
mod compare;
mod components;
mod control;
mod halves;
mod histogram;
mod inequality;
mod interval;
mod isotonic;
mod kim_nelson;
mod latin;
mod mean;
mod morris;
mod multiple;
mod ocba;
mod proportion;
mod quantile;
mod ratio;
mod skewness;
mod sobol;
mod sobol_indices;
pub mod special;
mod stopping;
mod warm_up;

pub use additive::{FOUR_DIMENSIONS, PLANE, evenly};
pub use batch::{BatchMeans, batch_means};
pub use best::compare_with_best;
pub use binomial::binomial_bounds;
pub use bisect::{Bracket, Standing, bisect, level_alone};
pub use compare::{Difference, apart, apart_by_pair, at_least, pairing_gain, planned_pairs};
pub use components::Groups;
pub use control::controlled_ratio_interval;
pub use halves::Halves;
pub use histogram::DurationHistogram;
pub use inequality::{concentration, gini};
pub use interval::Interval;
pub use isotonic::isotonic;
pub use kim_nelson::{Eliminated, KimNelson, eta};
pub use latin::latin_hypercube;
pub use mean::{Moments, least_variance, mean_interval, share_interval};
pub use morris::{Effects, Trajectory, morris_trajectories};
pub use multiple::{bonferroni, holm, joint_level};
pub use ocba::{Sampled, ocba, probably_best};
pub use proportion::wilson_interval;
pub use quantile::{quantile, quantile_interval, quantile_orders, quantile_ranks};
pub use ratio::{pooled_share_interval, pseudo_values, ratio_interval};
pub use skewness::{COCHRAN, numbers_wanted, skewness};
pub use sobol::{SOBOL_DIMENSIONS, sobol_points};
pub use sobol_indices::{ENOUGH_ROWS, FEWEST_ROWS, Share, SobolIndex, saltelli_points, sobol_indices};
pub use stopping::{Precision, looks, replications_needed};
pub use warm_up::{WarmUp, mser5};
