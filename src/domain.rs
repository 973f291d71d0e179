//! The domain 业务: pure and total. What is true of a case, who may do what, and what follows.

pub mod complaint;
pub mod department;
pub mod ids;
pub mod problem;
