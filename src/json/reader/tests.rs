//! Paths of problems, and which problems hide others.

use super::*;

/// The problems that `read` finds in a text, as they are printed.
fn found(json: &str, read: impl FnOnce(&Object<'_>) -> Option<()>) -> Vec<String> {
    let problems = read_object(json.as_bytes(), read).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_path_names_members_and_elements() {
    let problems = found(r#"{"a/b": [{}, {"~": "x"}]}"#, |object| {
        for node in object.member("a/b").list(2..=2, "elements").iter() {
            node.object(&["~"]).or("~", 0, |node| node.count(0..=9));
        }
        Some(())
    });

    assert_eq!(problems, ["/a~1b/1/~0: must be a whole number from 0 to 9, without quotes or point, and is text"]);
}

#[test]
fn a_fault_hides_faults_inside_and_a_remark_hides_none() {
    let read = |fault: bool| {
        found(r#"{"a": {"b": 1}}"#, |object| {
            let (a, inside) = (object.member("a"), object.member("a").object(&["b"]));
            if fault {
                a.fault(Code::BadText, "is wrong");
            } else {
                inside.remark(Code::BadText, "is wrong");
            }
            inside.member("b").flag();
            Some(())
        })
    };

    assert_eq!(read(true), ["/a: is wrong"]);
    assert_eq!(read(false).len(), 2);
}

#[test]
fn a_whole_number_out_of_range_is_answered_with_the_nearest() {
    for (number, near) in [("-1", 1), ("0", 1), ("18446744073709551615", 9)] {
        let problems = found(&format!(r#"{{"n": {number}}}"#), |object| {
            object.member("n").whole(1..=9);
            Some(())
        });

        assert_eq!(problems, [format!("/n: must be a whole number from 1 to 9; the nearest is {near}")]);
    }
}

#[test]
fn a_text_that_is_no_object_has_one_problem() {
    for (text, message) in [
        ("[{\"a\": 1, \"a\": 1}]", ": must be one JSON object, and is a list"),
        ("null", ": must be one JSON object, and is null"),
        ("{", ": must be JSON; at line 1, column 1: EOF while parsing an object"),
    ] {
        assert_eq!(found(text, |_| Some(())), [message]);
    }
}

#[test]
fn a_decimal_is_guessed_only_where_it_would_be_taken() {
    let bounds = Bounds::FROM_ZERO.at_most(2_000).with_places(2);
    let whole = "must be decimal text such as \"12.50\": at most 13 digits, then at most 12 places, and is";
    for (text, hint) in [("2,98", "; perhaps \"2.98\""), ("-2,98", ""), ("2,985", ""), ("1,985", "; perhaps \"1985\"")]
    {
        let problems = found(&format!(r#"{{"n": "{text}"}}"#), |object| {
            object.member("n").amount(&bounds);
            Some(())
        });

        assert_eq!(problems, [format!("/n: {whole} \"{text}\"{hint}")]);
    }
}

#[test]
fn a_whole_number_that_was_rounded_is_not_guessed() {
    let problems = found(r#"{"n": 9007199254740993.0}"#, |object| {
        object.member("n").whole(0..=u64::MAX);
        Some(())
    });

    assert_eq!(problems.len(), 1);
    assert!(!problems[0].contains("perhaps"), "{problems:?}");
}

#[test]
fn a_whole_number_is_guessed_where_one_was_meant() {
    let cases = [
        ("24.0", "24.0; perhaps 24"),
        ("2.4e1", "24.0; perhaps 24"),
        ("\"24\"", "\"24\"; perhaps 24"),
        ("\"24.00\"", "\"24.00\"; perhaps 24"),
        ("\"1,250\"", "\"1,250\"; perhaps 1250"),
        ("\"1.250\"", "\"1.250\""),
        ("24.5", "24.5"),
        ("\"24.5\"", "\"24.5\""),
        ("1e300", "1e+300"),
        ("-24.0", "-24.0"),
        ("\"-24\"", "\"-24\""),
        ("\"99999\"", "\"99999\""),
        ("0.0", "0.0"),
        ("\"soon\"", "text"),
        ("\"18446744073709551615\"", "\"18446744073709551615\""),
    ];

    for (value, said) in cases {
        let problems = found(&format!(r#"{{"n": {value}}}"#), |object| {
            object.member("n").whole(1..=9_999);
            Some(())
        });

        let wanted = "must be a whole number from 1 to 9999, without quotes or point";
        assert_eq!(problems, [format!("/n: {wanted}, and is {said}")], "{value}");
    }
}
