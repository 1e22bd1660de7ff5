//! A password, its user's name and a word of the context: judged and prepared, whatever they hold.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seaworthy_password::{
    CommonPassword, Config, ContextWords, Factor, UserAttributes, Validators, prepare,
};

static VALIDATORS: LazyLock<Validators> = LazyLock::new(Validators::django);
static NIST: LazyLock<Validators> =
    LazyLock::new(|| Config::nist_800_63b(Factor::Multi).build().unwrap());

fuzz_target!(|data: (&str, &str, &str)| {
    let (password, name, word) = data;
    let user = UserAttributes::new().username(name);
    let alone = VALIDATORS.validate(password, None);
    let with_user = VALIDATORS.validate(password, Some(&user));
    assert!(
        alone.is_ok() || with_user.is_err(),
        "knowing more never accepts more"
    );
    if password.chars().count() < 8 {
        assert!(alone.is_err());
    }

    let listed = CommonPassword::from_lines(word);
    let seeing = Validators::empty().with(listed.clone().through_disguises());
    if Validators::empty()
        .with(listed)
        .validate(password, None)
        .is_err()
    {
        assert!(
            seeing.validate(password, None).is_err(),
            "a list that sees more refuses more"
        );
    }

    let nist = NIST.validate(password, Some(&user));
    if let Ok(words) = ContextWords::new([word]) {
        let stricter = NIST.clone().with(words).validate(password, Some(&user));
        assert!(
            nist.is_ok() || stricter.is_err(),
            "another rule never accepts more"
        );
    }

    if let Ok(prepared) = prepare(password) {
        let again = prepare(&prepared).expect("what is prepared is as it should be");
        assert_eq!(&*prepared, &*again, "what is prepared stays as it is");
    }
});
