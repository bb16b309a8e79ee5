-- What a catalogue is called as a whole, beside the families of its plans: programs name either in what they order.

alter table catalog_versions add column name text;
