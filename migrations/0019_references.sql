-- The customer's own references: which one is printed on the invoices of which days. The last day is not included.
create table buyer_references (
  account_id uuid not null,
  reference_id uuid not null,
  kind text not null,
  name text not null,
  start_on date not null,
  end_on date not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  constraint buyer_references_pk primary key (account_id, reference_id),
  constraint buyer_references_kind_known check (kind in ('internal', 'purchase_order')),
  constraint buyer_references_days_ordered check (start_on < end_on)
);

create index buyer_references_days on buyer_references (account_id, start_on, reference_id);
