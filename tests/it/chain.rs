//! The hash chain, computed again from the published contract, without the server's own code.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The hash before the first record.
pub(crate) const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line of a whole export, in its parts.
pub(crate) struct Line {
    pub(crate) body: String,
    pub(crate) prev: String,
    pub(crate) hash: String,
}

impl Line {
    pub(crate) fn read(line: &str) -> Self {
        let (open_body, rest) = line.rsplit_once(",\"prev\":\"").unwrap_or_else(|| panic!("no prev in {line}"));
        let (prev, rest) = rest.split_once("\",\"hash\":\"").unwrap_or_else(|| panic!("no hash after prev in {line}"));
        let hash = rest.strip_suffix("\"}").unwrap_or_else(|| panic!("something after the hash in {line}"));
        Self { body: format!("{open_body}}}"), prev: prev.to_owned(), hash: hash.to_owned() }
    }

    /// A line with this body, after the record with this hash.
    pub(crate) fn seal(body: String, prev: &str) -> Self {
        let hash = hash_of(prev, &body);
        Self { body, prev: prev.to_owned(), hash }
    }

    pub(crate) fn write(&self) -> String {
        let open_body = self.body.strip_suffix('}').expect("a body is an object");
        format!("{open_body},\"prev\":\"{}\",\"hash\":\"{}\"}}", self.prev, self.hash)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

/// The records of a whole history, after checking that each has the right stream, number and hashes.
pub(crate) fn checked(stream: &str, lines: &[String]) -> Vec<Value> {
    let mut prev = ZEROS.to_owned();
    let mut records = Vec::new();
    for (line, seq) in lines.iter().zip(1_u64..) {
        let read = Line::read(line);
        assert_eq!(read.prev, prev, "prev of record {seq}");
        assert_eq!(read.hash, hash_of(&prev, &read.body), "hash of record {seq}");
        let json = read.json();
        assert_eq!(keys(&json), ["stream", "seq", "at", "actor", "kind", "data", "salt"], "keys of record {seq}");
        assert_eq!(json["stream"], stream);
        assert_eq!(json["seq"], seq);
        assert!(is_salt(&json["salt"]), "salt of record {seq}: {}", json["salt"]);
        assert!(!has_space_outside_texts(&read.body), "spaces in the body of record {seq}");
        prev = read.hash;
        records.push(serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}")));
    }
    records
}

/// `sha256:` and the hash of the event document that a lot's first record contains.
pub(crate) fn digest_of(first_line: &str) -> String {
    #[derive(Deserialize)]
    struct Record<'a> {
        #[serde(borrow)]
        data: Data<'a>,
    }
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow)]
        event: &'a RawValue,
    }

    let record: Record<'_> = serde_json::from_str(first_line).unwrap_or_else(|error| panic!("{error}: {first_line}"));

    format!("sha256:{}", hex(&Sha256::digest(record.data.event.get().as_bytes())))
}

/// SHA-256 over the bytes of `prev` and of `body`, in lower-case hex.
pub(crate) fn hash_of(prev: &str, body: &str) -> String {
    let prev: Vec<u8> =
        (0..prev.len() / 2).map(|at| u8::from_str_radix(&prev[2 * at..2 * at + 2], 16).expect("hex digits")).collect();
    hex(&Sha256::new().chain_update(prev).chain_update(body).finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().map(|members| members.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn is_salt(salt: &Value) -> bool {
    salt.as_str().is_some_and(|text| text.len() == 32 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')))
}

fn has_space_outside_texts(json: &str) -> bool {
    let mut in_text = false;
    let mut escaped = false;
    for c in json.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if c.is_whitespace() && !in_text => return true,
            _ => {}
        }
    }
    false
}
