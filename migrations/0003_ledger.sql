-- Append-only double entry. A posting is the fact, its entries are the amounts, debit positive.
-- `seq` orders the postings of an account, so that each can carry the customer's balance after it.
-- Nothing here is ever updated or deleted: a correction is another posting.

create table postings (
    account_id uuid not null,
    seq bigint not null,
    cause text not null,
    code text not null,
    leg bigint not null,
    subsidiary text not null,
    currency text not null,
    change_minor bigint not null,
    balance_minor bigint not null,
    posted_on date not null,
    posted_at timestamptz not null,
    constraint postings_pk primary key (account_id, seq)
);

-- One fact is posted once, whoever reports it and however often. A leg is the part in one currency.
create unique index postings_cause on postings (account_id, cause, code, leg);

-- Without a foreign key to `postings`: both rows are written by one function, this is the busiest table of
-- all, and the audit reads them side by side.
create table entries (
    account_id uuid not null,
    seq bigint not null,
    line bigint not null,
    ledger_account text not null,
    minor bigint not null,
    constraint entries_pk primary key (account_id, seq, line)
);
