//! The house keeps its order: rooms use earlier ones alone, as CONTRIBUTING's map says, and no files import each other.
//!
//! Imports are read from the sources, without the compiler: `use` and paths in the code, followed through re-exports to the file
//! that defines the name. Tests inside the sources are left out: they may look anywhere.
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What every room may use beside what its row names.
const COMMON: [&str; 3] = ["article", "error", "lexicon"];

/// A module's path without `crate`: `["links", "scene"]`.
type Name = Vec<String>;

/// What the sources say.
struct House {
    files: BTreeMap<Name, File>,
}

/// One file's imports.
#[derive(Default)]
struct File {
    /// What a name that is brought in by `use` stands for.
    bound: BTreeMap<String, Name>,
    /// Every path that is written, `use` included.
    paths: BTreeSet<Name>,
}

impl House {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (mut files, mut tests) = (BTreeMap::new(), BTreeSet::new());
        for path in sources(&root) {
            let name = name_of(path.strip_prefix(&root).unwrap());
            let text = fs::read_to_string(&path).unwrap();
            let words = words(&without_tests(&text));
            tests.extend(tests_of(&text).map(|test| [name.clone(), vec![test]].concat()));
            files.insert(name, File::of(&words));
        }
        files.retain(|name, _| name.first().is_none_or(|first| first != "main") && !tests.contains(name));
        Self { files }
    }

    /// The file that `path`, written in `here`, leads to; `None` for other crates and for what a file itself defines.
    fn target(&self, here: &Name, path: &[String], depth: usize) -> Option<Name> {
        let (mut at, mut rest) = (here.clone(), path);
        let mut inside = false;
        while let [first, others @ ..] = rest {
            match first.as_str() {
                "crate" => at = Name::new(),
                "self" => {}
                "super" => drop(at.pop()),
                _ => break,
            }
            (rest, inside) = (others, true);
        }
        for (index, word) in rest.iter().enumerate() {
            let child = [at.clone(), vec![word.clone()]].concat();
            if self.files.contains_key(&child) {
                (at, inside) = (child, true);
                continue;
            }
            let bound =
                self.files.get(&at)?.bound.get(word).filter(|bound| depth < 9 && bound.as_slice() != path);
            return match bound {
                Some(bound) => {
                    let path = [bound.clone(), rest[index + 1..].to_vec()].concat();
                    self.target(&at, &path, depth + 1)
                }
                None if inside => Some(at),
                None => None,
            };
        }
        Some(at)
    }

    /// Which files each file imports.
    fn imports(&self) -> BTreeMap<Name, BTreeSet<Name>> {
        let of = |(name, file): (&Name, &File)| {
            let targets = file.paths.iter().filter_map(|path| self.target(name, path, 0));
            (name.clone(), targets.filter(|target| target != name && !target.is_empty()).collect())
        };
        self.files.iter().map(of).collect()
    }
}

impl File {
    fn of(words: &[String]) -> Self {
        let (mut file, mut at) = (Self::default(), 0);
        while at < words.len() {
            // `use<'a>` says what a returned type captures.
            if words[at] == "use" && words.get(at + 1).is_some_and(|next| next != "<") {
                let end = at + words[at..].iter().position(|word| word == ";").unwrap();
                for (path, name) in tree(&words[at + 1..end]) {
                    file.paths.insert(path.clone());
                    file.bound.insert(name, path);
                }
                at = end;
            } else if is_name(&words[at]) {
                let mut path = vec![words[at].clone()];
                while at + 2 < words.len() && words[at + 1] == "::" && is_name(&words[at + 2]) {
                    path.push(words[at + 2].clone());
                    at += 2;
                }
                if path.len() > 1 {
                    file.paths.insert(path);
                }
            }
            at += 1;
        }
        file
    }
}

/// The paths of a `use` tree with the names that they bring in.
fn tree(words: &[String]) -> Vec<(Name, String)> {
    let Some(open) = words.iter().position(|word| word == "{") else {
        let path: Name = words.iter().filter(|word| is_name(word)).cloned().collect();
        return match path.iter().position(|word| word == "as") {
            Some(at) => vec![(path[..at].to_vec(), path[at + 1].clone())],
            None => path.last().map(|last| (path.clone(), last.clone())).into_iter().collect(),
        };
    };
    let before: Name = words[..open].iter().filter(|word| is_name(word)).cloned().collect();
    let (mut deep, mut from, mut found) = (0, open + 1, Vec::new());
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "{" => deep += 1,
            "}" => deep -= 1,
            _ => {}
        }
        if deep == 0 || deep == 1 && word == "," {
            let inner = tree(&words[from..at]).into_iter().map(|(path, name)| {
                let path: Name = if path == ["self"] { Name::new() } else { path };
                let name = if name == "self" { before.last().unwrap().clone() } else { name };
                ([before.clone(), path].concat(), name)
            });
            found.extend(inner);
            from = at + 1;
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and every other sign by itself, without comments and literals.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => literal(rest),
            'r' if rest.starts_with("r\"") => 2 + rest[2..].find('"').unwrap() + 1,
            'r' if rest.starts_with("r#\"") => 3 + rest[3..].find("\"#").unwrap() + 2,
            '\'' if rest.starts_with("'\\") => 3 + rest[3..].find('\'').unwrap() + 1,
            '\'' if rest.chars().nth(2) == Some('\'') => {
                rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at)
            }
            ':' if rest.starts_with("::") => 2,
            _ if is_name(rest) => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        if !matches!(first, '/' | '"' | '\'')
            && !rest.starts_with("r\"")
            && !rest.starts_with("r#\"")
            && !first.is_whitespace()
        {
            words.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    words
}

