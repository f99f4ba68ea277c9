//! Splits a server's bytes into frames, and reads only the first members of each.

/// How much of a frame's text is kept to find its `seq`.
const START_BYTES: usize = 160;
/// The longest header of a server's frame, which is not masked (RFC 6455, section 5.2).
const HEADER_BYTES_MAX: usize = 10;

/// Splits bytes into frames, wherever the reads end.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The beginning of an incomplete frame.
    start: Vec<u8>,
    /// The number of its bytes that are still to be skipped.
    skip: usize,
}

/// A complete frame.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// Header and text; only the beginning when reads split the frame.
    bytes: &'a [u8],
    header: usize,
    length: usize,
}

impl Reader {
    /// Calls `take` with every frame that ends within these bytes.
    pub(super) fn read(&mut self, mut bytes: &[u8], mut take: impl FnMut(&Frame<'_>)) {
        while !bytes.is_empty() {
            if self.start.is_empty() && self.skip == 0 {
                // Most reads contain whole frames.
                if let Some((header, length)) = header(bytes).filter(|(header, length)| header + length <= bytes.len())
                {
                    let (frame, rest) = bytes.split_at(header + length);
                    take(&Frame { bytes: frame, header, length });
                    bytes = rest;
                    continue;
                }
            }
            bytes = self.gather(bytes, &mut take);
        }
    }

    /// Takes a part of a frame that is split over reads.
    fn gather<'a>(&mut self, bytes: &'a [u8], take: &mut impl FnMut(&Frame<'_>)) -> &'a [u8] {
        if self.skip == 0 {
            let wanted = match header(&self.start) {
                None => 1,
                Some((header, length)) => header + length.min(START_BYTES) - self.start.len(),
            };
            let (now, rest) = bytes.split_at(wanted.min(bytes.len()));
            self.start.extend_from_slice(now);
            let Some((header, length)) = header(&self.start) else { return rest };
            if self.start.len() == header + length.min(START_BYTES) {
                self.skip = length.saturating_sub(START_BYTES);
                self.finish(header, length, take);
            }
            return rest;
        }
        let (skipped, rest) = bytes.split_at(self.skip.min(bytes.len()));
        self.skip -= skipped.len();
        if let Some((header, length)) = header(&self.start) {
            self.finish(header, length, take);
        }
        rest
    }

    fn finish(&mut self, header: usize, length: usize, take: &mut impl FnMut(&Frame<'_>)) {
        if self.skip == 0 {
            take(&Frame { bytes: &self.start, header, length });
            self.start.clear();
        }
    }
}

impl Frame<'_> {
    pub(super) fn is_ping(&self) -> bool {
        self.bytes[0] & 0x0f == 9
    }

    pub(super) fn is_close(&self) -> bool {
        self.bytes[0] & 0x0f == 8
    }

    pub(super) fn is_beat(&self) -> bool {
        self.bytes[self.header..].starts_with(br#"{"type":"beat""#)
    }

    /// All of its bytes, when it came in one read.
    pub(super) fn whole(&self) -> Option<&[u8]> {
        (self.bytes.len() == self.header + self.length).then_some(self.bytes)
    }

    /// The last record in a `lot` or an `update`.
    pub(super) fn seq(&self) -> Option<u64> {
        let text = &self.bytes[self.header..];
        let text = &text[..text.len().min(START_BYTES)];
        if !text.starts_with(br#"{"type":"lot""#) && !text.starts_with(br#"{"type":"update""#) {
            return None;
        }
        let name = br#""seq":"#;
        let at = text.windows(name.len()).position(|window| window == name)? + name.len();
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit());
        Some(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }
}

/// The lengths of a frame's header and of its payload. None when the header is incomplete.
fn header(bytes: &[u8]) -> Option<(usize, usize)> {
    let short = usize::from(*bytes.get(1)? & 0x7f);
    let (header, length) = match short {
        126 => (4, bytes.get(2..4)?),
        127 => (HEADER_BYTES_MAX, bytes.get(2..10)?),
        short => return Some((2, short)),
    };
    Some((header, length.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len()).unwrap().to_be_bytes();
        [&[0x81, 126, length[0], length[1]], text.as_bytes()].concat()
    }

    #[test]
    fn frames_are_found_wherever_the_reads_end() {
        let long = format!(r#"{{"type":"update","lot":"l","seq":71,"x":"{}"}}"#, "x".repeat(300));
        let ping = vec![0x89, 0];
        let stream = [frame(&long), ping, frame(r#"{"type":"lot","lot":"l","seq":8}"#), frame("{}")].concat();

        for length in 1..stream.len() {
            let (mut reader, mut found) = (Reader::default(), Vec::new());
            for part in stream.chunks(length) {
                reader.read(part, |frame| found.push((frame.is_ping(), frame.seq())));
            }

            assert_eq!(found, [(false, Some(71)), (true, None), (false, Some(8)), (false, None)], "reads of {length}");
        }
    }
}
