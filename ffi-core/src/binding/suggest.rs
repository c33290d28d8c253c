//! The nearest name: what "Did you mean" proposes.

/// Longest name that is compared.
const LONGEST: usize = 80;

/// The candidate nearest to `name` by Damerau-Levenshtein distance, if one is near enough: at most a third of the longer
/// name's characters may differ, and at least one. Among equals the first in order wins. Case alone counts as half a change.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted: Vec<char> = name.chars().collect();
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().collect();
        if letters.is_empty() || letters.len() > LONGEST {
            continue;
        }
        // In halves of a change.
        let limit = 2 * (wanted.len().max(letters.len()) / 3).max(1);
        let distance = distance(&wanted, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance, in halves: 2 for an insertion, deletion, substitution or swap of neighbours, 1 for a
/// difference of case.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).map(|column| 2 * column).collect();
    let mut row: Vec<usize> = vec![0; width];
    for (i, &a) in left.iter().enumerate() {
        row[0] = 2 * (i + 1);
        for (j, &b) in right.iter().enumerate() {
            let change = match a == b {
                true => 0,
                false if a.to_lowercase().eq(b.to_lowercase()) => 1,
                false => 2,
            };
            let mut least = (above[j] + change).min(above[j + 1] + 2).min(row[j] + 2);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                least = least.min(before[j - 1] + 2);
            }
            row[j + 1] = least;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above[right.len()]
}
