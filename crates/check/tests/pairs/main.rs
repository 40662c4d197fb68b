//! Pairs of hand-written modules: an original, and what claims to be its snapshot.

mod again;
mod freed;
mod heap;
mod linked;
mod numbers;
mod pair;
mod segments;
mod shapes;
mod starts;
mod tables;
