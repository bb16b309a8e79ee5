-- The lines of documents frozen before the table was there.
insert into invoice_lines (account_id, invoice_id, line, description, net_minor)
select i.account_id, i.id, j.line - 1, j.value ->> 'description', cast(j.value -> 'net' ->> 'minor' as bigint)
from invoices i, json_array_elements(cast(i.content as json) -> 'lines') with ordinality as j (value, line);
