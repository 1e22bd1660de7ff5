//! The code of `derive(FromSetting)`: an enum whose variants are words.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Result};

use crate::attributes::{self, once, unknown};
use crate::errors::Errors;
use crate::text;

pub(crate) fn from_setting(input: &DeriveInput) -> Result<TokenStream> {
    let variants = unit_variants(input)?;
    let krate = attributes::krate(&input.attrs, "setting", "an enum")?;
    check_spellings(&variants)?;

    let name = &input.ident;
    let words: Vec<_> = variants.iter().map(|variant| &variant.word.text).collect();
    let expected = text::or(&words);
    let choices = variants.iter().flat_map(|variant| {
        let ident = &variant.ident;
        variant.spellings().map(move |spelling| {
            let text = &spelling.text;
            let slip = format!("it is none of these; was `{text}` meant?");
            quote!((#text, #slip, || Self::#ident))
        })
    });
    Ok(quote! {
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #krate::FromSetting for #name {
            fn expected() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(#expected)
            }

            fn shape() -> #krate::Shape {
                #krate::Shape::OneOf(::std::vec![#(#words),*])
            }

            fn from_setting(
                text: &str,
            ) -> ::core::result::Result<Self, #krate::Invalid> {
                #krate::__private::one_of(text, &[#(#choices),*])
            }
        }
    })
}

/// A variant and how it is written.
struct Variant {
    ident: Ident,
    word: Spelling,
    aliases: Vec<Spelling>,
}

struct Spelling {
    text: String,
    span: Span,
}

impl Variant {
    fn parse(variant: &syn::Variant) -> Result<Self> {
        if !matches!(variant.fields, Fields::Unit) {
            let reason = "the text of a variable names a variant, and leaves nothing to fill its \
                          fields";
            return Err(Error::new(variant.fields.span(), reason));
        }
        let (rename, aliases) = spellings(&variant.attrs)?;
        let ident = variant.ident.clone();
        let word = match rename {
            Some(word) => word,
            None => of_ident(&ident)?,
        };
        Ok(Self {
            ident,
            word,
            aliases,
        })
    }

    fn spellings(&self) -> impl Iterator<Item = &Spelling> {
        std::iter::once(&self.word).chain(&self.aliases)
    }
}

impl Spelling {
    /// Refuses what could not be told from a list, from the space around it, or in another case.
    fn new(text: &LitStr) -> Result<Self> {
        let spelling = text.value();
        let is_word = spelling.chars().all(|c| c.is_ascii_graphic() && c != ',');
        if spelling.is_empty() || !is_word || spelling.starts_with('[') {
            let reason = "a word has ASCII letters, digits and signs, no space, no `,`, and begins \
                          with no `[`";
            return Err(Error::new(text.span(), reason));
        }
        Ok(Self {
            text: spelling,
            span: text.span(),
        })
    }

    /// What all spellings that mean the same have in common.
    fn folded(&self) -> String {
        self.text.replace(['-', '_'], "").to_ascii_lowercase()
    }
}

/// `rename`, and each `alias`.
fn spellings(attributes: &[Attribute]) -> Result<(Option<Spelling>, Vec<Spelling>)> {
    let (mut rename, mut aliases) = (None, Vec::new());
    for attribute in attributes::named(attributes, "setting") {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                let word = Spelling::new(&meta.value()?.parse()?)?;
                return once(&mut rename, word, &meta);
            }
            if meta.path.is_ident("alias") {
                aliases.push(Spelling::new(&meta.value()?.parse()?)?);
                return Ok(());
            }
            Err(unknown(&meta, "a variant", "`alias`, `rename`"))
        })?;
    }
    Ok((rename, aliases))
}

/// `verify-ca` for `VerifyCa`.
fn of_ident(ident: &Ident) -> Result<Spelling> {
    let text = text::kebab(&ident.unraw().to_string());
    if text.is_empty() || !text.is_ascii() {
        let reason = "no word is made of this name: give the variant one in ASCII, as \
                      `#[setting(rename = \"word\")]`";
        return Err(Error::new(ident.span(), reason));
    }
    Ok(Spelling {
        text,
        span: ident.span(),
    })
}

fn check_spellings(variants: &[Variant]) -> Result<()> {
    let mut errors = Errors::default();
    let mut taken: Vec<(String, &Ident)> = Vec::new();
    for variant in variants {
        for spelling in variant.spellings() {
            let folded = spelling.folded();
            if let Some((_, owner)) = taken.iter().find(|(other, _)| *other == folded) {
                let text = &spelling.text;
                let reason = format!(
                    "`{text}` is read as `{owner}` already: neither case nor `-` nor `_` makes a \
                     difference"
                );
                errors.push(Error::new(spelling.span, reason));
            }
            taken.push((folded, &variant.ident));
        }
    }
    errors.finish()
}

fn unit_variants(input: &DeriveInput) -> Result<Vec<Variant>> {
    let refuse = |span: Span, reason: &str| Err(Error::new(span, reason));
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            let reason = "`FromSetting` is derived for enums; derive `Settings` for a struct of \
                          several variables, or implement `FromSetting`";
            return refuse(data.struct_token.span, reason);
        }
        Data::Union(data) => {
            return refuse(data.union_token.span, "`FromSetting` is derived for enums");
        }
    };
    if !input.generics.params.is_empty() {
        let reason = "`FromSetting` is derived for enums without generics";
        return refuse(input.generics.params.span(), reason);
    }
    if data.variants.is_empty() {
        return refuse(
            input.ident.span(),
            "an enum without variants has no value to read",
        );
    }
    let mut errors = Errors::default();
    let variants = data.variants.iter().map(Variant::parse);
    let variants = variants
        .filter_map(|variant| errors.keep(variant))
        .collect();
    errors.finish()?;
    Ok(variants)
}
