//! What the tests of this module share.

use ron::extensions::Extensions;

/// Reads a part of a scenario as the product reads it.
pub fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES;
    ron::Options::default().with_default_extension(extensions).from_str(text).unwrap_or_else(|e| panic!("{e} in {text}"))
}
