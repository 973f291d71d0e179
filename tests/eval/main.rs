//! `yousu eval` and `yousu explain-text`, as they are typed, on a small city's intents and small data of our own.

mod explained;
mod markup;
mod measured;
mod program;
