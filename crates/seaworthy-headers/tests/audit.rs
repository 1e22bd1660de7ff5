//! What works but is unwise is said, and nothing else.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;

use seaworthy_headers::{
    Advice, Config, CookieRule, CookieRules, CrossOriginOpenerPolicy, Csp, FrameOptions, Hsts,
    ReferrerPolicy, SameSite,
};

/// The ids of the advice on the default configuration, changed like this.
fn advice(change: impl FnOnce(&mut Config)) -> Vec<&'static str> {
    let mut config = Config::default();
    change(&mut config);
    config.audit().iter().map(Advice::id).collect()
}

fn csp_advice(change: impl FnOnce(&mut Csp)) -> Vec<&'static str> {
    advice(|config| change(config.csp.as_mut().unwrap()))
}

#[test]
fn there_is_nothing_to_say_about_the_default() {
    assert_eq!(Config::default().audit(), []);
    assert!(Config::default().build().is_ok());
}

#[test]
fn hsts_lasts_for_everybody() {
    let hsts = |max_age, include_subdomains, preload| {
        advice(|config| {
            let mut hsts = Hsts::default();
            hsts.max_age = max_age;
            hsts.include_subdomains = include_subdomains;
            hsts.preload = preload;
            config.hsts = Some(hsts);
        })
    };
    let year = 31_536_000;
    assert_eq!(advice(|config| config.hsts = None), ["hsts.missing"]);
    assert_eq!(hsts(15_768_000, true, false), [""; 0]);
    assert_eq!(hsts(15_767_999, true, false), ["hsts.short"]);
    assert_eq!(hsts(0, true, false), ["hsts.short"]);
    assert_eq!(hsts(year, false, false), ["hsts.no_subdomains"]);
    assert_eq!(hsts(year, true, true), [""; 0]);
    assert_eq!(hsts(year - 1, true, true), ["hsts.preload_unready"]);
    assert_eq!(
        hsts(year, false, true),
        ["hsts.no_subdomains", "hsts.preload_unready"]
    );
}

#[test]
fn short_hsts_is_raised_step_by_step() {
    let remedy = |max_age| Advice::HstsShort { max_age }.remedy();
    assert!(remedy(0).contains("`max_age` to 300 "));
    assert!(remedy(300).contains("`max_age` to 604800 "));
    assert!(remedy(604_800).contains("`max_age` to 2592000 "));
    assert!(remedy(15_000_000).contains("`max_age` to 31536000 "));
    assert_eq!(Hsts::STEPS.last(), Some(&Hsts::default().max_age));
}

#[test]
fn an_embedder_policy_wants_its_companions() {
    let embedding = |value: &str, opener: &str, resource: Option<&str>| {
        advice(|config| {
            config.cross_origin_embedder_policy = value.parse().ok();
            config.cross_origin_opener_policy = opener.parse().ok();
            config.cross_origin_resource_policy = resource.map(|value| value.parse().unwrap());
        })
    };
    let popups = "same-origin-allow-popups";
    for value in ["require-corp", "credentialless"] {
        assert_eq!(embedding(value, "same-origin", Some("same-site")), [""; 0]);
        assert_eq!(
            embedding(value, popups, None),
            ["coep.without_corp", "coep.without_coop"]
        );
    }
    assert_eq!(embedding("unsafe-none", popups, None), [""; 0]);
}

#[test]
fn headers_leave_room_for_those_of_a_handler() {
    let with = |hashes: usize| {
        let hash = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        let mut config = Config::default();
        let csp = config.csp.as_mut().unwrap();
        let script = csp
            .directives
            .iter_mut()
            .find(|(name, _)| name == "script-src");
        script.unwrap().1.extend(vec![hash.to_owned(); hashes]);
        config.audit()
    };
    let length = " 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='".len();
    let (hashes, first) = (0..100)
        .map(|hashes| (hashes, with(hashes)))
        .find(|(_, advice)| !advice.is_empty())
        .unwrap();
    let [Advice::HeadersTooLarge { bytes }] = first[..] else {
        panic!("{first:?}");
    };
    assert!(bytes > 3072 && bytes - length <= 3072, "{bytes}");
    // The preset itself takes less than a third of the room.
    assert!(bytes - hashes * length < 1024, "{bytes} {hashes}");
}

#[test]
fn content_types_are_not_guessed() {
    assert_eq!(
        advice(|config| config.content_type_nosniff = false),
        ["nosniff.off"]
    );
}

