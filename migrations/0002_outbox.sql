-- Jobs: what must happen outside the database, written with its cause.

create table jobs (
  account_id uuid not null,
  name text collate "C" not null,
  key text collate "C" not null,
  bucket bigint not null,
  payload text not null,
  state text not null,
  -- When it can be claimed: a claimed job is due again when its lease ends.
  run_at timestamptz not null,
  attempt bigint not null,
  attempts_max bigint not null,
  -- Grows with each claim; only the last claim may write how the job ended.
  fence bigint not null,
  owner text,
  reason text,
  enqueued_at timestamptz not null,
  ended_at timestamptz,
  constraint jobs_pk primary key (account_id, name, key),
  constraint jobs_state_known check (state in ('due', 'done', 'dead')),
  constraint jobs_bucket_known check (bucket >= 0 and bucket < 64)
);

create index jobs_due on jobs (run_at) where state = 'due';
create index jobs_due_by_bucket on jobs (bucket, run_at) where state = 'due';
create index jobs_dead on jobs (ended_at, account_id, name, key) where state = 'dead';
create index jobs_done on jobs (ended_at) where state = 'done';
