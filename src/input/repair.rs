//! JSON that other programs write although it is none.
//!
//! Python's `json` writes `NaN` and `Infinity`, and half of a surrogate pair as `\ud83d`; other programs write control characters
//! in strings as they are. What stands for no value becomes `null`, what stands for no letter U+FFFD. Nothing else is changed.

/// A record that can be read now.
pub(super) struct Repair {
    pub(super) json: Vec<u8>,
    /// What was replaced.
    pub(super) note: String,
}

/// Words of JavaScript that are no JSON; the longer before what they begin with.
const NO_VALUES: [&[u8]; 3] = [b"-Infinity", b"Infinity", b"NaN"];

/// `json` with what is no JSON replaced; `None` where there is nothing of the kind.
pub(super) fn repaired(json: &[u8]) -> Option<Repair> {
    let mut repairer = Repairer { rest: json, json: Vec::with_capacity(json.len()), letters: 0, values: 0 };
    while repairer.step() {}
    let Repairer { json, letters, values, .. } = repairer;
    let told = [(letters, "half a letter or a control character"), (values, "NaN or infinite")];
    let told: Vec<_> =
        told.iter().filter(|it| it.0 > 0).map(|(times, what)| format!("{times} times {what}")).collect();
    (!told.is_empty()).then(|| Repair { json, note: format!("{} replaced", told.join(", ")) })
}

struct Repairer<'j> {
    rest: &'j [u8],
    json: Vec<u8>,
    letters: usize,
    values: usize,
}

impl Repairer<'_> {
    /// Takes a piece outside of strings, or a whole string; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(&first) = self.rest.first() else { return false };
        if first == b'"' {
            self.take(1);
            while self.step_in_string() {}
        } else if let Some(word) = NO_VALUES.into_iter().find(|word| self.rest.starts_with(word)) {
            self.replace(word.len(), b"null");
            self.values += 1;
        } else {
            self.take(1);
        }
        true
    }

    /// Takes a letter of a string; `false` past its end.
    fn step_in_string(&mut self) -> bool {
        match self.rest {
            [] => return false,
            [b'"', ..] => {
                self.take(1);
                return false;
            }
            [b'\\', b'u', ..] => self.escape(),
            [b'\\', _, ..] => self.take(2),
            [control @ 0..=0x1f, ..] => {
                let escape = format!("\\u{control:04x}");
                self.replace(1, escape.as_bytes());
                self.letters += 1;
            }
            _ => self.take(1),
        }
        true
    }

    /// Takes `\uXXXX`, or a pair of them.
    fn escape(&mut self) {
        const HIGH: std::ops::Range<u16> = 0xd800..0xdc00;
        const LOW: std::ops::Range<u16> = 0xdc00..0xe000;
        match (unit(self.rest), self.rest.get(6..).and_then(unit)) {
            (Some(first), Some(second)) if HIGH.contains(&first) && LOW.contains(&second) => self.take(12),
            (Some(unit), _) if HIGH.contains(&unit) || LOW.contains(&unit) => {
                self.replace(6, b"\\ufffd");
                self.letters += 1;
            }
            _ => self.take(2),
        }
    }

    fn take(&mut self, number: usize) {
        let (taken, rest) = self.rest.split_at(number);
        self.json.extend_from_slice(taken);
        self.rest = rest;
    }

    fn replace(&mut self, number: usize, by: &[u8]) {
        self.json.extend_from_slice(by);
        self.rest = &self.rest[number..];
    }
}

/// The unit of UTF-16 that is written at the start of `json`.
fn unit(json: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(json.strip_prefix(b"\\u")?.get(..4)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(json: &str) -> Option<String> {
        repaired(json.as_bytes()).map(|repair| String::from_utf8(repair.json).unwrap())
    }

    #[test]
    fn what_is_no_json_is_replaced() {
        let json =
            r#"{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN \ud800 \\ud800 \"NaN\" \ud83d\ude00\udc00"}"#;
        let good = r#"{"a": null, "b": [null, null], "c": "NaN \ufffd \\ud800 \"NaN\" \ud83d\ude00\ufffd"}"#;
        assert_eq!(after(json).unwrap(), good);
        assert_eq!(after("\"a\tb\"").unwrap(), "\"a\\u0009b\"");
        let note = repaired(json.as_bytes()).unwrap().note;
        assert_eq!(note, "2 times half a letter or a control character, 3 times NaN or infinite replaced");
    }

    #[test]
    fn other_faults_stay() {
        for json in [r#"{"a": 1"#, r#"["\uZZZZ"]"#, r#""\u12"#, "\"a\\", ""] {
            assert_eq!(after(json), None, "{json}");
        }
    }
}
