//! The place of a value inside the arguments of a call, as messages name it: `headers["x"]`, `body[2].name`.

use std::fmt;

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A parameter, a keyword, or a field of a record: `name`, `.name`.
    Field(String),
    /// A key of a mapping: `["key"]`.
    Key(String),
    /// An item of a sequence: `[3]`.
    Index(usize),
}

/// The way from an argument's name to a value inside it. Built only when an error is raised: steps are pushed from the
/// innermost outwards while the error travels up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    inside_out: Vec<Segment>,
}

impl Path {
    /// A path of no step: the value itself.
    pub fn new() -> Self {
        Self::default()
    }

    /// The path whose outermost step is the parameter or keyword `name`.
    pub fn argument(name: impl Into<String>) -> Self {
        let mut path = Self::new();
        path.wrap(Segment::Field(name.into()));
        path
    }

    /// Adds a step outside the present ones.
    pub fn wrap(&mut self, outer: Segment) {
        self.inside_out.push(outer);
    }

    /// The steps from the outermost to the innermost.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.inside_out.iter().rev()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.segments().enumerate() {
            match segment {
                Segment::Field(name) if index == 0 => f.write_str(name)?,
                Segment::Field(name) => write!(f, ".{name}")?,
                Segment::Key(key) => {
                    f.write_str("[\"")?;
                    for character in key.chars() {
                        match character {
                            '"' | '\\' => write!(f, "\\{character}")?,
                            '\n' => f.write_str("\\n")?,
                            other => write!(f, "{other}")?,
                        }
                    }
                    f.write_str("\"]")?;
                }
                Segment::Index(item) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}
