//! Numerals: digits and number words with their exact value, without unit or kind.

use rust_decimal::Decimal;

use super::machine::Machine;
use super::notation::{
    bare_power, is_letter_scale, is_ordinal_ending, is_vague, power_of_ten, slashed, spaced,
};
use super::number::{Amount, Around, Numeral, plain};
use super::parts;
use super::scene::Scene;
use super::words::Role;

/// The numeral that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, around: Around) -> Option<Numeral> {
    if let Some((sign, next)) = sign(scene, at) {
        let numeral = unsigned(scene, next, around)?;
        return Some(signed(numeral, at, sign));
    }
    unsigned(scene, at, around)
}

fn signed(mut numeral: Numeral, start: usize, sign: i8) -> Numeral {
    (numeral.start, numeral.sign) = (start, sign);
    if let (Amount::Exact(value), true) = (numeral.amount, sign < 0) {
        numeral.amount = Amount::Exact(-value);
    }
    numeral
}

/// A sign at piece `at`, with the piece after it.
fn sign(scene: &Scene<'_>, at: usize) -> Option<(i8, usize)> {
    if scene.is_any(at, &["minus", "negative"]) {
        let next = if scene.is_dash(at + 1) && scene.glued(at + 1) { at + 2 } else { at + 1 };
        return (scene.is_number(next) || scene.cardinal(next).is_some()).then_some((-1, next));
    }
    let free = !scene.glued(at) || at > 0 && matches!(scene.text(at - 1), "(" | "[" | ":" | "/");
    let touches = scene.is_number(at + 1) && scene.glued(at + 1);
    match scene.text(at) {
        "-" | "−" | "–" if free && touches => Some((-1, at + 1)),
        "+" if free && touches => Some((1, at + 1)),
        _ => None,
    }
}

fn unsigned(scene: &Scene<'_>, at: usize, around: Around) -> Option<Numeral> {
    parts::vague(scene, at)
        .or_else(|| parts::halves(scene, at))
        .or_else(|| parts::part_of_unit(scene, at))
        .or_else(|| counted(scene, at, around))
}

/// A numeral made of digits and words by [`Machine`].
fn counted(scene: &Scene<'_>, at: usize, around: Around) -> Option<Numeral> {
    let mut building =
        Building { scene, around, machine: Machine::new(), next: at, mantissa: None, scale: Decimal::ONE };
    let digits = scene.is_number(at) || scene.fraction(at).is_some();
    let ordinal = if digits { building.digits()? } else { building.first_word()? };
    if ordinal {
        return building.finish(at, digits, true);
    }
    let ordinal = building.rest();
    building.finish(at, digits, ordinal)
}

/// A numeral under construction, with its place in the text.
struct Building<'s, 'a> {
    scene: &'s Scene<'a>,
    around: Around,
    machine: Machine,
    next: usize,
    mantissa: Option<Decimal>,
    scale: Decimal,
}

impl Building<'_, '_> {
    fn finish(self, start: usize, digits: bool, ordinal: bool) -> Option<Numeral> {
        let beyond = self.machine.is_beyond();
        let value = if beyond { Decimal::MAX } else { self.machine.value()? };
        let amount = if beyond { Amount::Beyond } else { Amount::Exact(value) };
        let mantissa = self.mantissa.unwrap_or(value);
        let scale = self.scale;
        Some(Numeral { amount, mantissa, scale, digits, ordinal, ..plain(start, self.next, value) })
    }

    /// Digits with a fraction or a power of ten; whether they are an ordinal ("21st").
    fn digits(&mut self) -> Option<bool> {
        let (scene, at) = (self.scene, self.next);
        if let Some(value) = scene.fraction(at) {
            self.next += 1;
            self.machine.digits(value)?;
            return Some(false);
        }
        if let Some((value, end)) = slashed(scene, at) {
            self.next = end;
            self.machine.digits(value)?;
            return Some(false);
        }
        if let Some(power) = bare_power(scene, at) {
            self.machine.digits(Decimal::ONE)?;
            self.raise(power)?;
            return Some(false);
        }
        let (whole, end) = spaced(scene, at, self.around)?;
        self.next = end;
        self.machine.digits(whole)?;
        if scene.glued(end) && is_ordinal_ending(scene, end) {
            self.next += 1;
            return Some(true);
        }
        self.add_fraction();
        self.add_power()?;
        Some(false)
    }

