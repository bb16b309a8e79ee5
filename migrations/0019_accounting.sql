-- A subsidiary's books by day, in the order their entries are handed over in: what the accountant's file and the
-- reports by month read in pages. The last columns break ties, so that a page goes on where the one before ended.
create index postings_by_day on postings (subsidiary, posted_on, posted_at, account_id, seq);

-- The last day to pay, where the document says one; otherwise it is the day of issue. Documents frozen before this
-- column said none.
alter table invoices add column due_on date;
