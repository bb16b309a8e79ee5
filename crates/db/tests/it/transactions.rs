//! What a transaction promises.

use std::time::Duration;

use db::{AccountTx, AcrossTx, Backend, Error, Filter, Options, Read, RegistryTx, Write, sql};
use kernel::AccountId;
use testkit::{TestDb, account};

use crate::{count_notes, counters, notes};

fn insert(tx: &mut AccountTx, n: i64) -> Result<u64, Error> {
    tx.execute(sql!("insert into notes (account_id, n, body) values ($1, $2, 'body')"), &[&n])
}

#[testkit::both_databases]
async fn sixteen_writers_of_one_counter_leave_no_gap(db: TestDb) -> Result<(), Error> {
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for count in [1, 3, 2, 1, 5, 1, 1, 2] {
                    let first: i64 = db.series("orders").write(move |tx| tx.next(count)).await?;
                    numbers.extend(first..first + i64::from(count));
                }
                Ok::<_, Error>(numbers)
            })
        })
        .collect();
    let mut taken = Vec::new();
    for writer in writers {
        taken.extend(writer.await.expect("a writer does not panic")?);
    }
    taken.sort_unstable();
    assert_eq!(taken, (1..=16 * 16).collect::<Vec<i64>>());
    Ok(())
}

#[testkit::both_databases]
async fn a_number_taken_by_a_transaction_that_fails_is_taken_again(db: TestDb) -> Result<(), Error> {
    let fails = |tx: &mut db::SeriesTx| {
        tx.next(7)?;
        Err::<(), Error>(Error::Missing)
    };
    assert_eq!(db.series("s").write(fails).await, Err(Error::Missing));
    assert_eq!(db.series("s").write(|tx| tx.next(1)).await, Ok(1));
    assert_eq!(db.series("s").write(|tx| Ok::<_, Error>((tx.key().to_owned(), tx.next(1)?))).await?.1, 2);
    Ok(())
}

