//! `headcount evaluate` from outside: figures of known mistakes, comparing, marks, forms of gold, and what is refused.
#![allow(clippy::float_cmp)] // counts are whole numbers and halves, which floats hold exactly

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::run::run;

const TEXT: &str = "Rangers in Orla seized more than 40 rifles on 7 June 2022 under Section 4 of the Arms Act, Tarn Radio said. \
    Sixteen were sold for $2.5 million. Today 5 of the 40 were carried 12 km to Tarn.";

/// The `nth` place of `piece` in the text.
fn span(piece: &str, nth: usize) -> Json {
    let (start, _) = TEXT.match_indices(piece).nth(nth).unwrap();
    json!({"start": start, "end": start + piece.len(), "text": piece})
}

fn with(mut base: Json, more: &Json) -> Json {
    for (key, value) in more.as_object().unwrap() {
        base[key] = value.clone();
    }
    base
}

/// An invented article, labelled in full.
fn article(id: &str) -> Json {
    let rifles = with(span("rifles", 0), &json!({"head": "rifle"}));
    let inherited = with(rifles.clone(), &json!({"inherited": true}));
    let event = |verb: &str, lemma: &str| with(span(verb, 0), &json!({"lemma": lemma}));
    json!({"id": id, "text": TEXT,
        "entities": [
            with(span("Orla", 0), &json!({"id": "e1", "label": "GPE", "name": "Orla"})),
            with(span("Section 4 of the Arms Act", 0), &json!({"id": "e2", "label": "LAW", "name": "Arms Act"})),
            with(span("Tarn Radio", 0), &json!({"id": "e3", "label": "ORG", "name": "Tarn Radio"})),
            with(span("Tarn", 1), &json!({"id": "e4", "label": "GPE", "name": "Tarn"}))],
        "quantities": [
            with(span("more than 40", 0), &json!({"id": "q1", "kind": "count", "value": 40, "bound": "more_than"})),
            with(span("7 June 2022", 0), &json!({"id": "q2", "kind": "date", "value": "2022-06-07"})),
            with(span("Sixteen", 0), &json!({"id": "q3", "kind": "count", "value": 16})),
            with(span("$2.5 million", 0), &json!({"id": "q4", "kind": "money", "value": 2_500_000, "unit": {"text": "$", "currency": "USD"}})),
            with(span("Today", 0), &json!({"id": "q5", "kind": "date", "soft": true})),
            with(span("5", 1), &json!({"id": "q6", "kind": "count", "value": 5})),
            with(span("12 km", 0), &json!({"id": "q7", "kind": "measure", "value": 12, "unit": {"text": "km", "name": "kilometre", "ucum": "km"}}))],
        "links": [
            {"quantity": "q1", "entity": rifles, "event": event("seized", "seize"), "agent": span("Rangers", 0), "places": ["e1"],
             "time": "q2", "law": ["e2"], "source": "e3"},
            {"quantity": "q3", "entity": inherited, "event": event("sold", "sell")},
            {"quantity": "q6", "entity": inherited, "event": event("carried", "carry"), "places": ["e4"], "of": "q1"}]})
}

/// Twelve articles of one text.
fn articles() -> Vec<Json> {
    (1..=12).map(|number| article(&format!("a{number}"))).collect()
}

fn lines(articles: &[Json]) -> String {
    articles.iter().map(|article| article.to_string() + "\n").collect()
}

