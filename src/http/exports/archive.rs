//! An archive (ZIP) that is written while its files are read, so that no whole file is in memory.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};

use crate::engine::Denied;
use crate::http::answer::pace::LongReadPiece;

/// A part of an archive, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ArchivePart {
    /// A file of that name begins.
    File(&'static str),
    /// More of the present file.
    Text(Bytes),
    /// Work that gave no text.
    Nothing,
}

/// The archive's bytes, a piece for each part, and its end. An error leaves the end away, so that no program takes what
/// there is for the whole.
pub(super) fn packed(parts: BoxStream<'static, Result<ArchivePart, Denied>>) -> BoxStream<'static, LongReadPiece> {
    stream::try_unfold(Some((Archive::new(), parts)), async |packing| {
        let Some((mut archive, mut parts)) = packing else { return Ok(None) };
        let Some(part) = parts.try_next().await? else {
            return Ok(Some((archive.end().map_err(unavailable)?, None)));
        };
        let piece = archive.take(part).map_err(unavailable)?;
        Ok(Some((piece, Some((archive, parts)))))
    })
    .boxed()
}

/// An archive as far as it is written.
struct Archive {
    writer: ZipWriter<StreamWriter<PackedBytes>>,
    written: PackedBytes,
}

/// The bytes that were written and not taken yet.
#[derive(Clone, Default)]
struct PackedBytes(Arc<Mutex<Vec<u8>>>);

impl Archive {
    fn new() -> Self {
        let written = PackedBytes::default();
        Self { writer: ZipWriter::new_stream(written.clone()), written }
    }

    /// Writes a part. Returns the bytes that are ready: the packer keeps some of them for later.
    fn take(&mut self, part: ArchivePart) -> ZipResult<Option<Bytes>> {
        match part {
            // Large: how long a file gets is not known when it begins.
            ArchivePart::File(name) => self.writer.start_file(name, SimpleFileOptions::default().large_file(true))?,
            ArchivePart::Text(text) => self.writer.write_all(&text)?,
            ArchivePart::Nothing => {}
        }
        Ok(self.written.take())
    }

    fn end(self) -> ZipResult<Option<Bytes>> {
        self.writer.finish()?;
        Ok(self.written.take())
    }
}

impl PackedBytes {
    fn take(&self) -> Option<Bytes> {
        let bytes = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        (!bytes.is_empty()).then(|| bytes.into())
    }
}

impl Write for PackedBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unavailable(error: zip::result::ZipError) -> Denied {
    tracing::error!(%error, "an archive could not be written");
    Denied::Unavailable
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::*;

    async fn bytes(parts: Vec<Result<ArchivePart, Denied>>) -> (Vec<Bytes>, Option<Denied>) {
        let mut pieces = packed(stream::iter(parts).boxed());
        let mut read = Vec::new();
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => read.extend(piece),
                Err(denied) => return (read, Some(denied)),
            }
        }
        (read, None)
    }

    fn text(text: String) -> Result<ArchivePart, Denied> {
        Ok(ArchivePart::Text(text.into()))
    }

    // G82
    #[tokio::test]
    async fn an_archive_is_sent_while_it_is_written_and_holds_each_file() {
        let line = |nth: u32| format!("{nth} {}\n", nth.wrapping_mul(2_654_435_761));
        let lines = (0..100_000).map(|nth| text(line(nth)));
        let parts = [Ok(ArchivePart::File("a.txt")), text("one".to_owned()), Ok(ArchivePart::File("b.txt"))];

        let (pieces, denied) = bytes(parts.into_iter().chain(lines).chain([Ok(ArchivePart::Nothing)]).collect()).await;

        assert_eq!(denied, None);
        assert!(pieces.iter().all(|piece| piece.len() < 1 << 20), "no piece holds the whole");
        let mut archive = ZipArchive::new(Cursor::new(pieces.concat())).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!((read("a.txt"), read("b.txt")), ("one".to_owned(), (0..100_000).map(line).collect()));
    }

    // G82
    #[tokio::test]
    async fn an_archive_that_is_cut_off_is_no_archive() {
        let parts = vec![Ok(ArchivePart::File("a.txt")), text("one".to_owned()), Err(Denied::Unavailable)];

        let (pieces, denied) = bytes(parts).await;

        assert_eq!(denied, Some(Denied::Unavailable));
        assert!(ZipArchive::new(Cursor::new(pieces.concat())).is_err());
    }
}
