-- The archive of every e-mail sent to an account, which is also where each begins.

create table emails (
  account_id uuid not null,
  email_id uuid not null,
  cause text not null,
  name text not null,
  state text not null,
  recipient text not null,
  locale text not null,
  envelope text not null,
  payload text,
  subject text,
  body_text text,
  body_html text,
  posted_at timestamptz not null,
  sent_at timestamptz,
  failure text,
  constraint emails_pk primary key (account_id, email_id),
  constraint emails_cause unique (account_id, cause),
  constraint emails_state check (state in ('queued', 'sent', 'failed'))
);

create index emails_posted on emails (account_id, posted_at, email_id);