fn folder(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Exit code, standard output, standard error.
fn evaluate(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(folder, &[&["evaluate"], arguments].concat(), b"").told()
}

/// The figures of `pred` against the twelve articles.
fn figures(pred: &[Json], options: &[&str]) -> Json {
    let here = folder(&[("gold.jsonl", lines(&articles())), ("pred.jsonl", lines(pred))]);
    let arguments = [&["gold.jsonl", "--pred", "pred.jsonl", "--json", "--rounds", "50"], options].concat();
    let (code, stdout, stderr) = evaluate(here.path(), &arguments);
    assert_eq!(code, 0, "{stderr}");
    serde_json::from_str(&stdout).unwrap()
}

/// The twelve articles with one change each.
fn changed(change: impl Fn(usize, &mut Json)) -> Vec<Json> {
    let mut articles = articles();
    articles.iter_mut().enumerate().for_each(|(index, article)| change(index, article));
    articles
}

/// (right, predicted, gold) of a measure.
fn counts(report: &Json, measure: &str) -> (f64, f64, f64) {
    let row = &report["measures"][measure];
    let number = |key: &str| row[key].as_f64().unwrap_or(f64::NAN);
    (number("right"), number("predicted"), number("gold"))
}

#[test]
fn figures_become_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let (gold, page) = (folder.path().join("gold.jsonl"), folder.path().join("figures.html"));
    let label = |text: &str| {
        format!(
            "{{\"id\": \"<b>\", \"text\": \"<i>Arvo</i>\", \"entities\": [{{\"id\": \"e1\", \"label\": \"{text}\", \"start\": 3, \"end\": 7, \"text\": \"Arvo\", \"score\": 0.75}}]}}"
        )
    };
    std::fs::write(&gold, label("GPE")).unwrap();
    let other = folder.path().join("other.jsonl");
    std::fs::write(&other, label("ORG")).unwrap();
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("headcount");
    let command = command.args(["evaluate", "--pred"]).arg(&other).arg(&gold).arg("--html").arg(&page);
    command.assert().success();
    let page = std::fs::read_to_string(page).unwrap();
    assert!(
        page.contains("<th scope=\"row\">strict</th><td>0.0</td>")
            && page.contains("1 claims, stated 0.75, right 0.00")
    );
    assert!(
        page.contains("&lt;i&gt;[Arvo]&lt;/i&gt;") && page.contains("ORG for GPE") && !page.contains("<i>"),
        "{page}"
    );
}

#[test]
fn gold_against_itself_is_right_in_everything() {
    let report = figures(&articles(), &[]);
    assert_eq!(report["articles"], 12);
    let measures = report["measures"].as_object().unwrap();
    assert!(measures.len() > 30, "{measures:?}");
    for (name, row) in measures {
        if row["gold"].as_f64().unwrap() > 0.0 {
            assert_eq!(row["recall"], 1.0, "{name}");
            assert_eq!(row["interval"], json!([1.0, 1.0]), "{name}");
        }
    }
    assert_eq!(report["unlinked"], json!({"given": 0, "of": 24}), "the money and the distance count nothing");
}

#[test]
fn each_mistake_shows_where_it_belongs_and_nowhere_else() {
    // A wrong value takes the links of that number along, but not its span and kind.
    let report = figures(&changed(|_, a| a["quantities"][0]["value"] = json!(41)), &[]);
    assert_eq!(counts(&report, "quantities.value"), (60.0, 72.0, 72.0));
    assert_eq!(counts(&report, "quantities.span"), (72.0, 72.0, 72.0));
    assert_eq!(counts(&report, "links.head"), (24.0, 36.0, 36.0));
    // A shorter phrase of the same head is right by head only.
    let wide = with(span("Rangers in Orla seized more than 40 rifles", 0), &json!({"head": "rifles"}));
    let report = figures(&changed(|_, a| a["links"][0]["entity"] = wide.clone()), &[]);
    assert_eq!(counts(&report, "links.head").0, 36.0);
    assert_eq!(counts(&report, "links.phrase").0, 24.0);
    // A missing event takes the whole fact, not the link.
    let report = figures(&changed(|_, a| _ = a["links"][1].as_object_mut().unwrap().remove("event")), &[]);
    assert_eq!(counts(&report, "links.event"), (24.0, 24.0, 36.0));
    assert_eq!(counts(&report, "links.facts"), (24.0, 36.0, 36.0));
    // Other bounds, changes and currencies.
    let report = figures(
        &changed(|_, a| {
            a["quantities"][0]["bound"] = json!("about");
            a["quantities"][2]["change"] = json!("up");
            a["quantities"][3]["unit"]["currency"] = json!("CAD");
        }),
        &[],
    );
    assert_eq!(counts(&report, "quantities.value+bound").0, 60.0);
    assert_eq!(counts(&report, "quantities.value+unit"), (12.0, 24.0, 24.0));
    assert_eq!(counts(&report, "quantities.change"), (0.0, 12.0, 0.0));
    assert_eq!(counts(&report, "quantities.money"), (12.0, 12.0, 12.0));
}

