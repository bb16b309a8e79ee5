-- Orders that pay invoices issued before, and what each was made for; and what the list of payments is sorted by.

alter table orders drop constraint orders_kind_known;
alter table orders add constraint orders_kind_known check (kind in ('purchase', 'renewal', 'regularisation'));

-- The debts a regularisation order pays, as they were when it was made.
create table order_debts (
    account_id uuid not null,
    order_id uuid not null,
    invoice_id uuid not null,
    of_order uuid not null,
    reference text collate "C" not null,
    amount_minor bigint not null,
    currency text not null,
    constraint order_debts_pk primary key (account_id, order_id, invoice_id),
    constraint order_debts_amount_positive check (amount_minor > 0),
    constraint order_debts_order foreign key (account_id, order_id) references orders (account_id, order_id)
);

create index order_debts_of on order_debts (account_id, of_order);
create index order_debts_invoice on order_debts (account_id, invoice_id);

create index attempts_paid_by_date on attempts (account_id, settled_at, attempt_id)
    where state = 'success' and order_id is not null;
create index attempts_paid_by_amount on attempts (account_id, amount_minor, attempt_id)
    where state = 'success' and order_id is not null;
