//! What others build on PostgreSQL: a lot is a row, and a bid keeps the row's lock from its judgement to its commit.
//!
//! There are two peers. `pg-row-lock` judges in the program, between statements of one transaction, as most web
//! applications do. `pg-function` judges in one PL/pgSQL function, which saves all round trips but one. Statements are
//! prepared once, connections are pooled, and the database has PostgreSQL's default durability.

use sqlx::postgres::{PgPool, PgPoolOptions};

use super::front::{Bid, BidStore, Placed};
use crate::fairlot::CEILING_STEPS;

const SCHEMA: &str = include_str!("lots.sql");

/// Judges between statements.
pub(super) struct RowLock(PgPool);

/// Judges in the database.
pub(super) struct Function(PgPool);

impl RowLock {
    pub(super) async fn connect(database: &str, connections: u32) -> anyhow::Result<Self> {
        pool(database, connections).await.map(Self)
    }
}

impl Function {
    pub(super) async fn connect(database: &str, connections: u32) -> anyhow::Result<Self> {
        pool(database, connections).await.map(Self)
    }
}

impl BidStore for RowLock {
    async fn open(&self, lot: &str) -> anyhow::Result<()> {
        open(&self.0, lot).await
    }

    async fn place(&self, bid: &Bid) -> anyhow::Result<Placed> {
        let mut all = self.0.begin().await?;
        let select =
            "SELECT seq, ceiling, min_decrement, clock_timestamp() < closes_at FROM lots WHERE id = $1 FOR UPDATE";
        let (seq, ceiling, min_decrement, open): (i64, i64, i64, bool) =
            sqlx::query_as(select).bind(&bid.lot).fetch_one(&mut *all).await?;
        let select = "SELECT price FROM standing WHERE lot = $1 AND bidder = $2";
        let own: Option<i64> =
            sqlx::query_scalar(select).bind(&bid.lot).bind(bid.bidder).fetch_optional(&mut *all).await?;
        let improves = own.is_none_or(|own| bid.price <= own - min_decrement);
        let accepted = open && (1..=ceiling).contains(&bid.price) && improves;
        let seq = seq + 1;
        let insert = "INSERT INTO bids (lot, seq, bidder, ref, price, accepted) VALUES ($1, $2, $3, $4, $5, $6)";
        let insert = sqlx::query(insert).bind(&bid.lot).bind(seq).bind(bid.bidder).bind(&bid.reference);
        insert.bind(bid.price).bind(accepted).execute(&mut *all).await?;
        sqlx::query("UPDATE lots SET seq = $2 WHERE id = $1").bind(&bid.lot).bind(seq).execute(&mut *all).await?;
        if accepted {
            let upsert = "INSERT INTO standing (lot, bidder, price) VALUES ($1, $2, $3) \
                          ON CONFLICT (lot, bidder) DO UPDATE SET price = excluded.price";
            sqlx::query(upsert).bind(&bid.lot).bind(bid.bidder).bind(bid.price).execute(&mut *all).await?;
        }
        let standing = if accepted { Some(bid.price) } else { own };
        let count = "SELECT 1 + count(*) FROM standing WHERE lot = $1 AND price < $2";
        let rank = sqlx::query_scalar(count).bind(&bid.lot).bind(standing).fetch_one(&mut *all).await?;
        all.commit().await?;
        Ok(Placed { accepted, seq, rank })
    }
}

impl BidStore for Function {
    async fn open(&self, lot: &str) -> anyhow::Result<()> {
        open(&self.0, lot).await
    }

    async fn place(&self, bid: &Bid) -> anyhow::Result<Placed> {
        let call = sqlx::query_as("SELECT accepted, seq, rank FROM place_bid($1, $2, $3, $4)");
        let call = call.bind(&bid.lot).bind(bid.bidder).bind(&bid.reference).bind(bid.price);
        let (accepted, seq, rank): (bool, i64, i64) = call.fetch_one(&self.0).await?;
        Ok(Placed { accepted, seq, rank })
    }
}

async fn pool(database: &str, connections: u32) -> anyhow::Result<PgPool> {
    let options = PgPoolOptions::new().min_connections(connections).max_connections(connections);
    let pool = options.test_before_acquire(false).connect(database).await?;
    sqlx::raw_sql(SCHEMA).execute(&pool).await?;
    Ok(pool)
}

async fn open(pool: &PgPool, lot: &str) -> anyhow::Result<()> {
    let insert = "INSERT INTO lots (id, ceiling, min_decrement, closes_at) VALUES ($1, $2, 1, now() + interval '1 day') \
                  ON CONFLICT (id) DO NOTHING";
    sqlx::query(insert).bind(lot).bind(i64::try_from(CEILING_STEPS)?).execute(pool).await?;
    Ok(())
}
