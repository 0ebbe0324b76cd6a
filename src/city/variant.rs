//! Reading `Generated(seed: 1, …)`: a variant that holds a struct, written with one pair of brackets.
//!
//! Derived code would ask RON for two pairs, one for the variant and one for the struct in it. Here the
//! struct reads itself straight from the variant, so its fields stand in one place and errors name them.

use super::config::{CityConfig, GeneratedCity, PointCity};
use super::explicit::ExplicitCity;
use serde::de::{Deserialize, Deserializer, EnumAccess, VariantAccess, Visitor};
use std::fmt;

const VARIANTS: &[&str] = &["Generated", "Explicit", "Point"];

#[derive(serde::Deserialize)]
enum Variant {
    Generated,
    Explicit,
    Point,
}

/// The content of a variant, to be read as a struct.
struct Content<A>(A);

impl<'de, A: VariantAccess<'de>> Deserializer<'de> for Content<A> {
    type Error = A::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        self.0.struct_variant(&[], visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de> Deserialize<'de> for CityConfig {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct City;
        impl<'de> Visitor<'de> for City {
            type Value = CityConfig;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("Generated(…), Explicit(…) or Point(…)")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<CityConfig, A::Error> {
                let (variant, content) = data.variant()?;
                match variant {
                    Variant::Generated => GeneratedCity::deserialize(Content(content)).map(CityConfig::Generated),
                    Variant::Explicit => ExplicitCity::deserialize(Content(content)).map(CityConfig::Explicit),
                    Variant::Point => PointCity::deserialize(Content(content)).map(CityConfig::Point),
                }
            }
        }
        d.deserialize_enum("CityConfig", VARIANTS, City)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ron::extensions::Extensions;

    fn read(text: &str) -> Result<CityConfig, ron::Error> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
        options.from_str(text).map_err(|error| error.code)
    }

    #[test]
    fn one_pair_of_brackets_is_enough() {
        assert!(matches!(read("Point()"), Ok(CityConfig::Point(p)) if p.residents.is_none()));
        let city = "Generated(residents: 900, area_km2: 2, levels: [(name: \"ward\", count: 3)])";
        assert!(matches!(read(city), Ok(CityConfig::Generated(c)) if c.levels[0].count.get() == 3));
        let json = serde_json::to_string(&read(city).unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<CityConfig>(&json).unwrap(), read(city).unwrap());
    }

    #[test]
    fn what_is_not_known_is_named_with_what_is() {
        let message = read("Point(people: 3)").unwrap_err().to_string();
        assert!(message.contains("people") && message.contains("residents"), "{message}");
        let message = read("Square()").unwrap_err().to_string();
        assert!(message.contains("Square") && message.contains("Generated"), "{message}");
        assert!(read("Generated(levels: [])").unwrap_err().to_string().contains("residents"));
    }
}
