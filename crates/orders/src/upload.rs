//! Files a customer sends to prove who pays: their types by content, their limits. Pure.

use kernel::{OrderId, Timestamp, UploadId};
use serde::{Deserialize, Serialize};

/// The kinds of file that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// A JPEG photograph.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A PNG image.
    #[serde(rename = "image/png")]
    Png,
    /// A PDF document.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl MediaType {
    /// Every kind.
    pub const ALL: [MediaType; 3] = [MediaType::Jpeg, MediaType::Png, MediaType::Pdf];

    /// The name of RFC 6838: what pages send it back as.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Pdf => "application/pdf",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn parse(code: &str) -> Option<MediaType> {
        MediaType::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind a file has by its content, whatever its name and its sender say.
    #[must_use]
    pub fn sniff(content: &[u8]) -> Option<MediaType> {
        // PNG: RFC 2083 § 3.1. JPEG: start of image, then a marker. PDF: ISO 32000-1 § 7.5.2.
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(MediaType::Png)
        } else if content.starts_with(b"\xff\xd8\xff") {
            Some(MediaType::Jpeg)
        } else if content.starts_with(b"%PDF-") {
            Some(MediaType::Pdf)
        } else {
            None
        }
    }
}

/// A file of an order, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its identity.
    pub id: UploadId,
    /// The order it belongs to.
    pub order: OrderId,
    /// Its name, for display only.
    pub file_name: String,
    /// What its content is.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size_bytes: u32,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When its content was removed, after the decision about the order.
    pub forgotten_at: Option<Timestamp>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`Upload::BYTES_MAX`].
    #[error("the file is larger than 10 MB")]
    TooLarge,
    /// It is neither a JPEG, nor a PNG, nor a PDF.
    #[error("the file is not a JPEG, PNG or PDF")]
    Type,
}

impl Upload {
    /// The largest file: 10 MB.
    pub const BYTES_MAX: usize = 10_000_000;
    /// The most files of one order.
    pub const COUNT_MAX: u16 = 10;
    /// The longest name kept, in characters.
    const NAME_CHARS_MAX: usize = 100;

    /// Checks a file that arrived at `now`.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check(
        id: UploadId,
        order: OrderId,
        file_name: &str,
        content: &[u8],
        now: Timestamp,
    ) -> Result<Upload, Refused> {
        if content.is_empty() {
            return Err(Refused::Empty);
        }
        if content.len() > Upload::BYTES_MAX {
            return Err(Refused::TooLarge);
        }
        Ok(Upload {
            id,
            order,
            file_name: plain_name(file_name),
            media_type: MediaType::sniff(content).ok_or(Refused::Type)?,
            size_bytes: u32::try_from(content.len()).map_err(|_| Refused::TooLarge)?,
            sha256: crate::contract::sha256(content),
            received_at: now,
            forgotten_at: None,
        })
    }
}

/// The last part of a path, without what a header or a file system would misread.
fn plain_name(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_plain = |c: &char| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*');
    let name: String = last.chars().filter(is_plain).take(Upload::NAME_CHARS_MAX).collect();
    let name = name.trim().trim_matches('.');
    if name.is_empty() { "document".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Random;

    fn check(name: &str, content: &[u8]) -> Result<Upload, Refused> {
        let random = Random::seeded(1);
        let now = Timestamp::UNIX_EPOCH;
        Upload::check(random.id(now), random.id(now), name, content, now)
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        let kind = |content: &[u8]| check("photo.jpg", content).map(|upload| upload.media_type);
        assert_eq!(kind(b"\xff\xd8\xff\xe0JFIF"), Ok(MediaType::Jpeg));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\nIHDR"), Ok(MediaType::Png));
        assert_eq!(kind(b"%PDF-1.7\n"), Ok(MediaType::Pdf));
        assert_eq!(kind(b"<script>"), Err(Refused::Type));
        assert_eq!(kind(b"MZ\x90"), Err(Refused::Type));
        assert_eq!(kind(b"\xff\xd8"), Err(Refused::Type));
        assert_eq!(kind(b""), Err(Refused::Empty));
    }

    #[test]
    fn a_file_of_ten_megabytes_is_the_largest() {
        let mut content = vec![0; Upload::BYTES_MAX];
        content[..5].copy_from_slice(b"%PDF-");
        assert_eq!(check("a.pdf", &content).map(|upload| upload.size_bytes), Ok(10_000_000));
        content.push(0);
        assert_eq!(check("a.pdf", &content), Err(Refused::TooLarge));
    }

    #[test]
    fn names_lose_what_could_be_misread() {
        let name = |name: &str| check(name, b"%PDF-").map(|upload| upload.file_name);
        assert_eq!(name("../../etc/passwd"), Ok("passwd".to_owned()));
        assert_eq!(name("C:\\photos\\pièce d'identité.pdf"), Ok("pièce d'identité.pdf".to_owned()));
        assert_eq!(name("a\"\r\nb.pdf"), Ok("ab.pdf".to_owned()));
        assert_eq!(name("..."), Ok("document".to_owned()));
        assert_eq!(name(&"x".repeat(300)).map(|name| name.len()), Ok(100));
    }
}
