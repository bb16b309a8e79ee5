-- What a program asked of a payment method that its customer registers: words for the method, and where the browser
-- goes afterwards, each by how it ended.
create table registrations_by_program (
  account_id uuid not null,
  attempt_id uuid not null,
  description text not null,
  cancel_url text not null,
  error_url text not null,
  failure_url text not null,
  pending_url text not null,
  success_url text not null,
  constraint registrations_by_program_pk primary key (account_id, attempt_id),
  constraint registrations_by_program_attempt foreign key (account_id, attempt_id)
    references attempts (account_id, attempt_id)
);

-- The customer's own references have numbers too.
alter table thing_numbers drop constraint thing_numbers_kind_known;
alter table thing_numbers add constraint thing_numbers_kind_known
  check (kind in ('email', 'method', 'operation', 'reference', 'service', 'transaction'));
