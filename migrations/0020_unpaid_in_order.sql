-- What is due is listed by its reference: without one index for both, every paid invoice is looked at.
drop index invoices_unpaid;
create index invoices_unpaid on invoices (account_id, reference) where paid_minor < gross_minor;
