//! Why a connection ends, and the close code and reason that say so.

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use tokio_tungstenite::tungstenite;

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The client closed, or its socket is gone: no close frame is sent.
    Left,
    /// The server stops.
    Stopping,
    /// Against the WebSocket protocol (RFC 6455).
    Protocol,
    /// A binary frame.
    Binary,
    /// Text that is not UTF-8.
    BadText,
    /// More frames than the limit.
    TooManyFrames,
    /// A message or frame that is too large.
    TooLarge,
    /// The token has expired, or the session has ended.
    SignedOut,
    /// The client sent nothing for too long.
    Silent,
    /// The client reads nothing.
    NotReading,
}

impl Ending {
    /// Returns the close code; None where no close frame is sent.
    #[must_use]
    pub const fn code(self) -> Option<u16> {
        match self {
            Self::Left => None,
            Self::Stopping => Some(1001),
            Self::Protocol => Some(1002),
            Self::Binary => Some(1003),
            Self::BadText => Some(1007),
            Self::TooManyFrames => Some(1008),
            Self::TooLarge => Some(1009),
            Self::SignedOut => Some(4401),
            Self::Silent => Some(4408),
            Self::NotReading => Some(4409),
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Self::Left => "",
            Self::Stopping => "the server stops",
            Self::Protocol => "against RFC 6455",
            Self::Binary => "text frames only",
            Self::BadText => "text must be UTF-8",
            Self::TooManyFrames => "too many frames",
            Self::TooLarge => "the message is too large",
            Self::SignedOut => "the token or session has ended",
            Self::Silent => "silent for too long",
            Self::NotReading => "not reading",
        }
    }

    /// Returns the close frame, where one is sent.
    pub(super) fn frame(self) -> Option<Message> {
        let reason = Utf8Bytes::from_static(self.reason());
        self.code().map(|code| Message::Close(Some(CloseFrame { code, reason })))
    }

    /// Returns why a connection ends whose socket cannot be read.
    pub(super) fn from_read(error: axum::Error) -> Self {
        match error.into_inner().downcast::<tungstenite::Error>() {
            Ok(error) => Self::of(&error),
            Err(_) => Self::Left,
        }
    }

    /// Returns why a connection ends whose socket cannot be written.
    pub(super) fn from_write(error: axum::Error) -> Self {
        match error.into_inner().downcast_ref::<tungstenite::Error>() {
            Some(tungstenite::Error::WriteBufferFull(_)) => Self::NotReading,
            _ => Self::Left,
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "another crate's enum: after any other failure no close frame can be sent"
    )]
    const fn of(error: &tungstenite::Error) -> Self {
        use tungstenite::Error;
        use tungstenite::error::ProtocolError;
        match error {
            Error::Utf8(_) => Self::BadText,
            Error::Capacity(_) => Self::TooLarge,
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Self::Left,
            Error::Protocol(_) => Self::Protocol,
            _ => Self::Left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ending_has_a_code_of_its_own() {
        let cases = [
            (Ending::Left, None),
            (Ending::Stopping, Some(1001)),
            (Ending::Protocol, Some(1002)),
            (Ending::Binary, Some(1003)),
            (Ending::BadText, Some(1007)),
            (Ending::TooManyFrames, Some(1008)),
            (Ending::TooLarge, Some(1009)),
            (Ending::SignedOut, Some(4401)),
            (Ending::Silent, Some(4408)),
            (Ending::NotReading, Some(4409)),
        ];

        for (ending, code) in cases {
            assert_eq!(ending.code(), code, "{ending:?}");
            assert!(ending.reason().len() <= 123, "a control frame holds no more (RFC 6455 section 5.5)");
        }
    }
}
