//! Headings, aligned tables and wrapped paragraphs, [`WIDTH`] columns wide at most, and narrower on a narrow terminal.
//!
//! Widths are those that a terminal shows (a Chinese character takes two columns). Colours are written as
//! escape codes always; whoever prints strips them where they are not wanted.

use super::Lang;
use anstyle::Style;
use std::sync::OnceLock;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// No line is wider.
pub const WIDTH: usize = 100;
/// Nothing is made narrower.
const NARROWEST: usize = 40;
/// The columns of the terminal that is written to.
static COLUMNS: OnceLock<usize> = OnceLock::new();
const GAP: usize = 2;
const INDENT: usize = 2;
/// How far the further lines of a cell are set in.
const HANG: usize = 2;
/// Columns of words are not made narrower than their longest word, within these bounds, as long as others can be.
const NARROW: usize = 8;
const WORD: usize = 14;

/// From here on text is to fit a terminal of so many columns. Said once, before anything is written.
pub fn fit(columns: usize) {
    let _ = COLUMNS.set(columns.clamp(NARROWEST, WIDTH));
}

/// Columns that a line may take.
pub fn columns() -> usize {
    COLUMNS.get().copied().unwrap_or(WIDTH)
}

/// Headings.
pub const HEADING: Style = Style::new().bold();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// What went well.
pub const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Green)));
/// What went badly.
pub const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Red)));
/// What wants attention.
pub const WARNING: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Yellow)));

/// `text` in `style`.
pub fn paint(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// Columns that `text` takes. It must not hold escape codes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A heading on a line of its own, set off by an empty one.
pub fn heading(text: &str) -> String {
    format!("\n{}\n", title(text))
}

/// Conclusions under a heading, the first of them the answer.
pub fn answer(sentences: &[String], lang: Lang) -> String {
    let told = sentences.iter().enumerate().map(|(number, sentence)| match number {
        0 => paint(HEADING, &paragraph(sentence, 2)),
        _ => paragraph(sentence, 2),
    });
    heading(lang.t("In a sentence", "一句话结论")) + &told.collect::<String>()
}

/// A text that stands above all, cut to one line.
pub fn title(text: &str) -> String {
    paint(HEADING, &cut(&clean(text), columns()))
}

/// `text` without control characters, those of the direction of writing included: a name out of a scenario must not
/// steer the terminal.
pub fn clean(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// `text` cut to `columns`, with an ellipsis where something was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w + 1 > columns {
            break;
        }
        used += w;
        out.push(c);
    }
    out.push('…');
    out
}

/// A paragraph broken at spaces, and between Chinese characters, each line indented.
pub fn paragraph(text: &str, indent: usize) -> String {
    paragraph_within(text, indent, columns())
}

fn paragraph_within(text: &str, indent: usize, columns: usize) -> String {
    let text = clean(text);
    let lines = broken(pieces(&text), |_| columns.saturating_sub(indent));
    lines.iter().map(|line| format!("{:indent$}{}\n", "", line.trim_end())).collect()
}

/// The lines of a cell that is so many columns wide, those of words after the first set in. A word or number is broken only
/// where it is wider than a line.
fn cell(text: &str, columns: usize, align: Align) -> Vec<String> {
    if text.width() <= columns {
        return vec![text.to_owned()];
    }
    let within = if align == Align::Left { columns.saturating_sub(HANG).max(1) } else { columns };
    let fits = |piece: &&str| piece.trim_end().width() <= within;
    let parts = pieces(text).into_iter().flat_map(|piece| match fits(&piece) {
        true => vec![piece],
        // Of a path the names, of a name that is too long what there is room for.
        false => {
            let names = piece.split_inclusive('.');
            names.flat_map(|name| if fits(&name) { vec![name] } else { name.split_inclusive(|_| true).collect() }).collect()
        }
    });
    let lines = broken(parts, |line| if line == 0 { columns } else { within });
    let hung = |(at, line): (usize, &String)| format!("{:1$}{2}", "", if at == 0 { 0 } else { columns - within }, line.trim_end());
    lines.iter().enumerate().map(hung).collect()
}

/// Pieces put together to lines; `room` is how wide each of these may be.
fn broken<'a>(pieces: impl IntoIterator<Item = &'a str>, room: impl Fn(usize) -> usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces {
        if used > 0 && used + piece.trim_end().width() > room(lines.len() - 1) {
            lines.push(String::new());
            used = 0;
        }
        lines.last_mut().expect("never empty").push_str(piece);
        used += piece.width();
    }
    lines
}

