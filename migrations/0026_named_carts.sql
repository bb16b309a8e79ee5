-- Carts of programs: each has a name that only those know who were told it. It lies in a partition of its own, found by
-- the hash of the name, as the cart of a visitor is found by that of the browser's secret. The name is written when a
-- customer takes the cart, to list it.
create table named_carts (
  account_id uuid not null,
  subsidiary text not null,
  description text not null,
  contents text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  owner_id uuid,
  name text,
  order_number bigint,
  constraint named_carts_pk primary key (account_id),
  constraint named_carts_owner_knows check ((owner_id is null) = (name is null)),
  constraint named_carts_order_owned check (order_number is null or owner_id is not null)
);

create index named_carts_owner on named_carts (owner_id, created_at) where owner_id is not null;
create index named_carts_expired on named_carts (expires_at);
