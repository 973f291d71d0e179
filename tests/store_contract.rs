//! What every store must do 存储契约, as functions over any [`Store`](yousu::store::Store), held against each that there is;
//! and what is particular to the one on sled.

#[path = "store_contract/aside.rs"]
mod aside;
#[path = "store_contract/audit.rs"]
mod audit;
#[path = "store_contract/ballots.rs"]
mod ballots;
#[path = "store_contract/cases.rs"]
mod cases;
#[path = "store_contract/commits.rs"]
mod commits;
#[path = "store_contract/copies.rs"]
mod copies;
#[path = "store_contract/ledger.rs"]
mod ledger;
#[path = "store_contract/lives.rs"]
mod lives;
#[path = "store_contract/messages.rs"]
mod messages;
#[path = "store_contract/people.rs"]
mod people;
#[path = "common/records.rs"]
mod records;
#[path = "store_contract/sled.rs"]
mod sled;
#[path = "store_contract/values.rs"]
mod values;

macro_rules! contract {
    ($($part:ident :: $name:ident),* $(,)?) => {
        mod in_a_folder {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let folder = tempfile::tempdir().expect("a folder");
                let path = folder.path();
                super::$part::$name(&|| std::sync::Arc::new(yousu::store::SledStore::open(path).expect("a store"))).await;
            })*
        }

        mod temporary {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                super::$part::$name(&|| std::sync::Arc::new(yousu::store::SledStore::temporary().expect("a store"))).await;
            })*
        }
    };
}

contract! {
    commits::an_empty_commit_lands,
    commits::a_refused_commit_leaves_nothing,
    commits::an_incoming_message_counts_once,
    commits::several_that_come_together_count_once_each,
    commits::a_stale_case_is_a_conflict,
    commits::a_stale_conversation_is_a_conflict,
    commits::events_with_gaps_are_refused,
    commits::of_two_writers_exactly_one_wins,
    commits::sixty_four_writers_at_once,
    commits::rules_are_kept_as_they_were_written,
    cases::a_case_is_read_as_written,
    cases::case_numbers_go_on_from_the_last,
    cases::serials_count_by_day,
    cases::indexes_follow_the_case,
    cases::a_citizens_cases_are_newest_first,
    cases::reminders_are_replaced,
    cases::due_is_in_order_and_limited,
    cases::conversations_fall_due,
    messages::urgent_messages_go_first,
    messages::a_notice_waits_once,
    messages::what_became_of_a_message,
    messages::a_dead_notice_may_be_queued_again,
    messages::what_is_sent_again_says_by_whom,
    messages::sent_and_queued_again_stays_queued,
    messages::a_refused_commit_leaves_the_outbox_as_it_was,
    messages::what_is_held_keeps_its_time,
    messages::a_line_is_written_once,
    messages::chats_are_listed_by_channel,
    people::an_invitation_works_once,
    people::no_two_people_share_a_number,
    people::groups_move,
    ledger::cards_stand_against_unit_and_person,
    ledger::a_refused_commit_leaves_no_card,
    audit::views_are_listed_by_case_and_code,
    audit::a_trace_code_is_given_once,
    audit::the_chain_binds_each_event_of_a_beginning,
    audit::the_chain_grows_with_the_cases,
    audit::it_is_verified_while_others_write,
    aside::what_is_set_aside_is_kept_and_counts_as_dealt_with,
    aside::of_two_who_have_it_taken_in_again_one_does,
    ballots::a_case_is_appraised_once,
    copies::whoever_takes_everything_is_listed,
    copies::a_copy_is_of_one_moment_while_others_write,
}
