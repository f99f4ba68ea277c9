//! gzip for long answers, made on the background thread.
//!
//! Packing takes much longer than sending, and the runtime that sends also judges bids. So it never packs: a long answer
//! is packed where processors are idle, and one that is not packed in time is sent as it is.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use tokio::time::timeout;

use crate::background::Background;
use crate::http::request::accept::accepts_gzip;

/// Shorter answers gain nothing.
const BYTES_MIN: usize = 1 << 10;
/// How long an answer that is whole may wait to be packed.
const WAIT_MAX: Duration = Duration::from_millis(100);

/// Answers below these addresses are never packed: the length of a packed answer tells something of a secret that stands
/// beside text that another chose.
const SECRET: [&str; 4] = ["/api/v1/sessions", "/api/v1/people", "/api/v1/me", "/enter"];

type Chunks = BoxStream<'static, io::Result<Bytes>>;

/// Packs what is worth it, for clients that accept it.
pub(in crate::http) async fn pack(State(background): State<Background>, request: Request, next: Next) -> Response {
    let is_secret = is_secret(request.uri().path());
    let accepts = accepts_gzip(request.headers());
    let mut response = next.run(request).await;
    if is_secret || !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    if !response.headers().get_all(header::VARY).iter().any(|vary| vary == "accept-encoding") {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if !accepts {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let (body, is_packed) = match body.size_hint().exact() {
        Some(bytes) if bytes <= BYTES_MIN as u64 => (body, false),
        Some(_) => whole(body, &background).await,
        None => streamed(body, &background).await,
    };
    if is_packed {
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        weaken_tag(&mut parts.headers);
    }
    Response::from_parts(parts, body)
}

/// Packs a body that is there already. Returns it as it is where the background thread does not come to it in time.
async fn whole(body: Body, background: &Background) -> (Body, bool) {
    let bytes = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return (Body::from_stream(stream::iter([Err::<Bytes, _>(error)])), false),
    };
    let packing = packed(stream::iter([Ok(bytes.clone())]).boxed());
    let packing = background.stream(packing, cut_off()).try_collect::<Vec<Bytes>>();
    match timeout(WAIT_MAX, packing).await {
        Ok(Ok(packed)) => (Body::from(packed.concat()), true),
        Ok(Err(_)) | Err(_) => (Body::from(bytes), false),
    }
}

/// Packs a body that comes in chunks, each as soon as it comes.
async fn streamed(body: Body, background: &Background) -> (Body, bool) {
    let mut chunks: Chunks = body.into_data_stream().map_err(io::Error::other).boxed();
    let (mut begun, mut length) = (Vec::new(), 0);
    while length <= BYTES_MIN
        && let Some(chunk) = chunks.next().await
    {
        length += chunk.as_ref().map_or(BYTES_MIN, Bytes::len);
        begun.push(chunk);
    }
    let chunks = stream::iter(begun).chain(chunks).boxed();
    if length <= BYTES_MIN {
        return (Body::from_stream(chunks), false);
    }
    (Body::from_stream(background.stream(packed(chunks), cut_off())), true)
}

/// Packs each chunk, so that a client can read it before the next one comes. An error ends the stream without the end
/// that gzip needs, so that a client sees that something is missing.
fn packed(chunks: Chunks) -> Chunks {
    let encoder = GzEncoder::new(Vec::new(), Compression::fast());
    stream::try_unfold(Some((encoder, chunks)), async |packing| {
        let Some((mut encoder, mut chunks)) = packing else { return Ok(None) };
        let Some(chunk) = chunks.try_next().await? else {
            return encoder.finish().map(|last| Some((Bytes::from(last), None)));
        };
        encoder.write_all(&chunk)?;
        encoder.flush()?;
        let packed = Bytes::from(std::mem::take(encoder.get_mut()));
        Ok(Some((packed, Some((encoder, chunks)))))
    })
    .boxed()
}

fn cut_off() -> io::Error {
    io::Error::other("the background thread has ended")
}

fn is_secret(path: &str) -> bool {
    SECRET.iter().any(|secret| path.strip_prefix(secret).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        kind,
        "application/json"
            | "application/problem+json"
            | "application/x-ndjson"
            | "text/csv"
            | "text/html"
            | "text/css"
            | "text/javascript"
            | "application/javascript"
            | "image/svg+xml"
    )
}

/// Says that the bytes are not those of the answer that is not packed (RFC 9110 section 8.8.1).
fn weaken_tag(headers: &mut HeaderMap) {
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| !tag.starts_with("W/"));
    if let Some(weak) = tag.and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use futures::FutureExt;

    use super::*;

    fn unpacked(packed: &[u8]) -> String {
        let mut text = String::new();
        GzDecoder::new(packed).read_to_string(&mut text).unwrap();
        text
    }

    #[tokio::test]
    async fn each_chunk_can_be_read_before_the_next_one_comes() {
        let (send, received) = tokio::sync::mpsc::unbounded_channel();
        let mut packed = packed(tokio_stream::wrappers::UnboundedReceiverStream::new(received).boxed());
        let mut read = Vec::new();

        for line in ["one\n", "two\n"] {
            send.send(Ok(Bytes::from(line))).unwrap();
            read.extend(packed.next().await.unwrap().unwrap());

            let mut text = [0; 4];
            let mut so_far = GzDecoder::new(&read[..]);
            for _ in 0..read.len() {
                if so_far.read_exact(&mut text).is_err() || text == *line.as_bytes() {
                    break;
                }
            }
            assert_eq!(text, *line.as_bytes());
        }
        assert!(packed.next().now_or_never().is_none());
        drop(send);
        read.extend(packed.next().await.unwrap().unwrap());
        assert_eq!(unpacked(&read), "one\ntwo\n");
    }

    #[tokio::test]
    async fn a_stream_that_fails_does_not_look_complete() {
        let chunks = stream::iter([Ok(Bytes::from("one\n")), Err(io::Error::other("gone"))]).boxed();

        let packed: Vec<io::Result<Bytes>> = packed(chunks).collect().await;

        assert!(packed[0].is_ok() && packed[1].is_err() && packed.len() == 2);
        assert!(GzDecoder::new(&packed[0].as_ref().unwrap()[..]).read_to_end(&mut Vec::new()).is_err());
    }

    #[tokio::test]
    async fn chunks_are_packed_on_the_background_thread() {
        let background = Background::start().unwrap();
        let names = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let noted = names.clone();
        let chunks = stream::iter(0..3).map(move |_| {
            noted.lock().unwrap().push(std::thread::current().name().unwrap_or_default().to_owned());
            Ok::<_, io::Error>(Bytes::from(vec![b'a'; 2 * BYTES_MIN]))
        });

        let (body, is_packed) = streamed(Body::from_stream(chunks), &background).await;
        let packed = axum::body::to_bytes(body, usize::MAX).await.unwrap();

        assert!(is_packed && unpacked(&packed).len() == 6 * BYTES_MIN);
        let names = names.lock().unwrap();
        assert_eq!(names[1..], ["background", "background"], "the first chunk tells the length only");
    }

    #[tokio::test]
    async fn an_answer_does_not_wait_for_a_busy_background_thread() {
        let background = Background::start().unwrap();
        let (release, held) = std::sync::mpsc::channel::<()>();
        let busy = stream::once(async move { Ok::<_, io::Error>(held.recv().is_ok()) });
        let mut busy = background.stream(busy.boxed(), cut_off());
        assert!(busy.next().now_or_never().is_none());
        let long = Bytes::from(vec![b'a'; 2 * BYTES_MIN]);

        let (body, is_packed) = whole(Body::from(long.clone()), &background).await;

        assert!(!is_packed);
        assert_eq!(axum::body::to_bytes(body, usize::MAX).await.unwrap(), long);
        drop(release);
    }

    #[test]
    fn secrets_are_never_packed() {
        for path in ["/api/v1/sessions", "/api/v1/sessions/current", "/api/v1/me", "/enter/code", "/api/v1/people/x"] {
            assert!(is_secret(path), "{path}");
        }
        for path in ["/api/v1/events", "/api/v1/messages", "/entered", "/"] {
            assert!(!is_secret(path), "{path}");
        }
    }

    #[test]
    fn the_tag_of_a_packed_answer_is_weak() {
        for (tag, weak) in [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\"")] {
            let mut headers = HeaderMap::from_iter([(header::ETAG, HeaderValue::from_static(tag))]);
            weaken_tag(&mut headers);
            assert_eq!(headers[header::ETAG], weak);
        }
    }
}
