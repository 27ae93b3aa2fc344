//! The table: a figure, what it is held against, and whether the ratio is the one that is wanted.

use std::fmt::Write as _;

/// Which way a ratio of figure and bound is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// figure / bound is at least this.
    AtLeast(Hundredths),
    /// figure / bound is at most this.
    AtMost(Hundredths),
    /// Nothing is wanted: the row explains another.
    Nothing,
}

/// A ratio in hundredths.
pub type Hundredths = u32;

/// One line.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// How much.
    pub figure: f64,
    /// What it is held against, in the same unit.
    pub bound: f64,
    /// The unit of both.
    pub unit: &'static str,
    /// The ratio that is wanted.
    pub wanted: Wanted,
}

impl Row {
    fn ratio(&self) -> f64 {
        self.figure / self.bound
    }

    /// Whether the wanted ratio was reached.
    pub fn held(&self) -> bool {
        match self.wanted {
            Wanted::AtLeast(hundredths) => self.ratio() >= f64::from(hundredths) / 100.0,
            Wanted::AtMost(hundredths) => self.ratio() <= f64::from(hundredths) / 100.0,
            Wanted::Nothing => true,
        }
    }

    fn wanted(&self) -> String {
        match self.wanted {
            Wanted::AtLeast(hundredths) => format!(">= {:.2}", f64::from(hundredths) / 100.0),
            Wanted::AtMost(hundredths) => format!("<= {:.2}", f64::from(hundredths) / 100.0),
            Wanted::Nothing => "-".into(),
        }
    }

    fn verdict(&self) -> &'static str {
        match (self.wanted, self.held()) {
            (Wanted::Nothing, _) => "-",
            (_, true) => "ok",
            (_, false) => "MISSED",
        }
    }
}

/// For people.
pub fn text(rows: &[Row]) -> String {
    let heads = ["name", "figure", "bound", "unit", "ratio", "wanted", ""].map(str::to_owned);
    let cells = rows.iter().map(|row| {
        [
            row.name.clone(),
            figure(row.figure),
            figure(row.bound),
            row.unit.to_owned(),
            format!("{:.2}", row.ratio()),
            row.wanted(),
            row.verdict().to_owned(),
        ]
    });
    let lines: Vec<[String; 7]> = std::iter::once(heads).chain(cells).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let padded = line.iter().enumerate().map(|(column, cell)| {
            let width = widths[column];
            // Numbers stand to the right, words to the left.
            if matches!(column, 1 | 2 | 4) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        let _ = writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}

fn figure(value: f64) -> String {
    if value >= 1000.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// For machines.
pub fn json(rows: &[Row]) -> String {
    let rows = rows.iter().map(|row| {
        serde_json::json!({
            "name": row.name,
            "figure": row.figure,
            "bound": row.bound,
            "unit": row.unit,
            "ratio": row.ratio(),
            "wanted": row.wanted(),
            "verdict": row.verdict(),
        })
    });
    format!("{:#}\n", serde_json::json!({ "rows": rows.collect::<Vec<_>>() }))
}
