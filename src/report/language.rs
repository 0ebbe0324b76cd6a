//! The two languages of the results. Each text stands in both, side by side, where it is used:
//! `lang.t("respond", "响应")` – a text that lacks one of them does not compile.

use crate::metrics::Name;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The language of what people read. JSON and CSV speak English whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// The text of this language.
    pub const fn t(self, en: &'static str, zh: &'static str) -> &'static str {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The text of this language, for texts that are put together.
    pub fn text(self, en: String, zh: String) -> String {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The name in this language, as the scenario gives it.
    pub fn of(self, name: &Name) -> &str {
        match self {
            Lang::Zh if !name.zh.is_empty() => &name.zh,
            _ => &name.name,
        }
    }

    /// What one area of a level is called, or a row of another breakdown. In English such names head columns of tables, as in
    /// `governance_unit`, and are read as words.
    pub fn of_level(self, name: &Name) -> Cow<'_, str> {
        match self.of(name) {
            own if own == name.name => words(own),
            zh => Cow::from(zh),
        }
    }

    /// The language of a locale such as `zh_CN.UTF-8`; English unless it is Chinese.
    pub fn of_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") { Lang::Zh } else { Lang::En }
    }
}

/// An identifier such as `governance_unit` in words.
pub fn words(identifier: &str) -> Cow<'_, str> {
    if identifier.contains('_') { Cow::from(identifier.replace('_', " ")) } else { Cow::from(identifier) }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Lang, String> {
        match text {
            "en" => Ok(Lang::En),
            "zh" => Ok(Lang::Zh),
            _ => Err(format!("{text:?} is neither \"en\" nor \"zh\"")),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.t("en", "zh"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_locale() {
        for locale in ["zh", "zh_CN.UTF-8", "zh-Hant", "ZH_tw"] {
            assert_eq!(Lang::of_locale(locale), Lang::Zh, "{locale}");
        }
        for locale in ["", "C", "POSIX", "en_US.UTF-8", "zhx", "de_DE"] {
            assert_eq!(Lang::of_locale(locale), Lang::En, "{locale}");
        }
    }

    #[test]
    fn a_name_without_chinese_is_shown_in_english() {
        assert_eq!(Lang::Zh.of(&Name::new("noise", "噪声")), "噪声");
        assert_eq!(Lang::Zh.of(&Name::new("noise", "")), "noise");
        assert_eq!(Lang::En.of(&Name::new("noise", "噪声")), "noise");
    }

    #[test]
    fn names_stand_as_they_are_given_and_levels_are_read_as_words() {
        let name = Name::new("governance_unit", "基层治理单元");
        assert_eq!((Lang::En.of(&name), Lang::Zh.of(&name)), ("governance_unit", "基层治理单元"));
        assert_eq!((&*Lang::En.of_level(&name), &*Lang::Zh.of_level(&name)), ("governance unit", "基层治理单元"));
        assert_eq!(Lang::Zh.of_level(&Name::new("big_town", "big_town")), "big town");
    }
}
