//! The modules of a crate, what each defines, and which file each path in the code leads to.
//!
//! Reads code as it is built without tests. Methods are not followed, only paths: `use`, types, calls, macros.
#![expect(clippy::wildcard_enum_match_arm, reason = "the parser's enums grow; what is not asked for is passed over")]

mod paths;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::ext::IdentExt;
use syn::{Attribute, Item, UseTree};

pub(crate) use self::paths::{Role, named_in};
use crate::sources::{Source, sources_below};

/// A crate that is read, and its modules by their paths; the root's path is empty.
pub(crate) struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
}

/// What one module says.
pub(crate) struct Module {
    /// The file that contains its text.
    pub(crate) file: String,
    pub(crate) items: Vec<Item>,
    names: BTreeMap<String, Vec<Name>>,
    globs: Vec<Vec<String>>,
}

/// What a name in a module means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Item,
    Module,
    /// A `use`, as it is written.
    Import(Vec<String>),
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Module(Vec<String>),
    Item(Definition),
}

/// An item that is defined in this crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Definition {
    pub(crate) file: String,
    pub(crate) module: Vec<String>,
    pub(crate) name: String,
}

/// Imports that lead to imports are followed this far.
const IMPORTS_MAX: usize = 16;

impl Crate {
    /// Reads the crate whose root is that file, such as `src/lib.rs`.
    pub(crate) fn read(root_file: &str) -> Self {
        let folder = root_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self::of(root_file, &sources_below(folder))
    }

    /// Reads a crate from made-up or from real files.
    pub(crate) fn of(root_file: &str, sources: &[Source]) -> Self {
        let mut all = Self { modules: BTreeMap::new() };
        all.add_file(root_file, &[], sources);
        all
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = (&Vec<String>, &Module)> {
        self.modules.iter()
    }

    fn add_file(&mut self, file: &str, path: &[String], sources: &[Source]) {
        let source = sources.iter().find(|source| source.path == file);
        let source = source.unwrap_or_else(|| panic!("{file} is declared as a module, and is not there"));
        let parsed = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.add(file, path, parsed.items, sources);
    }

    fn add(&mut self, file: &str, path: &[String], items: Vec<Item>, sources: &[Source]) {
        let items: Vec<Item> = items.into_iter().filter(|item| !is_for_tests(attributes(item))).collect();
        let mut module = Module { file: file.to_owned(), items, names: BTreeMap::new(), globs: Vec::new() };
        for item in &module.items {
            match item {
                Item::Use(import) => add_imports(&import.tree, &mut Vec::new(), &mut module.names, &mut module.globs),
                Item::Mod(child) => {
                    let name = child.ident.unraw().to_string();
                    let path = [path, std::slice::from_ref(&name)].concat();
                    match &child.content {
                        Some((_, items)) => self.add(file, &path, items.clone(), sources),
                        None => self.add_file(&file_of_child(file, &name, sources), &path, sources),
                    }
                    module.names.entry(name).or_default().push(Name::Module);
                }
                other => {
                    if let Some(name) = name_of(other) {
                        module.names.entry(name).or_default().push(Name::Item);
                    }
                }
            }
        }
        self.modules.insert(path.to_vec(), module);
    }

    /// Where a path in a module leads. None: out of the crate, or to something local.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> Option<Target> {
        self.resolve_within(module, path, IMPORTS_MAX)
    }

    /// The top-level module by whose name a path is taken, which may re-export what another one defines.
    pub(crate) fn part_of(&self, module: &[String], path: &[String]) -> Option<String> {
        let (base, rest) = start_of(module, path)?;
        if base.len() < module.len() || rest.len() < path.len() {
            return base
                .first()
                .or(rest.first())
                .filter(|part| self.modules.contains_key(std::slice::from_ref(*part)))
                .cloned();
        }
        let names = self.modules.get(module)?.names.get(rest.first()?)?;
        if names.iter().any(|name| !matches!(name, Name::Import(_))) {
            return module.first().cloned();
        }
        names.iter().find_map(|name| match name {
            // An import from another crate may begin with its own name.
            Name::Import(import) if import.first() != rest.first() => self.part_of(module, import),
            Name::Import(_) | Name::Item | Name::Module => None,
        })
    }

