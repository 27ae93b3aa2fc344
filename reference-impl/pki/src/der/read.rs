//! Elements of DER octets, each with its place in the whole input.

use std::fmt;
use std::ops::Range;
use x509_cert::der::{Decode, Header, Reader, SliceReader};

/// What could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadError {
    /// Offset from the first octet of the whole input.
    pub(crate) offset: usize,
    /// What was found wrong.
    pub(crate) says: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at octet {}", self.says, self.offset)
    }
}

/// One element: its first tag octet, and where its parts stand in the whole input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) tag: u8,
    pub(crate) start: usize,
    pub(crate) content: usize,
    pub(crate) end: usize,
}

impl Element {
    pub(crate) fn whole(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(crate) fn contents(&self) -> Range<usize> {
        self.content..self.end
    }

    pub(crate) fn error(&self, says: impl Into<String>) -> ReadError {
        ReadError { offset: self.start, says: says.into() }
    }
}

/// Octets that elements are read from. Every element is read from this one slice: its offsets hold for the whole.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a>(pub(crate) &'a [u8]);

impl<'a> Document<'a> {
    /// The octets of a range that an element gave.
    pub(crate) fn octets(&self, range: Range<usize>) -> &'a [u8] {
        self.0.get(range).unwrap_or_default()
    }

    /// The contents of an element.
    pub(crate) fn value(&self, element: &Element) -> &'a [u8] {
        self.octets(element.contents())
    }

    /// The elements that fill this range, at most so many.
    pub(crate) fn elements(&self, range: Range<usize>, limit: usize) -> Result<Vec<Element>, ReadError> {
        let octets = self.octets(range.clone());
        let error = |offset: usize, says: String| ReadError { offset: range.start + offset, says };
        let mut found = Vec::new();
        let mut at = 0;
        while at < octets.len() {
            if found.len() == limit {
                return Err(error(at, format!("more than {limit} elements")));
            }
            let rest = &octets[at..];
            let read = SliceReader::new(rest).and_then(|mut reader| {
                let header = Header::decode(&mut reader)?;
                Ok((usize::try_from(reader.position())?, usize::try_from(header.length())?))
            });
            let (header, length) = read.map_err(|why| error(at, why.to_string()))?;
            let end = header.checked_add(length).filter(|end| *end <= rest.len());
            let end = end.ok_or_else(|| error(at, format!("element of {length} octets where fewer are left")))?;
            let start = range.start + at;
            found.push(Element { tag: rest[0], start, content: start + header, end: start + end });
            at += end;
        }
        Ok(found)
    }

    /// The elements inside a constructed one.
    pub(crate) fn children(&self, of: &Element, limit: usize) -> Result<Vec<Element>, ReadError> {
        self.elements(of.contents(), limit)
    }

    /// The one element of this tag that fills the range.
    pub(crate) fn only(&self, range: Range<usize>, tag: u8, what: &str) -> Result<Element, ReadError> {
        let start = range.start;
        match self.elements(range, 1)?.first() {
            Some(element) if element.tag == tag => Ok(*element),
            Some(element) => {
                Err(element.error(format!("{what}: tag {:02X} where {tag:02X} is asked for", element.tag)))
            }
            None => Err(ReadError { offset: start, says: format!("{what}: nothing there") }),
        }
    }
}

/// Takes elements one after the other, as the fields of a SEQUENCE.
pub(crate) struct Fields {
    elements: std::iter::Peekable<std::vec::IntoIter<Element>>,
    end: usize,
}

impl Fields {
    pub(crate) fn of(document: Document<'_>, element: &Element) -> Result<Self, ReadError> {
        let elements = document.children(element, 16)?;
        Ok(Self { elements: elements.into_iter().peekable(), end: element.end })
    }

    /// The next field, if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Element> {
        self.elements.next_if(|element| element.tag == tag)
    }

    /// The next field, which must have this tag.
    pub(crate) fn required(&mut self, tag: u8, what: &str) -> Result<Element, ReadError> {
        match self.elements.peek() {
            Some(element) if element.tag != tag => {
                Err(element.error(format!("{what}: tag {:02X} where {tag:02X} is asked for", element.tag)))
            }
            Some(_) => self.elements.next().ok_or_else(|| self.missing(what)),
            None => Err(self.missing(what)),
        }
    }

    fn missing(&self, what: &str) -> ReadError {
        ReadError { offset: self.end, says: format!("{what} is missing") }
    }

    /// There must be no other field.
    pub(crate) fn end(mut self, what: &str) -> Result<(), ReadError> {
        match self.elements.next() {
            Some(element) => Err(element.error(format!("{what}: a field of tag {:02X} too many", element.tag))),
            None => Ok(()),
        }
    }
}

/// Seconds since the epoch of a UTCTime or GeneralizedTime.
pub(crate) fn time(document: Document<'_>, element: &Element, what: &str) -> Result<i64, ReadError> {
    let time = x509_cert::time::Time::from_der(document.octets(element.whole()));
    let time = time.map_err(|why| element.error(format!("{what}: {why}")))?;
    Ok(i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX))
}

/// The dotted form of an OBJECT IDENTIFIER.
pub(crate) fn oid(document: Document<'_>, element: &Element, what: &str) -> Result<String, ReadError> {
    let text = if element.tag == 0x06 { super::oid::dotted(document.value(element)) } else { None };
    text.ok_or_else(|| element.error(format!("{what}: no object identifier")))
}
