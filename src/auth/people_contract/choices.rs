//! What a person chose is kept, and goes with the person.

use super::{NOW, id, person};
use crate::auth::people::{Announcements, Choices, People, PeopleError, SecurityEvent};

// G163
pub(super) async fn check(people: &dyn People) {
    let cat = id("cat");
    people.add(person("cat", "cat@example.org").into()).await.unwrap();
    let kept = async |of: &str| people.choices(&id(of)).await.unwrap();
    assert_eq!(kept("cat").await, None);

    for announcements in Announcements::ALL {
        for (confirm, sound) in [(false, true), (true, false)] {
            let choices = Choices { announcements, confirm, sound };
            people.choose(cat.clone(), choices).await.unwrap();
            assert_eq!(kept("cat").await, Some(choices));
        }
    }
    assert_eq!(kept("ann").await, None);
    let unknown = people.choose(id("nobody"), Choices::default()).await;
    assert!(matches!(unknown, Err(PeopleError::Unknown)), "{unknown:?}");

    people.erase(cat, SecurityEvent::erasure(NOW)).await.unwrap();
    people.add(person("cat", "cat@example.org").into()).await.unwrap();
    assert_eq!(kept("cat").await, None, "they went with the person");
    people.erase(id("cat"), SecurityEvent::erasure(NOW)).await.unwrap();
}
