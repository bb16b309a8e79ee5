-- The lines of documents frozen before the table was there.
insert into invoice_lines (account_id, invoice_id, line, description, net_minor)
select i.account_id, i.id, j.key, json_extract(j.value, '$.description'), json_extract(j.value, '$.net.minor')
from invoices i, json_each(i.content, '$.lines') j;