    /// "3½", "3 1/2".
    fn add_fraction(&mut self) {
        let mark = self.scene.fraction(self.next).map(|value| (value, self.next + 1));
        let slash = || slashed(self.scene, self.next).filter(|_| !self.scene.glued(self.next));
        if let Some((value, end)) = mark.or_else(slash)
            && self.machine.fraction(value).is_some()
        {
            self.next = end;
        }
    }

    /// "× 10^8", "x10-8".
    fn add_power(&mut self) -> Option<()> {
        power_of_ten(self.scene, self.next).map_or(Some(()), |power| self.raise(power))
    }

    /// Multiplies by a power of ten: its sign, the power and the piece after it.
    fn raise(&mut self, (negative, power, end): (bool, u32, usize)) -> Option<()> {
        let value = self.machine.value()?;
        let factor = (0..power).try_fold(Decimal::ONE, |factor, _| factor.checked_mul(Decimal::TEN));
        let scaled = factor.and_then(|factor| {
            // A part that the last place of a decimal loses would be another number.
            let exact = |part: &Decimal| part.checked_mul(factor) == Some(value);
            if negative { value.checked_div(factor).filter(exact) } else { value.checked_mul(factor) }
        });
        self.machine = Machine::new();
        match scaled {
            Some(scaled) => self.machine.digits(scaled)?,
            None => self.machine.go_beyond(),
        }
        self.next = end;
        Some(())
    }

    /// The first word; whether it already ends the number as an ordinal.
    fn first_word(&mut self) -> Option<bool> {
        let (scene, at) = (self.scene, self.next);
        if scene.is_any(at, &["a", "an"]) {
            let word = scene.cardinal(at + 1).filter(|_| !scene.is_plural_number(at + 1))?;
            let large = matches!(word.role, Role::Hundred | Role::Scale | Role::Dozen);
            self.next = large.then_some(at + 2)?;
            self.machine.digits(Decimal::ONE)?;
            self.multiply(word.value, word)?;
            return Some(false);
        }
        if let Some(word) = scene.ordinal(at) {
            self.next += 1;
            let one = matches!(word.role, Role::Hundred | Role::Scale).then_some(Decimal::ONE);
            match one {
                Some(one) => self.machine.digits(one).and_then(|()| self.machine.put(word))?,
                None => self.machine.put(word)?,
            }
            return Some(true);
        }
        let word = scene.cardinal(at).filter(|_| !scene.is_plural_number(at))?;
        self.next += 1;
        if matches!(word.role, Role::Hundred | Role::Scale) {
            // "hundred and fifty", "thousand families", as South Asia and West Africa say it.
            (!is_vague(scene, at)).then(|| self.machine.digits(Decimal::ONE))??;
            self.multiply(word.value, word)?;
            return Some(false);
        }
        self.machine.put(word)?;
        Some(false)
    }

    fn multiply(&mut self, scale: Decimal, word: super::words::Numeric) -> Option<()> {
        let before = self.machine.value();
        self.machine.put(word)?;
        if self.mantissa.is_none() {
            self.mantissa = before;
        }
        // Only a range that names its scale once needs the product; a number of many groups may exceed a decimal here.
        self.scale = self.scale.saturating_mul(scale);
        Some(())
    }

    /// All further words; whether the last was an ordinal.
    fn rest(&mut self) -> bool {
        loop {
            if self.ordinal_end() {
                return true;
            }
            let going = self.word()
                || self.and()
                || self.comma()
                || self.more_digits()
                || self.half_more()
                || self.score()
                || self.point();
            if !going {
                return false;
            }
        }
    }

