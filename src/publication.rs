//! What the public is shown 公示: figures of a period as an edition ([`make`]), in which small numbers cannot be worked out
//! ([`suppress`]) and nobody is known ([`guard`]); as a page and as files with their dictionary ([`page`], [`files`]).

pub mod files;
pub mod guard;
pub mod make;
pub mod page;
pub mod suppress;
