use super::*;

fn ids(config: &Config) -> Vec<&'static str> {
    config.audit().iter().map(Advice::id).collect()
}

#[test]
fn what_runs_in_production_as_it_is_gets_no_advice() {
    for origin in [
        "https://app.example.com",
        "https://*.example.com",
        "capacitor://localhost",
        "chrome-extension://abcdefghijklmnop",
    ] {
        assert_eq!(Config::new([origin]).audit(), [], "{origin}");
    }
}

#[test]
fn what_is_unwise_is_named_with_its_field_and_remedy() {
    let mut config = Config::new([
        "*",
        "http://example.com",
        "http://*.localhost:*",
        "https://localhost",
        "no origin",
    ]);
    config.headers = vec!["X-HTTP-Method-Override".into()];
    config.max_age = None;
    assert_eq!(
        ids(&config),
        [
            "cors.any_origin",
            "cors.insecure_origin",
            "cors.localhost",
            "cors.localhost",
            "cors.method_override",
            "cors.no_max_age",
        ]
    );
    let fields: Vec<_> = config.audit().iter().map(Advice::field).collect();
    assert_eq!(
        fields,
        [
            "origins", "origins", "origins", "origins", "headers", "max_age"
        ]
    );
    for advice in config.audit() {
        assert!(!advice.remedy().is_empty() && !advice.to_string().is_empty());
    }
}

#[test]
fn what_is_tolerated_is_told_all_the_same() {
    let mut config = Config::new([
        "http://example.com",
        "https://*.github.io",
        "https://example.com:*",
    ]);
    assert_eq!(ids(&config), ["cors.insecure_origin", "cors.any_port"]);
    config.credentials = true;
    config.dangerously_tolerate_insecure_origins = true;
    config.dangerously_tolerate_subdomains_of_public_suffixes = true;
    assert!(config.build().is_ok());
    assert_eq!(
        ids(&config),
        [
            "cors.insecure_credentials",
            "cors.public_suffix",
            "cors.any_port"
        ]
    );
    for advice in config.audit() {
        assert!(!advice.remedy().is_empty() && !advice.to_string().is_empty());
    }
}

#[test]
fn a_max_age_of_zero_is_none() {
    let mut config = Config::new(["https://example.com"]);
    config.max_age = Some(0);
    assert_eq!(ids(&config), ["cors.no_max_age"]);
}

#[test]
fn who_grants_no_preflight_need_not_say_how_long_it_is_kept() {
    for (methods, headers, told) in [
        (&["GET", "post"][..], &[][..], false),
        (&[], &[], false),
        (&["PUT"], &[], true),
        (&["*"], &[], true),
        (&["GET"], &["content-type"], true),
    ] {
        let mut config = Config::new(["https://example.com"]);
        config.methods = methods.iter().map(|&name| name.into()).collect();
        config.headers = headers.iter().map(|&name| name.into()).collect();
        config.max_age = None;
        assert_eq!(!config.audit().is_empty(), told, "{methods:?} {headers:?}");
    }
}
