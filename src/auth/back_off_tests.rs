//! Who waits after wrong guesses, for how long, and who never does.

use super::*;

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);

fn network(text: &str) -> ClientNetwork {
    ClientNetwork::of(text.parse().unwrap())
}

fn from(address: &str) -> Guess {
    Guess::new("ann@example.org", GuessOrigin::Unknown, network(address))
}

fn device() -> Guess {
    Guess::new("ann@example.org", GuessOrigin::KnownDevice(SecretHash([7; 32])), network("192.0.2.9"))
}

fn minutes(wait: Duration) -> u64 {
    wait.as_secs().div_ceil(60)
}

// G96
#[test]
fn from_the_sixth_in_a_row_the_wait_doubles_up_to_a_quarter_of_an_hour() {
    let (mut machine, mut now, guess) = (BackOff::default(), NOW, from("192.0.2.1"));
    let mut waits = Vec::new();

    for _ in 0..12 {
        let wait = machine.wait(&guess, now);
        waits.push(minutes(wait));
        now = now + wait;
        assert_eq!(machine.wait(&guess, now), Duration::ZERO);
        machine.count(&guess, now);
    }

    assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
}

// G96
#[test]
fn a_right_sign_in_ends_its_own_row_and_no_other() {
    let mut machine = BackOff::default();
    for address in ["192.0.2.1", "192.0.2.2"] {
        for _ in 0..5 {
            machine.count(&from(address), NOW);
        }
    }
    let later = NOW + Duration::from_mins(1);

    machine.count(&from("192.0.2.1"), later);
    let stored = machine.reset(&from("192.0.2.1"));

    assert_eq!(stored.iter().map(|(_, kept)| kept.count).collect::<Vec<_>>(), [0]);
    assert_eq!(machine.wait(&from("192.0.2.1"), NOW), Duration::ZERO);
    assert_eq!(minutes(machine.wait(&from("192.0.2.2"), NOW)), 1);
}

// G96
#[test]
fn ten_thousand_wrong_guesses_from_many_addresses_do_not_keep_a_known_device_out() {
    let mut machine = BackOff::default();
    let mut counted = 0;

    for nth in 0..10_000_u32 {
        let guess = from(&std::net::Ipv4Addr::from(0x0a00_0000 + nth).to_string());
        if machine.wait(&guess, NOW) == Duration::ZERO {
            machine.count(&guess, NOW);
            counted += 1;
        }
    }

    assert_eq!(counted, 100, "the others had to wait");
    assert_eq!(machine.wait(&device(), NOW), Duration::ZERO);
    assert_eq!(minutes(machine.wait(&from("198.51.100.1"), NOW)), 60);
    assert_eq!(machine.wait(&from("198.51.100.1"), NOW + HOUR), Duration::ZERO);
}

// G96
#[test]
fn one_address_has_three_hundred_wrong_guesses_an_hour_at_whatever_person() {
    let mut machine = BackOff::default();
    let at = |nth: u32| Guess::new(&format!("p{nth}@example.org"), GuessOrigin::Unknown, network("192.0.2.1"));

    for nth in 0..300 {
        assert_eq!(machine.wait(&at(nth), NOW), Duration::ZERO, "{nth}");
        machine.count(&at(nth), NOW);
    }

    assert_eq!(minutes(machine.wait(&at(300), NOW)), 60);
    assert_eq!(machine.wait(&from("192.0.2.2"), NOW), Duration::ZERO);
    let at_home = Guess::new("p1@example.org", GuessOrigin::KnownDevice(SecretHash([1; 32])), network("192.0.2.1"));
    assert_eq!(machine.wait(&at_home, NOW), Duration::ZERO, "a known device waits for its own guesses only");
}

// G96
#[test]
fn an_address_is_counted_as_its_network() {
    for (one, other, same) in [
        ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false),
        ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
    ] {
        assert_eq!(network(one) == network(other), same, "{one} {other}");
    }
}

// G96
#[test]
fn an_address_in_any_case_of_letters_is_the_same_person() {
    let mut machine = BackOff::default();
    for email in ["ann@example.org", "ANN@example.org", " Ann@Example.org ", "ann@example.org", "ann@example.ORG"] {
        machine.count(&Guess::new(email, GuessOrigin::Unknown, network("192.0.2.1")), NOW);
    }

    assert_eq!(minutes(machine.wait(&from("192.0.2.1"), NOW)), 1);
}

#[test]
fn a_guess_that_was_neither_right_nor_wrong_leaves_no_trace() {
    let mut machine = BackOff::default();
    for _ in 0..4 {
        machine.count(&from("192.0.2.1"), NOW);
    }

    machine.count(&from("192.0.2.1"), NOW);
    machine.take_back(&from("192.0.2.1"));

    assert_eq!(machine.wait(&from("192.0.2.1"), NOW), Duration::ZERO);
    machine.count(&from("192.0.2.1"), NOW);
    assert_eq!(minutes(machine.wait(&from("192.0.2.1"), NOW)), 1);
}

#[test]
fn counts_that_were_stored_go_on_after_a_restart() {
    let mut machine = BackOff::default();
    let mut stored = HashMap::new();
    for _ in 0..6 {
        stored.extend(machine.count(&from("192.0.2.1"), NOW));
    }

    let after_a_restart = BackOff::with(stored.into_iter().collect());

    assert_eq!(after_a_restart.wait(&from("192.0.2.1"), NOW), machine.wait(&from("192.0.2.1"), NOW));
    assert_eq!(minutes(after_a_restart.wait(&from("192.0.2.1"), NOW)), 2);
}

#[test]
fn a_row_is_forgotten_a_day_after_its_last_wrong_guess() {
    let mut machine = BackOff::default();
    for _ in 0..9 {
        machine.count(&from("192.0.2.1"), NOW);
    }
    let next_day = NOW + ROW_FORGOTTEN_AFTER;

    machine.count(&from("192.0.2.1"), next_day);
    machine.forget_old(next_day + ROW_FORGOTTEN_AFTER);

    assert_eq!(machine.wait(&from("192.0.2.1"), next_day), Duration::ZERO);
    assert!(machine.counts.is_empty());
}

#[test]
fn the_number_of_counts_is_bounded() {
    let mut machine = BackOff::default();
    for nth in 0..40_000_u32 {
        let email = format!("p{nth}@example.org");
        let address = std::net::Ipv4Addr::from(0x0a00_0000 + nth).into();
        machine
            .count(&Guess::new(&email, GuessOrigin::Unknown, ClientNetwork::of(address)), NOW.plus_micros(nth.into()));
    }

    assert!(machine.counts.len() <= COUNTS_MAX + 3, "{}", machine.counts.len());
    let last = Guess::new("p39999@example.org", GuessOrigin::Unknown, network("10.0.156.63"));
    assert!(machine.counts.contains_key(&last.keys().row), "the newest are kept");
}
