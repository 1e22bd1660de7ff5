//! What is known of a type by its name.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{GenericArgument, Path, PathArguments, Type, parse_quote_spanned};

/// What a type of this name holds: `T` for `Vec<T>`, `std::vec::Vec<T>`.
pub(crate) fn within<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let path = match ty {
        Type::Group(group) => return within(&group.elem, name),
        Type::Paren(paren) => return within(&paren.elem, name),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == name && arguments.args.len() == 1 => {
            Some(inner)
        }
        _ => None,
    }
}

/// The type by which a field is read whose content parses itself: `Vec<Parsed<T>>` for `Vec<T>`.
pub(crate) fn parsed(ty: &Type, krate: &Path) -> Type {
    let inner = ["Option", "Vec"]
        .into_iter()
        .find_map(|name| within(ty, name));
    match inner {
        Some(inner) => replaced(ty, parsed(inner, krate)),
        None => {
            let krate = at(krate, ty.span());
            parse_quote_spanned!(ty.span()=> #krate::__private::Parsed<#ty>)
        }
    }
}

/// Whether a type of this name, or one within it, hides what it holds: however it is read.
pub(crate) fn hides(ty: &Type) -> bool {
    const SECRETS: [&str; 7] = [
        "DatabaseUrl",
        "RedisUrl",
        "Secret",
        "SecretBox",
        "SecretKey",
        "SecretString",
        "Url",
    ];
    ty.to_token_stream()
        .to_string()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| SECRETS.contains(&word))
}

/// A path that the compiler shows there, where something is wrong with what it names.
pub(crate) fn at(path: &Path, span: Span) -> TokenStream {
    let tokens = path.to_token_stream().into_iter();
    let located = tokens.map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    located.collect()
}

/// The same type of something else, its other tokens as they were written.
fn replaced(ty: &Type, inner: Type) -> Type {
    let mut ty = ty.clone();
    let mut part = &mut ty;
    loop {
        match part {
            Type::Group(group) => part = &mut group.elem,
            Type::Paren(paren) => part = &mut paren.elem,
            _ => break,
        }
    }
    let last = match part {
        Type::Path(path) => path.path.segments.last_mut(),
        _ => None,
    };
    if let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &mut last.arguments) {
        if let Some(GenericArgument::Type(old)) = arguments.args.first_mut() {
            *old = inner;
        }
    }
    ty
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn lists_and_options_are_known_by_their_last_name() {
        let krate: Path = parse_quote!(k);
        let cases: [(Type, Type); 6] = [
            (parse_quote!(T), parse_quote!(k::__private::Parsed<T>)),
            (
                parse_quote!(Vec<a::T>),
                parse_quote!(Vec<k::__private::Parsed<a::T>>),
            ),
            (
                parse_quote!(std::option::Option<Vec<T>>),
                parse_quote!(std::option::Option<Vec<k::__private::Parsed<T>>>),
            ),
            (
                parse_quote!(Vec<T, A>),
                parse_quote!(k::__private::Parsed<Vec<T, A>>),
            ),
            (
                parse_quote!(Vec<'a>),
                parse_quote!(k::__private::Parsed<Vec<'a>>),
            ),
            (
                parse_quote!([T; 2]),
                parse_quote!(k::__private::Parsed<[T; 2]>),
            ),
        ];
        for (ty, expected) in cases {
            let (found, expected) = (parsed(&ty, &krate), expected);
            let text = |ty: &Type| ty.to_token_stream().to_string();
            assert_eq!(text(&found), text(&expected));
        }
    }
}
