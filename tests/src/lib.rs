//! What crosses crates: shared helpers of the integration tests.
