-- Carts, order forms, their follow-up, their review by the staff, and the files customers send.

create table cart_items (
    account_id uuid not null,
    item_id uuid not null,
    plan_code text not null,
    quantity bigint not null,
    selection text not null,
    added_at timestamptz not null,
    changed_at timestamptz not null,
    constraint cart_items_pk primary key (account_id, item_id),
    constraint cart_items_quantity_positive check (quantity > 0)
);

create index cart_items_changed on cart_items (changed_at);

create table orders (
    account_id uuid not null,
    order_id uuid not null,
    number bigint not null,
    kind text not null,
    state text not null,
    subsidiary text not null,
    locale text not null,
    currency text not null,
    net_minor bigint not null,
    tax_minor bigint not null,
    gross_minor bigint not null,
    taxes text not null,
    billing text not null,
    items text not null,
    catalog_id bigint not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    paid_at timestamptz,
    checking_since timestamptz,
    review_due_at timestamptz,
    hold_reasons text,
    documents_asked text,
    documents_asked_at timestamptz,
    documents_message text,
    documents_due_at timestamptz,
    accepted_at timestamptz,
    refused_at timestamptz,
    delivered_at timestamptz,
    cancelled_at timestamptz,
    withdrawal_waived_at timestamptz,
    constraint orders_pk primary key (account_id, order_id),
    constraint orders_number_unique unique (account_id, number),
    constraint orders_state_known check (state in ('not_paid', 'checking', 'documents_requested', 'delivering',
        'delivered', 'cancelling', 'cancelled', 'expired')),
    constraint orders_kind_known check (kind in ('purchase', 'renewal')),
    constraint orders_sums check (net_minor + tax_minor = gross_minor)
);

create index orders_by_state on orders (state, expires_at);
create index orders_by_review on orders (state, checking_since);
create index orders_by_number on orders (number);

create table order_lines (
    account_id uuid not null,
    order_id uuid not null,
    line bigint not null,
    item bigint not null,
    kind text not null,
    plan_code text not null,
    family text,
    description text not null,
    quantity bigint not null,
    list_price_e8 bigint not null,
    unit_price_e8 bigint not null,
    currency text not null,
    promotion text,
    months bigint,
    then_unit_price_e8 bigint,
    net_minor bigint not null,
    constraint order_lines_pk primary key (account_id, order_id, line),
    constraint order_lines_order foreign key (account_id, order_id) references orders (account_id, order_id)
);

create table order_contracts (
    account_id uuid not null,
    order_id uuid not null,
    code text not null,
    version text not null,
    title text not null,
    sha256 text not null,
    accepted_at timestamptz not null,
    address text,
    constraint order_contracts_pk primary key (account_id, order_id, code),
    constraint order_contracts_order foreign key (account_id, order_id) references orders (account_id, order_id)
);

create table order_history (
    account_id uuid not null,
    order_id uuid not null,
    entry bigint not null,
    code text not null,
    recorded_at timestamptz not null,
    constraint order_history_pk primary key (account_id, order_id, entry),
    constraint order_history_order foreign key (account_id, order_id) references orders (account_id, order_id)
);

create table order_reviews (
    account_id uuid not null,
    order_id uuid not null,
    entry bigint not null,
    decision text not null,
    staff_id uuid not null,
    note text not null,
    decided_at timestamptz not null,
    constraint order_reviews_pk primary key (account_id, order_id, entry),
    constraint order_reviews_decision_known check (decision in ('approve', 'request_documents', 'refuse')),
    constraint order_reviews_order foreign key (account_id, order_id) references orders (account_id, order_id)
);

create table order_uploads (
    account_id uuid not null,
    order_id uuid not null,
    upload_id uuid not null,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null,
    sha256 text not null,
    content bytea,
    received_at timestamptz not null,
    forgotten_at timestamptz,
    constraint order_uploads_pk primary key (account_id, order_id, upload_id),
    constraint order_uploads_type_known check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    constraint order_uploads_order foreign key (account_id, order_id) references orders (account_id, order_id)
);
