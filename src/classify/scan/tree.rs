//! A tree of characters in one table 字符树. Every character that occurs in it has a code; the nodes of depth one have the codes
//! of their characters for numbers, every other node hangs in a hash table under its parent and its character.

use std::collections::BTreeMap;

use super::TooMany;

/// The characters of the basic plane, whose codes stand in a table; the few others are looked for.
const PLANE: usize = 1 << 16;
/// A key is a parent and, in so many bits, the code of a character.
const CODE: u32 = 16;
/// For every place of the table, so many bits of the doorman; a power of two.
const DOORS: usize = 4;
/// Fibonacci hashing.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A node below another; all of it lies together, since it is looked at together.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// The parent and the code; 0 in a free place.
    key: u64,
    /// Its number.
    node: u32,
    /// What ends here.
    end: u32,
}

/// A place in the tree.
#[derive(Clone, Copy)]
pub struct Node {
    /// Its number; 0 outside of the tree.
    pub number: u32,
    /// What ends here, as [`Tree::mark`] was told; 0 for nothing.
    pub end: u32,
}

/// No place in the tree.
const OUTSIDE: Node = Node { number: 0, end: 0 };

/// The tree, ready to be walked. The number 0 is no node, and the code 0 no character of the tree.
pub struct Tree {
    codes: Vec<u16>,
    beyond: BTreeMap<char, u16>,
    table: Vec<Entry>,
    /// What ends at each node of depth one.
    short: Vec<u32>,
    shift: u32,
    /// Some bits for every place of the table, set where a key would look: most keys that are not there are turned
    /// away here, in little memory.
    doorman: Vec<u64>,
}

impl Tree {
    /// The tree of these words, none of them empty, and the node at which each ends.
    pub fn new<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Result<(Self, Vec<u32>), TooMany> {
        let mut tree = Self {
            codes: vec![0; PLANE],
            beyond: BTreeMap::new(),
            table: vec![Entry::default(); 2],
            short: Vec::new(),
            shift: u64::BITS - 1,
            doorman: vec![0],
        };
        let mut known = 0;
        words.clone().flat_map(str::chars).try_for_each(|c| tree.learn(c, &mut known))?;
        let mut last = u32::from(known);
        let mut filled = 0;
        let mut ends = Vec::new();
        for word in words {
            let mut node = 0;
            for c in word.chars() {
                let code = tree.code(c);
                let child = if node == 0 { u32::from(code) } else { tree.search(key(node, code)).number };
                node = if child != 0 { child } else { tree.hang(key(node, code), &mut last, &mut filled) };
            }
            ends.push(node);
        }
        tree.short = vec![0; usize::from(known) + 1];
        tree.instruct();
        Ok((tree, ends))
    }

    /// Tells what ends at each node, by the nodes' numbers; beyond the last nothing ends.
    pub fn mark(&mut self, ends: &[u32]) {
        let end = |node: usize| ends.get(node).copied().unwrap_or(0);
        self.short.iter_mut().enumerate().for_each(|(node, own)| *own = end(node));
        self.table.iter_mut().for_each(|entry| entry.end = end(entry.node as usize));
    }

    /// The node of depth one of the character of this code.
    pub fn first(&self, code: u16) -> Node {
        Node { number: u32::from(code), end: self.short.get(usize::from(code)).copied().unwrap_or(0) }
    }

    fn learn(&mut self, c: char, known: &mut u16) -> Result<(), TooMany> {
        if self.code(c) == 0 {
            *known = known.checked_add(1).ok_or(TooMany)?;
            match self.codes.get_mut(c as usize) {
                Some(code) => *code = *known,
                None => drop(self.beyond.insert(c, *known)),
            }
        }
        Ok(())
    }

    fn code(&self, c: char) -> u16 {
        self.codes.get(c as usize).copied().unwrap_or_else(|| self.beyond.get(&c).copied().unwrap_or(0))
    }

    fn instruct(&mut self) {
        self.doorman = vec![0; (self.table.len() * DOORS).div_ceil(64)];
        for entry in self.table.iter().filter(|entry| entry.key != 0) {
            let (word, bit) = door(entry.key, self.shift);
            self.doorman[word] |= bit;
        }
    }

    /// A new node under this key.
    fn hang(&mut self, key: u64, last: &mut u32, filled: &mut usize) -> u32 {
        *last += 1;
        *filled += 1;
        self.grow(*filled);
        self.put(Entry { key, node: *last, end: 0 });
        *last
    }

    /// Room for so many entries, an eighth of it empty: who is not there is turned away by the doorman, and little memory is
    /// worth more than few steps.
    fn grow(&mut self, filled: usize) {
        if filled * 8 > self.table.len() * 7 {
            let old = std::mem::take(&mut self.table);
            self.table = vec![Entry::default(); old.len() * 2];
            self.shift -= 1;
            old.into_iter().filter(|entry| entry.key != 0).for_each(|entry| self.put(entry));
        }
    }

    fn put(&mut self, entry: Entry) {
        let mut at = self.place(entry.key);
        while self.table[at].key != 0 {
            at = (at + 1) & (self.table.len() - 1);
        }
        self.table[at] = entry;
    }

    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(SPREAD) >> self.shift) as usize
    }

    /// The codes of the characters of `text`, and where each begins; the end of the text comes last.
    pub fn read(&self, text: &str) -> (Vec<u16>, Vec<u32>) {
        let mut codes = Vec::with_capacity(text.len() / 2);
        let mut starts = Vec::with_capacity(text.len() / 2 + 1);
        for (start, c) in text.char_indices() {
            codes.push(self.code(c));
            starts.push(start as u32);
        }
        starts.push(text.len() as u32);
        (codes, starts)
    }

    /// The node below `parent` by the character of this code, if there is one.
    pub fn child(&self, parent: u32, code: u16) -> Node {
        if code == 0 {
            return OUTSIDE;
        }
        let key = key(parent, code);
        let (word, bit) = door(key, self.shift);
        if self.doorman[word] & bit == 0 {
            return OUTSIDE;
        }
        self.search(key)
    }

    /// Looks where the node of these two characters would be, and nothing more: what is looked at a little before it is needed
    /// is then near, and the walk from there does not wait for it.
    pub fn foresee(&self, first: u16, second: u16) {
        let key = key(u32::from(first), second);
        let (word, bit) = door(key, self.shift);
        if self.doorman[word] & bit != 0 {
            std::hint::black_box(self.table[self.place(key)].key);
        }
    }

    fn search(&self, key: u64) -> Node {
        let mut at = self.place(key);
        loop {
            match self.table[at] {
                Entry { key: 0, .. } => return OUTSIDE,
                entry if entry.key == key => return Node { number: entry.node, end: entry.end },
                _ => at = (at + 1) & (self.table.len() - 1),
            }
        }
    }
}

fn door(key: u64, shift: u32) -> (usize, u64) {
    let door = key.wrapping_mul(SPREAD) >> (shift - DOORS.trailing_zeros());
    ((door / 64) as usize, 1 << (door % 64))
}

fn key(parent: u32, code: u16) -> u64 {
    u64::from(parent) << CODE | u64::from(code)
}
