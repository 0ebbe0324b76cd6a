//! Overlays, and files that cannot be read.

use super::{GOOD, read};
use gridgov::scenario::{Diagnostics, Source};
use insta::assert_snapshot;

/// A folder of scenario files; snapshots show it as DIR.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
            std::fs::write(folder.path(name), bytes).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, name: &str) -> (Option<Source>, String) {
        let mut diagnostics = Diagnostics::new();
        let source = Source::load(&self.path(name), &[], &mut diagnostics);
        if let Some(source) = &source {
            read(source, &mut diagnostics);
        }
        let folder = self.0.path().display().to_string();
        (source, diagnostics.render(false).replace(&folder, "DIR").replace('\\', "/"))
    }
}

#[test]
fn overlays_merge_by_name_and_replace_the_rest() {
    let folder = Folder::with(&[
        ("base.ron", GOOD.as_bytes()),
        ("middle.ron", br#"(base: "base.ron", demand: (categories: {"noise": (share: 0.3), "waste": (share: 0.1)}))"#),
        ("sub/top.ron", br#"(base: "../middle.ron", demand: (season: [2.0]), dispatch: (rule: Nearest))"#),
    ]);
    let (source, problems) = folder.load("sub/top.ron");
    let source = source.unwrap();
    assert_eq!(problems, "");
    assert_snapshot!(source.canonical(), @r#"
    (
        schema: 1,
        demand: (
            volume: "190 /day",
            season: [2.0],
            categories: {
                "noise": (
                    share: 0.3,
                    zh: "噪声",
                ),
                "road.works": (
                    share: 0.6,
                    on_scene: LogNormal(
                        median: "20 min",
                        p90: "60 min",
                    ),
                ),
                "waste": (
                    share: 0.1,
                ),
            },
        ),
        dispatch: (
            rule: Nearest,
        ),
    )
    "#);
    let names: Vec<&str> = source.files().map(|(name, _)| name.rsplit(['/', '\\']).next().unwrap()).collect();
    assert_eq!(names, ["top.ron", "middle.ron", "base.ron"]);
    assert!(source.files().all(|(_, sha256)| sha256.len() == 64));
    assert_eq!(source.at("demand.categories.noise.share").file.name, folder.path("sub/../middle.ron").display().to_string());
}

#[test]
fn only_the_same_variant_merges() {
    let folder = Folder::with(&[
        ("base.ron", br#"(a: City(x: 1, y: [1, 2]), b: City(x: 1), c: Some((x: 1)), d: {"k": 1}, e: (x: 1), f: Each("a"))"#),
        ("top.ron", br#"(base: "base.ron", a: City(y: [3]), b: Town(z: 2), c: Some((y: 2)), d: (k: 2), e: Named(y: 2), f: Each("b"))"#),
    ]);
    let (source, _) = folder.load("top.ron");
    let merged: Vec<String> = source.unwrap().paths().into_iter().map(|(path, text)| format!("{path} = {text}")).collect();
    assert_snapshot!(merged.join("\n"), @r#"
    a.x = 1
    a.y[0] = 3
    b.z = 2
    c.y = 2
    d.k = 2
    e.x = 1
    e.y = 2
    f[0] = "b"
    "#);
}

#[test]
fn a_mistake_in_the_base_is_shown_in_the_base() {
    let folder = Folder::with(&[
        ("base.ron", b"(\n    demand: (volume: 190),\n)"),
        ("top.ron", b"(\n    base: \"base.ron\",\n    demand: (seson: [1.0]),\n)"),
    ]);
    assert_snapshot!(folder.load("top.ron").1, @r#"
    error: unknown field `seson`
     --> DIR/top.ron:3:14
      |
    3 |     demand: (seson: [1.0]),
      |              ^^^^^ did you mean `season`?
      |
      = at demand.seson
      = help: known here: `volume`, `season`, `categories`

    error: expected text in quotes, found the number 190
     --> DIR/base.ron:2:22
      |
    2 |     demand: (volume: 190),
      |                      ^^^
      |
      = at demand.volume
      = help: put it in quotes, with its unit if it has one: "190", "190 min", "190 /day"
    "#);
}

#[test]
fn base_that_does_not_exist() {
    let folder = Folder::with(&[("base.ron", GOOD.as_bytes()), ("top.ron", b"(base: \"bsae.ron\")")]);
    assert_snapshot!(folder.load("top.ron").1, @r#"
    error: there is no file DIR/bsae.ron
     --> DIR/top.ron:1:8
      |
    1 | (base: "bsae.ron")
      |        ^^^^^^^^^^
      |
      = at base
      = help: did you mean base.ron?
    "#);
}

#[test]
fn a_file_that_may_have_been_meant_is_told_as_it_has_to_be_written() {
    let city = r#"(city: Explicit(file: "../tables/vilages.csv"), demand: (volume: "1 /day", categories: {"a": ()}, log: "../tables/lgo.csv"),
        workforce: (crews: {"c": (crews: 1, based: Centre)}))"#;
    let folder = Folder::with(&[
        ("own/base.ron", city.as_bytes()),
        ("own/top.ron", b"(base: \"../own/bsae.ron\")"),
        ("own/log.ron", b"(base: \"base.ron\", city: Explicit(file: \"../tables/villages.csv\"))"),
        ("tables/villages.csv", b"name,x_km,y_km\na,0,0\n"),
        ("tables/log.csv", b"reported\n"),
    ]);
    let told = |name: &str| gridgov::scenario::load(&folder.path(name), &[]).unwrap_err().render(false);
    for (file, meant) in
        [("own/top.ron", "../own/base.ron"), ("own/base.ron", "../tables/villages.csv"), ("own/log.ron", "../tables/log.csv")]
    {
        assert!(told(file).contains(&format!("help: did you mean {meant}?")), "{}", told(file));
    }
}

#[test]
fn bases_in_a_circle() {
    let folder = Folder::with(&[("a.ron", b"(base: \"b.ron\")"), ("b.ron", b"(base: \"./a.ron\")")]);
    assert_snapshot!(folder.load("a.ron").1, @r#"
    error: `base` leads in a circle: DIR/a.ron → DIR/b.ron → DIR/./a.ron
     --> DIR/b.ron:1:8
      |
    1 | (base: "./a.ron")
      |        ^^^^^^^^^
      |
      = at base
      = help: one of these files must stand without a base
    "#);
}

#[test]
fn base_that_is_no_text() {
    let folder = Folder::with(&[("a.ron", b"(base: File(\"b.ron\"))")]);
    assert_snapshot!(folder.load("a.ron").1, @r#"
    error: `base` must be the path of a file in quotes, found `File(…)`
     --> DIR/a.ron:1:8
      |
    1 | (base: File("b.ron"))
      |        ^^^^^^^^^^^^^
      |
      = at base
      = help: write it like base: "other.ron"
    "#);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::with(&[
        ("latin.ron", b"(\n name: \"caf\xe9\")"),
        ("utf16.ron", b"\xff\xfe(\0)\0"),
        ("empty.ron", b""),
        ("sub/a.ron", b"()"),
    ]);
    let shown: Vec<String> = ["latin.ron", "utf16.ron", "empty.ron", "sub", "lattin.ron", "sub/zzzzzzz.ron", "nowhere/a.ron"]
        .iter()
        .map(|name| folder.load(name).1)
        .collect();
    assert_snapshot!(shown.join("\n\n"), @r#"
    error: DIR/latin.ron is not UTF-8 text
     |
     = help: byte 13, in line 2, cannot be read: save the file as UTF-8

    error: DIR/utf16.ron is not UTF-8 text
     |
     = help: it looks like UTF-16: save it as UTF-8

    error: DIR/empty.ron is empty
     --> DIR/empty.ron:1:1
      |
    1 |
      | ^ a value is expected here

    error: DIR/sub is a folder, not a file
     |
     = help: there are scenarios in it: a.ron

    error: there is no file DIR/lattin.ron
     |
     = help: did you mean DIR/latin.ron?

    error: there is no file DIR/sub/zzzzzzz.ron

    error: there is no file DIR/nowhere/a.ron
     |
     = help: there is no folder DIR/nowhere either
    "#);
}

#[test]
fn files_over_64_mb_are_refused() {
    let folder = Folder::with(&[]);
    std::fs::File::create(folder.path("huge.ron")).unwrap().set_len(gridgov::scenario::MAX_BYTES + 1).unwrap();
    assert_snapshot!(folder.load("huge.ron").1, @r#"
    error: DIR/huge.ron is too large
     |
     = help: an input file has at most 64 MB
    "#);
}

#[test]
fn a_named_file_is_read_from_the_folder_it_is_named_in() {
    let folder = Folder::with(&[
        ("data/places.csv", "name\n龙港\n".as_bytes()),
        ("data/base.ron", br#"(places: File("places.csv"), people: File("peple.csv"))"#),
        ("data/people.csv", b""),
        ("top.ron", br#"(base: "data/base.ron")"#),
    ]);
    let mut diagnostics = Diagnostics::new();
    let mut source = Source::load(&folder.path("top.ron"), &[], &mut diagnostics).unwrap();
    assert_eq!(source.open("places", &mut diagnostics).unwrap().text, "name\n龙港\n");
    assert_eq!(source.files().count(), 3);
    assert!(diagnostics.is_empty());
    assert!(source.open("people", &mut diagnostics).is_none());
    let problem = &diagnostics.problems()[0];
    assert!(problem.help[0].contains("people.csv"), "{problem:?}");
    assert!(problem.file.as_ref().unwrap().ends_with("base.ron"), "{problem:?}");
}