/// The unbreakable pieces of a text, each with the space that follows it.
fn pieces(text: &str) -> Vec<&str> {
    let wide = |c: char| c.width().unwrap_or(0) > 1;
    let closing = |c: char| "，。；：、）？！”》」』】,.;:)]}?!%".contains(c);
    let opening = |c: char| "（“《「『【([{".contains(c);
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (i, c) in text.char_indices() {
        let ends = |b: char| b == ' ' && c != ' ' && !text[..i].ends_with("± ");
        let breaks = before.is_some_and(|b| ends(b) || ((wide(b) || wide(c)) && c != ' ' && !closing(c) && !opening(b)));
        if breaks {
            out.push(&text[start..i]);
            start = i;
        }
        before = Some(c);
    }
    out.push(&text[start..]);
    out
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table without lines: columns two spaces apart, the first indented.
#[derive(Clone, Debug)]
pub struct Table {
    align: Vec<Align>,
    rows: Vec<Vec<(String, Style)>>,
}

impl Table {
    /// With a header; the words and numbers of a column stand as its `align` says.
    pub fn new(columns: &[(&str, Align)]) -> Table {
        let header = columns.iter().map(|(text, _)| ((*text).to_owned(), FAINT)).collect();
        Table { align: columns.iter().map(|(_, align)| *align).collect(), rows: vec![header] }
    }

    /// Without a header.
    pub fn plain(align: &[Align]) -> Table {
        Table { align: align.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.styled(cells.into_iter().map(|cell| (cell, Style::new())));
    }

    /// Adds a row whose cells have styles.
    pub fn styled(&mut self, cells: impl IntoIterator<Item = (String, Style)>) {
        let row: Vec<_> = cells.into_iter().map(|(text, style)| (clean(&text), style)).collect();
        assert_eq!(row.len(), self.align.len(), "a row must have as many cells as the table has columns");
        self.rows.push(row);
    }

    /// The table as text. Where it is too wide, the cells of its widest column of words go over several lines.
    pub fn render(&self) -> String {
        self.render_within(columns())
    }

    fn render_within(&self, columns: usize) -> String {
        let room = self.widths(columns);
        let lines = |row: &Vec<(String, Style)>| {
            row.iter().zip(&self.align).zip(&room).map(|(((text, _), align), room)| cell(text, *room, *align)).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<Vec<String>>> = self.rows.iter().map(lines).collect();
        let widest = |i: usize| rows.iter().flat_map(|row| &row[i]).map(|line| line.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..room.len()).map(widest).collect();
        let mut out = String::new();
        for (cells, styled) in rows.iter().zip(&self.rows) {
            for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut line = " ".repeat(INDENT);
                for (i, (cell, (_, style))) in cells.iter().zip(styled).enumerate() {
                    let text = cell.get(at).map_or("", String::as_str);
                    let padding = " ".repeat(widths[i] - text.width());
                    let cell = paint(*style, text);
                    match self.align[i] {
                        Align::Right => line.extend([padding, cell]),
                        Align::Left if i + 1 == cells.len() => line.push_str(&cell),
                        Align::Left => line.extend([cell, padding]),
                    }
                    if i + 1 < cells.len() {
                        line.push_str(&" ".repeat(GAP));
                    }
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }

    /// How wide each column may be. Words and numbers are broken only where the table would be wider than [`WIDTH`].
    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths: Vec<usize> =
            (0..self.align.len()).map(|i| self.rows.iter().map(|row| row[i].0.width()).max().unwrap_or(0)).collect();
        // Numbers are not broken as long as words can be, and single words not before others.
        let longest =
            |i: usize| self.rows.iter().flat_map(|row| pieces(&row[i].0)).map(|piece| piece.trim_end().width()).max().unwrap_or(0);
        let words = |i: &usize| self.align[*i] == Align::Left;
        let least: Vec<usize> = (0..widths.len()).map(|i| if words(&i) { longest(i).clamp(NARROW, WORD) } else { longest(i) }).collect();
        let apart = INDENT + GAP * (widths.len().max(1) - 1);
        loop {
            let sum = apart + widths.iter().sum::<usize>();
            let widest = |may: &dyn Fn(&usize) -> bool| (0..widths.len()).filter(may).max_by_key(|i| widths[*i]);
            let unbroken = || widest(&|i| words(i) && widths[*i] > least[*i]).or_else(|| widest(&|i| widths[*i] > least[*i]));
            let broken = || widest(&|i| words(i) && widths[*i] > 1).or_else(|| widest(&|i| widths[*i] > 1));
            let found = if sum > columns { unbroken() } else { None };
            let Some(i) = found.or_else(|| if sum > WIDTH { broken() } else { None }) else { break };
            widths[i] -= 1;
        }
        widths
    }
}

/// A command that may be pasted, on as many lines as it takes.
pub fn command(words: &[String], label: &str) -> String {
    let mut lines = vec![format!("  {label}")];
    for word in words {
        let line = lines.last_mut().expect("never empty");
        if width(line) + 1 + width(word) + 2 > columns() {
            line.push_str(" \\");
            lines.push("     ".to_owned());
        }
        let line = lines.last_mut().expect("never empty");
        line.push(' ');
        line.push_str(word);
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_aligned_after_chinese_text() {
        let mut table = Table::new(&[("name", Align::Left), ("n", Align::Right), ("share", Align::Right)]);
        table.row(["噪声".into(), "1,200".into(), "97.3%".into()]);
        table.row(["illegal parking".into(), "7".into(), "100.0%".into()]);
        let text = anstream::adapter::strip_str(&table.render()).to_string();
        let widths: Vec<usize> = text.lines().map(width).collect();
        assert!(widths.iter().all(|w| *w == widths[0]), "{text}");
    }

    #[test]
    fn what_is_too_wide_goes_over_several_lines_and_nothing_of_it_is_lost() {
        let spaceless = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let rules = ["Score(travel: 1, coverage_lost: 0.3, workload: 2)", "Score(travel: 1, coverage_lost: 0.3, workload: 3) °"];
        for name in [rules[0], rules[1], &"龙".repeat(80), &"x".repeat(200)] {
            let mut table = Table::plain(&[Align::Right, Align::Left, Align::Right]);
            table.row(["1".into(), name.into(), "12,345 ".repeat(10)]);
            let text = table.render();
            assert!(text.lines().count() > 1 && text.lines().all(|line| width(line) <= WIDTH), "{text}");
            let own: String = text.lines().map(|line| line.replace("12,345", "").replacen("  1  ", "", 1)).collect();
            assert_eq!(spaceless(&own), spaceless(name), "{text}");
        }
        assert_eq!(cell("6.7% ± 4.1", 6, Align::Right), ["6.7%", "± 4.1"]);
        assert_eq!(cell("crews.patrol.officers", 12, Align::Left), ["crews.", "  patrol.", "  officers"]);
        assert_eq!(cell("Score(travel: 1, wait: 2) °", 16, Align::Left), ["Score(travel: 1,", "  wait: 2) °"], "further lines are set in");
        assert_eq!(cut("龙港市", 5), "龙港…");
        assert_eq!(cut("龙港市", 6), "龙港市");
    }

    #[test]
    fn a_narrow_terminal_has_narrow_lines_and_whole_numbers() {
        let text = paragraph_within(&"many short words ".repeat(30), 2, 40);
        assert!(text.lines().all(|line| width(line) <= 40) && text.lines().any(|line| width(line) > 30), "{text}");
        let mut table = Table::plain(&[Align::Left, Align::Right, Align::Right]);
        table.row(["an illegally parked car or several".into(), "1,234".into(), "97.3% ± 0.4".into()]);
        let lines = |columns: usize| table.render_within(columns).lines().map(width).max().unwrap();
        assert_eq!((lines(40) <= 40, lines(WIDTH)), (true, width(table.render_within(WIDTH).trim_end())));
        let many: Vec<String> = (0..12).map(|n| format!("{n}.234")).collect();
        let mut wide = Table::plain(&[Align::Right; 12]);
        wide.row(many.clone());
        let text = wide.render_within(40);
        assert!(many.iter().all(|number| text.contains(number.as_str())), "what cannot be narrower is not broken: {text}");
        assert_eq!(columns(), WIDTH, "nothing is a terminal here");
    }

    #[test]
    fn a_name_does_not_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31m\u{202e}b\u{2066}c\u{2069}龙港"), "a [31m b c 龙港");
    }

    #[test]
    fn paragraphs_break_in_both_languages() {
        for text in ["many short words ".repeat(30), "基层治理单元，".repeat(40), "处（甲）".repeat(40)] {
            let lines = paragraph(&text, 4);
            assert!(lines.lines().count() > 1);
            for line in lines.lines() {
                assert!(
                    width(line) <= WIDTH && line.starts_with("    ") && !line.trim_start().starts_with('，') && !line.ends_with('（'),
                    "{line:?}"
                );
            }
            let spaceless = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(spaceless(&lines), spaceless(&text));
        }
    }
}
