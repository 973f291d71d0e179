//! One row, one case: what is made of it and what is not.
