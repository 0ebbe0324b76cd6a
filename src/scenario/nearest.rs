//! "Did you mean …?": the name nearest to a misspelt one.

/// The candidate nearest to `wanted` when it is near enough to have been meant; the first of equals.
pub(super) fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
        let length = wanted.chars().count().max(candidate.chars().count());
        if distance * 3 <= length && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names in backticks with commas, when there are few enough to read.
pub(super) fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Option<String> {
    const READABLE: usize = 12;
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
        let names = vec!["a"; 13];
        assert_eq!(listed(names.iter().copied()), None);
        assert_eq!(listed(["a", "b"].into_iter()).unwrap(), "`a`, `b`");
    }
}
