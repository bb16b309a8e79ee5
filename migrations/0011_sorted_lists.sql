-- What an account's lists are sorted by, each with the key that breaks ties: a page is read from its index.

create index orders_by_date on orders (account_id, created_at, number);
create index orders_by_total on orders (account_id, gross_minor, number);
create index invoices_by_date on invoices (account_id, issued_on, reference) where number is not null;
create index invoices_by_total on invoices (account_id, gross_minor, reference) where number is not null;
