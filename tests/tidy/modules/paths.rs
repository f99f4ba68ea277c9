//! Every path in a module's code, with its line.
#![expect(clippy::wildcard_enum_match_arm, reason = "the parser's enums grow; what is not asked for is passed over")]

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, ExprPath, ExprStruct, Field, ImplItem, Item, ItemUse, Macro, Pat, UseTree, VisRestricted, Visibility,
};

use super::{Module, attributes, is_for_tests};

/// A path in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    /// As it is written, such as `super`, `lot`, `Lot`; of a glob without its star.
    pub(crate) path: Vec<String>,
    pub(crate) role: Role,
}

/// How the code uses a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is a value: called, or built, or passed on.
    Value,
    /// Part of a `pub use`, which uses nothing itself.
    ReExport,
    Other,
}

/// All paths in a module, those of its inline modules apart.
pub(crate) fn named_in(module: &Module) -> Vec<Named> {
    let mut finder = Finder { found: Vec::new(), role: Role::Other };
    module.items.iter().for_each(|item| finder.visit_item(item));
    finder.found
}

struct Finder {
    found: Vec<Named>,
    role: Role,
}

impl Finder {
    fn add(&mut self, line: usize, path: Vec<String>, role: Role) {
        self.found.push(Named { line, path, role });
    }

    fn add_uses(&mut self, tree: &UseTree, path: &mut Vec<String>, role: Role) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.unraw().to_string());
                self.add_uses(&part.tree, path, role);
                path.pop();
            }
            UseTree::Name(last) if last.ident == "self" => self.add(last.span().start().line, path.clone(), role),
            UseTree::Name(last) => {
                let full = [path.as_slice(), &[last.ident.unraw().to_string()]].concat();
                self.add(last.span().start().line, full, role);
            }
            UseTree::Rename(last) => {
                let full = [path.as_slice(), &[last.ident.unraw().to_string()]].concat();
                self.add(last.span().start().line, full, role);
            }
            UseTree::Glob(star) => self.add(star.span().start().line, path.clone(), role),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_uses(tree, path, role)),
        }
    }

    /// Paths of two parts and more in text that only its macro understands.
    fn add_tokens(&mut self, tokens: &TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_tokens(line, &mut path);
                        line = ident.span().start().line;
                    }
                    path.push(ident.unraw().to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && colons < 2 => colons += 1,
                other => {
                    self.end_tokens(line, &mut path);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.add_tokens(&group.stream());
                    }
                }
            }
        }
        self.end_tokens(line, &mut path);
    }

    fn end_tokens(&mut self, line: usize, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            self.add(line, path, Role::Other);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast Item) {
        // Inline modules are modules of their own.
        if !is_for_tests(attributes(item)) && !matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            _ => return visit::visit_impl_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if !is_for_tests(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        let role = if matches!(import.vis, Visibility::Inherited) { Role::Other } else { Role::ReExport };
        self.add_uses(&import.tree, &mut Vec::new(), role);
    }

    fn visit_expr_path(&mut self, expression: &'ast ExprPath) {
        let outer = std::mem::replace(&mut self.role, Role::Value);
        visit::visit_expr_path(self, expression);
        self.role = outer;
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        // A case in a pattern is asked for, not made.
        if let Pat::Path(pattern) = pattern {
            visit::visit_expr_path(self, pattern);
        } else {
            visit::visit_pat(self, pattern);
        }
    }

    fn visit_expr_struct(&mut self, expression: &'ast ExprStruct) {
        let outer = std::mem::replace(&mut self.role, Role::Value);
        self.visit_path(&expression.path);
        self.role = outer;
        expression.fields.iter().for_each(|field| self.visit_field_value(field));
        if let Some(rest) = &expression.rest {
            self.visit_expr(rest);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let full = path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
            self.add(path.span().start().line, full, self.role);
        }
        let outer = std::mem::replace(&mut self.role, Role::Other);
        visit::visit_path(self, path);
        self.role = outer;
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_macro(self, call);
        self.add_tokens(&call.tokens);
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}