/// Bytes of the literal that `text` begins with.
fn literal(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// A file without the tests at its end.
fn without_tests(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
}

/// The files below it that are tests alone.
fn tests_of(text: &str) -> impl Iterator<Item = String> {
    text.split("#[cfg(test)]\nmod ").skip(1).filter_map(|after| Some(after.split_once(';')?.0.to_owned()))
}

fn name_of(path: &Path) -> Name {
    let name = path.with_extension("");
    let parts = name.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "lib").collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The rows of CONTRIBUTING's map that name a room in `src`: the room, and what it says that the room uses.
fn map() -> Vec<(String, BTreeSet<String>)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    let mut rows: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| `src/")) {
        let [_, places, _, uses, _] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("CONTRIBUTING's map: a row has three columns: {line}");
        };
        let room = |place: &str| {
            place.trim_start_matches("src/").trim_end_matches('/').trim_end_matches(".rs").to_owned()
        };
        let uses: BTreeSet<String> = match uses.trim() {
            "all of the above" => rows.iter().map(|(room, _)| room.clone()).collect(),
            uses => uses.split(", ").filter(|room| !room.is_empty()).map(str::to_owned).collect(),
        };
        rows.extend(places.split('`').skip(1).step_by(2).map(|place| (room(place), uses.clone())));
    }
    rows
}

#[test]
fn every_room_uses_what_the_map_says() {
    let map = map();
    let mut slips = Vec::new();
    for (at, (room, uses)) in map.iter().enumerate() {
        let earlier: BTreeSet<_> = map[..at].iter().map(|(room, _)| room.as_str()).collect();
        let later = uses.iter().filter(|used| !earlier.contains(used.as_str()));
        slips.extend(
            later.map(|used| format!("the map: {room} uses {used}, which no row above it describes")),
        );
    }
    for (file, imports) in House::read().imports() {
        let Some(room) = file.first() else { continue };
        let Some((_, uses)) = map.iter().find(|(name, _)| name == room) else {
            slips.push(format!("src/{} is in no row of the map", file.join("/")));
            continue;
        };
        for used in imports.iter().map(|import| &import[0]) {
            if used != room && !uses.contains(used) && !COMMON.contains(&used.as_str()) {
                slips.push(format!(
                    "src/{} uses {used}, which the map does not grant to {room}",
                    file.join("/")
                ));
            }
        }
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

/// Groups of files each of which leads to all others, sorted.
fn circles(imports: &BTreeMap<Name, BTreeSet<Name>>) -> BTreeSet<Vec<String>> {
    let reached = |from: &Name| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            open.extend(imports.get(at).into_iter().flatten().filter(|next| seen.insert((*next).clone())));
        }
        seen
    };
    let reached: BTreeMap<_, _> = imports.keys().map(|name| (name, reached(name))).collect();
    let circle = |name: &&Name| {
        let mutual = reached[*name]
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(*name)));
        mutual.map(|name| name.join("/")).collect::<Vec<_>>()
    };
    reached.keys().map(circle).filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn no_files_import_each_other() {
    let mut imports = House::read().imports();
    // A room's front names its parts and may define what they share: that is one file in several.
    for (name, imports) in &mut imports {
        imports.retain(|import| !name.starts_with(import));
    }
    let found: Vec<_> = circles(&imports).iter().map(|circle| circle.join(", ")).collect();
    assert!(found.is_empty(), "files import each other:\n  {}", found.join("\n  "));
}

#[test]
fn imports_are_read_through_re_exports() {
    let file = |text: &str| File::of(&words(text));
    let files = [
        ("a", "pub use b::Thing; mod b;"),
        ("a/b", "// use crate::c;\nfn f() { \"crate::c::X\"; }"),
        (
            "c",
            "use crate::a::{self, Thing as Other, d::{E, F}}; use std::fmt; fn g() { super::a::h(); a::d::i() }",
        ),
        ("a/d", ""),
    ];
    let name = |path: &str| path.split('/').map(str::to_owned).collect::<Name>();
    let files =
        files.iter().map(|(path, text)| (name(path), file(text))).chain([(Name::new(), File::default())]);
    let imports = House { files: files.collect() }.imports();
    assert_eq!(imports[&name("a")], [name("a/b")].into());
    assert_eq!(imports[&name("a/b")], [].into());
    assert_eq!(imports[&name("c")], [name("a"), name("a/b"), name("a/d")].into());
}
