//! Factur-X: the data inside a PDF, and the block of its properties that says so.
//!
//! krilla attaches the file and cannot write properties of its own choice, so they are put into the finished file:
//! into the stream of its XMP metadata, which archives keep readable, with every address behind it moved. Nothing
//! else changes; a file that does not look as expected is refused, never guessed at.

use krilla::Data;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::DateTime;

/// The name the standard gives the data.
pub(crate) const FILE_NAME: &str = "factur-x.xml";

/// What archives must be told of properties they do not know (ISO 19005-3, 6.6.2.3.3).
const SCHEMA: &str = concat!(
    "<rdf:li rdf:parseType=\"Resource\">",
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>",
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>DocumentFileName</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The name of the embedded XML document</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>DocumentType</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The type of the hybrid document in capital letters</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>Version</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The actual version of the standard applying to the embedded XML document",
    "</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>ConformanceLevel</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The conformance level of the embedded XML document</pdfaProperty:description></rdf:li>",
    "</rdf:Seq></pdfaSchema:property></rdf:li>",
);

/// The name spaces of the words in [`SCHEMA`], for files in which krilla had nothing to tell archives of.
const SCHEMAS_OPEN: &str = concat!(
    "<pdfaExtension:schemas xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"",
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"",
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"><rdf:Bag>",
);
const SCHEMAS_CLOSE: &str = "</rdf:Bag></pdfaExtension:schemas>";

/// What the data is (Factur-X 1.0, 6.2.2).
const PROPERTIES: &str = concat!(
    "<rdf:Description rdf:about=\"\" xmlns:fx=\"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\">",
    "<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>",
);

/// The data as a file of the PDF.
pub(crate) fn attachment(xml: &[u8], on: DateTime) -> EmbeddedFile {
    EmbeddedFile {
        path: FILE_NAME.to_owned(),
        mime_type: MimeType::new("text/xml"),
        description: Some("Factur-X".to_owned()),
        association_kind: AssociationKind::Alternative,
        data: Data::from(xml.to_vec()),
        modification_date: Some(on),
        compress: Some(true),
        location: None,
    }
}

/// A finished PDF that says what its data is.
///
/// # Errors
/// What does not look as krilla writes it.
pub(crate) fn declared(pdf: &[u8]) -> Result<Vec<u8>, String> {
    // The last one: it is written at the end, and what customers typed cannot stand behind it.
    let metadata = rfind(pdf, b"<x:xmpmeta").ok_or("no XMP metadata")?;
    let end = find(pdf, b"</rdf:RDF>", metadata).ok_or("XMP metadata without an end")?;
    let packet = std::str::from_utf8(&pdf[metadata..end]).map_err(|_| "XMP metadata that is no text")?;
    let schemas = match packet.find("</rdf:Bag></pdfaExtension:schemas>") {
        Some(place) => (metadata + place, SCHEMA.to_owned()),
        None => {
            let close = packet.find("</rdf:Description>").ok_or("XMP metadata without properties")?;
            (metadata + close, format!("{SCHEMAS_OPEN}{SCHEMA}{SCHEMAS_CLOSE}"))
        }
    };
    let insertions = [
        length(pdf, metadata, schemas.1.len() + PROPERTIES.len())?,
        (schemas.0, 0, schemas.1),
        (end, 0, PROPERTIES.to_owned()),
    ];
    let table = rfind(pdf, b"\nxref\n").ok_or("no cross-reference table")? + 1;
    let moved = |offset: usize| {
        let shift: isize = insertions
            .iter()
            .filter(|(place, ..)| *place < offset)
            .map(|(_, removed, text)| text.len().cast_signed() - removed.cast_signed())
            .sum();
        offset.checked_add_signed(shift).ok_or_else(|| "an address before the file".to_owned())
    };
    let mut file = Vec::with_capacity(pdf.len() + 4096);
    let mut from = 0;
    for (place, removed, text) in &insertions {
        file.extend_from_slice(pdf.get(from..*place).ok_or("insertions out of order")?);
        file.extend_from_slice(text.as_bytes());
        from = place + removed;
    }
    file.extend_from_slice(pdf.get(from..table).ok_or("a table before the metadata")?);
    file.extend_from_slice(&moved_table(&pdf[table..], &moved)?);
    Ok(file)
}

