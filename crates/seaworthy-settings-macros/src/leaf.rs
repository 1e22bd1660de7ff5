//! The code that reads a field that is one variable.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Path, Type};

use crate::attributes::{Leaf, Parser};
use crate::bounds::Length;
use crate::{text, types};

/// An expression of the type `Leaf`.
///
/// Its parts are shown where the attribute stands that asks for them.
pub(crate) fn read(name: &str, doc: &str, leaf: &Leaf, ty: &Type, krate: &Path) -> TokenStream {
    let writer = Writer {
        krate,
        parser: leaf.parser,
    };
    let mut read = writer.leaf(name, doc, ty);
    for alias in &leaf.aliases {
        read.extend(quote!(.alias(#alias)));
    }
    if let Some(expected) = &leaf.expected {
        read.extend(quote!(.expected(#expected)));
    }
    // Read by another way than its own, a type has no say in whether it is shown.
    if leaf.secret || types::hides(ty) {
        read.extend(quote!(.secret()));
    }
    if let Some(default) = &leaf.default {
        let (text, value) = (text::of_default(default), writer.value(default, ty));
        read.extend(quote!(.default(#text, || #value)));
    }
    if let Some(default) = &leaf.debug {
        let (text, value) = (text::of_default(default), writer.value(default, ty));
        read.extend(quote!(.debug(#text, || #value)));
    }
    if let Some(min) = &leaf.bounds.min {
        let names = ("Min", "at_least", "it is less than");
        read.extend(writer.bound(names, min, ty));
    }
    if let Some(max) = &leaf.bounds.max {
        let names = ("Max", "at_most", "it is greater than");
        read.extend(writer.bound(names, max, ty));
    }
    if let Some(length) = &leaf.bounds.length {
        read.extend(writer.length(length, ty));
    }
    if let Some(validate) = &leaf.validate {
        // Called here, not passed on, so that it may take a `&[T]` for a `Vec<T>`.
        let span = validate.span();
        let (value, context) = (local("value", span), local("context", span));
        let call = quote_spanned!(span=> #validate(#value, #context));
        read.extend(quote!(.validate(|#value, #context| #call)));
    }
    read
}

/// A name that no expression of the user's can mean, shown there.
fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(span))
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    krate: &'a Path,
    parser: Parser,
}

impl Writer<'_> {
    fn leaf(self, name: &str, doc: &str, ty: &Type) -> TokenStream {
        let krate = self.krate;
        let (function, ty) = match self.parser {
            Parser::Deserialize => ("deserialize", ty.clone()),
            Parser::FromSetting => ("setting", ty.clone()),
            Parser::FromStr => ("from_str", types::parsed(ty, krate)),
        };
        let function = Ident::new(function, Span::call_site());
        quote_spanned!(ty.span()=> #krate::__private::#function::<#ty>(#name, #doc))
    }

    /// The expression that makes a default or a bound of this type, or says why there is none.
    fn value(self, written: &Expr, ty: &Type) -> TokenStream {
        let krate = self.krate;
        let value = match (text::ungrouped(written), self.parser) {
            // Nothing says what an empty array is of.
            (Expr::Array(array), _) if array.elems.is_empty() => quote!(::std::vec::Vec::new()),
            (_, Parser::FromSetting) => quote!(#written),
            (
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
                Parser::Deserialize,
            ) => quote!(#krate::__private::from_text::<#ty>(#text)),
            (
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
                Parser::FromStr,
            ) => {
                let parsed = types::parsed(ty, krate);
                quote!(#krate::__private::parse::<#parsed>(#text))
            }
            (Expr::Array(array), _) => match types::within(ty, "Vec") {
                Some(item) => {
                    let items = array.elems.iter().map(|written| self.value(written, item));
                    quote!([#(#items),*])
                }
                None => quote!(#written),
            },
            _ => quote!(#written),
        };
        quote_spanned!(written.span()=> #krate::IntoDefault::<#ty>::into_default(#value))
    }

    /// A least or greatest value: its bound, what checks it, how its reason begins.
    fn bound(self, names: (&str, &str, &str), written: &Expr, ty: &Type) -> TokenStream {
        let (bound, check, reason) = names;
        let span = written.span();
        let krate = types::at(self.krate, span);
        let bound = Ident::new(bound, span);
        let check = Ident::new(check, span);
        let text = text::of_default(written);
        let reason = format!("{reason} {text}");
        let limit = self.value(written, types::within(ty, "Option").unwrap_or(ty));
        let value = local("value", span);
        let holds = quote_spanned! {span=>
            #krate::__private::#check(#value, #limit, #reason)
        };
        let holds = self.of_what_is_there(&value, &holds, ty);
        quote!(.constraint(#krate::__private::Bound::#bound(#text), #holds))
    }

    fn length(self, length: &Length, ty: &Type) -> TokenStream {
        let written = length.least.as_ref().or(length.most.as_ref());
        let span = written.map_or_else(Span::call_site, Spanned::span);
        let krate = types::at(self.krate, span);
        let none = quote!(::core::option::Option::None);
        let limit = |end: &Option<Expr>, comparison| {
            end.as_ref().map_or(none.clone(), |end| {
                let reasons = text::of_lengths(comparison, end);
                quote!(::core::option::Option::Some((#end, [#(#reasons),*])))
            })
        };
        let least = limit(&length.least, "fewer");
        let most = limit(&length.most, "more");
        let value = local("value", span);
        let holds = quote_spanned! {span=>
            #krate::__private::length(#value, #least, #most)
        };
        let holds = self.of_what_is_there(&value, &holds, ty);
        let min = length.least.as_ref().map_or(quote!(0), |end| quote!(#end));
        let max = length.most.as_ref();
        let max = max.map_or(none, |end| quote!(::core::option::Option::Some(#end)));
        quote!(.constraint(#krate::__private::Bound::Length { min: #min, max: #max }, #holds))
    }

    /// A function of the field, from an expression about the value that an `Option` may hold.
    fn of_what_is_there(self, value: &Ident, holds: &TokenStream, ty: &Type) -> TokenStream {
        let krate = self.krate;
        let option = local("option", value.span());
        if types::within(ty, "Option").is_none() {
            return quote!(|#value| #holds);
        }
        quote!(|#option| #krate::__private::if_some(#option, |#value| #holds))
    }
}
