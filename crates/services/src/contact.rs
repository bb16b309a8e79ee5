//! Who answers for a service: three roles, all held by the account that ordered it.

kernel::words! {
    /// What somebody may do about a service.
    ContactRole {
        /// Everything, and to say who the others are.
        Administrator = "administrator",
        /// Its technical side only: no orders, no invoices, no renewal.
        Technical = "technical",
        /// Its bills, and the notices of its renewal.
        Billing = "billing",
    }
}
