-- Documents that customers take home as one file, made in the background a few at a time, and removed after some days.
create table exports (
  account_id uuid not null,
  export_id uuid not null,
  kind text collate "C" not null,
  query text not null,
  locale text not null,
  state text collate "C" not null,
  total bigint not null,
  done bigint not null,
  after text,
  size_bytes bigint not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  constraint exports_pk primary key (account_id, export_id),
  constraint exports_kind_known check (kind in ('archive', 'summary')),
  constraint exports_state_known check (state in ('making', 'ready', 'failed'))
);

create index exports_making on exports (kind, asked_at) where state = 'making';
create index exports_over on exports (expires_at);

create table export_files (
  account_id uuid not null,
  export_id uuid not null,
  position bigint not null,
  name text not null,
  content bytea not null,
  constraint export_files_pk primary key (account_id, export_id, position),
  constraint export_files_export foreign key (account_id, export_id) references exports (account_id, export_id)
);
