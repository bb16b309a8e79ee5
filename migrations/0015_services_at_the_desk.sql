-- The desk finds services by name and by customer, and lists them across customers, the newest first.
create index services_newest on services (service_id);
create index services_of_state on services (state, service_id);
create index services_name on services (name);
create index deliveries_customer on deliveries (customer);
