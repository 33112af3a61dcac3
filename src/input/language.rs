//! Whether a text is English: the share of English function words among its words without a capital. Names are left
//! out, because tables of sports results hold little else.

use std::collections::HashSet;

use crate::error::Error;
use crate::lexicon;

/// Words that are looked at; more do not change the answer.
const ENOUGH: usize = 2000;

/// Below this number of words without a capital nothing can be told.
const FEWEST: usize = 15;

/// English press text has between 0.2 and 0.5 of them, and lists of results at least 0.08; other languages have next to none.
const SHARE: f32 = 0.06;

/// Tells English from other languages.
#[derive(Debug)]
pub struct English {
    words: HashSet<&'static str>,
}

impl English {
    /// Loads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when the list is damaged.
    pub fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/language/function_words.tsv");
        let rows = lexicon::parse("language/function_words.tsv", text, &["word"])?;
        Ok(Self { words: rows.iter().map(|row| row.field(0)).collect() })
    }

    /// Whether `text` looks English, or is too short to tell.
    pub fn fits(&self, text: &str) -> bool {
        let is_small = |word: &&str| word.chars().next().is_some_and(|letter| !letter.is_uppercase());
        let words = || text.split(|letter: char| !letter.is_alphabetic()).filter(is_small).take(ENOUGH);
        let all = words().count();
        let known = words().filter(|word| self.words.contains(word)).count();
        all < FEWEST || known as f32 >= SHARE * all as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_told_from_its_neighbours() {
        let english = English::new().unwrap();
        assert!(english.fits(
            "The minister said on Monday that the number of people killed in the flood had risen to 33, and that \
             rescue teams were still searching for those who were missing."
        ));
        for other in [
            "Le ministre a déclaré lundi que le nombre de personnes tuées dans les inondations était passé à 33, et \
             que les secours cherchaient encore les disparus.",
            "Der Minister sagte am Montag, dass die Zahl der Toten bei der Flut auf 33 gestiegen sei und dass die \
             Rettungskräfte noch nach Vermissten suchten.",
            "De minister zei maandag dat het aantal doden door de overstroming is gestegen tot 33 en dat er nog in \
             het water naar vermisten wordt gezocht.",
            "El ministro dijo el lunes que el número de personas muertas en la inundación había subido a 33, y que \
             los equipos de rescate seguían buscando a los desaparecidos.",
            "Menteri mengatakan pada hari Senin bahwa jumlah orang yang tewas dalam banjir itu naik menjadi 33, dan \
             tim penyelamat masih mencari orang yang hilang di sungai.",
            "Министр сообщил в понедельник, что число погибших при наводнении выросло до 33, и что спасатели всё \
             ещё ищут пропавших без вести людей в реке и на её берегах.",
        ] {
            assert!(!english.fits(other), "{other}");
        }
        assert!(english.fits("Kabul"), "too short to tell");
        let results = "Gulu Stars 3 Lira United 1 Arua Hills 0 Soroti Town 0 ".repeat(40);
        assert!(english.fits(&results), "nothing but names");
    }
}
