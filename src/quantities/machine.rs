//! Builds one exact number from its words and digit groups; only legal moves are taken.

use rust_decimal::Decimal;

use super::words::{Numeric, Role};

/// What was put in last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    /// Digits, or a fraction in words: only a hundred or a scale may follow.
    Digits,
    Unit,
    Teen,
    Ten,
    Hundred,
    Scale,
}

/// A number under construction: finished scale groups, and the group before the next scale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine {
    total: Decimal,
    group: Decimal,
    /// Value that the newest scale group has, so that a scale right after it can multiply it ("lakh crore").
    newest: Decimal,
    /// The newest scale; the next one must be smaller, or multiply all that was read.
    scale: Option<Decimal>,
    last: Last,
    /// Whether the number grew larger than a decimal holds: it still takes its words in, but has no value.
    beyond: bool,
}

/// Of a number without a value only the words that multiply it are told from the next number's.
fn multiplies(word: Numeric) -> bool {
    !matches!(word.role, Role::Digit | Role::Teen | Role::Ten | Role::Hundred)
}

impl Machine {
    pub(crate) const fn new() -> Self {
        Self {
            total: Decimal::ZERO,
            group: Decimal::ZERO,
            newest: Decimal::ZERO,
            scale: None,
            last: Last::Nothing,
            beyond: false,
        }
    }

    /// Whether the number is larger than a decimal holds.
    pub(crate) fn is_beyond(&self) -> bool {
        self.beyond
    }

    /// Makes it a number without a value; digits, as far as words may follow.
    pub(crate) fn go_beyond(&mut self) {
        (self.beyond, self.last) = (true, Last::Digits);
    }