    fn resolve_within(&self, module: &[String], path: &[String], imports_left: usize) -> Option<Target> {
        let imports_left = imports_left.checked_sub(1)?;
        let (mut at, mut rest) = start_of(module, path)?;
        while let Some((name, after)) = rest.split_first() {
            match self.look_up(&at, name, !after.is_empty(), imports_left)? {
                Target::Module(module) => at = module,
                item @ Target::Item(_) => return Some(item),
            }
            rest = after;
        }
        Some(Target::Module(at))
    }

    fn look_up(&self, at: &[String], name: &str, is_prefix: bool, imports_left: usize) -> Option<Target> {
        let module = self.modules.get(at)?;
        let known = module.names.get(name).into_iter().flatten();
        let here = known.filter_map(|found| match found {
            Name::Item => {
                let (file, name) = (module.file.clone(), name.to_owned());
                Some(Target::Item(Definition { file, module: at.to_vec(), name }))
            }
            Name::Module => Some(Target::Module([at, &[name.to_owned()]].concat())),
            Name::Import(path) => self.resolve_within(at, path, imports_left),
        });
        let mut found: Vec<Target> = here.collect();
        if found.is_empty() {
            let globs = module.globs.iter().filter_map(|glob| self.resolve_within(at, glob, imports_left));
            found.extend(globs.filter_map(|glob| match glob {
                Target::Module(module) if module != at => {
                    self.look_up(&module, name, is_prefix, imports_left.checked_sub(1)?)
                }
                Target::Module(_) | Target::Item(_) => None,
            }));
        }
        // A module and a function may have one name.
        found.sort_by_key(|target| matches!(target, Target::Module(_)) != is_prefix);
        found.into_iter().next()
    }
}

/// Whether code is built for tests only.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// The module that a path starts from, and what is left of the path: `crate`, `self` and `super` are taken off.
fn start_of<'a>(module: &[String], mut path: &'a [String]) -> Option<(Vec<String>, &'a [String])> {
    let mut at = module.to_vec();
    while let Some((first, rest)) = path.split_first() {
        match first.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => drop(at.pop()?),
            _ => break,
        }
        path = rest;
    }
    Some((at, path))
}

fn file_of_child(parent: &str, name: &str, sources: &[Source]) -> String {
    let parent = Path::new(parent);
    let is_root = ["lib.rs", "main.rs", "mod.rs"].iter().any(|root| parent.ends_with(root));
    let folder: PathBuf =
        if is_root { parent.parent().unwrap_or(parent).to_owned() } else { parent.with_extension("") };
    let paths = [format!("{name}.rs"), format!("{name}/mod.rs")].map(|file| folder.join(file).display().to_string());
    let found = paths.iter().find(|path| sources.iter().any(|source| source.path == **path));
    found.unwrap_or(&paths[0]).clone()
}

fn add_imports(
    tree: &UseTree,
    path: &mut Vec<String>,
    names: &mut BTreeMap<String, Vec<Name>>,
    globs: &mut Vec<Vec<String>>,
) {
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.unraw().to_string());
            add_imports(&part.tree, path, names, globs);
            path.pop();
        }
        UseTree::Name(last) if last.ident == "self" => {
            let name = path.last().cloned().unwrap_or_default();
            names.entry(name).or_default().push(Name::Import(path.clone()));
        }
        UseTree::Name(last) => {
            let name = last.ident.unraw().to_string();
            let full = [path.as_slice(), std::slice::from_ref(&name)].concat();
            names.entry(name).or_default().push(Name::Import(full));
        }
        UseTree::Rename(last) => {
            let full = [path.as_slice(), &[last.ident.unraw().to_string()]].concat();
            names.entry(last.rename.unraw().to_string()).or_default().push(Name::Import(full));
        }
        UseTree::Glob(_) => globs.push(path.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| add_imports(tree, path, names, globs)),
    }
}

/// The name that an item gives to something, apart from modules and imports.
fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.unraw().to_string())
}

pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
