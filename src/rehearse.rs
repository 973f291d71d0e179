//! Rehearsals 排演.
