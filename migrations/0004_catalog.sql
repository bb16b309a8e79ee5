-- Catalogues: versions as published, never changed once imported. They belong to no account.
-- Keys begin with what is looked up, a plan's code, so that a freshly imported version is found by its index
-- before the database has any statistics.

create table catalog_versions (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  -- Counts the versions of a subsidiary; the last one is sold.
  sequence bigint not null,
  currency text not null,
  tax_rate bigint not null,
  families text not null,
  digest text not null,
  plan_count bigint not null,
  addon_count bigint not null,
  price_count bigint not null,
  extra text,
  imported_at timestamptz not null,
  constraint catalog_versions_pk primary key (subsidiary, catalog_id),
  constraint catalog_versions_sequence unique (subsidiary, sequence)
);

create table catalog_products (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  name text collate "C" not null,
  description text not null,
  configurations text not null,
  blobs text,
  extra text,
  constraint catalog_products_pk primary key (name, subsidiary, catalog_id),
  constraint catalog_products_version foreign key (subsidiary, catalog_id)
    references catalog_versions (subsidiary, catalog_id)
);

-- Plans and add-ons. `family` is what the shop groups by, `own_family` what the catalogue says.
create table catalog_plans (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  position bigint not null,
  is_addon boolean not null,
  product text collate "C" not null,
  invoice_name text not null,
  family text collate "C" not null,
  own_family text,
  pricing_type text not null,
  facts text not null,
  blobs text,
  extra text,
  constraint catalog_plans_pk primary key (plan_code, subsidiary, catalog_id),
  constraint catalog_plans_version foreign key (subsidiary, catalog_id)
    references catalog_versions (subsidiary, catalog_id)
);

create table catalog_addon_families (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  position bigint not null,
  name text collate "C" not null,
  default_addon text collate "C",
  is_exclusive boolean not null,
  is_mandatory boolean not null,
  extra text,
  constraint catalog_addon_families_pk primary key (plan_code, subsidiary, catalog_id, name),
  constraint catalog_addon_families_plan foreign key (plan_code, subsidiary, catalog_id)
    references catalog_plans (plan_code, subsidiary, catalog_id)
);

create table catalog_family_addons (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  family text collate "C" not null,
  position bigint not null,
  addon_code text collate "C" not null,
  constraint catalog_family_addons_pk primary key (plan_code, subsidiary, catalog_id, family, addon_code)
);

create table catalog_configurations (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  position bigint not null,
  name text collate "C" not null,
  is_custom boolean not null,
  is_mandatory boolean not null,
  allowed_values text not null,
  extra text,
  constraint catalog_configurations_pk primary key (plan_code, subsidiary, catalog_id, name),
  constraint catalog_configurations_plan foreign key (plan_code, subsidiary, catalog_id)
    references catalog_plans (plan_code, subsidiary, catalog_id)
);

-- Prices in hundred-millionths of the version's currency, without tax.
create table catalog_prices (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  position bigint not null,
  mode text collate "C" not null,
  capacities text not null,
  -- Whether an order can use it: to install or to renew.
  is_sold boolean not null,
  is_renewal boolean not null,
  -- Whether the list of plans shows it: a renewal of a plan that is no add-on.
  is_listed boolean not null,
  price_e8 bigint not null,
  tax_e8 bigint,
  description text not null,
  interval_count bigint not null,
  interval_unit text not null,
  commitment_months bigint not null,
  engagement text,
  engagement_months bigint,
  engagement_end text,
  quantity_min bigint not null,
  quantity_max bigint,
  repeat_min bigint not null,
  repeat_max bigint,
  phase bigint not null,
  strategy text not null,
  pricing_type text not null,
  must_be_completed boolean not null,
  extra text,
  constraint catalog_prices_pk primary key (plan_code, subsidiary, catalog_id, position),
  constraint catalog_prices_plan foreign key (plan_code, subsidiary, catalog_id)
    references catalog_plans (plan_code, subsidiary, catalog_id),
  constraint catalog_prices_price check (price_e8 >= 0)
);

create table catalog_promotions (
  subsidiary text collate "C" not null,
  catalog_id bigint not null,
  plan_code text collate "C" not null,
  price_position bigint not null,
  position bigint not null,
  name text not null,
  description text not null,
  reduction text not null,
  value bigint not null,
  total_e8 bigint not null,
  total_tax_e8 bigint,
  discount_e8 bigint not null,
  discount_tax_e8 bigint,
  starts_at timestamptz not null,
  ends_at timestamptz,
  quantity bigint,
  global_quantity bigint,
  is_global_quantity_limited boolean not null,
  duration bigint,
  minimum_duration bigint,
  context text not null,
  extra text,
  constraint catalog_promotions_pk primary key (plan_code, subsidiary, catalog_id, price_position, position),
  constraint catalog_promotions_price foreign key (plan_code, subsidiary, catalog_id, price_position)
    references catalog_prices (plan_code, subsidiary, catalog_id, position)
);

create index catalog_plans_listed on catalog_plans (subsidiary, catalog_id) where not is_addon;
create index catalog_prices_listed on catalog_prices (subsidiary, catalog_id) where is_listed;
create index catalog_addon_families_mandatory on catalog_addon_families (subsidiary, catalog_id)
  where is_mandatory;
create index catalog_promotions_version on catalog_promotions (subsidiary, catalog_id);