    /// "twenty-first", "two hundred and fifth".
    fn ordinal_end(&mut self) -> bool {
        let at = self.skip_dash();
        let at = at + usize::from(self.machine.takes_and() && self.scene.is(at, "and"));
        let Some(word) = self.scene.ordinal(at).filter(|_| !self.scene.breaks(at)) else { return false };
        if self.scene.is(at, "second") && self.scale == Decimal::ONE && at == self.next {
            return false;
        }
        let done = self.machine.put(word).is_some();
        if done {
            self.next = at + 1;
        }
        done
    }

    /// The next piece, or the one after a hyphen that touches the number.
    fn skip_dash(&self) -> usize {
        let dash = self.scene.is_dash(self.next) && self.scene.glued(self.next);
        let dash = dash
            || self.scene.is(self.next, "-")
                && self.scene.cardinal(self.next + 1).is_some_and(|w| w.role == Role::Scale);
        self.next + usize::from(dash)
    }

    fn word(&mut self) -> bool {
        let at = self.skip_dash();
        let Some(word) = self.scene.cardinal(at).filter(|_| !self.scene.breaks(at)) else { return false };
        let legal = match word.role {
            Role::Digit | Role::Teen | Role::Ten => !self.scene.is_plural_number(at),
            Role::Hundred | Role::Dozen | Role::Beyond | Role::Scale => true,
            Role::Short => self.scene.is_number(self.next.wrapping_sub(1)) && at == self.next,
            Role::Letter => at == self.next && is_letter_scale(self.scene, at, self.around.money.is_money()),
        };
        let multiplies = !matches!(word.role, Role::Digit | Role::Teen | Role::Ten);
        let done = legal
            && if multiplies {
                self.multiply(word.value, word).is_some()
            } else {
                self.machine.put(word).is_some()
            };
        if done {
            self.next = at + 1;
        }
        done
    }

    /// "two hundred and five", but not "one hundred and two hundred".
    fn and(&mut self) -> bool {
        if self.around.between || !self.machine.takes_and() || !self.scene.is(self.next, "and") {
            return false;
        }
        let small = |at: usize| {
            self.scene.cardinal(at).filter(|word| {
                matches!(word.role, Role::Digit | Role::Teen | Role::Ten) && !self.scene.is_plural_number(at)
            })
        };
        let Some(word) = small(self.next + 1) else { return false };
        let dash = usize::from(self.scene.is_dash(self.next + 2) && self.scene.glued(self.next + 2));
        let after = self.next + 2 + if small(self.next + 2 + dash).is_some() { dash + 1 } else { 0 };
        let large = self.scene.cardinal(after).map(|word| word.role);
        let scale_open = self.machine.open_scale().is_some();
        let another = large == Some(Role::Hundred) || large == Some(Role::Scale) && scale_open;
        let mut machine = self.machine;
        let done = !another && machine.put(word).is_some();
        if done {
            (self.machine, self.next) = (machine, self.next + 2);
        }
        done
    }

    /// "one million, two hundred thousand": a comma before a part that is smaller than the scale and at least 100.
    fn comma(&mut self) -> bool {
        let Some(scale) = self.machine.open_scale().filter(|_| !self.around.part) else { return false };
        let (scene, after) = (self.scene, self.next + 1);
        let words = scene.is(self.next, ",") && scene.cardinal(after).is_some() && !scene.breaks(after);
        if !words || scene.is_number(self.next.wrapping_sub(2)) {
            return false;
        }
        let low = |value: Decimal| value < scale && value >= Decimal::ONE_HUNDRED;
        let Some(tail) = counted(scene, after, Around { part: true, ..self.around }) else { return false };
        let under = matches!(tail.amount, Amount::Exact(value) if low(value)) && !tail.digits;
        let small = matches!(tail.amount, Amount::Exact(value) if value < Decimal::ONE_HUNDRED)
            && scale >= Decimal::from(1_000_000)
            && scene.cardinal(tail.end).is_some();
        if !under && !small {
            return false;
        }
        self.next = after;
        self.word()
    }

