//! 公示 from outside: what is published cannot be changed, tells no small number, and has nobody in it.

mod anonymous;
#[path = "../import/house.rs"]
#[allow(dead_code)] // the tests of import use the rest
mod house;
mod published;
mod words;