    /// Whether nothing was put in yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.last == Last::Nothing
    }

    /// Whether the last move was a hundred or a scale, so that "and" may follow.
    pub(crate) fn takes_and(&self) -> bool {
        matches!(self.last, Last::Hundred | Last::Scale)
    }

    /// The newest scale, if it was the last move.
    pub(crate) fn open_scale(&self) -> Option<Decimal> {
        self.scale.filter(|_| self.last == Last::Scale)
    }

    /// Digits such as the 3.2 of "3.2 million".
    pub(crate) fn digits(&mut self, value: Decimal) -> Option<()> {
        let room = match self.last {
            Last::Nothing => true,
            Last::Scale => self.scale.is_some_and(|scale| value < scale),
            _ => false,
        };
        (self.group, self.last) = room.then_some((value, Last::Digits))?;
        Some(())
    }

    /// A fraction in words after a whole number ("one and a half").
    pub(crate) fn fraction(&mut self, value: Decimal) -> Option<()> {
        let room = matches!(self.last, Last::Digits | Last::Unit | Last::Teen | Last::Ten);
        self.group = room.then(|| self.group.checked_add(value))??;
        self.last = Last::Digits;
        Some(())
    }

    /// A fraction in words of the newest scale ("a million and a half").
    pub(crate) fn part_of_scale(&mut self, value: Decimal) -> Option<()> {
        let scale = self.open_scale()?;
        self.total = self.total.checked_add(scale.checked_mul(value)?)?;
        Some(())
    }

    /// One number word. `None` leaves the number as it was: the word does not continue it.
    pub(crate) fn put(&mut self, word: Numeric) -> Option<()> {
        if self.beyond {
            return multiplies(word).then_some(());
        }
        match word.role {
            Role::Digit => self.small(word.value, Last::Unit),
            Role::Teen => self.small(word.value, Last::Teen),
            Role::Ten => self.small(word.value, Last::Ten),
            Role::Hundred => self.hundred(word.value),
            Role::Scale | Role::Short | Role::Letter | Role::Dozen => self.scale(word.value),
            Role::Beyond => (!self.is_empty()).then(|| self.go_beyond()),
        }
    }

    fn small(&mut self, value: Decimal, kind: Last) -> Option<()> {
        let legal = match self.last {
            Last::Nothing | Last::Hundred => true,
            Last::Scale => value > Decimal::ZERO,
            Last::Ten => kind == Last::Unit && value > Decimal::ZERO,
            _ => false,
        };
        self.group = legal.then(|| self.group.checked_add(value))??;
        self.last = kind;
        Some(())
    }

    fn hundred(&mut self, hundred: Decimal) -> Option<()> {
        let legal = matches!(self.last, Last::Digits | Last::Unit | Last::Teen | Last::Ten)
            && self.group > Decimal::ZERO
            && self.group < hundred;
        if !legal {
            return None;
        }
        match self.group.checked_mul(hundred) {
            Some(group) => (self.group, self.last) = (group, Last::Hundred),
            None => self.go_beyond(),
        }
        Some(())
    }

    fn scale(&mut self, scale: Decimal) -> Option<()> {
        if self.last == Last::Nothing {
            return None;
        }
        let smaller = self.scale.is_none_or(|before| scale < before);
        let legal = smaller
            || self.last == Last::Scale
            || self.total.checked_add(self.group).is_some_and(|all| all < scale);
        if !legal {
            return None;
        }
        match self.scaled(scale, smaller) {
            Some((total, newest)) => {
                (self.total, self.newest) = (total, newest);
                (self.group, self.scale, self.last) = (Decimal::ZERO, Some(scale), Last::Scale);
            }
            None => self.go_beyond(),
        }
        Some(())
    }

    /// The total and its newest group once `scale` has multiplied its part; `None` where a decimal cannot hold them.
    fn scaled(&self, scale: Decimal, smaller: bool) -> Option<(Decimal, Decimal)> {
        let (rest, part) = if self.last == Last::Scale {
            // "lakh crore", "hundred thousand crore": the newest group is multiplied.
            (self.total.checked_sub(self.newest)?, self.newest)
        } else if smaller {
            (self.total, self.group)
        } else {
            // "two thousand five hundred crore": all that was read is multiplied.
            (Decimal::ZERO, self.total.checked_add(self.group)?)
        };
        let newest = part.checked_mul(scale)?;
        Some((rest.checked_add(newest)?, newest))
    }

    /// The number read so far.
    pub(crate) fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.group).filter(|_| !self.is_empty() && !self.beyond)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[(Role, i64)]) -> Option<String> {
        let mut machine = Machine::new();
        for &(role, value) in words {
            machine.put(Numeric { role, value: value.into() })?;
        }
        machine.value().map(|value| value.to_string())
    }

    #[test]
    fn legal_moves_build_the_number() {
        use Role::{Digit, Hundred, Scale, Teen, Ten};
        let two_hundred_five_thousand = [(Digit, 2), (Hundred, 100), (Digit, 5), (Scale, 1000)];
        assert_eq!(read(&two_hundred_five_thousand).as_deref(), Some("205000"));
        assert_eq!(read(&[(Ten, 20), (Digit, 5), (Hundred, 100)]).as_deref(), Some("2500"));
        assert_eq!(
            read(&[(Digit, 1), (Scale, 100_000), (Scale, 10_000_000)]).as_deref(),
            Some("1000000000000")
        );
        assert_eq!(read(&[(Ten, 20), (Teen, 12)]), None);
        assert_eq!(read(&[(Digit, 2), (Digit, 3)]), None);
        assert_eq!(read(&[(Scale, 1000)]), None);
    }

    #[test]
    fn what_a_decimal_cannot_hold_has_no_value() {
        let mut machine = Machine::new();
        machine.put(Numeric { role: Role::Digit, value: 9.into() }).unwrap();
        let trillion = Numeric { role: Role::Scale, value: 1_000_000_000_000_i64.into() };
        assert!(machine.put(trillion).and_then(|()| machine.put(trillion)).is_some());
        let before = machine.value();
        assert!(machine.put(trillion).is_some() && machine.is_beyond());
        assert!(before.is_some() && machine.value().is_none());
    }
}
