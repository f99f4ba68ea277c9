//! WebSocket connections of all clients here.

use anyhow::Context;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// Read at a time; allocated for each connection.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// A connected client.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The settings of all clients and of the echo.
pub(crate) fn config() -> WebSocketConfig {
    WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES)
}

/// Connects with this token.
pub(crate) async fn connect(url: &str, token: &str) -> anyhow::Result<Socket> {
    let mut request = url.into_client_request()?;
    request.headers_mut().insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?);
    let (socket, _) = connect_async_with_config(request, Some(config()), true)
        .await
        .with_context(|| format!("cannot connect to {url}"))?;
    Ok(socket)
}

/// The message that follows a lot, with beats or without.
pub(crate) fn join(lot: &str, beats: bool) -> String {
    let beat = if beats { r#","beat":true"# } else { "" };
    format!(r#"{{"type":"join","lot":"{lot}"{beat}}}"#)
}

/// The message that follows an event, with beats.
pub(crate) fn join_event(event: &str) -> String {
    format!(r#"{{"type":"join","event":"{event}","beat":true}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_who_want_beats_ask_for_them() {
        assert_eq!(join("l", false), r#"{"type":"join","lot":"l"}"#);
        assert_eq!(join("l", true), r#"{"type":"join","lot":"l","beat":true}"#);
        assert_eq!(join_event("e"), r#"{"type":"join","event":"e","beat":true}"#);
    }
}
