-- More for the programs of customers: numbers for payments with registered methods and for what happened around an
-- invoice, and clients of OAuth 2.0.
alter table thing_numbers drop constraint thing_numbers_kind_known;
alter table thing_numbers add constraint thing_numbers_kind_known
  check (kind in ('email', 'method', 'operation', 'service', 'transaction'));

-- Clients of OAuth 2.0. Whose a client is has to be known before its account is opened: that is a row of the registry.
-- The client itself, and the tokens it was given, each by its hash, lie in the account it acts for.
create table oauth2_owners (
  client_id text collate "C" not null,
  account_id uuid not null,
  constraint oauth2_owners_pk primary key (client_id)
);

create table oauth2_clients (
  account_id uuid not null,
  client_id text collate "C" not null,
  secret_hash text collate "C" not null,
  name text not null,
  description text not null,
  rules text not null,
  allowed_ips text,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  constraint oauth2_clients_pk primary key (account_id, client_id)
);

create table oauth2_tokens (
  account_id uuid not null,
  token_hash text collate "C" not null,
  client_id text collate "C" not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint oauth2_tokens_pk primary key (account_id, token_hash),
  constraint oauth2_tokens_client foreign key (account_id, client_id)
    references oauth2_clients (account_id, client_id)
);

create index oauth2_tokens_given on oauth2_tokens (account_id, client_id, created_at);
