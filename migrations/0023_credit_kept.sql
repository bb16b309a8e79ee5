-- A credit note whose money stays with us lowers the next bills: paid_minor of a credit note is what was used of it,
-- all of it where the money was sent back.
create table credit_uses (
    account_id uuid not null,
    credit_id uuid not null,
    invoice_id uuid not null,
    amount_minor bigint not null,
    used_at timestamptz not null,
    constraint credit_uses_pk primary key (account_id, credit_id, invoice_id),
    constraint credit_uses_some check (amount_minor > 0)
);
create index credit_uses_invoice on credit_uses (account_id, invoice_id, credit_id);

-- What is left of credit notes is no debt.
drop index invoices_unpaid;
create index invoices_unpaid on invoices (account_id, reference)
    where paid_minor < gross_minor and kind = 'invoice';
create index invoices_credit_left on invoices (account_id, frozen_at, id)
    where paid_minor < gross_minor and kind = 'credit_note';

-- Who gave a customer money back at the desk, and why.
create table credit_grants (
    account_id uuid not null,
    credit_id uuid not null,
    staff_id uuid not null,
    reason text not null,
    granted_at timestamptz not null,
    constraint credit_grants_pk primary key (account_id, credit_id)
);
