#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod expand;
mod leaf;
mod types;

mod choice;

mod attributes;
mod bounds;
mod names;

mod errors;
mod text;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements the trait `FromSetting` for an enum, by which the text of a variable names a variant.
///
/// The trait of the same name explains the attributes and shows an example.
#[proc_macro_derive(FromSetting, attributes(setting))]
pub fn from_setting(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    choice::from_setting(&input)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}

/// Implements the trait `Settings`, by which a struct is read from the environment.
///
/// The trait of the same name explains the attributes and shows an example.
#[proc_macro_derive(Settings, attributes(settings))]
pub fn settings(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::settings(&input)
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}
