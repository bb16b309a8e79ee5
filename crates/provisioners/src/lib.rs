//! What delivers a service, behind `services::Provisioner`.
