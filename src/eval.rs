//! Evaluation 评测: how well texts are understood, measured on texts whose right answer somebody wrote down.

pub mod slots;
