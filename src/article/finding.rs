//! An annotation read row by row: each number with what its link says, indexes resolved.

use super::{Annotation, Circumstance, Entity, Link, Quantity, Referent};

/// One number with everything that the article says about it.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    annotation: &'a Annotation,
    quantity: &'a Quantity,
    link: Option<&'a Link>,
}

/// Who or what a circumstance points at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pointer<'a> {
    /// A name.
    Entity(&'a Entity),
    /// Another number.
    Quantity(&'a Quantity),
    /// Words where nothing is named ("police").
    Words(&'a str),
}

impl Annotation {
    /// Every number in text order.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        let mut links = self.links.iter().peekable();
        self.quantities.iter().enumerate().map(move |(index, quantity)| {
            let link = links.next_if(|link| link.quantity == index);
            Finding { annotation: self, quantity, link }
        })
    }
}

impl<'a> Finding<'a> {
    /// The number.
    pub fn quantity(&self) -> &'a Quantity {
        self.quantity
    }

    /// Its link, with scores and reason; `None` where it is about nothing that could be said.
    pub fn link(&self) -> Option<&'a Link> {
        self.link
    }

    /// The number as it is written in the article.
    pub fn text(&self) -> &'a str {
        self.quantity.span.of(&self.annotation.article.text)
    }

    /// The phrase that it counts, measures or ranks.
    pub fn counted(&self) -> Option<&'a str> {
        Some(self.link?.entity.as_ref()?.span.of(&self.annotation.article.text))
    }

    /// The verb that the counted thing takes part in.
    pub fn event(&self) -> Option<&'a str> {
        Some(self.link?.event.as_ref()?.span.of(&self.annotation.article.text))
    }

    /// Who did it.
    pub fn agent(&self) -> Option<Pointer<'a>> {
        self.pointers(Circumstance::Agent).next()
    }

    /// Where.
    pub fn places(&self) -> impl Iterator<Item = &'a Entity> {
        self.entities(Circumstance::Places)
    }

    /// When.
    pub fn time(&self) -> Option<&'a Quantity> {
        self.annotation.quantities.get(self.link?.quantity_of(Circumstance::Time)?)
    }

    /// Under which laws.
    pub fn laws(&self) -> impl Iterator<Item = &'a Entity> {
        self.entities(Circumstance::Law)
    }

    /// Who says so.
    pub fn source(&self) -> Option<Pointer<'a>> {
        self.pointers(Circumstance::Source).next()
    }

    /// Out of which whole.
    pub fn of(&self) -> Option<Pointer<'a>> {
        self.pointers(Circumstance::Of).next()
    }

    /// What a circumstance points at.
    pub fn pointers(&self, circumstance: Circumstance) -> impl Iterator<Item = Pointer<'a>> {
        let Annotation { article, entities, quantities, .. } = self.annotation;
        let referents = self.link.map_or(&[][..], |link| &link.circumstances[circumstance]);
        referents.iter().filter_map(|referent| match *referent {
            Referent::Entity(index) => entities.get(index).map(Pointer::Entity),
            Referent::Quantity(index) => quantities.get(index).map(Pointer::Quantity),
            Referent::Phrase(span) => Some(Pointer::Words(span.of(&article.text))),
        })
    }

    fn entities(&self, circumstance: Circumstance) -> impl Iterator<Item = &'a Entity> {
        self.pointers(circumstance).filter_map(|pointer| match pointer {
            Pointer::Entity(entity) => Some(entity),
            _ => None,
        })
    }
}
