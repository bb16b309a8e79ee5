//! Append-only double entry in minor units; balances and statements.
