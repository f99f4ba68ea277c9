//! The end of a connection: what the client still sends is dropped, so that it receives the last answer.
//!
//! The system resets a socket that is closed while bytes are unread, and a reset may destroy an answer or a close frame
//! that the client has not read yet (RFC 9112 section 9.6). A client that goes on sending is cut off at a limit.

use tokio::time::timeout;

use crate::config::HttpLimits;
use crate::ws::WireOutlet;

/// How much is read at a time.
const READ_BYTES: usize = 16 << 10;

/// Says that nothing more is sent, then reads until the client closes too, or a limit is reached. The caller drops the
/// socket. Nothing else may read it meanwhile.
pub(super) async fn linger(outlet: &WireOutlet, limits: &HttpLimits) {
    let reading = async {
        let mut buffer = vec![0; READ_BYTES];
        let mut bytes_left = limits.linger_bytes_max;
        while bytes_left > 0
            && let Ok(Ok(read @ 1..)) = timeout(limits.linger_silence_max, outlet.read(&mut buffer)).await
        {
            bytes_left = bytes_left.saturating_sub(read);
        }
    };
    let ending = async {
        if outlet.end().await.is_ok() {
            reading.await;
        }
    };
    let _ = timeout(limits.linger_wait_max, ending).await;
}
