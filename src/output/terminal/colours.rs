//! Which kind of number or name has which colour.

use anstyle::{AnsiColor, Color, Style};

use crate::article::{Kind, Label};

/// Headings.
pub(super) const STRONG: Style = Style::new().bold();
/// What stands beside the point.
pub(super) const WEAK: Style = Style::new().dimmed();

/// What a character belongs to; the order is that of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Paint {
    None,
    Number(Kind),
    Name(Label),
}

impl Paint {
    /// Numbers are bold on the colour of their family, names are underlined.
    pub(super) fn style(self) -> Style {
        match self {
            Self::None => Style::new(),
            Self::Number(kind) => coloured(number_colour(kind)).bold(),
            Self::Name(label) => coloured(name_colour(label)).underline(),
        }
    }

    /// Its word in the legend.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Number(kind) => kind.as_str(),
            Self::Name(label) => label.as_str(),
        }
    }
}

fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

const fn number_colour(kind: Kind) -> AnsiColor {
    match kind {
        Kind::Count | Kind::Ordinal | Kind::Rank | Kind::Score => AnsiColor::Green,
        Kind::Percent | Kind::Ratio => AnsiColor::Cyan,
        Kind::Money => AnsiColor::Yellow,
        Kind::Measure => AnsiColor::Blue,
        Kind::Duration | Kind::Age | Kind::Date | Kind::Time => AnsiColor::Magenta,
        Kind::Identifier => AnsiColor::BrightBlack,
    }
}

const fn name_colour(label: Label) -> AnsiColor {
    match label {
        Label::Person | Label::Norp => AnsiColor::BrightMagenta,
        Label::Org => AnsiColor::BrightBlue,
        Label::Gpe | Label::Loc | Label::Fac => AnsiColor::BrightGreen,
        Label::Law => AnsiColor::BrightRed,
        Label::Product | Label::Event | Label::WorkOfArt | Label::Language => AnsiColor::BrightCyan,
    }
}
