//! What has to be written or chosen 补全 before something can be done with a case.

use serde::Serialize;

use crate::domain::ids::CaseNumber;

/// To staff, in the middle of what they want to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Asking {
    /// Words are needed: all fields at once.
    FormAsk {
        form: &'static str,
        number: CaseNumber,
        /// The fields still to be filled, by name; what belongs there stands in the templates.
        fields: Vec<&'static str>,
        /// The fields that are filled.
        filled: Vec<(String, String)>,
    },
    /// The form was put away.
    FormCancelled,
    /// A case was named with words that are no order; the case is shown below.
    NoOrder { number: CaseNumber, words: String },
    /// Choose one of these.
    ChooseUnit { form: &'static str, number: CaseNumber },
    /// Choose a ground.
    ChooseGround { number: CaseNumber },
    /// Choose a ground that the city's rules list, each with its name there and in words.
    ChooseListed { form: &'static str, number: CaseNumber, choices: Vec<(String, String)> },
    /// 更多: what else may be done with the case where it stands.
    MoreSteps { number: CaseNumber, state: &'static str },
}
