-- What a service lives through after its delivery: renewal, suspension, termination, withdrawal.

-- How it renews, and where it stands. The rules are those it was born with; services older than this table have
-- the usual ones.
alter table services add column family text;
alter table services add column rules text;
alter table services add column mode text not null default 'automatic'
    constraint services_mode_known check (mode in ('automatic', 'manual', 'forced', 'one_shot'));
alter table services add column every_months bigint;
alter table services add column renew_day bigint;
alter table services add column anchor_months bigint not null default 0;
alter table services add column end_action text not null default 'reactivate'
    constraint services_end_action_known check (end_action in ('reactivate', 'cancel', 'keep_price', 'fallback_price'));
alter table services add column is_ending boolean not null default false;
alter table services add column billed_on date;
alter table services add column tries bigint not null default 0;
alter table services add column suspended_on date;
alter table services add column is_warned boolean not null default false;
alter table services add column deletes_on date;
alter table services add column noticed_on date;
-- The civil day, in the subsidiary's zone, on which the worker looks at it next.
alter table services add column next_on date;
-- Until when a service that cannot be worked on is left alone, so that it stops nobody else.
alter table services add column held_until timestamptz;

update services set mode = 'one_shot' where months is null;
update services set every_months = months, anchor_months = (period_index + 1) * months where months is not null;
update services set next_on = period_start_on where state in ('ok', 'pending_debt', 'un_paid');

create index services_due on services (subsidiary, next_on, account_id, service_id) where next_on is not null;
create index services_held on services (held_until) where held_until is not null;

-- The price of the first periods, where a promotion or an entry price lasts longer than the order.
alter table service_prices add column reduced_unit_price_e8 bigint;
alter table service_prices add column reduced_periods bigint;

-- What a renewal order pays for: from when until when, and the calendar of the service after it.
create table renewals (
    account_id uuid not null,
    order_id uuid not null,
    service_id uuid not null,
    cause text not null,
    start_on date not null,
    end_on date not null,
    anchor_on date not null,
    anchor_months bigint not null,
    wholes bigint not null,
    state text not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    constraint renewals_pk primary key (account_id, order_id, service_id),
    constraint renewals_cause_known check (cause in ('automatic', 'by_hand', 'alignment')),
    constraint renewals_state_known check (state in ('open', 'paid', 'dropped')),
    constraint renewals_dates check (start_on < end_on),
    constraint renewals_service foreign key (account_id, service_id) references services (account_id, service_id)
);

-- A service waits for one bill at a time, and no day of it is paid twice.
create unique index renewals_open on renewals (account_id, service_id) where state = 'open';
create unique index renewals_paid on renewals (account_id, service_id, start_on) where state = 'paid';

-- The steps a service has taken, each once for the end of a period: what tells a second worker, or a second run,
-- that an e-mail, a bill or a collection is done.
create table service_steps (
    account_id uuid not null,
    service_id uuid not null,
    end_on date not null,
    step text collate "C" not null,
    taken_at timestamptz not null,
    constraint service_steps_pk primary key (account_id, service_id, end_on, step)
);

-- Services that could not be worked on, for the staff; each is tried again.
create table service_holds (
    account_id uuid not null,
    service_id uuid not null,
    reason text not null,
    tries bigint not null,
    since_at timestamptz not null,
    retry_at timestamptz not null,
    constraint service_holds_pk primary key (account_id, service_id),
    constraint service_holds_service foreign key (account_id, service_id) references services (account_id, service_id)
);

-- What a provisioner is to do with a service it made: the last wish, and how far it is.
create table operations (
    account_id uuid not null,
    service_id uuid not null,
    wanted text not null,
    cause text not null,
    revision bigint not null,
    state text not null,
    attempts bigint not null,
    requested_at timestamptz,
    next_at timestamptz not null,
    last_error text,
    done_by uuid,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    constraint operations_pk primary key (account_id, service_id),
    constraint operations_wanted_known check (wanted in ('suspend', 'resume', 'delete')),
    constraint operations_state_known check (state in ('waiting', 'requested', 'in_progress', 'by_hand', 'done', 'failed')),
    constraint operations_service foreign key (account_id, service_id) references services (account_id, service_id)
);

create index operations_due on operations (state, next_at);

-- Terminations asked for by the owner. Of the link that confirms an immediate one only the hash is kept.
create table terminations (
    account_id uuid not null,
    termination_id uuid not null,
    service_id uuid not null,
    kind text not null,
    state text not null,
    reason text not null,
    future_use text not null,
    comment text not null,
    token_hash text,
    asked_at timestamptz not null,
    expires_at timestamptz,
    effective_on date,
    ended_at timestamptz,
    constraint terminations_pk primary key (account_id, termination_id),
    constraint terminations_kind_known check (kind in ('at_expiry', 'immediate')),
    constraint terminations_state_known check (state in ('asked', 'requested', 'undone', 'done')),
    constraint terminations_service foreign key (account_id, service_id) references services (account_id, service_id)
);

create index terminations_service_of on terminations (account_id, service_id, asked_at);

-- Withdrawals from orders, and the money they give back.
create table withdrawals (
    account_id uuid not null,
    order_id uuid not null,
    reason text not null,
    comment text not null,
    refund_minor bigint not null,
    currency text not null,
    credit_id uuid,
    refund_id uuid,
    refund_due_on date not null,
    state text not null,
    asked_at timestamptz not null,
    ended_at timestamptz,
    constraint withdrawals_pk primary key (account_id, order_id),
    constraint withdrawals_state_known check (state in ('refunding', 'refunded')),
    constraint withdrawals_refund_not_negative check (refund_minor >= 0)
);

create index withdrawals_open on withdrawals (refund_due_on, account_id, order_id) where state = 'refunding';

-- Credit notes stand beside invoices, in series of their own.
alter table invoices add column kind text not null default 'invoice'
    constraint invoices_kind_known check (kind in ('invoice', 'credit_note'));
alter table invoices add column corrects uuid;
create index invoices_corrects on invoices (account_id, corrects) where corrects is not null;

-- When the owner of a default card was told that it is about to expire.
alter table methods add column warned_at timestamptz;
create index methods_expiring on methods (expires_in) where is_default and warned_at is null;
