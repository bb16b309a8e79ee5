-- Customers and staff: unfinished sign-ups, accounts, credentials, sessions, and the registry of logins.

-- One account: who the customer is, as invoices print it.
create table accounts (
  account_id uuid not null,
  nic text not null,
  email text not null,
  account_type text not null,
  subsidiary text not null,
  country text not null,
  locale text not null,
  first_name text not null,
  last_name text not null,
  organisation text,
  vat text,
  national_id text,
  address text not null,
  zip text not null,
  city text not null,
  phone text,
  created_at timestamptz not null,
  constraint accounts_pk primary key (account_id),
  constraint accounts_type check (account_type in ('individual', 'corporation', 'association', 'administration'))
);

-- A sign-up, in the partition of the account it will become; gone a day after it began.
create table sign_ups (
  account_id uuid not null,
  secret_hash text not null,
  email text not null,
  password_hash text not null,
  country text not null,
  subsidiary text not null,
  locale text not null,
  code_hash text,
  code_sent_at timestamptz not null,
  code_tries bigint not null,
  codes_sent bigint not null,
  verified_at timestamptz,
  account_type text,
  contact text,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  constraint sign_ups_pk primary key (account_id),
  constraint sign_ups_tries check (code_tries >= 0),
  constraint sign_ups_codes check (codes_sent >= 1)
);

create index sign_ups_expiry on sign_ups (expires_at);

-- The current password of an account.
create table credentials (
  account_id uuid not null,
  password_hash text not null,
  set_at timestamptz not null,
  constraint credentials_pk primary key (account_id)
);

-- The passwords an account had before: a new one must differ from them.
create table former_passwords (
  account_id uuid not null,
  password_hash text not null,
  replaced_at timestamptz not null,
  constraint former_passwords_pk primary key (account_id, password_hash)
);

-- Links to choose a new password; of the token only the hash is kept.
create table password_resets (
  account_id uuid not null,
  token_hash text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  constraint password_resets_pk primary key (account_id, token_hash)
);

-- Signed-in browsers of customers; of the token only the hash is kept.
create table sessions (
  account_id uuid not null,
  session_id uuid not null,
  token_hash text not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  peer text not null,
  agent text not null,
  constraint sessions_pk primary key (account_id, session_id),
  constraint sessions_token unique (account_id, token_hash)
);

-- Browsers an account has signed in from.
create table devices (
  account_id uuid not null,
  device_hash text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint devices_pk primary key (account_id, device_hash)
);

-- Registry: what one can sign in with, and whose it is. Unconfirmed until its account exists.
create table logins (
  login text collate "C" not null,
  kind text not null,
  account_id uuid not null,
  claimed_at timestamptz not null,
  confirmed_at timestamptz,
  constraint logins_pk primary key (login),
  constraint logins_account unique (account_id, kind),
  constraint logins_kind check (kind in ('email', 'nic'))
);

create index logins_unconfirmed on logins (claimed_at) where confirmed_at is null;

-- Registry: how often something was tried in its current window. The subject is a hash.
create table tries (
  name text collate "C" not null,
  subject text collate "C" not null,
  window_at timestamptz not null,
  uses bigint not null,
  constraint tries_pk primary key (name, subject)
);

create index tries_window on tries (window_at);

-- Registry: the provider's people.
create table staff (
  staff_id uuid not null,
  email text collate "C" not null,
  name text not null,
  role text not null,
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint staff_pk primary key (staff_id),
  constraint staff_email unique (email),
  constraint staff_role check (role in ('reader', 'desk', 'admin'))
);

-- Registry: signed-in browsers of staff.
create table staff_sessions (
  staff_id uuid not null,
  session_id uuid not null,
  token_hash text not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  peer text not null,
  agent text not null,
  constraint staff_sessions_pk primary key (staff_id, session_id),
  constraint staff_sessions_token unique (staff_id, token_hash)
);
