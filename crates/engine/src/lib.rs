//! The one call that pre-initializes: chooses an engine, runs, starts over.