#[test]
fn soft_dates_and_digits_inside_names_count_for_nobody() {
    let section = with(span("4", 1), &json!({"id": "q9", "kind": "identifier", "value": "4"}));
    let add = |kind: &str| {
        let more = with(section.clone(), &json!({"kind": kind}));
        changed(move |_, a| a["quantities"].as_array_mut().unwrap().push(more.clone()))
    };
    assert_eq!(counts(&figures(&add("identifier"), &[]), "quantities.span"), (72.0, 72.0, 72.0));
    assert_eq!(counts(&figures(&add("count"), &[]), "quantities.span"), (72.0, 84.0, 72.0));
    let hard = changed(|_, a| _ = a["quantities"][4].as_object_mut().unwrap().remove("soft"));
    assert_eq!(counts(&figures(&hard, &[]), "quantities.span"), (72.0, 72.0, 72.0));
}

#[test]
fn a_quantity_is_right_once_and_a_wrong_unit_is_an_extra_one() {
    let doubled = changed(|_, a| {
        let more = with(a["quantities"][6].clone(), &json!({"id": "q8"}));
        a["quantities"].as_array_mut().unwrap().push(more);
    });
    let report = figures(&doubled, &[]);
    assert_eq!(counts(&report, "quantities.span"), (72.0, 84.0, 72.0));
    assert_eq!(counts(&report, "quantities.value+unit"), (24.0, 36.0, 24.0));
    // A count predicted as money touches gold that is not asked for a unit: no fault of the unit.
    let money = changed(|_, a| a["quantities"][2]["kind"] = json!("money"));
    assert_eq!(counts(&figures(&money, &[]), "quantities.value+unit"), (24.0, 24.0, 24.0));
}

#[test]
fn another_mention_of_the_same_name_is_right_unless_the_same_is_asked() {
    let change = |_: usize, article: &mut Json| {
        let other = with(span("Orla", 0), &json!({"id": "e9", "label": "GPE", "name": "Tarn"}));
        article["entities"].as_array_mut().unwrap()[0] = other;
        article["links"][2]["places"] = json!(["e9"]);
        article["links"][0]["places"] = json!(["e9"]);
    };
    assert_eq!(counts(&figures(&changed(change), &[]), "links.places").0, 24.0);
    assert_eq!(counts(&figures(&changed(change), &["--same-mention"]), "links.places").0, 12.0);
}

