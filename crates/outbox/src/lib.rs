//! Jobs written with their cause: leases, retries, dead letters.
