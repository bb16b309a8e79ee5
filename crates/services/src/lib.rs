//! What was delivered; the `Provisioner` trait and its contract suite.
