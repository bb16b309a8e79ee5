//! The tests of the documents.

mod it {
    mod look;
    mod said;
    mod samples;
    mod scripts;
    mod validators;
}
