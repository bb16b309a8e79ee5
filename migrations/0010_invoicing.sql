-- Invoices, and the register that numbers and seals them.
-- An invoice waits until it has a number; before that nobody sees it. Its content is never updated: the
-- register's stamp fills the columns that were null, and `paid_minor` follows the ledger.

create table invoices (
    account_id uuid not null,
    id uuid not null,
    cause text not null,
    order_id uuid not null,
    order_number bigint not null,
    series text not null,
    prefix text not null,
    time_zone text not null,
    currency text not null,
    net_minor bigint not null,
    tax_minor bigint not null,
    gross_minor bigint not null,
    paid_minor bigint not null,
    content text not null,
    frozen_at timestamptz not null,
    number bigint,
    reference text collate "C",
    issued_on date,
    seal text,
    constraint invoices_pk primary key (account_id, id),
    constraint invoices_stamp check ((number is null) = (seal is null) and (number is null) = (reference is null)
        and (number is null) = (issued_on is null))
);

-- What was invoiced once is not invoiced again.
create unique index invoices_cause on invoices (account_id, cause);
create unique index invoices_reference on invoices (account_id, reference);
create index invoices_order on invoices (account_id, order_id);
create index invoices_unpaid on invoices (account_id) where paid_minor < gross_minor;
create index invoices_waiting on invoices (frozen_at, account_id, id) where number is null;

-- One row per number ever given: an auditor sees no gap.
create table register (
    series text not null,
    number bigint not null,
    account_id uuid not null,
    invoice_id uuid not null,
    reference text not null,
    issued_on date not null,
    seal text not null,
    numbered_at timestamptz not null,
    constraint register_pk primary key (series, number)
);
create unique index register_invoice on register (series, invoice_id);

-- The head of each series: the last number, date and seal, kept apart from the rows they belong to, so that
-- a last row that was forged or removed is found.
create table register_heads (
    series text not null,
    number bigint not null,
    issued_on date not null,
    seal text not null,
    constraint register_heads_pk primary key (series)
);
