//! Cart, order form, order states, follow-up, validation.
