//! A client that writes its frames byte by byte.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::auth::Role;
use crate::http::testing::TestServer;

pub(super) const TEXT: u8 = 1;
pub(super) const BINARY: u8 = 2;
pub(super) const CLOSE: u8 = 8;
pub(super) const PING: u8 = 9;
pub(super) const PONG: u8 = 10;

/// How many bytes the pipe holds before a writer has to wait.
const BUFFER_BYTES: usize = 256 << 10;

/// A client after the handshake.
pub(super) struct Raw {
    io: DuplexStream,
}

/// The head of the answer to a handshake.
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) text: String,
}

/// A frame as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) opcode: u8,
    pub(super) payload: Vec<u8>,
}

/// Sends a handshake with these headers; returns the head of the answer, and the client after it.
pub(super) async fn handshake(server: &TestServer, buffer_bytes: usize, headers: &[(&str, &str)]) -> (Head, Raw) {
    let mut io = server.connect(buffer_bytes);
    let mut request = String::from(
        "GET /ws HTTP/1.1\r\nHost: lots.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    );
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    io.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(io.read_u8().await.unwrap());
    }
    let text = String::from_utf8(head).unwrap();
    let status = text.split(' ').nth(1).unwrap().parse().unwrap();
    (Head { status, text }, Raw { io })
}

impl Raw {
    /// Connects with a token. The welcome is not read yet.
    pub(super) async fn with_token(server: &TestServer, token: &str) -> Self {
        Self::through(server, token, BUFFER_BYTES).await
    }

    /// Connects in the same way through a pipe that holds `buffer_bytes`.
    pub(super) async fn through(server: &TestServer, token: &str, buffer_bytes: usize) -> Self {
        let bearer = format!("Bearer {token}");
        let (head, raw) = handshake(server, buffer_bytes, &[("Authorization", &bearer)]).await;
        assert_eq!(head.status, 101, "{}", head.text);
        raw
    }

    /// Connects and reads the welcome.
    pub(super) async fn welcomed(server: &TestServer, role: Role, org: &str) -> Self {
        let mut raw = Self::with_token(server, &server.token(role, org)).await;
        assert_eq!(raw.json().await["type"], "welcome");
        raw
    }

    /// Sends a whole, masked frame.
    pub(super) async fn send(&mut self, opcode: u8, payload: &[u8]) {
        self.send_bits(0x80 | opcode, true, payload).await;
    }

    /// Sends a frame with that first byte.
    pub(super) async fn send_bits(&mut self, first: u8, masked: bool, payload: &[u8]) {
        let mask_bit = if masked { 0x80 } else { 0 };
        let mut frame = vec![first];
        match u16::try_from(payload.len()) {
            Ok(short @ ..126) => frame.push(mask_bit + u8::try_from(short).unwrap()),
            Ok(medium) => {
                frame.push(mask_bit + 126);
                frame.extend(medium.to_be_bytes());
            }
            Err(_) => {
                frame.push(mask_bit + 127);
                frame.extend(u64::try_from(payload.len()).unwrap().to_be_bytes());
            }
        }
        let mask = [0x5a, 0x01, 0xff, 0x33];
        if masked {
            frame.extend(mask);
            frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        } else {
            frame.extend(payload);
        }
        // The server may have closed already: the test sees it at the next read.
        let _ = self.io.write_all(&frame).await;
    }

    pub(super) async fn send_json(&mut self, message: &Value) {
        self.send(TEXT, message.to_string().as_bytes()).await;
    }

    /// Reads the next frame; None after the server has closed the pipe.
    pub(super) async fn frame(&mut self) -> Option<Frame> {
        self.frame_slowly(usize::MAX).await
    }

    /// Reads the next frame, at most that many bytes a second.
    pub(super) async fn frame_slowly(&mut self, bytes_per_second: usize) -> Option<Frame> {
        let first = self.io.read_u8().await.ok()?;
        assert_eq!(first & 0x70, 0, "no reserved bits");
        let length = match self.io.read_u8().await.ok()? {
            126 => u64::from(self.io.read_u16().await.ok()?),
            127 => self.io.read_u64().await.ok()?,
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        for (nth, part) in payload.chunks_mut(bytes_per_second).enumerate() {
            if nth > 0 {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
            self.io.read_exact(part).await.ok()?;
        }
        Some(Frame { opcode: first & 0x0f, payload })
    }

    /// Reads the next message in a text frame; answers pings meanwhile.
    pub(super) async fn json(&mut self) -> Value {
        loop {
            let frame = self.frame().await.expect("the connection is open");
            match frame.opcode {
                TEXT => return serde_json::from_slice(&frame.payload).unwrap(),
                PING => self.send(PONG, &frame.payload).await,
                opcode => panic!("a frame of kind {opcode}: {:?}", String::from_utf8_lossy(&frame.payload)),
            }
        }
    }

    /// Reads on to the next message of that type.
    pub(super) async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let message = self.json().await;
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// Reads on to the close frame and answers it; returns its code. Checks that the server then closes the pipe.
    pub(super) async fn close_code(&mut self) -> Option<u16> {
        let close = loop {
            let frame = self.frame().await?;
            if frame.opcode == CLOSE {
                break frame;
            }
        };
        self.send(CLOSE, &close.payload).await;
        assert_eq!(self.frame().await, None, "after a close comes nothing");
        close.payload.get(..2).map(|code| u16::from_be_bytes([code[0], code[1]]))
    }

    /// Reads messages until none has come for half a second.
    pub(super) async fn until_quiet(&mut self) -> Vec<Value> {
        let mut messages = Vec::new();
        let pause = std::time::Duration::from_millis(500);
        while let Ok(message) = tokio::time::timeout(pause, self.json()).await {
            messages.push(message);
        }
        messages
    }
}
