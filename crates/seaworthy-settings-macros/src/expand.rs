//! The code of `derive(Settings)`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, FieldsNamed, Ident, LitStr, Path, Result};

use crate::attributes::{self, Field, Name};
use crate::errors::Errors;
use crate::names::{self, Names};
use crate::{leaf, text};

pub(crate) fn settings(input: &DeriveInput) -> Result<TokenStream> {
    let fields = named_fields(input)?;
    let krate = attributes::krate(&input.attrs, "settings", "a struct")?;

    let mut errors = Errors::default();
    let mut reads = Vec::new();
    for (index, field) in fields.named.iter().enumerate() {
        reads.extend(errors.keep(Read::new(index, field, &krate)));
    }
    let mut names = Names::default();
    for read in &reads {
        names.push(&read.name, &read.field, &read.former_names);
    }
    names.check(&mut errors);
    errors.finish()?;

    let name = &input.ident;
    let visitor = visitor();
    let statements = reads.iter().map(|read| &read.statement);
    let members = reads.iter().map(|read| {
        let (field, value) = (&read.field, &read.value);
        quote!(#field: #value?)
    });
    Ok(quote! {
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #krate::Settings for #name {
            fn visit<__Visitor: #krate::__private::Visitor>(
                #visitor: &mut __Visitor,
            ) -> ::core::option::Option<Self> {
                #(#statements)*
                ::core::option::Option::Some(Self { #(#members),* })
            }
        }
    })
}

/// How one field is read: a statement that binds `value`, an `Option` of the field's type.
///
/// All statements run before the first `None` ends the function, so that every error is found.
struct Read {
    field: Ident,
    name: String,
    former_names: Vec<LitStr>,
    value: Ident,
    statement: TokenStream,
}

impl Read {
    fn new(index: usize, field: &syn::Field, krate: &Path) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new(field.span(), "a setting needs a name"));
        };
        let value = format_ident!("field_{index}", span = Span::mixed_site());
        let visitor = visitor();
        let mut former_names = Vec::new();
        let (name, read) = match Field::parse(&field.attrs)? {
            Field::Leaf(leaf) => {
                leaf.bounds.check_type(&field.ty)?;
                let name = match &leaf.env {
                    Some(name) => name.value(),
                    None => names::of_field(&ident)?,
                };
                let doc = text::of_doc(&field.attrs);
                let leaf_read = leaf::read(&name, &doc, &leaf, &field.ty, krate);
                former_names = leaf.aliases;
                let read = quote!(#krate::__private::Visitor::leaf(#visitor, #leaf_read));
                (name, read)
            }
            Field::Struct { name } => {
                let name = match name {
                    Name::Nothing => String::new(),
                    Name::OfField => names::of_field(&ident)?,
                    Name::Other(name) => name.value(),
                };
                let ty = &field.ty;
                let read = quote_spanned! {ty.span()=>
                    #krate::__private::Visitor::nested::<#ty>(#visitor, #name)
                };
                (name, read)
            }
        };
        Ok(Self {
            statement: quote!(let #value = #read;),
            field: ident,
            name,
            former_names,
            value,
        })
    }
}

/// The name of the function's one argument, which no expression of the user's can mean.
fn visitor() -> Ident {
    Ident::new("visitor", Span::mixed_site())
}

fn named_fields(input: &DeriveInput) -> Result<&FieldsNamed> {
    let refuse = |span: Span, reason: &str| Err(Error::new(span, reason));
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            let reason = "`Settings` is for structs; an enum is one value: derive `FromSetting` \
                          for it, or implement `FromStr` and use `#[settings(from_str)]`";
            return refuse(data.enum_token.span, reason);
        }
        Data::Union(data) => {
            return refuse(data.union_token.span, "`Settings` is for structs");
        }
    };
    if !input.generics.params.is_empty() {
        let reason = "`Settings` is for structs without generics: its variables must be known";
        return refuse(input.generics.params.span(), reason);
    }
    match &data.fields {
        Fields::Named(fields) => Ok(fields),
        Fields::Unit | Fields::Unnamed(_) => {
            let reason = "`Settings` needs named fields: a variable is named after its field";
            refuse(input.ident.span(), reason)
        }
    }
}