#[test]
fn cookies_are_hardened() {
    let rules =
        |change: fn(&mut CookieRules)| advice(|config| change(config.cookies.as_mut().unwrap()));
    let only = || CookieRule::Only(vec!["id".to_owned()]);
    assert_eq!(advice(|config| config.cookies = None), ["cookies.off"]);
    assert_eq!(
        rules(|rules| {
            rules.http_only = CookieRule::Off;
            rules.same_site_for = CookieRule::Off;
            rules.secure = CookieRule::Only(Vec::new());
        }),
        [
            "cookies.http_only_off",
            "cookies.same_site_off",
            "cookies.secure_off"
        ]
    );
    assert_eq!(
        rules(|rules| rules.same_site = SameSite::None),
        ["cookies.same_site_none"]
    );
    assert_eq!(rules(|rules| rules.same_site = SameSite::Strict), [""; 0]);
    let mut listed = CookieRules::default();
    listed.http_only = CookieRule::Except(vec!["csrf".to_owned()]);
    listed.same_site = SameSite::None;
    listed.same_site_for = only();
    listed.secure = only();
    assert_eq!(advice(|config| config.cookies = Some(listed)), [""; 0]);
}

#[test]
fn pages_are_not_framed() {
    let frame = |value, ancestors: Option<&str>| {
        advice(|config| {
            config.frame_options = value;
            let csp = config.csp.as_mut().unwrap();
            match ancestors {
                Some(source) => _ = csp.set("frame-ancestors", [source]),
                None => csp.directives.retain(|(name, _)| name != "frame-ancestors"),
            }
        })
    };
    let (deny, same) = (Some(FrameOptions::Deny), Some(FrameOptions::SameOrigin));
    assert_eq!(frame(deny, Some("'none'")), [""; 0]);
    assert_eq!(frame(deny, Some("https://a.example")), [""; 0]);
    assert_eq!(frame(None, Some("'none'")), [""; 0]);
    assert_eq!(frame(same, Some("'none'")), ["frame.overruled"]);
    assert_eq!(frame(same, Some("'self'")), ["frame.not_denied"]);
    assert_eq!(
        frame(same, None),
        ["frame.not_denied", "csp.no_frame_ancestors"]
    );
    assert_eq!(
        frame(None, None),
        ["frame.not_denied", "csp.no_frame_ancestors"]
    );
}

#[test]
fn addresses_are_not_given_away() {
    use ReferrerPolicy::*;
    for (policies, expected) in [
        (vec![], &["referrer.missing"][..]),
        (vec![NoReferrer], &["referrer.breaks_csrf"]),
        (vec![NoReferrerWhenDowngrade], &["referrer.unsafe"]),
        (vec![Origin], &["referrer.unsafe"]),
        (vec![OriginWhenCrossOrigin], &["referrer.unsafe"]),
        (vec![UnsafeUrl], &["referrer.unsafe"]),
        (vec![SameOrigin], &[]),
        (vec![StrictOrigin], &[]),
        (vec![NoReferrer, StrictOriginWhenCrossOrigin], &[]),
        (vec![StrictOrigin, Origin], &["referrer.unsafe"]),
    ] {
        assert_eq!(
            advice(|config| config.referrer_policy = policies.clone()),
            expected
        );
    }
}

#[test]
fn windows_are_not_shared() {
    let opener = |value| advice(|config| config.cross_origin_opener_policy = value);
    assert_eq!(opener(None), ["coop.missing"]);
    assert_eq!(
        opener(Some(CrossOriginOpenerPolicy::UnsafeNone)),
        ["coop.missing"]
    );
    assert_eq!(
        opener(Some(CrossOriginOpenerPolicy::SameOriginAllowPopups)),
        [""; 0]
    );
}

#[test]
fn a_policy_is_enforced() {
    assert_eq!(advice(|config| config.csp = None), ["csp.missing"]);
    assert_eq!(
        advice(|config| config.csp_report_only = config.csp.take()),
        ["csp.report_only", "csp.unreported"]
    );
    assert_eq!(
        advice(|config| config.csp_report_only.clone_from(&config.csp)),
        ["csp.unreported"]
    );
}

#[test]
fn a_policy_covers_what_default_src_does_not() {
    let bare = |directive: &str, values: &[&str]| {
        advice(|config| {
            let mut csp = Csp::default();
            csp.set(directive, values.iter().copied());
            config.csp = Some(csp);
        })
    };
    let rest = [
        "csp.no_base_uri",
        "csp.no_form_action",
        "csp.no_frame_ancestors",
    ];
    assert_eq!(bare("default-src", &["'none'"]), rest);
    assert_eq!(
        bare("default-src", &["'self'"]),
        [&["csp.no_object_src"][..], &rest].concat()
    );
    assert_eq!(
        bare("img-src", &["'self'"]),
        [&["csp.no_script_src", "csp.no_object_src"][..], &rest].concat()
    );
    for directive in ["base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(
            csp_advice(|csp| _ = csp.set(directive, ["*"])),
            ["csp.wildcard"]
        );
        assert_eq!(
            csp_advice(|csp| _ = csp.set(directive, ["'self'"])),
            [""; 0]
        );
    }
    assert_eq!(
        csp_advice(|csp| _ = csp.set("object-src", ["'self'"])),
        ["csp.no_object_src"]
    );
}