/// Sixteen writers read a value, think, and write it back: only the lock of their account keeps it right.
#[testkit::both_databases]
async fn a_write_is_alone_on_its_account(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| insert(tx, 0)).await?;
    let writers: Vec<_> = (0..16)
        .map(|_| {
            // Each with connections of its own, as other processes have.
            let target = db.target().clone();
            tokio::spawn(async move {
                let own = db::Db::open(&target, db::Options::default()).await?;
                for _ in 0..5 {
                    own.account(id)
                        .write(|tx| {
                            let n: i64 = tx.query_one(
                                sql!("select n from notes where account_id = $1"),
                                &[],
                                |row| row.get(0),
                            )?;
                            std::thread::sleep(Duration::from_micros(200));
                            tx.send(sql!("update notes set n = $2 where account_id = $1"), &[&(n + 1)])
                        })
                        .await?;
                }
                own.close().await;
                Ok::<_, Error>(())
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer does not panic")?;
    }
    let n: i64 = db
        .account(id)
        .read(|tx| tx.query_one(sql!("select n from notes where account_id = $1"), &[], |row| row.get(0)))
        .await?;
    assert_eq!(n, 80);
    Ok(())
}

#[testkit::both_databases]
async fn a_failing_closure_of_a_group_rolls_back_alone(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    // While this one sleeps, the others gather: SQLite commits them together.
    let (sleeper, sleep) = (db.clone(), Duration::from_millis(50));
    let slept = tokio::spawn(async move {
        let write = sleeper.registry().write(move |_| {
            std::thread::sleep(sleep);
            Ok::<_, Error>(())
        });
        write.await
    });
    let writers: Vec<_> = (0..200_i64)
        .map(|n| {
            let db = db.clone();
            let id = account(&db);
            tokio::spawn(async move {
                db.account(id)
                    .write(move |tx| {
                        insert(tx, n)?;
                        match n % 4 {
                            1 => Err(Error::Missing),
                            2 => insert(tx, n).map(|_| n),
                            _ => Ok(n),
                        }
                    })
                    .await
            })
        })
        .collect();
    slept.await.expect("the sleeper does not panic")?;
    let mut kept = 0;
    for (n, writer) in (0..).zip(writers) {
        let answer: Result<i64, Error> = writer.await.expect("a writer does not panic");
        match n % 4 {
            1 => assert_eq!(answer, Err(Error::Missing)),
            2 => assert_eq!(answer.err().as_ref().and_then(Error::constraint), Some("notes_pkey")),
            _ => {
                assert_eq!(answer, Ok(n));
                kept += 1;
            }
        }
    }
    assert_eq!(count_notes(&db).await?, kept);
    Ok(())
}

/// A failing closure that has written makes the whole group run again; those beside it lose and repeat nothing.
#[testkit::both_databases]
async fn failures_beside_good_writes_leave_each_as_if_alone(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let ids: Vec<AccountId> = (0..8).map(|_| account(&db)).collect();
    let writers: Vec<_> = (0..200_i64)
        .map(|n| {
            let (db, id) = (db.clone(), ids[n as usize % ids.len()]);
            tokio::spawn(async move {
                let written = db
                    .account(id)
                    .write(move |tx| {
                        if n % 5 == 1 {
                            return Err(Error::Missing);
                        }
                        insert(tx, n)?;
                        if n % 5 == 0 { Err(Error::Missing) } else { Ok(()) }
                    })
                    .await;
                assert_eq!(written.is_ok(), n % 5 > 1, "{n}: {written:?}");
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer does not panic");
    }
    let mut found = Vec::new();
    for id in ids {
        let list = |tx: &mut AccountTx| {
            tx.query(sql!("select n from notes where account_id = $1"), &[], |row| row.get::<i64>(0))
        };
        found.extend(db.account(id).read(list).await?);
    }
    found.sort_unstable();
    assert_eq!(found, (0..200).filter(|n| n % 5 > 1).collect::<Vec<i64>>());
    Ok(())
}

#[testkit::both_databases]
async fn what_is_asked_ahead_is_what_a_query_would_find(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let count = sql!("select count(*) from notes where account_id = $1 and n > $2");
    let found = db
        .account(id)
        .write(move |tx| {
            insert(tx, 1)?;
            let mut found = Vec::new();
            let ask =
                |tx: &mut AccountTx, least: i64| tx.query_one(count, &[&least], |row| row.get::<i64>(0));
            tx.fetch_ahead(count, &[&0_i64])?;
            tx.fetch_ahead(count, &[&0_i64])?;
            tx.fetch_ahead(count, &[&5_i64])?;
            found.push(ask(tx, 0)?);
            // It is asked again after a write to its table, whichever way the write is made.
            tx.fetch_ahead(count, &[&0_i64])?;
            insert(tx, 2)?;
            found.push(ask(tx, 0)?);
            tx.fetch_ahead(count, &[&0_i64])?;
            tx.send(sql!("delete from notes where account_id = $1 and n = $2"), &[&2_i64])?;
            found.push(ask(tx, 0)?);
            tx.fetch_ahead(count, &[&0_i64])?;
            let set = sql!("update notes set n = n + $2 where account_id = $1 returning n");
            tx.query_one(set, &[&9_i64], |row| row.get::<i64>(0))?;
            found.push(ask(tx, 5)?);
            // Nobody comes for this one.
            tx.fetch_ahead(count, &[&7_i64])?;
            Ok::<_, Error>(found)
        })
        .await?;
    assert_eq!(found, [1, 2, 1, 1]);
    assert_eq!(count_notes(&db).await?, 1);
    Ok(())
}

/// An answer of many packets must not stand in the way of those behind it.
#[testkit::both_databases]
async fn a_large_answer_asked_ahead_holds_up_nothing(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let all = sql!("select n, body from notes where account_id = $1 order by n");
    let found = db
        .account(id)
        .write(move |tx| {
            for n in 0..300 {
                let long = "long ".repeat(200);
                tx.send(sql!("insert into notes (account_id, n, body) values ($1, $2, $3)"), &[&n, &long])?;
            }
            tx.fetch_ahead(all, &[])?;
            tx.fetch_ahead(sql!("select n from notes where account_id = $1"), &[])?;
            let count = sql!("select count(*) from notes where account_id = $1");
            let count: i64 = tx.query_one(count, &[], |row| row.get(0))?;
            let listed: Vec<i64> = tx.query(all, &[], |row| row.get(0))?;
            Ok::<_, Error>((count, listed.len()))
        })
        .await?;
    assert_eq!(found, (300, 300));
    Ok(())
}

#[testkit::both_databases]
async fn the_first_error_poisons_a_transaction_even_when_it_is_swallowed(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let swallows = |tx: &mut AccountTx| {
        insert(tx, 1)?;
        assert!(insert(tx, 1).is_err());
        assert!(matches!(insert(tx, 2), Err(Error::Poisoned(_))));
        let read = tx.query(sql!("select n from notes where account_id = $1"), &[], |row| row.get::<i64>(0));
        assert!(matches!(read, Err(Error::Poisoned(_))));
        Ok::<(), Error>(())
    };
    let answer = db.account(id).write(swallows).await;
    assert_eq!(answer, Err(Error::Constraint { name: "notes_pkey".to_owned() }));
    assert_eq!(count_notes(&db).await?, 0);
    Ok(())
}

#[testkit::both_databases]
async fn a_statement_sent_without_waiting_still_fails_its_transaction(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let send = |tx: &mut AccountTx, n: i64| {
        tx.send(sql!("insert into notes (account_id, n, body) values ($1, $2, 'sent')"), &[&n])
    };
    let twice = move |tx: &mut AccountTx| {
        send(tx, 1)?;
        send(tx, 1)?;
        send(tx, 2)
    };
    let refused = Err(Error::Constraint { name: "notes_pkey".to_owned() });
    assert_eq!(db.account(id).write(twice).await, refused);
    // The same when the account is known and everything, commit included, leaves at once.
    assert_eq!(db.account(id).write(twice).await, refused);
    assert_eq!(count_notes(&db).await?, 0);
    db.account(id).write(move |tx| (1..=100).try_for_each(|n| send(tx, n))).await?;
    assert_eq!(count_notes(&db).await?, 100);
    Ok(())
}

#[testkit::both_databases]
async fn a_panic_in_a_closure_is_an_error_and_nothing_else_stops(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let panics = |tx: &mut AccountTx| {
        insert(tx, 1)?;
        assert!(tx.account() != tx.account(), "thrown on purpose");
        Ok::<(), Error>(())
    };
    let answer = db.account(id).write(panics).await;
    assert_eq!(answer, Err(Error::Panicked("thrown on purpose".to_owned())));
    let answer = db.account(id).read(panics).await;
    assert!(matches!(answer, Err(Error::Panicked(_) | Error::Statement(_))), "{answer:?}");
    db.account(id).write(|tx| insert(tx, 2)).await?;
    assert_eq!(count_notes(&db).await?, 1);
    Ok(())
}

#[testkit::both_databases]
async fn a_read_cannot_write(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let answer = db.account(id).read(|tx| insert(tx, 1)).await;
    assert!(matches!(answer, Err(Error::Statement(_))), "{answer:?}");
    assert_eq!(count_notes(&db).await?, 0);
    Ok(())
}

#[testkit::both_databases]
async fn a_read_sees_one_snapshot(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let other = db.clone();
    let handle = tokio::runtime::Handle::current();
    let seen = tokio::task::spawn_blocking(move || handle.clone().block_on(db_read_twice(other, id, handle)));
    assert_eq!(seen.await.expect("the reader does not panic")?, (0, 0));
    assert_eq!(count_notes(&db).await?, 1);
    Ok(())
}

/// Counts the notes; when it is asked to, has one written by another connection meanwhile and counts again.
async fn counted(db: &db::Db, id: AccountId, is_twice: bool) -> Result<(i64, i64), Error> {
    let (writer, handle) = (db.clone(), tokio::runtime::Handle::current());
    let look = move |tx: &mut AccountTx| {
        let count = |tx: &mut AccountTx| {
            tx.query_one(sql!("select count(*) from notes where account_id = $1"), &[], |row| row.get(0))
        };
        let before = count(tx)?;
        if !is_twice {
            return Ok((before, before));
        }
        let (writer, (done, wait)) = (writer.clone(), std::sync::mpsc::channel());
        handle.spawn(async move {
            let written = writer.account(id).write(move |tx| insert(tx, before + 1)).await;
            done.send(written).expect("somebody waits");
        });
        wait.recv().expect("the writer answers")?;
        Ok::<_, Error>((before, count(tx)?))
    };
    let (db, handle) = (db.clone(), tokio::runtime::Handle::current());
    let read = move || handle.block_on(async move { db.account(id).read(look).await });
    tokio::task::spawn_blocking(read).await.expect("the reader does not panic")
}

#[testkit::both_databases]
async fn a_closure_that_read_with_one_statement_sees_one_snapshot_with_two(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    for _ in 0..20 {
        assert_eq!(counted(&db, id, false).await?, (0, 0));
    }
    for _ in 0..20 {
        let (before, after) = counted(&db, id, true).await?;
        assert_eq!(before, after);
    }
    assert!(count_notes(&db).await? >= 20);
    Ok(())
}

#[testkit::both_databases]
async fn a_closure_that_only_read_so_far_cannot_write(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let look = async |is_bold: bool| {
        let read = move |tx: &mut AccountTx| {
            if is_bold {
                return insert(tx, 1).map(|_| 1);
            }
            tx.query_one(sql!("select count(*) from notes where account_id = $1"), &[], |row| {
                row.get::<i64>(0)
            })
        };
        db.account(id).read(read).await
    };
    for _ in 0..20 {
        look(false).await?;
    }
    for _ in 0..3 {
        let answer = look(true).await;
        assert!(matches!(answer, Err(Error::Statement(_))), "{answer:?}");
    }
    assert_eq!(count_notes(&db).await?, 0);
    Ok(())
}

#[test]
fn a_closure_that_reads_with_one_statement_needs_no_transaction() {
    testkit::run(Backend::Postgres, async |db: TestDb| {
        let one = Options { connections_max: 1, ..Options::default() };
        let db = db::Db::open(db.target(), one).await.expect("the database opens");
        let look = async |times: u8| {
            let isolation = move |tx: &mut AcrossTx| {
                let mut seen = Vec::new();
                for _ in 0..times {
                    let level: String =
                        tx.query_one(sql!("select current_setting('transaction_isolation')"), &[], |row| {
                            row.get(0)
                        })?;
                    seen.push(level);
                }
                Ok::<_, Error>(seen.join(", "))
            };
            db.across().read(isolation).await.expect("a read")
        };
        let (alone, together) = ("read committed", "repeatable read");
        assert_eq!(look(1).await, together, "nothing is known of it");
        assert_eq!(look(1).await, alone);
        assert_eq!(look(2).await, format!("{together}, {together}"));
        assert_eq!(look(1).await, together, "it has needed one");
        db.close().await;
    });
}

/// Counts the notes, has one written by another connection meanwhile, counts again.
async fn db_read_twice(
    db: db::Db,
    id: AccountId,
    handle: tokio::runtime::Handle,
) -> Result<(i64, i64), Error> {
    let writer = db.clone();
    db.account(id)
        .read(move |tx| {
            let count = |tx: &mut AccountTx| {
                tx.query_one(sql!("select count(*) from notes where account_id = $1"), &[], |row| row.get(0))
            };
            let before = count(tx)?;
            let (writer, (done, wait)) = (writer.clone(), std::sync::mpsc::channel());
            handle.spawn(async move {
                let written = writer.account(id).write(|tx| insert(tx, 1)).await;
                done.send(written).expect("somebody waits");
            });
            wait.recv().expect("the writer answers")?;
            Ok((before, count(tx)?))
        })
        .await
}

#[testkit::both_databases]
async fn a_long_read_ends_too(db: TestDb) -> Result<(), Error> {
    let count: i64 = db
        .across()
        .read(|tx| {
            tx.query_one(
                sql!(
                    "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 600000) \
                     select count(*) from numbers"
                ),
                &[],
                |row| row.get(0),
            )
        })
        .await?;
    assert_eq!(count, 600_000);
    Ok(())
}

#[testkit::both_databases]
async fn a_write_finishes_when_its_caller_leaves(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    // A rehearsal would be over before the caller could leave.
    let db = db::Db::open(db.target(), Options::default()).await?;
    let id = account(&db);
    let write = db.account(id).write(|tx| {
        std::thread::sleep(Duration::from_millis(150));
        insert(tx, 1)
    });
    assert!(tokio::time::timeout(Duration::from_millis(30), write).await.is_err());
    // The next one waits its turn.
    db.account(id).write(|tx| insert(tx, 2)).await?;
    assert_eq!(count_notes(&db).await?, 2);
    Ok(())
}

#[testkit::both_databases]
async fn transactions_that_lock_each_other_out_are_run_again(db: TestDb) -> Result<(), Error> {
    counters(db.target()).await?;
    let bump = |first: &'static str, second: &'static str| {
        move |tx: &mut RegistryTx| {
            for name in [first, second] {
                tx.execute(sql!("update counters set value = value + 1 where name = $1"), &[&name])?;
                std::thread::sleep(Duration::from_millis(100));
            }
            Ok::<(), Error>(())
        }
    };
    for _ in 0..3 {
        let both = (db.registry().write(bump("a", "b")), db.registry().write(bump("b", "a")));
        let (one, two) = tokio::join!(both.0, both.1);
        one?;
        two?;
    }
    let values: Vec<i64> = db
        .across()
        .read(|tx| tx.query(sql!("select value from counters order by name"), &[], |row| row.get(0)))
        .await?;
    assert_eq!(values, [6, 6]);
    Ok(())
}

#[testkit::both_databases]
async fn a_wrong_number_of_parameters_is_refused_alike(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let too_few = db
        .account(id)
        .read(|tx| {
            tx.query(sql!("select n from notes where account_id = $1 and n = $2"), &[], |row| {
                row.get::<i64>(0)
            })
        })
        .await;
    let too_many = db
        .account(id)
        .read(|tx| {
            tx.query(sql!("select n from notes where account_id = $1"), &[&1], |row| row.get::<i64>(0))
        })
        .await;
    let unused = db
        .account(id)
        .read(|tx| tx.query(sql!("select n from notes where n = $2"), &[&1_i64], |row| row.get::<i64>(0)))
        .await;
    for answer in [too_few, too_many, unused] {
        assert!(matches!(answer, Err(Error::Statement(_))), "{answer:?}");
    }
    Ok(())
}

#[testkit::both_databases]
async fn one_row_means_one(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| insert(tx, 1).and_then(|_| insert(tx, 2))).await?;
    let (several, none, missing) = db
        .account(id)
        .read(|tx| {
            let several =
                tx.query_opt(sql!("select n from notes where account_id = $1"), &[], |row| row.get::<i64>(0));
            let none =
                tx.query_opt(sql!("select n from notes where account_id = $1 and n = $2"), &[&9], |row| {
                    row.get::<i64>(0)
                });
            let missing =
                tx.query_one(sql!("select n from notes where account_id = $1 and n = $2"), &[&9], |row| {
                    row.get::<i64>(0)
                });
            Ok::<_, Error>((several, none, missing))
        })
        .await?;
    assert!(matches!(several, Err(Error::Statement(_))));
    assert_eq!((none, missing), (Ok(None), Err(Error::Missing)));
    Ok(())
}

#[testkit::both_databases]
async fn a_transaction_of_an_account_also_reads_tables_of_nobody(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    counters(db.target()).await?;
    let id = account(&db);
    let value: i64 = db
        .account(id)
        .write(|tx| {
            let value = tx.reference().query_one(
                sql!("select value from counters where name = $1"),
                &[&"a"],
                |row| row.get(0),
            )?;
            // Afterwards `$1` is the account again.
            insert(tx, value)?;
            Ok::<_, Error>(value)
        })
        .await?;
    assert_eq!((value, count_notes(&db).await?), (0, 1));
    Ok(())
}

#[testkit::both_databases]
async fn a_list_is_filtered_by_fragments(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    db.account(id).write(|tx| (1..=20).try_for_each(|n| insert(tx, n).map(|_| ()))).await?;
    let found: Vec<i64> = db
        .account(id)
        .read(|tx| {
            let mut list =
                Filter::new(sql!("select n from notes where account_id = $1 and n > $2"), &[&3_i64]);
            list.and(sql!("n < $1"), &[&15_i64]).and_in(sql!("n"), &[1_i64, 5_i64, 7_i64, 9_i64]);
            list.end(sql!("order by n desc limit $1"), &[&2_i64]);
            list.query(tx, |row| row.get(0))
        })
        .await?;
    assert_eq!(found, [9, 7]);
    Ok(())
}

#[testkit::both_databases]
async fn rows_of_one_statement_are_all_written_or_none(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let write = |numbers: [i64; 3]| {
        db.account(id).write(move |tx| {
            let rows: [[&dyn db::ToValue; 2]; 3] =
                std::array::from_fn(|row| [&numbers[row] as _, &"row" as _]);
            let rows: Vec<&[&dyn db::ToValue]> = rows.iter().map(<[_; 2]>::as_slice).collect();
            let into = sql!("insert into notes (account_id, n, body) values ($1, $2, $3)");
            tx.send_rows(into, &rows)?;
            tx.send_rows(into, &[])
        })
    };
    write([1, 2, 3]).await?;
    assert_eq!(write([4, 5, 1]).await, Err(Error::Constraint { name: "notes_pkey".to_owned() }));
    assert_eq!(count_notes(&db).await?, 3);
    Ok(())
}

/// Written back only by its writer, or only beside it, the log of a database that never rests would stop writers or
/// grow without end.
#[test]
fn the_log_of_sqlite_is_written_back_while_it_is_written() {
    testkit::run(testkit::Backend::Sqlite, the_log_stays_short).unwrap();
}

async fn the_log_stays_short(db: TestDb) -> Result<(), Error> {
    notes(db.target()).await?;
    let id = account(&db);
    let testkit::Target::Sqlite(path) = db.target() else { unreachable!("asked for") };
    let log = path.with_file_name(format!("{}-wal", path.file_name().unwrap().to_string_lossy()));
    let body = "x".repeat(400_000);
    let mut longest = 0;
    for n in 0..500_i64 {
        let body = body.clone();
        let into = sql!("insert into notes (account_id, n, body) values ($1, $2, $3)");
        db.account(id).write(move |tx| tx.execute(into, &[&n, &body])).await?;
        longest = longest.max(std::fs::metadata(&log).map_or(0, |about| about.len()));
    }
    // 200 MB went through a log that is begun anew at 64 MB or soon after.
    assert!(longest < 128 << 20, "the log grew to {longest} bytes");
    assert_eq!(count_notes(&db).await?, 500);
    Ok(())
}
