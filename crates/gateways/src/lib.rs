//! Payment providers behind `payments::Gateway`.
