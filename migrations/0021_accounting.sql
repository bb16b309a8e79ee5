-- A subsidiary's books by day, in the order their entries are handed over in: what the accountant's file and the
-- reports by month read in pages. The last columns break ties, so that a page goes on where the one before ended.
create index postings_by_day on postings (subsidiary, posted_on, posted_at, account_id, seq);

-- The last day to pay, where the document says one; otherwise it is the day of issue. Documents frozen before this
-- column said none.
alter table invoices add column due_on date;

-- The lines of documents as columns, so that what was spent on what is added up by the database. The record stays the
-- document; these are written with it, by one function and therefore without a foreign key, and never change either.
create table invoice_lines (
    account_id uuid not null,
    invoice_id uuid not null,
    line bigint not null,
    description text not null,
    net_minor bigint not null,
    constraint invoice_lines_pk primary key (account_id, invoice_id, line)
);

-- What a subsidiary invoiced by day, read from the index alone; it is written when a document gets its number.
create index invoices_by_series_day on invoices (series, issued_on, currency, net_minor, tax_minor)
    where issued_on is not null;

-- The refunds that left, by day.
create index postings_refunds on postings (subsidiary, posted_on, account_id, seq) where code = 'refund_sent';
