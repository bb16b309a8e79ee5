-- The rows that writers lock: one per account, one per numbering series. Made at the first write.

create table partitions (
  account_id uuid not null,
  constraint partitions_pkey primary key (account_id)
);

create table series (
  series text collate "C" not null,
  next bigint not null,
  constraint series_pkey primary key (series),
  constraint series_next_positive check (next > 0)
);
