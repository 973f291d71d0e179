//! Proofs of the workbench.
