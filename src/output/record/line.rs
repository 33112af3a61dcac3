//! From an annotation to its record, or to the record's line of JSON without ever holding the record.

use serde::Serialize;

use super::written::View;
use super::{Extras, Record, Version};
use crate::article::{Annotation, Meta};

/// An annotated article on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Annotated<'a> {
    /// What was found.
    pub annotation: &'a Annotation,
    /// What is written beyond the usual parts.
    pub extras: Extras,
    /// `Some(false)` where the text does not look English.
    pub english: Option<bool>,
    /// Whether nothing but names was looked for: sentences, quantities and links are then left out.
    pub names_alone: bool,
}

impl Annotated<'_> {
    /// The record.
    pub fn record(&self) -> Record {
        let Annotation { doc, entities, quantities, links, .. } = self.annotation;
        let view = View::of(self.annotation, self.extras);
        let all = !self.names_alone;
        Record {
            sentences: all.then(|| doc.sentences.iter().map(|it| view.span(it.span)).collect()),
            tokens: self.extras.tokens.then(|| view.tokens().collect()),
            entities: Some(entities.iter().enumerate().map(|(at, it)| view.entity(at, it)).collect()),
            quantities: all
                .then(|| quantities.iter().enumerate().map(|(at, it)| view.quantity(at, it)).collect()),
            links: all.then(|| links.iter().map(|it| view.link(it)).collect()),
            ..self.head()
        }
    }

    /// The line of JSON that the record is written as, without its end. The record of a text that is full of numbers takes several times as much
    /// memory as its line: here one entry is held at a time.
    ///
    /// # Errors
    /// That a part cannot be written as JSON; strings, numbers and what was read as JSON always can.
    pub fn json(&self) -> serde_json::Result<Vec<u8>> {
        let Annotation { doc, entities, quantities, links, .. } = self.annotation;
        let view = View::of(self.annotation, self.extras);
        let mut line = serde_json::to_vec(&self.head())?;
        // The brace that closes the object comes back after the lists.
        line.pop();
        if !self.names_alone {
            list(&mut line, "sentences", doc.sentences.iter().map(|it| view.span(it.span)))?;
        }
        if self.extras.tokens {
            list(&mut line, "tokens", view.tokens())?;
        }
        list(&mut line, "entities", entities.iter().enumerate().map(|(at, it)| view.entity(at, it)))?;
        if !self.names_alone {
            list(
                &mut line,
                "quantities",
                quantities.iter().enumerate().map(|(at, it)| view.quantity(at, it)),
            )?;
            list(&mut line, "links", links.iter().map(|it| view.link(it)))?;
        }
        line.push(b'}');
        Ok(line)
    }

    /// All but the lists, which come after it in the line.
    fn head(&self) -> Record {
        let Annotation { article, doc, .. } = self.annotation;
        let (id, meta): (String, Meta) = (article.id.clone(), article.meta.clone());
        let text = Some(doc.text.to_string());
        Record { v: Version::default(), id, text, meta, english: self.english, ..Record::default() }
    }
}

/// Adds the field `name` with those items.
fn list<T: Serialize>(
    line: &mut Vec<u8>,
    name: &str,
    items: impl Iterator<Item = T>,
) -> serde_json::Result<()> {
    line.extend(format!(",\"{name}\":[").into_bytes());
    for (at, item) in items.enumerate() {
        if at > 0 {
            line.push(b',');
        }
        serde_json::to_writer(&mut *line, &item)?;
    }
    line.push(b']');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;
    use crate::article::Article;

    #[test]
    fn the_line_is_that_of_the_record() {
        let text = "Zoë held at least 12 thieves in Lagos on 4 May 2021, police said.\n\nTwo of the 12 may be freed.";
        let meta = Meta::from_iter([("title".to_owned(), "A \"title\"".into())]);
        let article = Article { id: "a".to_owned(), meta, ..Article::from(text) };
        let annotation = Pipeline::new().unwrap().annotate(article).unwrap();
        assert!(annotation.quantities.len() > 2 && !annotation.links.is_empty());
        for (tokens, explain, english, names_alone) in
            [(false, false, None, false), (true, true, Some(false), false), (false, false, None, true)]
        {
            let made = Annotated {
                annotation: &annotation,
                extras: Extras { tokens, explain },
                english,
                names_alone,
            };
            let line = String::from_utf8(made.json().unwrap()).unwrap();
            assert_eq!(line, serde_json::to_string(&made.record()).unwrap());
        }
    }
}