    /// "2 lakh 50 thousand", "67 thousand 338": digits again, if a smaller scale follows them, or three after a thousand.
    fn more_digits(&mut self) -> bool {
        let Some(scale) = self.machine.open_scale() else { return false };
        let (scene, at) = (self.scene, self.next);
        let rest = scale == Decimal::ONE_THOUSAND
            && scene.is_number(at.wrapping_sub(2))
            && scene.plain(at, 3).is_some_and(|value| value >= 100);
        let follows =
            rest || scene.cardinal(at + 1).is_some_and(|word| word.role == Role::Scale && word.value < scale);
        let Some(value) = scene.digits(at).filter(|_| follows && !scene.breaks(at)) else { return false };
        let done = self.machine.digits(value).is_some();
        if done {
            self.next += 1;
        }
        done
    }

    /// "one and a half", "two and three quarters".
    fn half_more(&mut self) -> bool {
        let scene = self.scene;
        let dash = |at: usize| usize::from(scene.is_dash(at) && scene.glued(at) && scene.glued(at + 1));
        let and = self.next + dash(self.next);
        let at = and + 1 + dash(and + 1);
        if !scene.is(and, "and") {
            return false;
        }
        if let Some(value) = scene.fraction(at).filter(|_| !scene.breaks(at) && at == and + 1) {
            let done = self.machine.fraction(value).is_some();
            self.next = if done { at + 1 } else { self.next };
            return done;
        }
        // "two and half years", as South Asia says it
        if at == and + 1 && scene.is(at, "half") && scene.lists.units.starting(scene, at + 1).is_some() {
            let done = self.machine.fraction(Decimal::new(5, 1)).is_some();
            self.next = if done { at + 1 } else { self.next };
            return done;
        }
        let count =
            if scene.is(at, "a") { Some(Decimal::ONE) } else { scene.cardinal(at).map(|word| word.value) };
        let last = at + 1 + dash(at + 1);
        let (Some(count), Some((parts, _))) = (count, scene.part(last)) else { return false };
        if scene.breaks(last) {
            return false;
        }
        let small = count < parts && parts <= Decimal::TEN;
        let value = small.then(|| count.checked_div(parts)).flatten();
        let scaled = self.machine.open_scale().is_some() && !scene.is(last + 1, "of");
        let part =
            |value| if scaled { self.machine.part_of_scale(value) } else { self.machine.fraction(value) };
        let done = value.and_then(part).is_some();
        if done {
            self.next = last + 1;
        }
        done
    }

    /// "three score years", "two score cows": twenties, after a small number word and before what they count.
    fn score(&mut self) -> bool {
        let (scene, at) = (self.scene, self.next);
        let said = scene.is(at, "score") && !scene.breaks(at) && scene.cardinal(at.wrapping_sub(1)).is_some();
        let counts = scene.is_plural(at + 1)
            || scene.lists.units.starting(scene, at + 1).is_some()
            || scene.is(at + 1, "and");
        let small = self
            .machine
            .value()
            .filter(|&value| value <= Decimal::TEN && said && counts && !scene.is(at + 1, "draws"));
        let Some(value) = small.and_then(|value| value.checked_mul(parts::SCORE.into())) else {
            return false;
        };
        self.machine = Machine::new();
        let done = self.machine.digits(value).is_some();
        self.next = at + 1;
        done
    }

    /// "three point two five".
    fn point(&mut self) -> bool {
        if !self.scene.is(self.next, "point") || self.scene.is_number(self.next - 1) {
            return false;
        }
        let digit = |at: usize| {
            self.scene.cardinal(at).filter(|word| word.role == Role::Digit && !self.scene.breaks(at))
        };
        let (mut at, mut value, mut place) = (self.next + 1, Decimal::ZERO, Decimal::ONE);
        while let Some(word) = digit(at).filter(|_| place.scale() < 20) {
            place /= Decimal::TEN;
            value += word.value * place;
            at += 1;
        }
        let done = at > self.next + 1 && self.machine.fraction(value).is_some();
        if done {
            self.next = at;
        }
        done
    }
}
