//! What limits a value: `min`, `max` and `length`.

use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, ExprLit, ExprRange, ExprUnary, Lit, RangeLimits, Result, Type, UnOp};

use crate::text::ungrouped;
use crate::types;

/// The bounds of a field.
#[derive(Default)]
pub(crate) struct Bounds {
    pub(crate) length: Option<Length>,
    pub(crate) max: Option<Expr>,
    pub(crate) min: Option<Expr>,
}

/// From how many to how many, both included; one of them is given at least.
pub(crate) struct Length {
    pub(crate) least: Option<Expr>,
    pub(crate) most: Option<Expr>,
}

impl Bounds {
    /// Refuses bounds that no value keeps.
    pub(crate) fn check(&self) -> Result<()> {
        if let (Some(min), Some(max)) = (&self.min, &self.max) {
            in_order(min, max, "`max` is less than `min`: no value is allowed")?;
        }
        if let Some(Length {
            least: Some(least),
            most: Some(most),
        }) = &self.length
        {
            in_order(
                least,
                most,
                "this is less than the other end: no length is allowed",
            )?;
        }
        Ok(())
    }

    /// Refuses `min` and `max` of a list, which would compare it with a list.
    pub(crate) fn check_type(&self, ty: &Type) -> Result<()> {
        let of_a_list = types::within(types::within(ty, "Option").unwrap_or(ty), "Vec").is_some();
        match [&self.min, &self.max].into_iter().flatten().next() {
            Some(bound) if of_a_list => {
                let reason = "`min` and `max` are for one value; a list has a `length`";
                Err(Error::new_spanned(bound, reason))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a default that nobody could set.
    pub(crate) fn check_default(&self, default: &Expr) -> Result<()> {
        let refuse = |reason| Err(Error::new_spanned(default, reason));
        if self.min.as_ref().is_some_and(|min| is_less(default, min)) {
            return refuse("this default is less than `min`");
        }
        if self.max.as_ref().is_some_and(|max| is_less(max, default)) {
            return refuse("this default is greater than `max`");
        }
        Ok(())
    }
}

impl Parse for Length {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let expression: Expr = input.parse()?;
        let Expr::Range(range) = &expression else {
            return Err(no_length(&expression));
        };
        let ExprRange {
            start, limits, end, ..
        } = range;
        // `1..64` would leave out 64, which few would expect of a limit.
        let leaves_out_its_end = matches!(limits, RangeLimits::HalfOpen(_)) && end.is_some();
        if leaves_out_its_end || (start.is_none() && end.is_none()) {
            return Err(no_length(range));
        }
        Ok(Self {
            least: start.as_deref().cloned(),
            most: end.as_deref().cloned(),
        })
    }
}

fn no_length(expression: &impl ToTokens) -> Error {
    let reason = "a length is `1..`, `..=64` or `1..=64`, with the last number included";
    Error::new_spanned(expression, reason)
}

fn in_order(less: &Expr, greater: &Expr, reason: &str) -> Result<()> {
    if is_less(greater, less) {
        return Err(Error::new_spanned(greater, reason));
    }
    Ok(())
}

/// Whether one is less than the other, as far as that is known: of whole numbers.
fn is_less(one: &Expr, other: &Expr) -> bool {
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one < other,
        _ => false,
    }
}

fn integer(expression: &Expr) -> Option<i128> {
    match expression {
        Expr::Group(_) | Expr::Paren(_) => integer(ungrouped(expression)),
        Expr::Lit(ExprLit {
            lit: Lit::Int(value),
            ..
        }) => value.base10_parse().ok(),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => integer(expr).map(|value| -value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn only_whole_numbers_are_compared() {
        let cases: [(Expr, Expr, bool); 7] = [
            (parse_quote!(1), parse_quote!(2), true),
            (parse_quote!(2), parse_quote!(2), false),
            (parse_quote!(-5), parse_quote!(-(4)), true),
            (parse_quote!(0x10), parse_quote!(1_7u64), true),
            (parse_quote!(1), parse_quote!(MAX), false),
            (parse_quote!(1), parse_quote!(2.0), false),
            (parse_quote!("1"), parse_quote!("2"), false),
        ];
        for (one, other, expected) in cases {
            let text = (one.to_token_stream(), other.to_token_stream());
            assert_eq!(is_less(&one, &other), expected, "{} {}", text.0, text.1);
        }
    }

    #[test]
    fn a_length_is_a_range_with_an_end_that_is_allowed() {
        for good in ["1..", "..=64", "1..=64", "MIN..=MAX - 1", "..=f(1)"] {
            assert!(syn::parse_str::<Length>(good).is_ok(), "{good}");
        }
        for bad in ["..", "1..64", "..64", "64", "MAX", "1..=", "a b"] {
            assert!(syn::parse_str::<Length>(bad).is_err(), "{bad}");
        }
    }
}
