//! Staff, invitations and groups.

use yousu::domain::staff::{Group, Invite, Post, Role};
use yousu::store::{Commit, CommitError, PeopleWrite};

use crate::values::{New, at, colleague};

fn of_people(change: PeopleWrite) -> Commit {
    Commit { people: vec![change], ..Commit::default() }
}

pub async fn an_invitation_works_once(new: New<'_>) {
    let store = new();
    let invite = Invite {
        code: "abc".to_owned(),
        name: None,
        role: Role::Handler,
        department: Some("lamps".into()),
        post: Post::A,
        expires: at(60),
    };
    store.commit(of_people(PeopleWrite::Invited(invite.clone()))).await.expect("new");
    assert_eq!(store.invite("abc").expect("readable"), Some(invite));
    assert_eq!(store.invite("ab").expect("readable"), None);
    let join = |id, user| of_people(PeopleWrite::Joined { staff: colleague(id, user), code: Some("abc".to_owned()) });
    let (first, second) = tokio::join!(store.commit(join(1, "tg:1")), store.commit(join(2, "tg:2")));
    assert_ne!(first.is_ok(), second.is_ok(), "one code lets one person in");
    assert_eq!(store.invite("abc").expect("readable"), None);
    assert_eq!(store.staff().expect("readable").len(), 1);
}

pub async fn no_two_people_share_a_number(new: New<'_>) {
    let store = new();
    let join = |staff| of_people(PeopleWrite::Joined { staff, code: None });
    store.commit(join(colleague(300, "tg:300"))).await.expect("new");
    store.commit(join(colleague(2, "tg:2"))).await.expect("new");
    let why = store.commit(join(colleague(2, "tg:3"))).await.expect_err("somebody else has it");
    assert!(matches!(why, CommitError::Conflict(_)), "{why}");
    let renamed = yousu::domain::staff::Staff { name: "老周".to_owned(), ..colleague(2, "tg:2") };
    store.commit(join(renamed.clone())).await.expect("the same person may change");
    assert_eq!(store.staff().expect("readable"), [renamed, colleague(300, "tg:300")]);
}

pub async fn groups_move(new: New<'_>) {
    let store = new();
    let group = |chat: &str, unit: &str| Group { chat: chat.into(), department: unit.into() };
    store.commit(of_people(PeopleWrite::GroupBound(group("tg:-1", "lamps")))).await.expect("new");
    store.commit(of_people(PeopleWrite::GroupBound(group("tg:-1", "roads")))).await.expect("bound anew");
    let moved = || of_people(PeopleWrite::GroupMoved { from: "tg:-1".into(), to: "tg:-1001".into() });
    store.commit(moved()).await.expect("moved");
    store.commit(moved()).await.expect("told twice is no harm");
    assert_eq!(store.groups().expect("readable"), [group("tg:-1001", "roads")]);
}
