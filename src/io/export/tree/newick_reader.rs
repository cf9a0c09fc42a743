//! The Newick format, read: any depth, names in quotation marks, comments, missing names and lengths.

use crate::io::datasets::FormatError;
use crate::io::text::quoted;

/// Most nodes of a tree, some 100 bytes each.
const MAX_NODES: usize = 1 << 22;
/// Signs that end a name without quotation marks.
const ENDS: [char; 7] = ['(', ')', '[', ':', ';', ',', '\''];

/// A node of a tree that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewickNode {
    /// The node above; the root has none.
    pub parent: Option<u32>,
    /// What it is called.
    pub name: Option<Box<str>>,
    /// The length of the branch to the node above.
    pub length: Option<f64>,
    /// Number of children; a leaf has none.
    pub children: u32,
}

/// A tree that was read: its nodes in preorder.
#[derive(Clone, Debug, PartialEq)]
pub struct NewickTree {
    /// All nodes, the root first.
    pub nodes: Vec<NewickNode>,
}

impl NewickTree {
    /// Reads the one tree of a text. Comments in square brackets are skipped, unquoted underscores stay what they are.
    pub fn read(text: &str) -> Result<Self, FormatError> {
        let mut reader = Reader { text, at: 0, nodes: vec![NewickNode::default()], open: Vec::new() };
        reader.tree()?;
        Ok(Self { nodes: reader.nodes })
    }

    /// The names of the leaves, in order; empty where one has none.
    pub fn leaf_names(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter(|node| node.children == 0).map(|node| node.name.as_deref().unwrap_or_default())
    }
}

/// The text and how far it is read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<NewickNode>,
    /// Nodes whose lists of children are not closed yet.
    open: Vec<u32>,
}

impl<'a> Reader<'a> {
    fn tree(&mut self) -> Result<(), FormatError> {
        // The node that a name or length here belongs to.
        let mut current = 0;
        // Whether a subtree may begin here, and not only follow a comma.
        let mut fresh = true;
        loop {
            match self.next()? {
                Some('(') if fresh => {
                    self.open.push(current);
                    current = self.child(current)?;
                }
                Some(',') => {
                    let parent = *self.open.last().ok_or_else(|| self.fault("“;” after the tree", 1))?;
                    current = self.child(parent)?;
                    fresh = true;
                }
                Some(')') => {
                    current = self.open.pop().ok_or_else(|| self.fault("“(” before every “)”", 1))?;
                    self.label(current)?;
                    fresh = false;
                }
                Some(';') if self.open.is_empty() => break,
                Some(';') => return Err(self.fault(format!("{} more “)”", self.open.len()), 1)),
                Some(_) if fresh => {
                    self.at -= self.before().map_or(0, char::len_utf8);
                    self.label(current)?;
                    fresh = false;
                }
                Some(_) => return Err(self.fault("“,”, “)” or “;”", 1)),
                None => return Err(self.fault("“;” at the end of the tree", 0)),
            }
        }
        if self.next()?.is_some() {
            return Err(self.fault("nothing after the “;” of the tree", 1));
        }
        match self.nodes.as_slice() {
            [NewickNode { name: None, length: None, .. }] => Err(FormatError::new("a tree", "only “;”")),
            _ => Ok(()),
        }
    }

    /// The character before the present place.
    fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// What is not read yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips blanks and comments.
    fn skip(&mut self) -> Result<(), FormatError> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with('[') {
                return Ok(());
            }
            match self.rest().find(']') {
                Some(end) => self.at += end + 1,
                None => return Err(self.fault("“]” at the end of a comment", 0)),
            }
        }
    }

    /// The next character that is no blank or comment, and steps over it.
    fn next(&mut self) -> Result<Option<char>, FormatError> {
        self.skip()?;
        let next = self.rest().chars().next();
        self.at += next.map_or(0, char::len_utf8);
        Ok(next)
    }

    /// A new node.
    fn child(&mut self, parent: u32) -> Result<u32, FormatError> {
        if self.nodes.len() >= MAX_NODES {
            return Err(FormatError::new(format!("at most {MAX_NODES} nodes"), "more"));
        }
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.children += 1;
        }
        self.nodes.push(NewickNode { parent: Some(parent), ..NewickNode::default() });
        Ok(self.nodes.len() as u32 - 1)
    }

    /// The name and length of a node, where there are any.
    fn label(&mut self, node: u32) -> Result<(), FormatError> {
        self.skip()?;
        let name = if self.rest().starts_with('\'') { Some(self.quoted_name()?) } else { self.bare_name() };
        self.skip()?;
        let length = if self.rest().starts_with(':') { Some(self.length()?) } else { None };
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.name = name;
            node.length = length;
        }
        Ok(())
    }

    /// A name in quotation marks, in which two stand for one.
    fn quoted_name(&mut self) -> Result<Box<str>, FormatError> {
        let start = self.at + 1;
        let mut end = start;
        loop {
            match self.text.get(end..).unwrap_or_default().find('\'') {
                None => return Err(self.fault("a quotation mark at the end of the name", 0)),
                Some(more) => end += more,
            }
            if !self.text.get(end + 1..).unwrap_or_default().starts_with('\'') {
                break;
            }
            end += 2;
        }
        self.at = end + 1;
        Ok(self.text.get(start..end).unwrap_or_default().replace("''", "'").into())
    }

    /// A name without quotation marks; some programs leave blanks in it.
    fn bare_name(&mut self) -> Option<Box<str>> {
        let rest = self.rest();
        let end = rest.find(ENDS).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).map(str::trim_end).filter(|name| !name.is_empty()).map(Into::into)
    }

    /// The number after a colon.
    fn length(&mut self) -> Result<f64, FormatError> {
        self.at += 1;
        self.skip()?;
        let number = self.bare_name().unwrap_or_default();
        let length = number.parse::<f64>().ok().filter(|length| length.is_finite());
        length
            .ok_or_else(|| self.fault("a number after “:”", 0))
            .map_err(|fault| if number.is_empty() { fault } else { FormatError::new(fault.expected, quoted(&number)) })
    }

    /// A complaint about the text at the present place, `back` characters before it.
    fn fault(&self, expected: impl Into<String>, back: usize) -> FormatError {
        let read = self.text.get(..self.at).unwrap_or_default();
        let start = read.char_indices().rev().take(back).last().map_or(self.at, |(start, _)| start);
        let rest = self.text.get(start..).unwrap_or_default();
        let line = 1 + read.matches('\n').count();
        let found =
            if rest.trim().is_empty() { "the end".to_owned() } else { format!("{} in line {line}", quoted(rest)) };
        FormatError::new(expected.into(), found)
    }
}