#[test]
fn a_worse_prediction_is_caught_by_versus_and_by_a_mark() {
    // Every second article loses its first link and one name.
    let worse = changed(|index, article| {
        if index % 2 == 0 {
            article["links"].as_array_mut().unwrap().remove(0);
            article["entities"].as_array_mut().unwrap().remove(2);
        }
    });
    let here = folder(&[
        ("gold.jsonl", lines(&articles())),
        ("good.jsonl", lines(&articles())),
        ("worse.jsonl", lines(&worse)),
    ]);
    let run = |arguments: &[&str]| evaluate(here.path(), &[&["gold.jsonl"], arguments].concat());
    let (_, stdout, _) = run(&["--pred", "worse.jsonl", "--versus", "good.jsonl", "--json"]);
    let report: Json = serde_json::from_str(&stdout).unwrap();
    let row = &report["measures"]["links.head"];
    // 30 of 30 predicted links right, 36 wanted: F1 60/66, 0.0909 below the other's 1.
    assert!((row["minus"].as_f64().unwrap() + 6.0 / 66.0).abs() < 1e-9, "{row}");
    assert!(row["minus_interval"][1].as_f64().unwrap() < 0.0, "more than chance: {row}");
    let same = &report["measures"]["quantities.value"];
    assert_eq!(same["minus_interval"], json!([0.0, 0.0]), "what did not change differs by nothing");
    let (_, table, _) = run(&["--pred", "worse.jsonl", "--versus", "good.jsonl"]);
    let line = table.lines().find(|line| line.starts_with("head ")).unwrap();
    assert!(line.contains("-9.1") && line.ends_with('*'), "{line}");

    let marks = ["--at-least", "links.head=0.95,entities.ORG=0.6"];
    let (code, _, stderr) = run(&[&["--pred", "worse.jsonl"], &marks[..]].concat());
    assert_eq!(code, 1);
    assert!(stderr.contains("links.head is 0.9091, below 0.95") && !stderr.contains("ORG"), "{stderr}");
    assert_eq!(run(&[&["--pred", "good.jsonl"], &marks[..]].concat()).0, 0);
}

#[test]
fn mistakes_are_grouped_the_most_frequent_kind_first() {
    let worse = changed(|index, article| {
        article["quantities"][2]["kind"] = json!("ordinal");
        if index == 3 {
            article["entities"][0]["label"] = json!("LOC");
        }
    });
    let here = folder(&[("gold.jsonl", lines(&articles())), ("worse.jsonl", lines(&worse))]);
    let (code, stdout, _) = evaluate(here.path(), &["gold.jsonl", "--pred", "worse.jsonl", "--errors", "2"]);
    assert_eq!(code, 0);
    let (first, second) =
        (stdout.find("quantities: ordinal for count (12)"), stdout.find("entities: LOC for GPE (1)"));
    assert!(first.unwrap() < second.unwrap(), "{stdout}");
    assert_eq!(stdout.matches("[Sixteen]").count(), 2, "two of the twelve are shown");
    assert!(stdout.contains("a4: Rangers in [Orla] seized"), "{stdout}");
    assert!(stdout.contains("\"Sixteen\" = count 16, not \"Sixteen\" = ordinal 16"), "{stdout}");
}

