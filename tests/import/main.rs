//! `yousu import` and `yousu export` from outside 导入导出: the real program on tables as cities keep them, on tables that are
//! broken, and on tables that mean harm; killed at work and begun again; and back from what was exported.

#[path = "../botapi/mod.rs"]
mod botapi;
#[path = "../house/program.rs"]
#[allow(dead_code)] // other tests use the rest of it
mod program;

mod hostile;
mod house;
mod killed;
mod maps;
mod open;
mod round;
mod running;
mod tables;
