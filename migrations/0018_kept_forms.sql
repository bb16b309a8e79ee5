-- What somebody typed into a form that was sent after their session was over, until they have signed in again. It lies in
-- the provisional account of the browser, as a visitor's cart does; a browser has one.
create table kept_forms (
  account_id uuid not null,
  owner text not null,
  place text not null,
  fields text not null,
  kept_at timestamptz not null,
  constraint kept_forms_pk primary key (account_id)
);

create index kept_forms_kept on kept_forms (kept_at);
