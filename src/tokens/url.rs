//! Recognises web and mail addresses, which stay one token. The model's expression, written out, in linear time.

use super::chars::{CharClass, Chars};

/// Whether `text`, which holds no white space, is an address: `scheme://user@host:port/path` with all but the host
/// optional. The host is a name with a last label of lower-case letters, or a public IPv4 address.
pub(super) fn is_url(chars: &Chars, text: &str) -> bool {
    if !text.contains('.') {
        return false;
    }
    let scheme_end = scheme_end(chars, text);
    let mut start = 0;
    // A host ends at one of these signs, so each stretch between them holds at most one candidate.
    for (end, sign) in text.match_indices([':', '/', '?', '#']).chain([(text.len(), "")]) {
        let host = host_in(text, start, end, scheme_end);
        if host.is_some_and(|host| is_host(chars, host)) && ends_well(chars, &text[end..]) {
            return true;
        }
        start = end + sign.len();
    }
    false
}

/// Where the host may begin after `scheme://`.
fn scheme_end(chars: &Chars, text: &str) -> Option<usize> {
    let (scheme, rest) = text.split_once(':')?;
    let fits = rest.starts_with("//") && scheme.chars().nth(1).is_some();
    (fits && scheme.chars().all(|c| chars.is(c, CharClass::SCHEME))).then_some(scheme.len() + 3)
}

/// The part of `text[start..end]` that may be a host: behind its last `@`, else all of it where a host may begin.
fn host_in(text: &str, start: usize, end: usize, scheme_end: Option<usize>) -> Option<&str> {
    let stretch = &text[start..end];
    match stretch.rfind('@') {
        Some(at) => (start + at > 0).then(|| &stretch[at + 1..]),
        None => (start == 0 || scheme_end == Some(start)).then_some(stretch),
    }
}

/// Whether what follows the host is nothing, or an optional port of 2 to 5 digits and an optional path.
fn ends_well(chars: &Chars, rest: &str) -> bool {
    let path = match rest.strip_prefix(':') {
        None => rest,
        Some(port) => {
            let digits = port.chars().take(6).take_while(|&c| chars.is(c, CharClass::DECIMAL));
            let (count, bytes) = digits.fold((0, 0), |(count, bytes), c| (count + 1, bytes + c.len_utf8()));
            if !(2..=5).contains(&count) {
                return false;
            }
            &port[bytes..]
        }
    };
    path.is_empty() || path.starts_with(['/', '?', '#'])
}

fn is_host(chars: &Chars, host: &str) -> bool {
    is_host_name(chars, host) || is_public_address(chars, host)
}

/// At least one label, and a last one of 2 to 63 lower-case letters (or letters without case).
fn is_host_name(chars: &Chars, host: &str) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else { return false };
    (2..=63).contains(&last.chars().count())
        && last.chars().all(|c| chars.is(c, CharClass::HOST_END))
        && labels.split('.').all(is_label)
}

/// 1 to 64 letters, digits, `_` and `-`, the last two not at the ends.
fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{a1}'..='\u{ffff}');
    let ends = [label.chars().next(), label.chars().next_back()];
    ends.into_iter().all(|end| end.is_some_and(plain))
        && label.chars().all(|c| plain(c) || matches!(c, '_' | '-'))
        && label.chars().nth(64).is_none()
}

/// Four decimal numbers that are not an address of a private or local network.
fn is_public_address(chars: &Chars, host: &str) -> bool {
    let mut parts = host.split('.');
    let parts = [parts.next(), parts.next(), parts.next(), parts.next(), parts.next()];
    let [Some(a), Some(b), Some(c), Some(d), None] = parts else { return false };
    Octet::FIRST.fits(chars, a)
        && Octet::INNER.fits(chars, b)
        && Octet::INNER.fits(chars, c)
        && Octet::LAST.fits(chars, d)
        && !is_private(a, b)
}

fn is_private(a: &str, b: &str) -> bool {
    let b_from_16_to_31 = || match b.as_bytes() {
        [b'1', b'6'..=b'9'] | [b'3', b'0' | b'1'] => true,
        _ => b.starts_with('2') && b.chars().count() == 2,
    };
    matches!((a, b), ("10" | "127", _) | ("169", "254") | ("192", "168")) || (a == "172" && b_from_16_to_31())
}

/// The numbers that may stand in one place of an IPv4 address. Digits of all scripts count, as in the model, but not as
/// the first two of three.
struct Octet {
    /// Whether it may begin with a zero.
    zero: bool,
    /// With a first digit 2: the largest second digit after which any third may follow, and the largest third digit
    /// after a second one greater by one.
    limit: (char, char),
}

impl Octet {
    const FIRST: Self = Self { zero: false, limit: ('1', '3') };
    const INNER: Self = Self { zero: true, limit: ('4', '5') };
    const LAST: Self = Self { zero: false, limit: ('4', '4') };

    fn fits(&self, chars: &Chars, part: &str) -> bool {
        let decimal = |c| chars.is(c, CharClass::DECIMAL);
        let first = |c| if self.zero { decimal(c) } else { ('1'..='9').contains(&c) };
        let mut digits = part.chars();
        match [digits.next(), digits.next(), digits.next(), digits.next()] {
            [Some(a), None, ..] => first(a),
            [Some(a), Some(b), None, _] => first(a) && decimal(b),
            [Some('1'), Some(b), Some(c), None] => decimal(b) && decimal(c),
            [Some('2'), Some(b), Some(c), None] => {
                (('0'..=self.limit.0).contains(&b) && decimal(c))
                    || (b as u32 == self.limit.0 as u32 + 1 && ('0'..=self.limit.1).contains(&c))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_text_with_full_stops() {
        let chars = Chars::shared().unwrap();
        for text in [
            "www.example.org",
            "http://example.org/a?b=c",
            "https://user:secret@example.org:8080#x",
            "desk@example.org",
            "a@b@example.org",
            "end.next",
            "8.8.8.8",
            "http://8.8.8.8:53/",
            "é.中文",
            "x:y@example.org",
        ] {
            assert!(is_url(chars, text), "{text}");
        }
        for text in [
            "end.Next",
            "U.S.",
            "3.14",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "0.8.8.8",
            "256.1.1.1",
            "1.2.3.4.5",
            "@example.org",
            "example.org:1",
            "example.org:123456",
            "x://example.org",
            "-a.org",
            "a..org",
            "example",
            "example.org:80a",
        ] {
            assert!(!is_url(chars, text), "{text}");
        }
    }
}
