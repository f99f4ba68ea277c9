//! No function is longer than a screen or two.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

use crate::sources::{Source, all_sources, assert_none};

/// The longest function that is allowed, in lines from its `fn` to its last brace.
const LINES_MAX: usize = 70;

#[test]
fn no_function_is_too_long() {
    let sources = all_sources().into_iter().filter(Source::is_rust);

    let faults: Vec<String> = sources.flat_map(|source| faults(&source)).collect();

    assert_none(&faults);
}

fn faults(source: &Source) -> Vec<String> {
    let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut functions = Functions { path: &source.path, faults: Vec::new() };
    functions.visit_file(&file);
    functions.faults
}

struct Functions<'a> {
    path: &'a str,
    faults: Vec<String>,
}

impl Functions<'_> {
    fn check(&mut self, signature: &Signature, body: &Block) {
        let (first, last) = (signature.span().start().line, body.span().end().line);
        let lines = last + 1 - first;
        if lines > LINES_MAX {
            self.faults
                .push(format!("{}:{first}: {}: {lines} lines, of at most {LINES_MAX}", self.path, signature.ident));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.check(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.check(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.check(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[test]
fn a_function_of_one_line_too_many_is_a_fault() {
    let of = |lines| {
        let body = "    ();\n".repeat(lines - 2);
        faults(&Source::new("a.rs", &format!("struct A;\nimpl A {{\nfn long() {{\n{body}}}\n}}\n")))
    };

    assert_eq!(of(LINES_MAX), Vec::<String>::new());
    assert_eq!(of(LINES_MAX + 1), ["a.rs:3: long: 71 lines, of at most 70"]);
}
