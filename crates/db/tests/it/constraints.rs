//! A refusal has the same name on both databases.

use db::testing::raw;
use db::{Error, RegistryTx, Sql, ToValue, Write, sql};
use testkit::TestDb;

async fn tables(db: &TestDb) -> Result<(), Error> {
    for text in [
        "create table parents (id bigint not null, constraint parents_pkey primary key (id))",
        "create table children (id bigint not null, parent_id bigint not null, name text not null, code text, \
         n bigint not null, constraint children_pkey primary key (id), \
         constraint children_parent foreign key (parent_id) references parents (id), \
         constraint children_name_once unique (parent_id, name), \
         constraint children_n_positive check (n > 0))",
        "create unique index children_code_once on children (code) where code is not null",
        "create unique index children_lower_name on children (lower(name), n)",
        "insert into parents values (1)",
        "insert into children values (1, 1, 'anna', 'c1', 1)",
    ] {
        raw(db.target(), text).await?;
    }
    Ok(())
}

async fn refusal(db: &TestDb, sql: Sql, params: &'static [&'static (dyn ToValue + Sync)]) -> Option<String> {
    let write = move |tx: &mut RegistryTx| {
        let params: Vec<&dyn ToValue> = params.iter().map(|param| *param as &dyn ToValue).collect();
        tx.execute(sql, &params)
    };
    let refused = db.registry().write(write).await.err();
    refused.as_ref().and_then(Error::constraint).map(str::to_owned)
}

#[testkit::both_databases]
async fn every_constraint_is_called_by_its_name(db: TestDb) -> Result<(), Error> {
    tables(&db).await?;
    let insert = sql!("insert into children (id, parent_id, name, code, n) values ($1, $2, $3, $4, $5)");
    let cases: [(&'static [&'static (dyn ToValue + Sync)], &str); 7] = [
        (&[&1, &1, &"b", &"c2", &1], "children_pkey"),
        (&[&2, &1, &"anna", &"c2", &2], "children_name_once"),
        (&[&2, &1, &"b", &"c1", &1], "children_code_once"),
        (&[&2, &1, &"ANNA", &"c2", &1], "children_lower_name"),
        (&[&2, &1, &"b", &"c2", &0], "children_n_positive"),
        (&[&2, &9, &"b", &"c2", &1], "children_parent"),
        (&[&2, &1, &None::<String>, &"c2", &1], "children_name_not_null"),
    ];
    for (params, name) in cases {
        assert_eq!(refusal(&db, insert, params).await.as_deref(), Some(name));
    }
    let update = sql!("update children set parent_id = $1 where id = 1");
    assert_eq!(refusal(&db, update, &[&7]).await.as_deref(), Some("children_parent"));
    let delete = sql!("delete from parents where id = $1");
    assert_eq!(refusal(&db, delete, &[&1]).await.as_deref(), Some("children_parent"));
    Ok(())
}
