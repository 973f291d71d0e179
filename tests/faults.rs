//! What goes wrong 故障: panics, disks, clocks. Nothing that was acknowledged is lost, people hear how it is, and the others go on.

#[path = "botapi/mod.rs"]
mod botapi;
#[path = "faults/corrupt.rs"]
mod corrupt;
#[path = "faults/desk.rs"]
mod desk;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/hook.rs"]
mod hook;
#[path = "faults/panics.rs"]
mod panics;
#[path = "faults/place.rs"]
mod place;
#[allow(dead_code)] // each test uses its part of it
#[path = "house/program.rs"]
mod program;
#[path = "common/records.rs"]
mod records;
#[path = "faults/refused.rs"]
mod refused;
#[path = "faults/time.rs"]
mod time;
#[path = "faults/trap.rs"]
mod trap;
