//! How a default reads in tables and error messages.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Lit, Meta, UnOp};

/// The default as the variable would hold it, or the expression where that is not known.
pub(crate) fn of_default(default: &Expr) -> String {
    literal(default).unwrap_or_else(|| of_tokens(default.to_token_stream()))
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Array(array) => {
            let items: Option<Vec<_>> = array.elems.iter().map(literal).collect();
            items.map(|items| list(&items))
        }
        Expr::Group(_) | Expr::Paren(_) => literal(ungrouped(expression)),
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Bool(value) => Some(value.value.to_string()),
            Lit::Float(value) => Some(value.base10_digits().to_owned()),
            Lit::Int(value) => Some(value.base10_digits().to_owned()),
            Lit::Str(value) => Some(value.value()),
            _ => None,
        },
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => literal(expr).map(|value| format!("-{value}")),
        _ => None,
    }
}

/// The items as they are read back: separated by commas, or as JSON where commas are not enough.
fn list(items: &[String]) -> String {
    let needs_quotes = |item: &String| {
        item.is_empty() || item.contains(',') || item.trim() != item || item.starts_with('[')
    };
    if !items.iter().any(needs_quotes) {
        return items.join(",");
    }
    let quoted = items.iter().map(|item| {
        let mut quoted = String::from('"');
        for character in item.chars() {
            match character {
                '"' | '\\' => quoted.extend(['\\', character]),
                c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => quoted.push(c),
            }
        }
        quoted.push('"');
        quoted
    });
    format!("[{}]", quoted.collect::<Vec<_>>().join(","))
}

/// Why a length is refused, of characters, items and entries: the library knows which these are.
pub(crate) fn of_lengths(comparison: &str, limit: &Expr) -> [String; 3] {
    let limit = match ungrouped(limit) {
        Expr::Lit(_) => literal(limit),
        _ => None,
    };
    let units = [
        ("character", "characters"),
        ("item", "items"),
        ("entry", "entries"),
    ];
    units.map(|(one, several)| match (comparison, limit.as_deref()) {
        ("fewer", Some("1")) => "it is empty".to_owned(),
        (_, Some("1")) => format!("it has {comparison} than 1 {one}"),
        (_, Some(limit)) => format!("it has {comparison} than {limit} {several}"),
        ("fewer", None) => format!("it has too few {several}"),
        (_, None) => format!("it has too many {several}"),
    })
}

/// The expression without what was put around it, as macros do.
pub(crate) fn ungrouped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => ungrouped(&group.expr),
        Expr::Paren(paren) => ungrouped(&paren.expr),
        _ => expression,
    }
}

/// `a, b or c`.
pub(crate) fn or(words: &[&String]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).clone(),
        [words @ .., last] => {
            let words: Vec<_> = words.iter().map(|word| word.as_str()).collect();
            format!("{} or {last}", words.join(", "))
        }
    }
}

/// `verify-ca` for `VerifyCa`, `http-server` for `HTTPServer`.
pub(crate) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut before = '_';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let follows_a_word = before.is_ascii_lowercase() || before.is_ascii_digit();
        let begins_a_word = letters.peek().is_some_and(char::is_ascii_lowercase);
        let is_first = letter.is_ascii_uppercase() && (follows_a_word || begins_a_word);
        if (is_first || before == '_') && letter != '_' && !kebab.is_empty() {
            kebab.push('-');
        }
        if letter != '_' {
            kebab.extend(letter.to_lowercase());
        }
        before = letter;
    }
    kebab
}

/// Tokens with as little space as they need; the compiler's own way of spacing is not stable.
fn of_tokens(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                    Delimiter::Parenthesis => ("(", ")"),
                };
                let inner = of_tokens(group.stream());
                text.extend([open, inner.as_str(), close]);
            }
            TokenTree::Punct(punct) => text.push(punct.as_char()),
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if text.ends_with(|c: char| c.is_alphanumeric() || "_,;\"'".contains(c)) {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
            }
        }
    }
    text
}

/// The text of a doc comment, without the space that follows the slashes.
pub(crate) fn of_doc(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    lines.join("\n").trim().to_owned()
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    if !meta.path.is_ident("doc") {
        return None;
    }
    let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = &meta.value
    else {
        return None;
    };
    let text = text.value();
    Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn a_default_reads_as_the_variable_would_hold_it() {
        for (default, text) in [
            (parse_quote!(31_536_000), "31536000"),
            (parse_quote!(-1.5), "-1.5"),
            (parse_quote!(false), "false"),
            (parse_quote!("DENY"), "DENY"),
            (parse_quote!(["a", "b"]), "a,b"),
            (parse_quote!([]), ""),
            (parse_quote!((-(1))), "-1"),
            (
                parse_quote!(Duration::from_secs(60)),
                "Duration::from_secs(60)",
            ),
            (parse_quote!([A, f(b, 2 as u8)]), "[A, f(b, 2 as u8)]"),
        ] {
            let default: Expr = default;
            assert_eq!(of_default(&default), text);
        }
    }

    #[test]
    fn a_length_that_is_refused_is_told_with_its_limit_where_that_is_known() {
        let cases: [(&str, Expr, &str); 5] = [
            ("fewer", parse_quote!(1), "it is empty"),
            ("fewer", parse_quote!(8usize), "it has fewer than 8 items"),
            ("more", parse_quote!((1)), "it has more than 1 item"),
            ("fewer", parse_quote!(MIN), "it has too few items"),
            ("more", parse_quote!(8 * 8), "it has too many items"),
        ];
        for (comparison, limit, reason) in cases {
            assert_eq!(of_lengths(comparison, &limit)[1], reason);
        }
    }

    #[test]
    fn a_variant_is_written_in_small_letters_with_dashes() {
        for (variant, word) in [
            ("Debug", "debug"),
            ("VerifyCa", "verify-ca"),
            ("HTTPServer", "http-server"),
            ("Http2", "http2"),
            ("Http2Only", "http2-only"),
            ("TLS", "tls"),
            ("V1_2", "v1-2"),
            ("SCREAMING_CASE", "screaming-case"),
            ("small", "small"),
            ("_Odd__One_", "odd-one"),
            ("__", ""),
        ] {
            assert_eq!(kebab(variant), word, "{variant}");
        }
    }

    #[test]
    fn the_last_of_several_words_follows_an_or() {
        let [a, b, c] = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(or(&[&a]), "a");
        assert_eq!(or(&[&a, &b]), "a or b");
        assert_eq!(or(&[&a, &b, &c]), "a, b or c");
    }

    #[test]
    fn a_doc_comment_keeps_its_lines_and_loses_one_space() {
        let field: syn::ItemStruct = parse_quote! {
            /// First.
            ///
            ///   Indented.
            struct Documented {}
        };
        assert_eq!(of_doc(&field.attrs), "First.\n\n  Indented.");
    }
}
