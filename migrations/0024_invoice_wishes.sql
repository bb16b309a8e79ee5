-- How an account wants its invoices: a copy of their e-mails to another address, and on paper.
alter table accounts add column invoice_copies text;
alter table accounts add column paper_invoices boolean not null default false;
