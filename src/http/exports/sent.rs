//! Sends a file that lies on the disk, piece by piece.

use std::fs::File;
use std::io::{self, Read, Seek};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::{StreamExt, stream};

use crate::background::Background;
use crate::engine::Denied;

/// The size of a piece.
const PIECE_BYTES: usize = 64 << 10;

/// An answer with the whole file, which is read by the background thread as its reader takes it.
///
/// # Errors
/// The system's, where the file cannot be read from its beginning. A later error ends the answer early; the reader sees that,
/// because fewer bytes come than were announced.
pub(super) fn from_file(background: &Background, mut file: File) -> io::Result<Response> {
    let bytes = file.metadata()?.len();
    file.rewind()?;
    let pieces = stream::try_unfold(file, |file| std::future::ready(next(file)));
    let mut answer = Response::new(Body::from_stream(background.stream(pieces.boxed(), Denied::Unavailable)));
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    Ok(answer)
}

/// The next piece, and the file after it; None at its end.
fn next(mut file: File) -> Result<Option<(Bytes, File)>, Denied> {
    let mut piece = vec![0; PIECE_BYTES];
    let read = file.read(&mut piece).map_err(|error| {
        tracing::error!(%error, "a temporary file could not be read");
        Denied::Unavailable
    })?;
    piece.truncate(read);
    Ok((read > 0).then(|| (piece.into(), file)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use axum::body::to_bytes;

    use super::*;

    // G71
    #[tokio::test]
    async fn a_file_is_sent_whole_and_its_length_is_announced() {
        let content = b"0123456789".repeat(PIECE_BYTES / 4);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&content).unwrap();

        let answer = from_file(&Background::in_place(), file).unwrap();

        assert_eq!(answer.headers()[header::CONTENT_LENGTH], content.len().to_string());
        assert_eq!(to_bytes(answer.into_body(), usize::MAX).await.unwrap(), content);
    }
}
