//! The measured part of a run, and its one line of JSON.

use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use crate::sys;

/// Measures wall and CPU time from its start.
pub struct Stopwatch {
    wall: Instant,
    user: Duration,
    system: Duration,
}

impl Stopwatch {
    /// Starts now.
    ///
    /// # Errors
    /// Never on Linux (see [`sys::cpu_times`]).
    pub fn start() -> io::Result<Self> {
        let (user, system) = sys::cpu_times()?;
        Ok(Self { wall: Instant::now(), user, system })
    }

    /// Stops, and says what `operations` cost.
    ///
    /// # Errors
    /// Never on Linux (see [`sys::cpu_times`]).
    pub fn stop(&self, operations: u64) -> io::Result<Report> {
        let wall = self.wall.elapsed();
        let (user, system) = sys::cpu_times()?;
        Ok(Report { operations, wall, user: user - self.user, system: system - self.system })
    }
}

/// What a run did and what it cost; `Display` writes the JSON that `common.php` writes too.
pub struct Report {
    /// Round trips, or connections made, used and closed.
    pub operations: u64,
    /// Elapsed time.
    pub wall: Duration,
    /// CPU time of this process outside the kernel.
    pub user: Duration,
    /// CPU time of this process inside the kernel.
    pub system: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.operations as f64;
        let cpu = (self.user + self.system).as_secs_f64();
        write!(
            f,
            r#"{{"operations":{},"wall_s":{:.6},"cpu_user_s":{:.6},"cpu_sys_s":{:.6},"#,
            self.operations,
            self.wall.as_secs_f64(),
            self.user.as_secs_f64(),
            self.system.as_secs_f64(),
        )?;
        write!(
            f,
            r#""cpu_us_per_op":{:.4},"ops_per_s":{:.1}}}"#,
            cpu * 1e6 / operations,
            operations / self.wall.as_secs_f64(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_one_line_of_json() {
        let report = Report {
            operations: 1000,
            wall: Duration::from_millis(2),
            user: Duration::from_micros(500),
            system: Duration::from_micros(1500),
        };
        assert_eq!(
            report.to_string(),
            concat!(
                r#"{"operations":1000,"wall_s":0.002000,"cpu_user_s":0.000500,"cpu_sys_s":0.001500,"#,
                r#""cpu_us_per_op":2.0000,"ops_per_s":500000.0}"#
            )
        );
    }
}
