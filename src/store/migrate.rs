//! The migrations, built into the program: pairs of `NNNN_name.up.sql` and `.down.sql`.
//!
//! A released migration is never changed, not even its comments: its text is part of its checksum. A later change gets a
//! file of its own and a line here.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

macro_rules! pair {
    ($folder:literal, $version:literal, $name:literal) => {{
        let up = include_str!(concat!("../../migrations/", $folder, "/", $name, ".up.sql"));
        let down = include_str!(concat!("../../migrations/", $folder, "/", $name, ".down.sql"));
        [
            Migration::new($version, $name.into(), MigrationType::ReversibleUp, up.into_sql_str(), false),
            Migration::new($version, $name.into(), MigrationType::ReversibleDown, down.into_sql_str(), false),
        ]
    }};
}

/// The migrations for `SQLite`, in order.
pub(super) fn sqlite() -> Migrator {
    Migrator::with_migrations(
        [
            pair!("sqlite", 1, "0001_journal"),
            pair!("sqlite", 2, "0002_people"),
            pair!("sqlite", 3, "0003_lots_end"),
            pair!("sqlite", 4, "0004_people"),
            pair!("sqlite", 5, "0005_sign_in"),
            pair!("sqlite", 6, "0006_outbox"),
            pair!("sqlite", 7, "0007_choices"),
            pair!("sqlite", 8, "0008_exports"),
            pair!("sqlite", 9, "0009_mail"),
            pair!("sqlite", 10, "0010_readmission_places"),
            pair!("sqlite", 11, "0011_readiness"),
            pair!("sqlite", 12, "0012_summaries"),
        ]
        .concat(),
    )
}

