//! "Did you mean …?": the name nearest to a misspelt one.

pub(super) use crate::problems::nearest;

/// Names in backticks with commas, when there are few enough to read: as many as the longest record has fields.
pub(super) fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Option<String> {
    const READABLE: usize = 32;
    let few = (1..=READABLE).contains(&names.len());
    few.then(|| names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_name_is_suggested() {
        let names = ["officers", "crew_size", "based"];
        assert_eq!(nearest("oficers", names), Some("officers"));
        assert_eq!(nearest("Officers", names), Some("officers"));
        assert_eq!(nearest("xyz", names), None);
    }

    #[test]
    fn long_lists_are_not_shown() {
        let names = vec!["a"; 33];
        assert_eq!(listed(names.iter().copied()), None);
        assert_eq!(listed(["a", "b"].into_iter()).unwrap(), "`a`, `b`");
    }
}
