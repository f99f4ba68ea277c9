//! A message as the bytes that a WebSocket carries: made once, shared by all connections that send it.

use bytes::Bytes;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

/// A whole text frame of a server (RFC 6455 section 5), header included. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyFrame {
    bytes: Bytes,
    /// Where the text begins, which is UTF-8.
    text_at: usize,
}

impl ReadyFrame {
    /// The frame of that text.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a vector takes everything")]
    pub fn of(text: String) -> Self {
        let text_len = text.len();
        let frame = Frame::message(text, OpCode::Data(Data::Text), true);
        let mut bytes = Vec::with_capacity(frame.len());
        frame.format(&mut bytes).expect("a vector takes everything");
        let text_at = bytes.len() - text_len;
        Self { bytes: bytes.into(), text_at }
    }

    /// Header and text.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The text alone: the same bytes, not a copy.
    #[must_use]
    pub fn text(&self) -> Bytes {
        self.bytes.slice(self.text_at..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_how_long_the_text_is() {
        let cases: [(usize, &[u8]); 3] =
            [(125, &[0x81, 125]), (126, &[0x81, 126, 0, 126]), (65_536, &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])];

        for (length, header) in cases {
            let frame = ReadyFrame::of("x".repeat(length));

            assert_eq!(&frame.bytes()[..header.len()], header);
            assert_eq!((frame.text().len(), frame.bytes().len()), (length, header.len() + length));
        }
    }
}