/// The migrations for PostgreSQL, in order, under the same names.
pub(super) fn postgres() -> Migrator {
    Migrator::with_migrations(
        [
            pair!("postgres", 1, "0001_journal"),
            pair!("postgres", 2, "0002_people"),
            pair!("postgres", 3, "0003_lots_end"),
            pair!("postgres", 4, "0004_people"),
            pair!("postgres", 5, "0005_sign_in"),
            pair!("postgres", 6, "0006_outbox"),
            pair!("postgres", 7, "0007_choices"),
            pair!("postgres", 8, "0008_exports"),
            pair!("postgres", 9, "0009_mail"),
            pair!("postgres", 10, "0010_readmission_places"),
            pair!("postgres", 11, "0011_readiness"),
            pair!("postgres", 12, "0012_summaries"),
        ]
        .concat(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sqlx::Connection;
    use sqlx::postgres::PgConnection;
    use sqlx::sqlite::SqlitePoolOptions;
    use throwaway_postgres::Cluster;

    use super::*;
    use crate::journal::Committed;
    use crate::journal::record::seal;
    use crate::journal::testing::lot;
    use crate::store::testing::records_of_a_lot;

    const INSERT: &str = "INSERT INTO journal (stream, seq, at, kind, body, hash) VALUES ($1, $2, $3, $4, $5, $6)";

    /// The version before the view of lots got `ended_at`.
    const BEFORE: i64 = 2;

    fn files_of(folder: &str) -> BTreeSet<String> {
        let folder = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn every_migration_file_is_built_in() {
        for (folder, migrator) in [("sqlite", sqlite()), ("postgres", postgres())] {
            let name = |m: &Migration| format!("{}{}", m.description, m.migration_type.suffix());
            let built_in: BTreeSet<String> = migrator.iter().map(name).collect();

            assert_eq!(built_in, files_of(folder));
        }
    }

    #[test]
    fn both_databases_are_migrated_by_files_of_the_same_names() {
        assert_eq!(files_of("postgres"), files_of("sqlite"));
    }

    #[tokio::test]
    async fn the_downs_remove_from_sqlite_what_the_ups_make() {
        let one = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();

        sqlite().run(&one).await.unwrap();
        sqlite().undo(&one, 0).await.unwrap();

        let left = "SELECT name FROM sqlite_schema WHERE name NOT LIKE '%sqlx%' AND name NOT LIKE 'sqlite%'";
        let left: Vec<String> = sqlx::query_scalar(left).fetch_all(&one).await.unwrap();
        assert_eq!(left, Vec::<String>::new());
    }

    #[tokio::test]
    async fn the_downs_remove_from_postgres_what_the_ups_make() {
        let url = Cluster::shared().create_database().unwrap();
        let mut one = PgConnection::connect(&url).await.unwrap();

        postgres().run(&mut one).await.unwrap();
        postgres().undo(&mut one, 0).await.unwrap();

        let left = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace \
                    AND relname NOT LIKE '%sqlx%'";
        let left: Vec<String> = sqlx::query_scalar(left).fetch_all(&mut one).await.unwrap();
        assert_eq!(left, Vec::<String>::new());
    }

    #[tokio::test]
    async fn a_sqlite_file_with_records_goes_to_the_newest_version_and_back() {
        let one = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        sqlite().run_to(BEFORE, &one).await.unwrap();
        for record in seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot()) {
            let insert = sqlx::query(INSERT).bind(record.stream.to_string()).bind(record.seq.0.cast_signed());
            let insert = insert.bind(record.at.to_string()).bind(record.kind.to_string());
            insert.bind(&*record.body).bind(&record.hash.0[..]).execute(&one).await.unwrap();
        }

        sqlite().run(&one).await.unwrap();
        let ended_at: String = sqlx::query_scalar("SELECT ended_at FROM lots").fetch_one(&one).await.unwrap();
        sqlite().undo(&one, BEFORE).await.unwrap();
        let closed_at: String = sqlx::query_scalar("SELECT closed_at FROM lots").fetch_one(&one).await.unwrap();

        assert_eq!((&ended_at[11..19], &closed_at[11..19]), ("14:50:00", "14:00:07"));
    }

    #[tokio::test]
    async fn a_postgres_database_with_records_goes_to_the_newest_version_and_its_readers_keep_their_right() {
        let url = Cluster::shared().create_database().unwrap();
        let mut one = PgConnection::connect(&url).await.unwrap();
        postgres().run_to(BEFORE, &mut one).await.unwrap();
        for record in seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot()) {
            let insert = sqlx::query(INSERT).bind(record.stream.to_string()).bind(record.seq.0.cast_signed());
            let insert = insert.bind(record.at.to_string()).bind(record.kind.to_string());
            insert.bind(&*record.body).bind(&record.hash.0[..]).execute(&mut one).await.unwrap();
        }
        sqlx::query("GRANT SELECT ON lots TO PUBLIC").execute(&mut one).await.unwrap();

        postgres().run(&mut one).await.unwrap();
        let ended_at: String = sqlx::query_scalar("SELECT ended_at FROM lots").fetch_one(&mut one).await.unwrap();
        let granted = "SELECT has_table_privilege('public', 'lots', 'SELECT')";
        let granted: bool = sqlx::query_scalar(granted).fetch_one(&mut one).await.unwrap();
        postgres().undo(&mut one, BEFORE).await.unwrap();
        let closed_at: String = sqlx::query_scalar("SELECT closed_at FROM lots").fetch_one(&mut one).await.unwrap();

        assert_eq!((&ended_at[11..19], &closed_at[11..19], granted), ("14:50:00", "14:00:07", true));
    }

    /// The version before people had names and places.
    const BEFORE_PLACES: i64 = 3;

    /// A person of that version, who has signed in and has a link.
    const ANN: [&str; 3] = [
        "INSERT INTO people (id, email, role, org, password) VALUES ('ann', 'ann@example.org', 'buyer', 'wtp', 'x')",
        "INSERT INTO links (code, person, leads_to, expires_at)
         SELECT hash, 'ann', '/', '2026-11-21T14:00:00.000000Z' FROM journal",
        "INSERT INTO sessions (token, person, expires_at)
         SELECT hash, 'ann', '2026-11-21T14:00:00.000000Z' FROM journal",
    ];

    /// What stands of that person now.
    const ANN_NOW: &str = "SELECT people.id || ' ' || state || ' ' || places.role || ' ' || places.org || ' ' ||
            sessions.role || ' ' || sessions.org || ' ' || links.role || ' ' || coalesce(name, 'no name')
        FROM people JOIN places ON places.person = people.id
        JOIN sessions ON sessions.person = people.id JOIN links ON links.person = people.id";

    const ANN_EXPECTED: &str = "ann active buyer wtp buyer wtp buyer no name";

    /// What stands of that person after the way back.
    const ANN_THEN: &str = "SELECT id || ' ' || role || ' ' || org || ' ' || password FROM people";

    // G86
    #[tokio::test]
    async fn people_of_a_sqlite_file_get_one_place_and_stay_signed_in() {
        let one = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        sqlite().run_to(BEFORE_PLACES, &one).await.unwrap();
        let record = &seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot())[0];
        let insert = sqlx::query(INSERT).bind("s").bind(1_i64).bind("a").bind("k").bind("{}");
        insert.bind(&record.hash.0[..]).execute(&one).await.unwrap();
        for statement in ANN {
            sqlx::query(statement).execute(&one).await.unwrap();
        }

        sqlite().run(&one).await.unwrap();
        let now: String = sqlx::query_scalar(ANN_NOW).fetch_one(&one).await.unwrap();
        let created_at: String = sqlx::query_scalar("SELECT created_at FROM people").fetch_one(&one).await.unwrap();
        sqlite().undo(&one, BEFORE_PLACES).await.unwrap();
        let then: String = sqlx::query_scalar(ANN_THEN).fetch_one(&one).await.unwrap();

        assert_eq!((now.as_str(), then.as_str()), (ANN_EXPECTED, "ann buyer wtp x"));
        assert!(crate::clock::Instant::read_written(created_at.as_bytes()).is_some(), "{created_at}");
    }

    // G86
    #[tokio::test]
    async fn people_of_a_postgres_database_get_one_place_and_stay_signed_in() {
        let url = Cluster::shared().create_database().unwrap();
        let mut one = PgConnection::connect(&url).await.unwrap();
        postgres().run_to(BEFORE_PLACES, &mut one).await.unwrap();
        let record = &seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot())[0];
        let insert = sqlx::query(INSERT).bind("s").bind(1_i64).bind("a").bind("k").bind("{}");
        insert.bind(&record.hash.0[..]).execute(&mut one).await.unwrap();
        for statement in ANN {
            sqlx::query(statement).execute(&mut one).await.unwrap();
        }

        postgres().run(&mut one).await.unwrap();
        let now: String = sqlx::query_scalar(ANN_NOW).fetch_one(&mut one).await.unwrap();
        let created_at = sqlx::query_scalar("SELECT created_at FROM people");
        let created_at: String = created_at.fetch_one(&mut one).await.unwrap();
        postgres().undo(&mut one, BEFORE_PLACES).await.unwrap();
        let then: String = sqlx::query_scalar(ANN_THEN).fetch_one(&mut one).await.unwrap();

        assert_eq!((now.as_str(), then.as_str()), (ANN_EXPECTED, "ann buyer wtp x"));
        assert!(crate::clock::Instant::read_written(created_at.as_bytes()).is_some(), "{created_at}");
    }
}