/// Where the length of the metadata's stream is told, how long it is there, and what it becomes.
fn length(pdf: &[u8], metadata: usize, more: usize) -> Result<(usize, usize, String), String> {
    let head = pdf.get(..metadata).and_then(|head| rfind(head, b" obj\n")).ok_or("metadata in no object")?;
    let place = find(&pdf[..metadata], b"/Length ", head).ok_or("metadata without a length")? + 8;
    let digits = pdf[place..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Ok((place, digits, (number(&pdf[place..place + digits])? + more).to_string()))
}

/// The cross-reference table, the trailer and the address of the table, with every address moved.
fn moved_table(tail: &[u8], moved: &dyn Fn(usize) -> Result<usize, String>) -> Result<Vec<u8>, String> {
    let text =
        std::str::from_utf8(tail.get(..rfind(tail, b"trailer").ok_or("no trailer")?).unwrap_or_default())
            .map_err(|_| "a cross-reference table that is no text")?;
    let mut out = String::with_capacity(tail.len() + 16);
    for line in text.split_inclusive('\n') {
        // «0000000017 00000 n»: an object in use and its address; everything else stays.
        let is_used = line.len() == 20 && line.trim_end().ends_with('n');
        match is_used {
            true => {
                let (address, rest) = line.split_at(10);
                out.push_str(&format!("{:010}{rest}", moved(number(address.as_bytes())?)?));
            }
            false => out.push_str(line),
        }
    }
    let mut file = out.into_bytes();
    let trailer = &tail[text.len()..];
    let start = find(trailer, b"startxref\n", 0).ok_or("no address of the table")? + 10;
    let digits = trailer[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    file.extend_from_slice(&trailer[..start]);
    file.extend_from_slice(moved(number(&trailer[start..start + digits])?)?.to_string().as_bytes());
    file.extend_from_slice(&trailer[start + digits..]);
    Ok(file)
}

fn number(digits: &[u8]) -> Result<usize, String> {
    let text = std::str::from_utf8(digits).map_err(|_| "a number that is no text")?;
    text.parse().map_err(|_| format!("{text:?} is no number"))
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(wanted.len()).position(|window| window == wanted).map(|place| from + place)
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = concat!(
        "<?xpacket?><x:xmpmeta><rdf:RDF><rdf:Description><pdfaExtension:schemas><rdf:Bag>",
        "</rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>"
    );

    fn small(body: &str) -> Vec<u8> {
        let mut file = String::from("%PDF-1.7\n");
        let mut places = Vec::new();
        for (number, object) in [
            "<</Type/Page>>".to_owned(),
            format!("<<\n  /Length {}\n>>\nstream\n{body}\nendstream", body.len()),
            "<</Type/Catalog>>".to_owned(),
        ]
        .into_iter()
        .enumerate()
        {
            places.push(file.len());
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
        }
        let table = file.len();
        file.push_str("\nxref\n0 4\n0000000000 65535 f\r\n");
        places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n\r\n")));
        file.push_str(&format!("trailer\n<</Size 4>>\nstartxref\n{}\n%%EOF", table + 1));
        file.into_bytes()
    }

    #[test]
    fn every_address_still_leads_to_its_object() {
        for body in
            [BODY, &BODY.replace("<pdfaExtension:schemas><rdf:Bag></rdf:Bag></pdfaExtension:schemas>", "")]
        {
            let file = String::from_utf8(declared(&small(body)).unwrap()).unwrap();
            let (before, table) = file.split_once("xref\n0 4").unwrap();
            let addresses: Vec<usize> = table
                .lines()
                .filter(|line| line.ends_with(" n"))
                .map(|line| line[..10].parse().unwrap())
                .collect();
            assert_eq!(addresses.len(), 3);
            for (index, address) in addresses.into_iter().enumerate() {
                assert!(file[address..].starts_with(&format!("{} 0 obj", index + 1)), "object {}", index + 1);
            }
            let start: usize =
                table.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
            assert!(file[start..].starts_with("xref"));
            let stream = before.split("stream\n").nth(1).unwrap().strip_suffix("\nend").unwrap();
            assert!(before.contains(&format!("/Length {}\n", stream.len())));
            assert_eq!(file.matches("<fx:ConformanceLevel>EN 16931<").count(), 1);
            assert_eq!(file.matches("pdfaExtension:schemas").count(), 2);
        }
    }

    #[test]
    fn what_does_not_look_as_expected_is_refused() {
        for bad in ["", "%PDF-1.7", "<x:xmpmeta></rdf:RDF>"] {
            assert!(declared(bad.as_bytes()).is_err(), "{bad:?} was changed");
        }
        assert!(declared(&small("no metadata")).is_err());
    }
}
