-- Programs that act for a customer. An application and the key it asked for are found before it is known whose account
-- they lead to: they are rows of the registry. What a customer granted lies in the customer's account.
create table api_applications (
  application_id bigint not null,
  application_key text collate "C" not null,
  secret text not null,
  account_id uuid not null,
  name text not null,
  description text not null,
  created_at timestamptz not null,
  constraint api_applications_pk primary key (application_id),
  constraint api_applications_key_unique unique (application_key)
);

create index api_applications_owner on api_applications (account_id, application_id);

-- A consumer key, by its hash, and the link its customer opens, by its hash too. Without an account nobody has answered;
-- once it has one, the grant is the account's.
create table api_requests (
  credential_id bigint not null,
  application_id bigint not null,
  consumer_hash text collate "C" not null,
  link_hash text collate "C" not null,
  wanted text not null,
  requested_at timestamptz not null,
  refused_at timestamptz,
  account_id uuid,
  constraint api_requests_pk primary key (credential_id),
  constraint api_requests_consumer_unique unique (consumer_hash),
  constraint api_requests_link_unique unique (link_hash),
  constraint api_requests_answered_once check (refused_at is null or account_id is null),
  constraint api_requests_application foreign key (application_id) references api_applications (application_id)
);

create index api_requests_application on api_requests (application_id, credential_id);
create index api_requests_waiting on api_requests (requested_at) where account_id is null;

create table api_credentials (
  account_id uuid not null,
  credential_id bigint not null,
  application_id bigint not null,
  rules text not null,
  allowed_ips text,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  constraint api_credentials_pk primary key (account_id, credential_id)
);

-- What seals the links of an account's documents: another one, and every link given before opens nothing.
create table link_keys (
  account_id uuid not null,
  key text not null,
  drawn_at timestamptz not null,
  constraint link_keys_pk primary key (account_id)
);

-- The numbers under which programs know what has an identifier here.
create table thing_numbers (
  account_id uuid not null,
  kind text collate "C" not null,
  thing_id uuid not null,
  number bigint not null,
  constraint thing_numbers_pk primary key (account_id, kind, thing_id),
  constraint thing_numbers_number_unique unique (account_id, kind, number),
  constraint thing_numbers_kind_known check (kind in ('email', 'method', 'service'))
);
