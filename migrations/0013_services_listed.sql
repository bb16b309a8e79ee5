-- What an account's list of services is found and sorted by, and the name their owner gave them.

alter table services add column label text;
-- Lower case: the owner's name for it, its technical name, its product's.
alter table services add column search text collate "C" not null default '';
-- What becomes of it, as its owner is told; none before its delivery, which is when lists begin to have it.
alter table services add column status text
    constraint services_status_known check (status in ('automatic', 'manual', 'once', 'due', 'ending', 'ended'));
-- The day that takes effect, for sorting: the end of time where it never does.
alter table services add column effective_on date not null default '9999-12-31';

update services set search = lower(name || ' ' || description);
update services set status = case
    when state = 'expired' then 'ended'
    when billed_on is not null then 'due'
    when is_ending or deletes_on is not null then 'ending'
    when mode = 'manual' then 'manual'
    when mode = 'one_shot' then 'once'
    else 'automatic' end
    where delivered_at is not null;
update services set effective_on = coalesce(deletes_on, billed_on, period_end_on)
    where delivered_at is not null and mode <> 'one_shot' and period_end_on is not null;

create index services_by_effect on services (account_id, effective_on, service_id, status) where status is not null;
create index services_by_name on services (account_id, search, service_id) where status is not null;
create index services_by_family on services (account_id, family) where status is not null;
-- The history of one service.
create index renewals_service_of on renewals (account_id, service_id, start_on);
