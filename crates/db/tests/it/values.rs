//! Every kind of value comes back as it went.

use db::{AccountTx, Error, Read, Row, ToValue, Write, money, sql, unit_price};
use kernel::{
    AccountId, AccountType, Country, Currency, Date, Locale, Money, Months, OrderId, PaymentKind, Random,
    Rate, SubsidiaryCode, Timestamp, UnitPrice,
};
use testkit::{TestDb, account};

async fn values(db: &TestDb) -> Result<(), Error> {
    let table = "create table samples (account_id uuid not null, n bigint not null, a boolean, b bigint, c text, \
                 d bytea, e uuid, f timestamptz, g date, constraint samples_pkey primary key (account_id, n))";
    db::testing::raw(db.target(), table).await.map(|_| ())
}

fn insert(tx: &mut AccountTx, n: i64, row: &[&dyn ToValue; 7]) -> Result<(), Error> {
    let [a, b, c, d, e, f, g] = row;
    let text = sql!(
        "insert into samples (account_id, n, a, b, c, d, e, f, g) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    tx.execute(text, &[&n, *a, *b, *c, *d, *e, *f, *g]).map(|_| ())
}

type Sample = (
    Option<bool>,
    Option<i64>,
    Option<String>,
    Option<Vec<u8>>,
    Option<OrderId>,
    Option<Timestamp>,
    Option<Date>,
);

fn read(row: &Row<'_>) -> Result<Sample, Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

#[testkit::both_databases]
async fn all_eight_kinds_come_back_as_they_went(db: TestDb) -> Result<(), Error> {
    values(&db).await?;
    let id = account(&db);
    let order: OrderId = Random::seeded(5).id(Timestamp::UNIX_EPOCH);
    let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
    let on = |text: &str| text.parse::<Date>().expect("a date");
    let text = "Où ça ? «Ligne» 'quoted' \"twice\" \u{1F600}\n\t$1";
    let samples: Vec<Sample> = vec![
        (
            Some(true),
            Some(i64::MAX),
            Some(text.to_owned()),
            Some(vec![0, 1, 255]),
            Some(order),
            Some(at("2026-01-15T10:00:00.123456Z")),
            Some(on("2026-02-28")),
        ),
        (
            Some(false),
            Some(i64::MIN),
            Some(String::new()),
            Some(Vec::new()),
            Some(order),
            Some(at("1969-12-31T23:59:59.999999Z")),
            Some(on("1969-12-31")),
        ),
        (None, None, None, None, None, None, None),
        (None, Some(0), None, None, None, Some(at("0001-01-01T00:00:00Z")), Some(on("9999-12-31"))),
    ];
    let written = samples.clone();
    db.account(id)
        .write(move |tx| {
            for (n, (a, b, c, d, e, f, g)) in (0..).zip(&written) {
                insert(tx, n, &[a, b, c, d, e, f, g])?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    let found: Vec<Sample> = db
        .account(id)
        .read(|tx| {
            tx.query(
                sql!("select a, b, c, d, e, f, g from samples where account_id = $1 order by n"),
                &[],
                read,
            )
        })
        .await?;
    assert_eq!(found, samples);
    Ok(())
}

#[testkit::both_databases]
async fn instants_dates_ids_and_texts_sort_alike(db: TestDb) -> Result<(), Error> {
    values(&db).await?;
    let id = account(&db);
    let random = Random::seeded(9);
    db.account(id)
        .write(move |tx| {
            for n in 0..50_i64 {
                let at =
                    Timestamp::from_microsecond((n * 7_919 % 50) * 333_333 - 5_000_000).expect("an instant");
                let order: OrderId = random.id(at);
                let text = ["Z", "a", "é", "B", "aa", "_", "A"][usize::try_from(n % 7).unwrap_or(0)];
                insert(tx, n, &[&true, &n, &text, &[1_u8; 3], &order, &at, &Date::constant(2026, 1, 1)])?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    db.account(id)
        .read(|tx| {
            let at: Vec<Timestamp> =
                tx.query(sql!("select f from samples where account_id = $1 order by f"), &[], |row| {
                    row.get(0)
                })?;
            assert!(at.is_sorted());
            let ids: Vec<OrderId> =
                tx.query(sql!("select e from samples where account_id = $1 order by e"), &[], |row| {
                    row.get(0)
                })?;
            assert!(ids.is_sorted());
            let texts: Vec<String> = tx.query(
                sql!("select c from samples where account_id = $1 order by c collate \"C\""),
                &[],
                |row| row.get(0),
            )?;
            assert!(texts.is_sorted(), "{texts:?}");
            let limit = Timestamp::UNIX_EPOCH;
            let before: i64 = tx.query_one(
                sql!("select count(*) from samples where account_id = $1 and f < $2"),
                &[&limit],
                |row| row.get(0),
            )?;
            assert_eq!(before, at.iter().filter(|at| **at < limit).count() as i64);
            Ok::<_, Error>(())
        })
        .await
}

#[testkit::both_databases]
async fn our_own_types_come_back_as_they_went(db: TestDb) -> Result<(), Error> {
    values(&db).await?;
    let id = account(&db);
    db.account(id)
        .write(|tx| {
            let codes: [&dyn ToValue; 6] = [
                &Currency::XOF,
                &Country::parse("CA").expect("a country"),
                &SubsidiaryCode::parse("QC").expect("a code"),
                &Locale::It,
                &AccountType::Association,
                &PaymentKind::SepaDebit,
            ];
            for (n, code) in (0..).zip(codes) {
                insert(
                    tx,
                    n,
                    &[
                        &None::<bool>,
                        &None::<i64>,
                        code,
                        &None::<Vec<u8>>,
                        &None::<AccountId>,
                        &None::<Timestamp>,
                        &None::<Date>,
                    ],
                )?;
            }
            let texts = sql!("select c from samples where account_id = $1 and n = $2");
            assert_eq!(tx.query_one(texts, &[&0], |row| row.get::<Currency>(0))?, Currency::XOF);
            assert_eq!(tx.query_one(texts, &[&1], |row| row.get::<Country>(0))?.code(), "CA");
            assert_eq!(tx.query_one(texts, &[&2], |row| row.get::<SubsidiaryCode>(0))?.as_str(), "QC");
            assert_eq!(tx.query_one(texts, &[&3], |row| row.get::<Locale>(0))?, Locale::It);
            assert_eq!(
                tx.query_one(texts, &[&4], |row| row.get::<AccountType>(0))?,
                AccountType::Association
            );
            assert_eq!(tx.query_one(texts, &[&5], |row| row.get::<PaymentKind>(0))?, PaymentKind::SepaDebit);
            let wrong = tx.query_one(texts, &[&5], |row| row.get::<Country>(0));
            assert!(matches!(wrong, Err(Error::Column { column: 0, .. })), "{wrong:?}");

            let update = sql!("update samples set b = $3, c = $4, d = $5 where account_id = $1 and n = $2");
            tx.execute(update, &[&0, &Rate::from_ppm(99_750), &"EUR", &[7_u8; 32]])?;
            let both = sql!("select b, c, d from samples where account_id = $1 and n = $2");
            assert_eq!(tx.query_one(both, &[&0], |row| row.get::<Rate>(0))?, Rate::from_ppm(99_750));
            assert_eq!(tx.query_one(both, &[&0], |row| money(row, 0, 1))?, Money::new(99_750, Currency::EUR));
            assert_eq!(
                tx.query_one(both, &[&0], |row| unit_price(row, 0, 1))?,
                UnitPrice::new(99_750, Currency::EUR)
            );
            assert_eq!(tx.query_one(both, &[&0], |row| row.get::<[u8; 32]>(2))?, [7; 32]);
            tx.execute(update, &[&0, &Months::new(12), &"EUR", &None::<Vec<u8>>])?;
            assert_eq!(tx.query_one(both, &[&0], |row| row.get::<Months>(0))?, Months::new(12));
            Ok::<_, Error>(())
        })
        .await
}
