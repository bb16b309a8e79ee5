-- Attempts to pay, registered methods, refunds, and the inbox of the providers' webhooks.

create table attempts (
    account_id uuid not null,
    attempt_id uuid not null,
    order_id uuid,
    subsidiary text not null,
    time_zone text not null,
    amount_minor bigint not null,
    currency text not null,
    gateway text not null,
    kind text not null,
    method_id uuid,
    is_registering boolean not null,
    is_to_be_default boolean not null,
    state text not null,
    external_id text,
    redirect_url text,
    reason text,
    created_at timestamptz not null,
    settled_at timestamptz,
    check_at timestamptz,
    constraint attempts_pk primary key (account_id, attempt_id),
    constraint attempts_state_known check (state in ('created', 'unknown', 'ready', 'confirming', 'error', 'expired',
        'canceled', 'failed', 'success')),
    constraint attempts_amount_not_negative check (amount_minor >= 0)
);

-- Two attempts that may both still take money can never stand beside each other.
create unique index attempts_one_unresolved on attempts (account_id, order_id)
    where state in ('created', 'unknown', 'ready', 'confirming');
-- What a provider calls a charge belongs to one attempt.
create unique index attempts_external on attempts (account_id, gateway, external_id);
create index attempts_order on attempts (account_id, order_id, created_at);
create index attempts_check on attempts (check_at) where check_at is not null;
-- A webhook may name the attempt alone.
create index attempts_id on attempts (attempt_id);

create table methods (
    account_id uuid not null,
    method_id uuid not null,
    gateway text not null,
    kind text not null,
    label text not null,
    description text not null,
    expires_in text,
    mandate text,
    signed_at timestamptz,
    is_default boolean not null,
    state text not null,
    token text not null,
    created_at timestamptz not null,
    constraint methods_pk primary key (account_id, method_id),
    constraint methods_token_unique unique (account_id, gateway, token),
    constraint methods_state_known check (state in ('valid', 'expired', 'error', 'canceled_by_customer'))
);

create unique index methods_one_default on methods (account_id) where is_default;

create table refunds (
    account_id uuid not null,
    refund_id uuid not null,
    attempt_id uuid not null,
    amount_minor bigint not null,
    currency text not null,
    cause text not null,
    state text not null,
    external_id text,
    detail text,
    created_at timestamptz not null,
    settled_at timestamptz,
    check_at timestamptz,
    constraint refunds_pk primary key (account_id, refund_id),
    constraint refunds_cause_unique unique (account_id, attempt_id, cause),
    constraint refunds_state_known check (state in ('requested', 'unknown', 'pending', 'failed', 'success')),
    constraint refunds_amount_positive check (amount_minor > 0),
    constraint refunds_attempt foreign key (account_id, attempt_id) references attempts (account_id, attempt_id)
);

create index refunds_check on refunds (check_at) where check_at is not null;
create index refunds_id on refunds (refund_id);

-- Registry: a webhook is stored, answered, then worked on. `of_account` is what the provider echoed.
create table webhook_events (
    gateway text not null,
    event_id text collate "C" not null,
    kind text not null,
    of_account uuid,
    attempt_id uuid,
    refund_id uuid,
    body text not null,
    state text not null,
    tries bigint not null,
    received_at timestamptz not null,
    work_at timestamptz,
    closed_at timestamptz,
    constraint webhook_events_pk primary key (gateway, event_id),
    constraint webhook_events_state_known check (state in ('waiting', 'applied', 'ignored', 'given_up'))
);

create index webhook_events_work on webhook_events (work_at) where work_at is not null;
create index webhook_events_closed on webhook_events (closed_at) where closed_at is not null;

-- What was applied to an account, in the transaction of its effect: the inbox alone does not give exactly once.
create table applied_events (
    account_id uuid not null,
    gateway text not null,
    event_id text collate "C" not null,
    applied_at timestamptz not null,
    constraint applied_events_pk primary key (account_id, gateway, event_id)
);
