//! The words that records say again and again 字典: trained on the records of rehearsed cases, at each of their steps.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use yousu::city::City;
use yousu::store::{SledStore, Store, unpack};

use crate::{intake, lives, words};

/// How it is trained.
#[derive(Args)]
pub struct Options {
    /// Complaints that are rehearsed.
    #[arg(long, default_value_t = 400)]
    complaints: usize,
    /// Its size in bytes.
    #[arg(long, default_value_t = 48 << 10)]
    size: usize,
    /// Where it is written.
    #[arg(long)]
    out: PathBuf,
}

/// How many messages of each matter are taken in before the records are looked at.
const STEPS: [usize; 3] = [1, 2, 3];

/// Trains it.
pub async fn run(options: Options, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let (_, store) = lives::rehearse(options.complaints, &city).await?;
    let mut samples = Vec::new();
    gather(store.as_ref(), &mut samples)?;
    let texts = Arc::new(words::complaints(&city, options.complaints));
    for said in STEPS {
        let store = Arc::new(SledStore::open(folder.path().join(said.to_string()))?);
        let few = intake::Options { citizens: 1, matters: options.complaints / 4, said, records: false };
        intake::measure(&few, store.clone(), &city, &texts).await?;
        gather(store.as_ref(), &mut samples)?;
    }
    let dictionary = zstd::dict::from_samples(&samples, options.size)?;
    std::fs::write(&options.out, &dictionary).with_context(|| format!("{} cannot be written", options.out.display()))?;
    println!("{} bytes from {} records", dictionary.len(), samples.len());
    Ok(())
}

fn gather(store: &dyn Store, samples: &mut Vec<Vec<u8>>) -> Result<()> {
    store.copy_out(&mut |_, value| {
        samples.extend(unpack(value).filter(|plain| plain.len() >= 48).map(|plain| plain.into_owned()));
        Ok(())
    })
}
