//! Customers and staff: sign-up, sign-in, sessions, passwords.
