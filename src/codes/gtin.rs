//! The check digit of a GS1 trade item number (GTIN).

/// The lengths that a trade item number has.
pub(crate) const LENGTHS: [usize; 4] = [8, 12, 13, 14];

/// The check digit that belongs after `body` (GS1 General Specifications: modulo 10 with weights 3 and 1 from the
/// right). None where `body` has something other than digits.
pub(crate) fn check_digit(body: &str) -> Option<u32> {
    let digits: Vec<u32> = body.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().rev().zip([3, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    Some((10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_digit_does_not_depend_on_zeros_in_front() {
        for (body, digit) in [("501234567890", 0), ("0501234567890", 0), ("9638507", 4), ("03600029145", 2)] {
            assert_eq!(check_digit(body), Some(digit), "{body}");
        }
        assert_eq!(check_digit("50x"), None);
    }
}
