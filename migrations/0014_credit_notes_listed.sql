-- Credit notes stand in the list of invoices: a total that gives back is less than nothing there.
drop index invoices_by_total;
create index invoices_by_signed_total on invoices
    (account_id, (case kind when 'credit_note' then -gross_minor else gross_minor end), reference)
    where number is not null;
