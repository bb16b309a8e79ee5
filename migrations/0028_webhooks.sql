-- What programs are told: where, what, and how each try went. The incoming webhooks of payment providers are others.
create table webhook_endpoints (
  account_id uuid not null,
  endpoint_id uuid not null,
  url text not null,
  description text not null,
  -- The wished kinds, each between commas; empty for all of them.
  wanted text not null,
  secret text not null,
  secret_before text,
  secret_before_until timestamptz,
  state text collate "C" not null,
  failing_since timestamptz,
  -- When there is something to send, and until when somebody is sending.
  due_at timestamptz,
  leased_until timestamptz,
  fence bigint not null,
  created_at timestamptz not null,
  constraint webhook_endpoints_pk primary key (account_id, endpoint_id),
  constraint webhook_endpoints_state_known check (state in ('active', 'disabled', 'failed', 'gone'))
);

create index webhook_endpoints_due on webhook_endpoints (due_at) where state = 'active';

create table webhook_messages (
  account_id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  kind text collate "C" not null,
  payload text not null,
  state text collate "C" not null,
  next_at timestamptz,
  -- Tries in all, and since the message was written or sent again by its reader's wish.
  attempts bigint not null,
  tries bigint not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint webhook_messages_pk primary key (account_id, endpoint_id, message_id),
  constraint webhook_messages_endpoint foreign key (account_id, endpoint_id)
    references webhook_endpoints (account_id, endpoint_id),
  constraint webhook_messages_state_known check (state in ('due', 'delivered', 'failed'))
);

create index webhook_messages_due on webhook_messages (account_id, endpoint_id, next_at) where state = 'due';
create index webhook_messages_listed on webhook_messages (account_id, endpoint_id, created_at, message_id);
create index webhook_messages_old on webhook_messages (created_at);

create table webhook_attempts (
  account_id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  number bigint not null,
  started_at timestamptz not null,
  -- Empty until somebody knows: the answer's status, or why there was none.
  status bigint,
  failure text collate "C",
  millis bigint,
  answer text,
  constraint webhook_attempts_pk primary key (account_id, endpoint_id, message_id, number),
  constraint webhook_attempts_message foreign key (account_id, endpoint_id, message_id)
    references webhook_messages (account_id, endpoint_id, message_id)
);

-- Whether an account has endpoints: where it has none, nothing is written for any.
alter table accounts add column has_webhooks boolean not null default false;
