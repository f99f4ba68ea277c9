//! Copies a whole journal into another store. Checks each record, and reads the copy back.

use super::read::PAGE_RECORDS;
use super::record::{Broken, Chain};
use super::store::{Store, StoreError};
use super::summary::StreamHead;
use super::verify::{self, StructureOnly};

/// Why a journal was not copied. What was written to the target before is useless.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A record of the source is wrong.
    #[error("the source is broken: {0}")]
    Broken(Broken),
    /// The source cannot be read.
    #[error("the source cannot be read: {0}")]
    Source(StoreError),
    /// The target cannot be written, or cannot be read back.
    #[error("the target cannot be used: {0}")]
    Target(StoreError),
    /// The target returned other records than were written.
    #[error("the target gave something else back than it was given: {0}")]
    Differs(String),
}

/// Copies all that `source` holds into the empty `target`. Returns the last records of all streams, in order, as they
/// were read back. `progress` is called with the length of each page. The target may put all of it into one transaction.
///
/// # Errors
/// [`CopyError`]; the first broken record ends the copy.
pub async fn copy(
    source: &dyn Store,
    target: &dyn Store,
    mut progress: impl FnMut(u64),
) -> Result<Vec<StreamHead>, CopyError> {
    let mut heads = Vec::new();
    let mut chain: Option<Chain> = None;
    let mut page = source.scan(None, PAGE_RECORDS).await.map_err(CopyError::Source)?;
    while let Some(last) = page.last() {
        let last = (last.stream.clone(), last.seq);
        for record in &page {
            if chain.as_ref().is_none_or(|chain| *chain.stream() != record.stream) {
                heads.extend(chain.replace(Chain::new(record.stream.clone())).map(|before| head(&before)));
            }
            if let Some(chain) = &mut chain {
                chain.check(record).map_err(CopyError::Broken)?;
            }
        }
        target.append(&page).await.map_err(CopyError::Target)?;
        progress(page.len() as u64);
        page = source.scan(Some((&last.0, last.1)), PAGE_RECORDS).await.map_err(CopyError::Source)?;
    }
    heads.extend(chain.map(|last| head(&last)));
    if let Some(alive) = source.last_alive().await.map_err(CopyError::Source)? {
        target.note_alive(alive).await.map_err(CopyError::Target)?;
    }
    let found = read_back(target).await?;
    if found != heads {
        return Err(CopyError::Differs(difference(&heads, &found)));
    }
    Ok(found)
}

fn head(chain: &Chain) -> StreamHead {
    let tail = chain.tail();
    StreamHead { stream: chain.stream().clone(), seq: tail.seq, hash: tail.hash }
}

async fn read_back(target: &dyn Store) -> Result<Vec<StreamHead>, CopyError> {
    let (mut heads, mut broken) = (Vec::new(), None);
    let report = |report: verify::StreamReport| match report.outcome {
        Ok(_) => heads.push(StreamHead { stream: report.stream, seq: report.last, hash: report.head }),
        Err(fault) => broken = broken.take().or(Some(fault)),
    };
    verify::stored(target, |_| StructureOnly, report).await.map_err(CopyError::Target)?;
    match broken {
        Some(fault) => Err(CopyError::Differs(fault.to_string())),
        None => Ok(heads),
    }
}

fn difference(written: &[StreamHead], found: &[StreamHead]) -> String {
    let words =
        |head: Option<&StreamHead>| head.map_or("no stream".to_owned(), |head| format!("{} {}", head.stream, head.seq));
    let position = written.iter().zip(found).take_while(|(written, found)| written == found).count();
    format!("{} was written, {} found", words(written.get(position)), words(found.get(position)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Seq;
    use crate::journal::faulty::FaultyStore;
    use crate::journal::memory::MemoryStore;
    use crate::journal::testing::{START, lot, sealed};

    /// Three streams, the second one longer than a page.
    async fn source() -> FaultyStore {
        let source = FaultyStore::new();
        for (id, count) in [("a", 3), ("b", 2_345), ("c", 1)] {
            source.append(&sealed(&lot(id), count)).await.unwrap();
        }
        source.note_alive(START).await.unwrap();
        source
    }

    #[tokio::test]
    async fn a_copy_is_the_same_byte_for_byte() {
        let (source, target) = (source().await, MemoryStore::default());
        let mut counted = 0;

        let heads = copy(&source, &target, |records| counted += records).await.unwrap();

        let records = source.scan(None, 10_000).await.unwrap();
        assert_eq!(target.scan(None, 10_000).await.unwrap(), records);
        assert_eq!(target.last_alive().await.unwrap(), Some(START));
        assert_eq!(counted, 2_349);
        let lasts = heads.iter().map(|head| (head.stream.as_str(), head.seq.0));
        assert_eq!(lasts.collect::<Vec<_>>(), [("lot/a", 3), ("lot/b", 2_345), ("lot/c", 1)]);
        assert_eq!(heads[2].hash, records[2_348].hash);
    }

    #[tokio::test]
    async fn an_empty_journal_is_copied_too() {
        let target = MemoryStore::default();

        assert_eq!(copy(&FaultyStore::new(), &target, drop).await.unwrap(), []);
        assert_eq!(target.last_alive().await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_first_broken_record_is_named() {
        let (changed, gap) = (source().await, source().await);
        changed.tamper(&lot("b"), Seq(1_234), |record| record.body = record.body.replace("b1233", "b1234").into());
        gap.remove(&lot("a"), Seq(2));

        for (source, stream, seq) in [(changed, "b", 1_234), (gap, "a", 2)] {
            let refused = copy(&source, &MemoryStore::default(), drop).await.unwrap_err();

            let CopyError::Broken(broken) = refused else { panic!("{refused}") };
            assert_eq!((broken.stream, broken.seq), (lot(stream), Seq(seq)));
        }
    }

    #[tokio::test]
    async fn a_target_that_returns_other_records_is_refused() {
        let kept_elsewhere = MemoryStore::default();
        kept_elsewhere.append(&sealed(&lot("d"), 1)).await.unwrap();

        let refused = copy(&source().await, &kept_elsewhere, drop).await.unwrap_err();

        assert!(matches!(&refused, CopyError::Differs(words) if words.contains("lot/d 1 found")), "{refused}");
    }

    #[tokio::test]
    async fn a_target_that_cannot_be_written_is_told_from_a_source_that_cannot_be_read() {
        let target = FaultyStore::new();
        target.fail_next(1);

        let refused = copy(&source().await, &target, drop).await.unwrap_err();

        assert!(matches!(refused, CopyError::Target(StoreError::Failed(_))), "{refused}");
    }
}
