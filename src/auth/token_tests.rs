//! Which tokens are accepted, and which are refused.

use serde_json::{Value, json};

use super::*;

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);

fn grant() -> Grant {
    Grant {
        person: PersonId::parse("u1").unwrap(),
        org: OrgId::parse("acme").unwrap(),
        role: Role::Supplier,
        ttl: Duration::from_hours(1),
    }
}

fn claims() -> Value {
    json!({"iss": "fairlot", "aud": "fairlot", "sub": "u1", "org": "acme", "role": "supplier",
        "iat": 1_795_000_000, "exp": 1_795_003_600, "jti": "j"})
}

fn without(member: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(member);
    claims
}

fn with(member: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[member] = value;
    claims
}

fn signed(tokens: &Tokens, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &tokens.encoding).unwrap()
}

#[test]
fn a_token_proves_who_it_was_issued_for() {
    let tokens = Tokens::new(&ServerKey::random());

    let principal = tokens.check(&tokens.issue(&grant(), NOW), NOW).unwrap();

    assert_eq!((principal.person.as_str(), principal.org.as_str(), principal.role), ("u1", "acme", Role::Supplier));
    assert_eq!(principal.expires_at, NOW + Duration::from_hours(1));
}

#[test]
fn a_token_without_what_it_needs_is_refused() {
    let tokens = Tokens::new(&ServerKey::random());
    assert!(tokens.check(&signed(&tokens, &claims()), NOW).is_ok());

    for member in ["iss", "aud", "sub", "org", "role", "exp", "iat", "jti"] {
        assert_eq!(tokens.check(&signed(&tokens, &without(member)), NOW), Err(BadToken), "without {member}");
    }
}

#[test]
fn a_token_for_another_party_or_with_a_wrong_member_is_refused() {
    let tokens = Tokens::new(&ServerKey::random());
    let wrong = [
        ("iss", json!("another")),
        ("aud", json!("another")),
        ("aud", json!(["another"])),
        ("sub", json!("")),
        ("org", json!("x".repeat(65))),
        ("role", json!("root")),
        ("exp", json!("1795003600")),
        ("exp", json!(-1)),
        ("exp", json!(u64::MAX)),
        ("nbf", json!("tomorrow")),
    ];

    for (member, value) in wrong {
        let token = signed(&tokens, &with(member, value.clone()));

        assert_eq!(tokens.check(&token, NOW), Err(BadToken), "{member} {value}");
    }
}

#[test]
fn time_is_checked_with_five_seconds_of_leeway() {
    let tokens = Tokens::new(&ServerKey::random());
    let second = |seconds: i64| Instant::from_micros((1_795_000_000 + seconds) * 1_000_000);
    let expiring = signed(&tokens, &claims());
    let later = signed(&tokens, &with("nbf", json!(1_795_000_100)));

    assert!(tokens.check(&expiring, second(3_604)).is_ok());
    assert!(tokens.check(&expiring, second(3_605)).is_err());
    assert!(tokens.check(&later, second(94)).is_err());
    assert!(tokens.check(&later, second(95)).is_ok());
}

#[test]
fn another_key_another_algorithm_and_no_algorithm_are_refused() {
    let key = ServerKey::random();
    let tokens = Tokens::new(&key);
    let other_key = Tokens::new(&ServerKey::random());
    let hmac = EncodingKey::from_secret(&key.public());
    let hmac_hex = EncodingKey::from_secret(key.public_hex().as_bytes());
    let unsigned = |header: &str| {
        let good = signed(&tokens, &claims());
        let body = good.split('.').nth(1).unwrap().to_owned();
        format!("{header}.{body}.")
    };
    let forged = [
        signed(&other_key, &claims()),
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(), &hmac).unwrap(),
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(), &hmac_hex).unwrap(),
        unsigned("eyJhbGciOiJub25lIn0"),
        unsigned("eyJhbGciOiJOb25lIn0"),
        String::new(),
        "a.b.c".to_owned(),
        "x".repeat(TOKEN_BYTES_MAX + 1),
    ];

    for token in forged {
        assert_eq!(tokens.check(&token, NOW), Err(BadToken), "{token}");
    }
}

#[test]
fn a_token_with_changed_claims_or_signature_is_refused() {
    let tokens = Tokens::new(&ServerKey::random());
    let good = tokens.issue(&grant(), NOW);
    let mut parts: Vec<String> = good.split('.').map(str::to_owned).collect();
    let other = tokens.issue(&Grant { role: Role::Buyer, ..grant() }, NOW);

    parts[1] = other.split('.').nth(1).unwrap().to_owned();

    assert!(tokens.check(&parts.join("."), NOW).is_err());
    assert!(tokens.check(&good[..good.len() - 2], NOW).is_err());
}
