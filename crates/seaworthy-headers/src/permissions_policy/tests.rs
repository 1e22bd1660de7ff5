use super::*;

#[test]
fn what_the_field_allows_is_read_and_written() {
    for (text, sent) in [
        ("camera=()", "camera=()"),
        ("camera=*,usb=self", "camera=*, usb=(self)"),
        ("camera=( self )", "camera=(self)"),
        (
            "geolocation=(self \"https://a.example\" \"https://*.b.example:8443\")",
            "geolocation=(self \"https://a.example\" \"https://*.b.example:8443\")",
        ),
        ("ch-ua-arch=(*)", "ch-ua-arch=*"),
    ] {
        let policy: PermissionsPolicy = text.parse().unwrap();
        let mut issues = Vec::new();
        policy.check(&mut issues);
        assert_eq!(issues, []);
        assert_eq!(policy.to_string(), sent);
        assert_eq!(sent.parse(), Ok(policy));
    }
}

#[test]
fn what_browsers_would_skip_is_refused() {
    for bad in [
        "",
        "camera",
        "camera=",
        "camera=none",
        "camera='none'",
        "camera 'none'",
        "Camera=()",
        "camera=(",
        "camera=)",
        "camera=(self",
        "camera=(src)",
        "camera=self self",
        "camera=(self\t*)",
        "camera=(https://a.example)",
        "camera=(\"a.example\")",
        "camera=(\"https://a.example/path\")",
        "camera=(\"https://a.example\"\"https://b.example\")",
        "camera=()\r\nset-cookie: x=1",
        "camera=();x",
        "=()",
    ] {
        let error = bad.parse::<PermissionsPolicy>().unwrap_err();
        assert_eq!(error.entries(), [bad]);
    }
    let error = "camera=(), usb, midi=x,".parse::<PermissionsPolicy>();
    assert_eq!(error.unwrap_err().entries(), ["usb", "midi=x", ""]);
}

#[test]
fn what_was_put_together_wrongly_is_refused() {
    let issues = |features: &[(&str, Permission)]| {
        let mut policy = PermissionsPolicy::default();
        for (feature, who) in features {
            let who = vec![who.clone()];
            policy.features.push(((*feature).to_owned(), who));
        }
        let mut issues = Vec::new();
        policy.check(&mut issues);
        issues
    };
    let origin = Permission::origin;
    assert_eq!(issues(&[]), [Issue::NoPermissions]);
    assert_eq!(issues(&[("camera", origin("https://a.example"))]), []);
    for bad in [
        ("", Permission::Own),
        ("camera, usb", Permission::Own),
        ("camera", origin("a.example")),
        ("camera", origin("https://a.example\", *")),
        ("camera", origin("self")),
    ] {
        assert!(
            matches!(
                &issues(std::slice::from_ref(&bad))[..],
                [Issue::InvalidPermission { .. }]
            ),
            "{bad:?}"
        );
    }
    let twice = [("camera", Permission::Own), ("camera", Permission::All)];
    let feature = "camera".to_owned();
    assert_eq!(issues(&twice), [Issue::DuplicatePermission { feature }]);
    assert_eq!(
        issues(&[("geo-location", Permission::Own)])[0].to_string(),
        "\"geo-location\" is no permission that browsers know; did you mean `geolocation`?"
    );
}

#[test]
fn the_features_are_well_formed() {
    assert!(KNOWN.iter().all(|feature| is_feature(feature)));
    assert!(MINIMAL.iter().all(|feature| KNOWN.contains(feature)));
    let mut issues = Vec::new();
    PermissionsPolicy::minimal().check(&mut issues);
    assert_eq!(issues, []);
}
