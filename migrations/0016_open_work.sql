-- What the worker and the desk look for is found among what is open: what is done leaves the index.

drop index orders_by_state;
create index orders_expiring on orders (expires_at, order_id) where state = 'not_paid';
drop index orders_by_review;
create index orders_in_review on orders (checking_since, order_id)
    where state = 'checking' or state = 'documents_requested';
create index orders_going_on on orders (state) where state = 'delivering' or state = 'cancelling';
drop index deliveries_due;
create index deliveries_due on deliveries (next_at, service_id)
    where state = 'waiting' or state = 'requested' or state = 'in_progress';
create index deliveries_by_hand on deliveries (changed_at, service_id) where state = 'by_hand' or state = 'failed';
drop index operations_due;
create index operations_due on operations (next_at, service_id)
    where state = 'waiting' or state = 'requested' or state = 'in_progress';
create index operations_by_hand on operations (changed_at, service_id) where state = 'by_hand' or state = 'failed';

-- A name and a family do not change with each step of a service: these indexes no longer ask about its status.
drop index services_by_name;
create index services_by_name on services (account_id, search, service_id);
drop index services_by_family;
create index services_by_family on services (account_id, family);
