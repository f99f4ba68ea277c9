//! A connection whose frames are written byte by byte. It reads only when a test reads.

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::people::Person;
use crate::server::{PATIENCE, Server};

pub(crate) const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Small, so that the server soon notices a client that does not read.
const RECEIVE_BUFFER_BYTES: u32 = 8 * 1024;

/// Small, because the kernel keeps a buffer of some dozen segments for each client. On the loopback network segments
/// are as large as they can be, so that such a buffer has megabytes.
const SEGMENT_BYTES: u32 = 536;

/// A TCP connection that the server has upgraded to WebSocket.
pub(crate) struct Raw(pub(crate) TcpStream);

impl Raw {
    /// Connects as this person and follows no lot.
    pub(crate) async fn open(server: &Server, person: &Person) -> Self {
        let address = server.url().strip_prefix("http://").expect("the server's address");
        let token = person.token();
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Authorization: Bearer {token}\r\n\r\n"
        );
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES).expect("a small buffer");
        SockRef::from(&socket).set_tcp_mss(SEGMENT_BYTES).expect("small segments");
        let address = address.parse().expect("the server's address and port");
        let mut stream = socket.connect(address).await.expect("the server listens");
        stream.write_all(request.as_bytes()).await.expect("the request is sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(read_u8(&mut stream).await.expect("a whole head of the answer"));
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        Self(stream)
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.expect("the bytes are sent");
    }

    /// The first close frame's code; `None` when the connection ends without one, or the frame has no code.
    pub(crate) async fn close_code(mut self) -> Option<u16> {
        loop {
            let first = read_u8(&mut self.0).await?;
            let mut length = u64::from(read_u8(&mut self.0).await?);
            for extended in [(126, 2), (127, 8)] {
                if length == extended.0 {
                    length = 0;
                    for _ in 0..extended.1 {
                        length = length << 8 | u64::from(read_u8(&mut self.0).await?);
                    }
                    break;
                }
            }
            let mut payload = Vec::new();
            for _ in 0..length {
                payload.push(read_u8(&mut self.0).await?);
            }
            if first & 0x0f == 8 {
                return payload.first_chunk().map(|code| u16::from_be_bytes(*code));
            }
        }
    }
}

async fn read_u8(stream: &mut TcpStream) -> Option<u8> {
    timeout(PATIENCE, stream.read_u8()).await.expect("the server says something or hangs up").ok()
}

/// A masked frame of at most 125 bytes.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short payload");
    let masked = payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    [first, 0x80 | length].into_iter().chain(MASK).chain(masked).collect()
}