#[test]
fn scripts_come_from_somewhere_known() {
    let script = |directive: &str, values: &[&str]| {
        csp_advice(|csp| {
            csp.nonce_in.clear();
            csp.directives.retain(|(name, _)| name != "script-src");
            csp.set(directive, values.iter().copied());
        })
    };
    for directive in ["script-src", "script-src-elem", "script-src-attr"] {
        assert_eq!(script(directive, &["'self'", "https://a.example"]), [""; 0]);
        assert_eq!(
            script(directive, &["'unsafe-inline'"]),
            ["csp.unsafe_inline"]
        );
        assert_eq!(script(directive, &["'unsafe-eval'"]), ["csp.unsafe_eval"]);
        assert_eq!(script(directive, &["*", "data:"]), ["csp.wildcard"; 2]);
        assert_eq!(script(directive, &["https://*:443"]), ["csp.wildcard"]);
        assert_eq!(script(directive, &["*.example"]), [""; 0]);
    }
    assert_eq!(
        script("default-src", &["'unsafe-inline'", "*"]),
        ["csp.unsafe_inline", "csp.wildcard"],
        "default-src decides where script-src is absent; object-src is there"
    );
    assert_eq!(
        script("script-src", &["'unsafe-inline'", "'nonce-abc'"]),
        ["csp.fixed_nonce", "csp.inline_ignored"],
        "browsers ignore unsafe-inline beside a nonce"
    );
    assert_eq!(
        csp_advice(|csp| {
            csp.set(
                "script-src",
                ["'strict-dynamic'", "'unsafe-inline'", "https:"],
            );
            csp.set("default-src", ["'self'", "*", "'unsafe-inline'"]);
        }),
        [""; 0],
        "browsers ignore all of this beside the nonce, and default-src does not decide on scripts"
    );
}

#[test]
fn nobody_relies_on_what_browsers_ignore() {
    let hash = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
    for (directive, values, ignored) in [
        ("style-src", &["'unsafe-inline'"][..], true),
        ("style-src-attr", &["'unsafe-inline'", hash], true),
        ("style-src-attr", &["'unsafe-inline'"], false),
        ("script-src", &["'unsafe-inline'"], true),
        (
            "script-src",
            &["'unsafe-inline'", "'strict-dynamic'"],
            false,
        ),
        ("script-src", &["'self'"], false),
    ] {
        // The strict policy has the nonce in `script-src` and `style-src`.
        let advice = csp_advice(|csp| _ = csp.set(directive, values.iter().copied()));
        let expected = ignored.then_some("csp.inline_ignored");
        assert_eq!(advice, Vec::from_iter(expected), "{directive} {values:?}");
    }
}

#[test]
fn each_piece_of_advice_names_its_rule_field_and_remedy() {
    let mut bad = Config::default();
    bad.hsts = None;
    bad.content_type_nosniff = false;
    bad.frame_options = None;
    bad.referrer_policy = vec![ReferrerPolicy::UnsafeUrl];
    bad.cross_origin_opener_policy = None;
    let mut rules = CookieRules::default();
    rules.http_only = CookieRule::Off;
    rules.same_site = SameSite::None;
    rules.secure = CookieRule::Off;
    bad.cookies = Some(rules);
    let mut csp = Csp::default();
    csp.set("script-src", ["*", "'unsafe-inline'", "'unsafe-eval'"]);
    csp.set("style-src", ["'nonce-abc'"]);
    bad.csp = Some(csp);

    let all = bad.audit();
    let ids: HashSet<_> = all.iter().map(Advice::id).collect();
    assert_eq!(all.len(), 16);
    assert_eq!(ids.len(), all.len());
    for advice in all {
        assert!(advice.id().contains('.'), "{advice:?}");
        assert!(!advice.remedy().is_empty(), "{advice:?}");
        assert!(advice.to_string().len() > 30, "{advice}");
        let about_csp = advice.id().starts_with("csp.");
        assert_eq!(advice.field() == "csp", about_csp, "{advice:?}");
        assert_eq!(advice.directive().is_some(), about_csp, "{advice:?}");
    }
}

#[test]
fn no_remedy_puts_a_nonce_where_it_is_refused() {
    for directive in [
        "script-src",
        "script-src-elem",
        "script-src-attr",
        "img-src",
    ] {
        for advice in [
            Advice::CspFixedNonce { directive },
            Advice::CspUnsafeInline { directive },
        ] {
            let mut config = Config::default();
            let mut csp = Csp::default();
            csp.set(directive, ["'self'"]);
            csp.nonce_in = vec![directive.to_owned()];
            config.csp = Some(csp);
            let advised = advice.remedy().contains("nonce_in");
            assert_eq!(advised, config.build().is_ok(), "{directive}");
        }
    }
}