#[test]
fn what_gold_does_not_label_is_not_asked() {
    let names_only: Vec<Json> = articles()
        .into_iter()
        .map(|a| json!({"id": a["id"], "text": a["text"], "entities": a["entities"]}))
        .collect();
    let here = folder(&[("gold.jsonl", lines(&names_only)), ("pred.jsonl", lines(&articles()))]);
    let (_, stdout, _) = evaluate(here.path(), &["gold.jsonl", "--pred", "pred.jsonl"]);
    assert!(
        stdout.contains("entities") && !stdout.contains("quantities") && !stdout.contains("links"),
        "{stdout}"
    );
    let report = figures(&articles(), &["--only", "links,quantities"]);
    let measures = report["measures"].as_object().unwrap();
    assert!(measures.keys().all(|key| !key.starts_with("entities")) && !measures.is_empty());
    let (code, _, stderr) = evaluate(here.path(), &["gold.jsonl", "--pred", "pred.jsonl", "--only", "links"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("gold.jsonl: labels none of the parts that are measured"), "{stderr}");
}

#[test]
fn label_sets_are_joined() {
    let foreign = changed(|_, article| {
        for (index, label) in ["Location", "Misc", "Organization", "Location"].iter().enumerate() {
            article["entities"][index]["label"] = json!(label);
        }
    });
    let report = figures(&foreign, &["--map", "worldwide"]);
    assert_eq!(counts(&report, "entities.strict"), (48.0, 48.0, 48.0));
    assert_eq!(counts(&report, "entities.PLACE"), (24.0, 24.0, 24.0));
    let report = figures(&foreign, &["--map", "Location=GPE,Organization=ORG,LAW=,Misc="]);
    assert_eq!(
        counts(&report, "entities.strict"),
        (36.0, 36.0, 36.0),
        "what is mapped to nothing is not compared"
    );
    let report = figures(&articles(), &["--labels", "LAW"]);
    assert_eq!(counts(&report, "entities.strict"), (12.0, 12.0, 12.0));
}

#[test]
fn a_gold_article_may_say_which_labels_it_asks_for() {
    let mut gold = article("a1");
    gold["meta"] = json!({"labels": ["LAW"]});
    gold["entities"] = json!([gold["entities"][1]]);
    gold.as_object_mut().unwrap().remove("quantities");
    gold.as_object_mut().unwrap().remove("links");
    let here = folder(&[("gold.jsonl", lines(&[gold])), ("pred.jsonl", lines(&articles()))]);
    let (_, stdout, _) = evaluate(here.path(), &["gold.jsonl", "--pred", "pred.jsonl", "--json"]);
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(counts(&report, "entities.strict"), (1.0, 1.0, 1.0));
}

#[test]
fn honest_scores_have_a_small_calibration_error() {
    let scored = changed(|index, article| {
        article["links"][0]["score"] = json!(0.75);
        if index % 4 == 0 {
            article["links"][0]["entity"]["head"] = json!("pistol");
        }
    });
    let report = figures(&scored, &[]);
    let links = &report["calibration"]["links"];
    assert_eq!((links["claims"].as_u64(), links["error"].as_f64()), (Some(12), Some(0.0)), "{links}");
    assert_eq!(links["bins"][0]["found"], 0.75);
}

#[test]
fn figures_are_told_apart_by_a_field_of_the_articles() {
    let gold = changed(|index, article| article["region"] = json!(if index < 3 { "Africa" } else { "Asia" }));
    let pred = changed(|index, article| {
        if index < 3 {
            article["links"][0]["entity"]["head"] = json!("pistol");
        }
    });
    let here = folder(&[("gold.jsonl", lines(&gold)), ("pred.jsonl", lines(&pred))]);
    let run = |options: &[&str]| {
        evaluate(here.path(), &[&["gold.jsonl", "--pred", "pred.jsonl"], options].concat())
    };
    let report: Json = serde_json::from_str(&run(&["--by", "region", "--json"]).1).unwrap();
    let africa = &report["by"]["region"]["Africa"];
    assert_eq!((africa["articles"].as_u64(), africa["quantities.value"].as_f64()), (Some(3), Some(1.0)));
    assert!((africa["links.head"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9, "{africa}");
    let (_, table, _) = run(&["--by", "region"]);
    let line = table.lines().find(|line| line.starts_with("Asia")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["Asia", "9", "100.0", "100.0", "100.0"]);
    assert!(run(&["--by", "zyx"]).2.contains("--by zyx: no article of the gold has that field"));
}

#[test]
fn markdown_has_a_table_a_part() {
    let here = folder(&[("gold.jsonl", lines(&articles()))]);
    let (_, stdout, _) = evaluate(here.path(), &["gold.jsonl", "--pred", "gold.jsonl", "--markdown"]);
    assert!(stdout.contains("| entities |") && stdout.contains("| links "), "{stdout}");
    assert!(stdout.contains("|-----"), "{stdout}");
}

#[test]
fn names_in_columns_are_compared_by_tokens() {
    let gold = "-DOCSTART- -X- O O\n\nAbel NNP I-NP B-PER\nMoro NNP I-NP I-PER\nsaw VBD O O\nOrla NNP I-NP B-LOC\n. . O O\n";
    let pred = "-DOCSTART- O\n\nAbel S-PER\nMoro O\nsaw O\nOrla S-LOC\n. O\n";
    let here = folder(&[("gold.conll", gold.to_owned()), ("pred.bioes", pred.to_owned())]);
    let (code, stdout, stderr) = evaluate(here.path(), &["gold.conll", "--pred", "pred.bioes", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(counts(&report, "entities.strict"), (1.0, 2.0, 2.0));
    assert_eq!(counts(&report, "entities.partial"), (1.5, 2.0, 2.0));
}

#[test]
fn a_brat_folder_is_gold_for_the_annotation_of_its_texts() {
    let annotations = "T1\tGPE 11 15\tOrla\nT2\tCount 23 35\tmore than 40\nA1\tValue T2 40\nA2\tBound T2 more_than\nT3\tPhrase 36 42\trifles\n\
        A3\tHead T3 rifle\nR1\tCounts Arg1:T2 Arg2:T3\nR2\tPlace Arg1:T2 Arg2:T1\n";
    let mut prediction = article("news/one.txt");
    prediction["quantities"] = json!([prediction["quantities"][0]]);
    prediction["links"] = json!([{"quantity": "q1", "entity": with(span("rifles", 0), &json!({"head": "rifle"})), "places": ["e1"]}]);
    let here = folder(&[
        ("gold/news/one.txt", TEXT.to_owned()),
        ("gold/news/one.ann", annotations.to_owned()),
        ("pred.jsonl", lines(&[prediction])),
    ]);
    let (code, stdout, stderr) = evaluate(here.path(), &["gold", "--pred", "pred.jsonl", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(counts(&report, "quantities.value+bound"), (1.0, 1.0, 1.0));
    assert_eq!(counts(&report, "links.places"), (1.0, 1.0, 1.0));
    assert_eq!(counts(&report, "entities.strict"), (1.0, 4.0, 1.0));
}

#[test]
fn without_a_prediction_the_texts_are_annotated() {
    let here = folder(&[("gold.jsonl", lines(&articles()[..1]))]);
    let (code, stdout, stderr) = evaluate(here.path(), &["gold.jsonl", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(counts(&report, "entities.strict").2, 4.0);
}

#[test]
fn a_check_names_line_id_and_field_of_every_slip() {
    let slips = changed(|index, a| match index {
        0 => a["quantities"][0]["end"] = json!(999),
        1 => a["links"][0]["agent"] = json!("e77"),
        2 => {
            a["entities"][1] =
                with(span("Orla seized", 0), &json!({"id": "e2", "label": "LAW", "name": "x"}));
        }
        3 => a["quantities"][0]["kind"] = json!("cuont"),
        4 => a["entities"][0]["label"] = json!("PLACE"),
        5 => a["quantities"][3]["value"] = json!("many"),
        6 => a["links"][1]["quantity"] = json!("q1"),
        7 => a["quantities"][0]["text"] = json!("more than 4O"),
        8 => a["links"][0]["quantity"] = json!("q2"),
        9 => a["id"] = json!("a1"),
        _ => {}
    });
    let here = folder(&[("gold.jsonl", lines(&slips) + "{\"id\": \n")]);
    let (code, stdout, stderr) = evaluate(here.path(), &["--check", "gold.jsonl"]);
    assert_eq!(code, 1);
    for expected in [
        "gold.jsonl:1: article a1: q1.start: 23..999 is no stretch of the text",
        "gold.jsonl:2: article a2: link of q1.agent: \"e77\" is the id of no entity",
        "gold.jsonl:3: article a3: e2.start: overlaps e1",
        "gold.jsonl:4: article a4: q1.kind: \"cuont\" is not one of the thirteen kinds",
        "gold.jsonl:5: article a5: e1.label: PLACE is not one of the eleven",
        "gold.jsonl:6: article a6: q4.value: is no number",
        "gold.jsonl:7: article a7: link of q1: the quantity is linked twice",
        "gold.jsonl:8: article a8: q1.text: \"more than 4O\", but the offsets enclose \"more than 40\"",
        "gold.jsonl:9: article a9: link of q2: a date has no link",
        "gold.jsonl:10: article a1: id: stands already in gold.jsonl:1",
        "gold.jsonl:13: is no JSON object",
    ] {
        assert!(stdout.contains(expected), "{expected}\n{stdout}");
    }
    assert!(stderr.contains("12 articles"), "{stderr}");
    let here = folder(&[("gold.jsonl", lines(&articles()))]);
    assert_eq!(evaluate(here.path(), &["--check", "gold.jsonl"]).0, 0);
}

#[test]
fn files_that_cannot_be_compared_end_with_2_and_name_the_place() {
    let good = lines(&articles());
    let other_text = changed(|index, a| {
        if index == 4 {
            *a = json!({"id": "a5", "text": TEXT.replace("Orla", "Orly")});
        }
    });
    let without_id = changed(|index, a| {
        if index == 1 {
            a.as_object_mut().unwrap().remove("id");
        }
    });
    let cases: [(&str, String, &[&str], &str); 9] = [
        (
            "other text",
            lines(&other_text),
            &[],
            "pred.jsonl:5: article a5: the text is not the gold's; they part at code point 14",
        ),
        (
            "doubled id",
            lines(&articles()) + &lines(&articles()[..1]),
            &[],
            "pred.jsonl:13: article a1: id: stands already in pred.jsonl:1",
        ),
        ("missing id", lines(&without_id), &[], "pred.jsonl:2: id: is missing"),
        (
            "missing article",
            lines(&articles()[1..]),
            &[],
            "gold.jsonl:1: article a1 has no prediction in pred.jsonl",
        ),
        ("empty", String::new(), &[], "pred.jsonl:1: holds no article"),
        ("wrong JSON", "{\"id\"\n".to_owned(), &[], "pred.jsonl:1: is no JSON object"),
        ("no object", "[1]\n".to_owned(), &[], "pred.jsonl:1: a line must hold one JSON object"),
        (
            "unknown measure",
            good.clone(),
            &["--at-least", "links.haed=0.8"],
            "links.haed: no such measure here; there are entities.strict",
        ),
        (
            "unknown preset",
            good.clone(),
            &["--map", "world"],
            "\"world\" is neither A=B nor one of the presets",
        ),
    ];
    for (what, pred, options, expected) in cases {
        let here = folder(&[("gold.jsonl", good.clone()), ("pred.jsonl", pred)]);
        let (code, stdout, stderr) =
            evaluate(here.path(), &[&["gold.jsonl", "--pred", "pred.jsonl"], options].concat());
        assert_eq!(code, 2, "{what}: {stderr}");
        assert!(stderr.contains(expected) && stderr.lines().count() == 1, "{what}: {stderr}");
        assert!(stdout.is_empty(), "{what}: {stdout}");
    }
    let here = folder(&[("gold.jsonl", good), ("pred.jsonl", lines(&articles()[1..]))]);
    let run =
        |gold: &str| evaluate(here.path(), &[gold, "--pred", "pred.jsonl", "--allow-missing", "--json"]);
    let report: Json = serde_json::from_str(&run("gold.jsonl").1).unwrap();
    assert_eq!(counts(&report, "quantities.span"), (66.0, 66.0, 72.0));
    assert_eq!(run("none.jsonl").0, 2);
}

#[test]
fn an_article_that_failed_counts_as_missed_and_is_told() {
    let failed = changed(|index, a| {
        if index == 0 {
            *a = json!({"id": "a1", "error": "too long"});
        }
    });
    let here = folder(&[("gold.jsonl", lines(&articles())), ("pred.jsonl", lines(&failed))]);
    let (code, stdout, stderr) = evaluate(here.path(), &["gold.jsonl", "--pred", "pred.jsonl", "--json"]);
    assert_eq!(code, 0);
    assert!(stderr.contains("article a1: too long; all its labels count as missed"), "{stderr}");
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(counts(&report, "entities.strict"), (44.0, 44.0, 48.0));
}
