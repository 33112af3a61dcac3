//! Names of files for articles.

use std::collections::HashSet;

/// The longest part of a name between slashes, in bytes; file systems take 255, endings included.
const LONGEST: usize = 120;

/// Gives every article a name of its own.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// In lower case: some file systems do not tell cases apart.
    used: HashSet<String>,
}

impl Names {
    /// The name for the article `id`, without ending: the id where that can be a name, with `/` for folders.
    pub(super) fn of(&mut self, id: &str) -> String {
        let stem = id.strip_suffix(".txt").unwrap_or(id);
        let mut parts: Vec<String> = stem.split('/').map(safe).collect();
        let last = parts.len() - 1;
        // A folder must not have the name of a text.
        for part in &mut parts[..last] {
            if part.to_lowercase().ends_with(".txt") || part.to_lowercase().ends_with(".ann") {
                part.push('_');
            }
        }
        let name = parts.join("/");
        let mut unused = name.clone();
        let mut number = 2;
        while !self.used.insert(unused.to_lowercase()) {
            unused = format!("{name}-{number}");
            number += 1;
        }
        unused
    }
}

/// A part of a path that every file system takes and that leads nowhere else.
fn safe(part: &str) -> String {
    let plain = |c: char| if c.is_control() || "\\:*?\"<>|".contains(c) { '_' } else { c };
    let mut name: String = part.chars().map(plain).collect();
    let mut length = name.len().min(LONGEST);
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    name.truncate(length);
    let dots = name.trim_end_matches(['.', ' ']).len();
    name.truncate(dots);
    if name.is_empty() || name.starts_with('.') {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_that_stay_in_the_folder() {
        let mut names = Names::default();
        let mut of = |id: &str| names.of(id);
        assert_eq!(of("a/b.txt"), "a/b");
        assert_eq!((of("A/B"), of("a/b-2")), ("A/B-2".to_owned(), "a/b-2-2".to_owned()));
        assert_eq!(of("../../etc/passwd"), "_/_/etc/passwd");
        assert_eq!(of("/abs"), "_/abs");
        assert_eq!(of("http://x.y/?q=1"), "http_/_/x.y/_q=1");
        assert_eq!(of(""), "_");
        assert_eq!(of("a.txt/b.txt"), "a.txt_/b");
        assert_eq!(of(&"é".repeat(500)).len(), LONGEST);
        assert_eq!(of("a\n\0b."), "a__b");
    }
}
