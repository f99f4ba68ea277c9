//! Records of events: forged ones are found, and those of older versions say what they said.

use std::sync::Arc;

use serde_json::{Value, json};

use super::fixture::*;
use crate::engine::Rejudge;
use crate::event::Publication;
use crate::ids::{EventId, Seq};
use crate::journal::faulty::FaultyStore;
use crate::journal::{Actor, Draft, Journal, StreamId, WriterLimits};

/// Verification finds each kind of forged record of an event.
#[tokio::test(start_paused = true)]
async fn forged_records_of_an_event_are_found() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    let mut other = document(&json!({}));
    other["title"] = json!("Masks");
    test.engine.revise_event(&buyer("b2"), &id, whole(&other), no_conditions()).await.unwrap();
    test.publish_event(&id).await;
    let records = records(&test.store, &StreamId::event(&id)).await;
    let forged = |seq: u64, from: &str, to: &str| {
        let mut again = Rejudge::new(&StreamId::event(&id));
        for record in &records {
            let mut line = record.body.to_string();
            if record.seq == Seq(seq) {
                assert!(line.contains(from), "{line}");
                line = line.replace(from, to);
            }
            let read = crate::journal::record::Body::read(&line).unwrap();
            again.record(&read).map_err(|fault| format!("record {seq}: {fault}"))?;
        }
        Ok::<_, String>(again.end())
    };
    let lots = "\"lots\":[\"";

    assert_eq!(forged(1, "Gloves", "Gloves").as_deref(), Ok("published"));
    for (seq, from, to, said) in [
        (1, "\"role\":\"buyer\"", "\"role\":\"admin\"", "by a buyer of its partnership"),
        (1, "\"owner\":\"wtp\"", "\"owner\":\"other\"", "another partnership"),
        (2, "\"org\":\"wtp\"", "\"org\":\"other\"", "another partnership"),
        (2, lots, "\"lots\":[\"x", "keeps other lots"),
        (3, "\"title\":\"Masks\"", "\"title\":\"Gowns\"", "digest"),
        (3, "\"digest\":\"sha256:", "\"digest\":\"sha256:0", "digest"),
    ] {
        let fault = forged(seq, from, to).expect_err(said);

        assert!(fault.contains(said), "{fault} should say {said}");
    }
}

/// Records of the version before there were revisions, as that version wrote them.
#[tokio::test(start_paused = true)]
async fn old_records_are_folded_and_judged_as_before() {
    let (id, store) = (EventId::parse("e1").unwrap(), Arc::new(FaultyStore::new()));
    let document = parsed(&document(&json!({})));
    let frozen = Publication::freeze(&document, START).unwrap();
    let changes = [
        ("event_drafted", json!({"owner": "wtp", "document": document, "lots": ["l1"]})),
        // That version recorded a revision that changed nothing, too.
        ("event_revised", json!({"document": document, "lots": ["l1"]})),
        ("event_published", json!({"digest": frozen.digest, "document": document_of(&frozen)})),
    ];
    let actor = Actor::Buyer { org: buyer("b1").org, person: buyer("b1").person };
    let limits = WriterLimits { commit_records_max: 8, commit_bytes_max: 1 << 20, queue_len_max: 8 };
    let (journal, _writer) = Journal::start(store.clone(), limits);
    let mut stream = journal.create(StreamId::event(&id));
    for (nth, (kind, data)) in changes.into_iter().enumerate() {
        let data = serde_json::value::to_raw_value(&data).unwrap();
        stream.append(vec![Draft { at: START, actor: actor.clone(), kind, data }]).await.unwrap();

        let test = TestEngine::over(store.clone(), START, settings()).await;

        let status = if nth == 2 { "published" } else { "draft" };
        let shown = shown(&test, &buyer("b1"), &id).await.unwrap();
        let revision = json!(nth.min(1) + 1);
        assert_eq!(
            (&shown["status"], &shown["revision"], &shown["changed_by"]),
            (&json!(status), &revision, &json!("b1"))
        );
        assert_eq!((&shown["complete"], &shown["lots"][0]["id"]), (&json!(true), &json!("l1")));
        assert_eq!(judged(&test, &id).await.as_deref(), Ok(status));
        test.engine.stop().await;
    }
}

fn document_of(frozen: &Publication) -> Value {
    serde_json::from_str(frozen.text.get()).unwrap()
}
