use super::*;

fn words(name: &str) -> Vec<String> {
    words_of(name).into_iter().map(String::from_iter).collect()
}

fn refusal(words: &[&str], username: &str, password: &str) -> Option<ValidationError> {
    let user = UserAttributes::new().username(username);
    let candidate = Candidate::new(password).unwrap();
    let context = ContextWords::new(words).unwrap();
    context.validate(&candidate, Some(&user)).err()
}

#[test]
fn words_are_the_letters_of_a_name() {
    for (name, expected) in [
        ("Jane", &["jane"][..]),
        ("jane_smith84", &["janesmith", "jane", "smith"]),
        ("al.wu", &["alwu"]),
        ("Zoë", &[]),
        ("Chloë", &["chloe"]),
        (
            "jane.doe@example.com",
            &["janedoe", "jane", "examplecom", "example"],
        ),
        ("1234 !?", &[]),
        ("", &[]),
        ("田中", &["田中"]),
        ("田", &[]),
    ] {
        assert_eq!(words(name)[..], *expected, "{name}");
    }
}

#[test]
fn a_word_with_little_beside_it_is_no_password() {
    for bad in [
        "jane",
        "jane2026!",
        "JANE-smith-1",
        "xjanex",
        "janejanejanejane",
        "jane 1995-10-23 19:45",
        "j4n3!!!",
        "JÁÑE1234",
        "jаnе1234",
        "ｊａｎｅ1234",
        "j\u{200B}ane99",
        "smith-jane-7x7x7",
    ] {
        let error = refusal(&[], "jane.smith", bad).unwrap();
        assert_eq!(error.code(), "password_too_obvious", "{bad}");
        assert_eq!(error.message(), "The password is based on the username.");
    }
    for good in [
        "",
        "jan2026!",
        "jane herds quaint herons",
        "barleyjane42",
        "smjitaneh",
    ] {
        assert_eq!(refusal(&[], "jane.smith", good), None, "{good}");
    }
}

#[test]
fn a_word_of_the_service_is_not_shown() {
    let error = refusal(&["Les Trois Chênes"], "", "tro1schenes26").unwrap();
    assert_eq!(error.params(), []);
    assert!(!error.message().contains("trois"), "{error}");
}

#[test]
fn words_count_together_and_the_user_is_named_first() {
    let error = refusal(&["Harvest"], "jane", "harvest-jane-abc").unwrap();
    assert_eq!(error.param("verbose_name"), Some(&"username".into()));
    assert_eq!(refusal(&["Harvest"], "", "harvest-jane-abc"), None);
}

#[test]
fn each_word_alone_is_enough_and_the_first_attribute_is_named() {
    for password in ["harvest26", "vineyard26"] {
        assert!(refusal(&["Harvest", "Vineyard"], "", password).is_some());
    }
    let user = UserAttributes::new()
        .email("jane@example.com")
        .username("jane");
    let candidate = Candidate::new("jane2026!").unwrap();
    let context = ContextWords::new([""; 0]).unwrap();
    let error = context.validate(&candidate, Some(&user)).unwrap_err();
    assert_eq!(error.param("verbose_name"), Some(&"username".into()));
}

#[test]
fn without_a_word_nothing_is_refused() {
    for good in ["", "12345678", "a", "jane"] {
        assert_eq!(refusal(&["Harvest"], "", good), None);
    }
}

#[test]
fn too_few_letters_are_an_issue() {
    for bad in ["", "IBM", "42", "a-b-c", "X1"] {
        let error = ContextWords::new([bad, "Harvest"]).unwrap_err();
        assert_eq!(error.issues().len(), 1);
        assert_eq!(error.issues()[0].field(), "context_words");
    }
}

#[test]
fn chosen_attributes_replace_the_usual_ones() {
    let context = ContextWords::new([""; 0])
        .unwrap()
        .with_attributes(["farm"]);
    let user = UserAttributes::new()
        .username("jane")
        .attribute("farm", "farm", "Oakfield");
    let validate = |password| {
        context
            .validate(&Candidate::new(password).unwrap(), Some(&user))
            .is_ok()
    };
    assert!(validate("jane2026!"));
    assert!(!validate("0akfield!"));
}

#[test]
fn the_work_is_bounded_whatever_is_given() {
    for name in [
        "abcd.wxyz.".repeat(400),
        "x".repeat(4096),
        "é@".repeat(2000),
    ] {
        let letters: usize = words_of(&name).iter().map(Vec::len).sum();
        assert!(letters <= LETTERS, "{letters}");
    }
    let longest = "ﷲ".repeat(Candidate::MAX_BYTES / 3);
    assert!(refusal(&[], &longest, &longest).is_some());
    let late = format!("{} jane", "1".repeat(Candidate::MAX_BYTES));
    assert_eq!(refusal(&[], &late, "jane2026!"), None);
    let name = "q".repeat(100);
    assert!(
        refusal(&[], &name, &name).is_some(),
        "a long name is looked for as a whole"
    );
}
