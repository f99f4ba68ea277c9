//! The roles that docs/postgresql.md describes: these tests run its SQL.

use sqlx::Executor;
use throwaway_postgres::Setup;

use super::*;

/// Statements that the server's role may not run.
const FORBIDDEN_TO_SERVER: &[&str] = &[
    "UPDATE journal SET at = at",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "DROP TABLE journal",
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "UPDATE signing_key SET pem = pem",
    "UPDATE sealing_key SET key = key",
    "DELETE FROM alive",
    "CREATE TABLE t (n int)",
];

/// Statements that the reader's role may not run.
const FORBIDDEN_TO_READER: &[&str] = &[
    "SELECT pem FROM signing_key",
    "SELECT key FROM sealing_key",
    "SELECT sealed FROM second_factors",
    "SELECT email FROM people",
    "SELECT code FROM links",
    "SELECT token FROM sessions",
    "SELECT code FROM invitations",
    "SELECT person FROM security_events",
    "SELECT body FROM journal",
    "INSERT INTO alive VALUES (1, '')",
    "CREATE TABLE t (n int)",
];

/// Statements that the auditor's role may not run.
const FORBIDDEN_TO_AUDITOR: &[&str] = &[
    "SELECT pem FROM signing_key",
    "SELECT key FROM sealing_key",
    "SELECT sealed FROM second_factors",
    "SELECT email FROM people",
    "SELECT code FROM links",
    "SELECT token FROM sessions",
    "SELECT code FROM invitations",
    "SELECT person FROM security_events",
    "UPDATE journal SET at = at",
    "INSERT INTO journal SELECT * FROM journal",
    "CREATE TABLE t (n int)",
];

/// The text of docs/postgresql.md between that line and the next fence.
fn readme_after(line: &str) -> &'static str {
    let page = include_str!("../../../../docs/postgresql.md");
    let (_, after) =
        page.split_once(&format!("{line}\n")).unwrap_or_else(|| panic!("{line:?} is not in docs/postgresql.md"));
    after.split_once("```").unwrap().0
}

/// Lets every user make tables in every new database, as a server of version 14 does.
fn as_in_version_14(cluster: &Cluster) {
    for (database, sql) in [
        ("postgres", "ALTER DATABASE template0 ALLOW_CONNECTIONS true"),
        ("template0", "ALTER SCHEMA public OWNER TO postgres"),
        ("template0", "GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC"),
        ("postgres", "ALTER DATABASE template0 ALLOW_CONNECTIONS false"),
    ] {
        cluster.sql(database, sql).unwrap();
    }
}

/// The address of a database for a role of docs/postgresql.md, whose SQL sets no password.
fn of_role(database: &Empty<'_>, role: &str) -> String {
    database.cluster.sql("postgres", &format!("ALTER ROLE {role} PASSWORD 'p'")).unwrap();
    database.cluster.url_of(role, "p", "fairlot")
}

/// Runs the SQL of docs/postgresql.md that makes the roles and their database.
fn make_roles(cluster: &Cluster) {
    for (line, database) in [
        ("```sql\n-- As the superuser", "postgres"),
        (
            "```sql\n-- As the superuser, in the database fairlot: up to version 14 everybody may make tables there",
            "fairlot",
        ),
    ] {
        for statement in readme_after(line).split(';').map(str::trim).filter(|sql| !sql.is_empty()) {
            cluster.sql(database, statement).unwrap();
        }
    }
}

#[tokio::test]
async fn the_roles_of_the_readme_have_the_rights_they_need_and_no_more() {
    let cluster = Setup::default().start().unwrap();
    as_in_version_14(&cluster);
    make_roles(&cluster);
    let database = Empty { cluster: &cluster, url: cluster.url("fairlot") };
    let roles = ["fairlot_owner", "fairlot_app", "fairlot_reader", "fairlot_auditor"];
    let [owner, app, reader, auditor] = roles.map(|role| of_role(&database, role));

    // The server's own user cannot make the tables, and its error names the command that can.
    let too_early = PostgresStore::open(&app.parse().unwrap()).await.unwrap_err();
    assert!(matches!(too_early, OpenError::Outdated { .. }), "{too_early}");
    assert!(too_early.to_string().contains("fairlot migrate"), "{too_early}");
    PostgresStore::migrate(&owner.parse().unwrap()).await.unwrap();
    let mut connection = PgConnection::connect(&owner).await.unwrap();
    connection.execute(readme_after("```sql\n-- As fairlot_owner, after fairlot migrate")).await.unwrap();

    let store = PostgresStore::open(&app.parse().unwrap()).await.unwrap();
    PostgresStore::key(&app.parse().unwrap()).await.unwrap();
    PostgresStore::people_key(&app.parse().unwrap()).await.unwrap();
    store.append(&sealed(&lot("l1"), 2)).await.unwrap();
    store.note_alive(START).await.unwrap();
    store.note_alive(START).await.unwrap();
    people_contract::check(&store.people()).await;

    assert_forbidden(&app, FORBIDDEN_TO_SERVER).await;
    let mut connection = PgConnection::connect(&reader).await.unwrap();
    for view in ["SELECT count(*) FROM bids", "SELECT count(*) FROM lots"] {
        connection.execute(view).await.unwrap();
    }
    assert_forbidden(&reader, FORBIDDEN_TO_READER).await;
    let refused = PostgresSnapshot::open(&reader.parse().unwrap()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Forbidden { .. }), "{refused}");
    assert!(refused.to_string().contains("GRANT SELECT ON journal TO fairlot_reader"), "{refused}");

    let view = PostgresSnapshot::open(&auditor.parse().unwrap()).await.unwrap();
    assert_eq!(view.scan(None, 10).await.unwrap().len(), 2);
    assert_forbidden(&auditor, FORBIDDEN_TO_AUDITOR).await;
}

/// Runs each statement as the user of that URL; the database refuses every one for a missing right.
async fn assert_forbidden(url: &str, statements: &[&'static str]) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    for sql in statements {
        let error = connection.execute(*sql).await.expect_err(sql);

        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{sql}: {error}");
    }
}
