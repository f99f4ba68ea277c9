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
    Migrator::with_migrations([pair!("sqlite", 1, "0001_journal"), pair!("sqlite", 2, "0002_people")].concat())
}

/// The migrations for PostgreSQL, in order, under the same names.
pub(super) fn postgres() -> Migrator {
    Migrator::with_migrations([pair!("postgres", 1, "0001_journal"), pair!("postgres", 2, "0002_people")].concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sqlx::Connection;
    use sqlx::postgres::PgConnection;
    use sqlx::sqlite::SqlitePoolOptions;
    use throwaway_postgres::Cluster;

    use super::*;

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
}
