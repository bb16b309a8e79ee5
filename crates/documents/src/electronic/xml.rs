//! Writing XML: elements, texts, and which characters a text may have.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::said;

/// An XML document in the making.
///
/// It is written into memory, which cannot fail.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins with its root and the name spaces of it.
    pub(super) fn new(root: &'static str, namespaces: &[(&str, &str)]) -> Xml {
        let mut xml = Xml { writer: Writer::new(Vec::with_capacity(16 * 1024)), open: Vec::new() };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let attributes: Vec<(&str, &str)> = namespaces.to_vec();
        xml.start(root, &attributes);
        xml
    }

    fn put(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "a vector takes what is written");
    }

    fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        let mut element = BytesStart::new(name);
        for (key, value) in attributes {
            element.push_attribute((*key, clean(value).as_ref()));
        }
        self.put(Event::Start(element));
        self.open.push(name);
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.put(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with what `inside` writes.
    pub(super) fn group(&mut self, name: &'static str, inside: impl FnOnce(&mut Xml)) {
        self.start(name, &[]);
        inside(self);
        self.end();
    }

    /// An element with a text.
    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with a text and attributes.
    pub(super) fn text_with(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.put(Event::Text(BytesText::new(&clean(text))));
        self.end();
    }

    /// An element with a text that says something; no element otherwise.
    pub(super) fn maybe(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !clean(text).trim().is_empty()) {
            self.text(name, text);
        }
    }

    /// An element with a number that somebody gave: by the scheme it is of, where that is known.
    pub(super) fn identifier(&mut self, name: &'static str, number: &str, scheme: Option<&str>) {
        match scheme {
            Some(scheme) => self.text_with(name, &[("schemeID", scheme)], &said(number)),
            None => self.text(name, &said(number)),
        }
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.writer.into_inner()
    }
}

/// A text without the characters that XML 1.0 cannot carry, not even escaped (its production 2).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_carried) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|character| is_carried(*character)).collect())
}

fn is_carried(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_carry_is_left_out_and_the_rest_survives() {
        let text = "a\u{0}b\u{1b}[31m\u{fffe}<c> & «é» Привет 漢字 👩‍👩‍👧 \u{202e}مرحبا\t\u{7f}";
        let mut xml = Xml::new("r", &[]);
        xml.text("t", text);
        let written = String::from_utf8(xml.finish()).unwrap();
        let kept = "ab[31m&lt;c&gt; &amp; «é» Привет 漢字 👩‍👩‍👧 \u{202e}مرحبا\t\u{7f}";
        assert!(written.ends_with(&format!("<r><t>{kept}</t></r>")), "{written}");
    }

    #[test]
    fn an_element_of_nothing_is_none() {
        let mut xml = Xml::new("r", &[]);
        xml.maybe("t", Some(" \u{0} "));
        xml.maybe("t", None);
        assert!(String::from_utf8(xml.finish()).unwrap().ends_with("<r></r>"));
    }
}
