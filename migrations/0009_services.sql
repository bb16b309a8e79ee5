-- Services, the prices they were born with, and the work of delivering them.

create table services (
    account_id uuid not null,
    service_id uuid not null,
    order_id uuid not null,
    order_number bigint not null,
    item bigint not null,
    unit bigint not null,
    name text not null,
    plan_code text not null,
    product text not null,
    description text not null,
    subsidiary text not null,
    state text not null,
    resource text not null,
    currency text not null,
    months bigint,
    commitment_months bigint not null,
    anchor_on date,
    period_index bigint not null,
    period_start_on date,
    period_end_on date,
    commitment_until_on date,
    configurations text not null,
    options text not null,
    access text,
    created_at timestamptz not null,
    delivered_at timestamptz,
    closed_at timestamptz,
    constraint services_pk primary key (account_id, service_id),
    constraint services_name_unique unique (account_id, name),
    constraint services_unit_unique unique (account_id, order_id, item, unit),
    constraint services_state_known check (state in ('in_creation', 'ok', 'pending_debt', 'un_paid', 'expired')),
    constraint services_resource_known check (resource in ('opening', 'ok', 'to_suspend', 'suspending', 'suspended',
        'to_open', 'to_delete', 'deleting', 'deleted'))
);

create table service_prices (
    account_id uuid not null,
    service_id uuid not null,
    position bigint not null,
    family text,
    plan_code text not null,
    description text not null,
    quantity bigint not null,
    unit_price_e8 bigint not null,
    currency text not null,
    constraint service_prices_pk primary key (account_id, service_id, position),
    constraint service_prices_service foreign key (account_id, service_id)
        references services (account_id, service_id)
);

create table deliveries (
    account_id uuid not null,
    service_id uuid not null,
    provisioner text not null,
    state text not null,
    attempts bigint not null,
    requested_at timestamptz,
    next_at timestamptz not null,
    last_error text,
    customer text not null,
    delivered_by uuid,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    constraint deliveries_pk primary key (account_id, service_id),
    constraint deliveries_state_known check (state in ('waiting', 'requested', 'in_progress', 'by_hand', 'delivered',
        'failed', 'cancelled')),
    constraint deliveries_service foreign key (account_id, service_id)
        references services (account_id, service_id)
);

create index deliveries_due on deliveries (state, next_at);
