//! Packed values 压缩: a record says the same few hundred words of JSON around a citizen's own, so it is kept in a quarter of
//! the room, by zstd with a dictionary of such words. What has no gain from it stays as it is, and so does all that earlier
//! programs wrote.
//!
//! The dictionary is a part of the format: a store cannot be read with another. It was trained on the records of rehearsed
//! cases whose words are the shipped intents' own examples (`yousu-load dictionary`).

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;
use std::thread::LocalKey;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{CParameter, compress_bound, get_frame_content_size};

/// What a value packed with the first dictionary begins with. JSON begins otherwise.
const FIRST: u8 = 1;

/// Shorter values have nothing to gain.
const LEAST: usize = 48;

/// The greatest value that is unpacked, in bytes: a record that claims more is damaged.
const GREATEST: usize = 64 << 20;

/// zstd's level: the higher ones take longer and gain little on records of some hundred bytes.
const LEVEL: i32 = 1;

/// The level of what is packed to be kept for long, where nobody waits for it.
const TIGHT_LEVEL: i32 = 12;

static WORDS: &[u8] = include_bytes!("dictionary-1.zstd");
static PACKING: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(WORDS, LEVEL));
static PACKING_TIGHTLY: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(WORDS, TIGHT_LEVEL));
static UNPACKING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(WORDS));

/// What a thread keeps for the next value, in bytes, when one needed more.
const MOST_KEPT: usize = 1 << 20;

thread_local! {
    /// Where values are packed and unpacked: no value asks for memory that is given back at once.
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static PACKER: RefCell<Option<Compressor<'static>>> = RefCell::new(packer(&PACKING).ok());
    static TIGHT_PACKER: RefCell<Option<Compressor<'static>>> = RefCell::new(packer(&PACKING_TIGHTLY).ok());
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::with_prepared_dictionary(&UNPACKING).ok());
}

fn packer(dictionary: &'static EncoderDictionary<'static>) -> io::Result<Compressor<'static>> {
    let mut packer = Compressor::with_prepared_dictionary(dictionary)?;
    // Which dictionary it is stands in the first byte.
    packer.set_parameter(CParameter::DictIdFlag(false))?;
    packer.set_parameter(CParameter::ChecksumFlag(false))?;
    Ok(packer)
}

/// The value in less room, where there is a gain.
pub fn pack(plain: Vec<u8>) -> Vec<u8> {
    packed_by(&PACKER, &plain, |packed| packed.map(<[u8]>::to_vec)).unwrap_or(plain)
}

/// [`pack`] of a value that somebody else keeps, handed on before it is gone.
pub fn pack_for<T>(plain: &[u8], take: impl FnOnce(&[u8]) -> T) -> T {
    packed_by(&PACKER, plain, |packed| take(packed.unwrap_or(plain)))
}

/// [`pack`], with more time for less room: for what is written seldom and kept for long.
pub fn pack_tightly(plain: Vec<u8>) -> Vec<u8> {
    packed_by(&TIGHT_PACKER, &plain, |packed| packed.map(<[u8]>::to_vec)).unwrap_or(plain)
}

/// Hands on the packed value, or none where there is no gain.
fn packed_by<T>(packer: &'static LocalKey<RefCell<Option<Compressor<'static>>>>, plain: &[u8], take: impl FnOnce(Option<&[u8]>) -> T) -> T {
    if plain.len() < LEAST || plain.len() > GREATEST {
        return take(None);
    }
    in_room(compress_bound(plain.len()) + 1, |room| {
        let length = packer.with_borrow_mut(|packer| packer.as_mut()?.compress_to_buffer(plain, &mut room[1..]).ok());
        let gain = length.filter(|length| length + 1 < plain.len());
        room[0] = FIRST;
        take(gain.map(|length| &room[..=length]))
    })
}

/// Lends the thread's room, with at least so many bytes in it.
fn in_room<T>(least: usize, work: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut room = ROOM.take();
    if room.len() < least {
        room.resize(least, 0);
    }
    let done = work(&mut room);
    if room.len() <= MOST_KEPT {
        ROOM.set(room);
    }
    done
}

/// The value as it was before it was packed; none when it is damaged.
pub fn unpack(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    let Some((&FIRST, packed)) = value.split_first() else { return Some(Cow::Borrowed(value)) };
    unpacked(packed, <[u8]>::to_vec).map(Cow::Owned)
}

/// Shows the value as it was before it was packed; none when it is damaged.
pub fn unpack_for<T>(value: &[u8], show: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let Some((&FIRST, packed)) = value.split_first() else { return Some(show(value)) };
    unpacked(packed, show)
}

fn unpacked<T>(packed: &[u8], show: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let length = get_frame_content_size(packed).ok().flatten()?;
    let length = usize::try_from(length).ok().filter(|length| *length <= GREATEST)?;
    in_room(length, |room| {
        let unpack =
            |unpacker: &mut Option<Decompressor<'static>>| unpacker.as_mut()?.decompress_to_buffer(packed, &mut room[..length]).ok();
        let length = UNPACKER.with_borrow_mut(unpack)?;
        Some(show(&room[..length]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256;

    const RECORD: &str = r#"{"v":1,"case":"20260504-000001","seq":3,"at":"2026-05-04T09:30:00+08:00","by":{"actor":"system"},"event":{"event":"noted","text":"路灯已经修好"}}"#;

    #[test]
    fn what_is_packed_is_smaller_and_comes_back() {
        let packed = pack(RECORD.into());
        assert!(packed.len() * 3 < RECORD.len() * 2, "{} of {} bytes", packed.len(), RECORD.len());
        assert_eq!(unpack(&packed).as_deref(), Some(RECORD.as_bytes()));
    }

    #[test]
    fn what_is_short_or_was_never_packed_stays_as_it_is() {
        for plain in ["", "7", r#"{"rev":1}"#] {
            assert_eq!(pack(plain.into()), plain.as_bytes());
            assert_eq!(unpack(plain.as_bytes()).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(unpack(RECORD.as_bytes()).as_deref(), Some(RECORD.as_bytes()));
    }

    #[test]
    fn what_is_damaged_is_told_and_takes_no_room() {
        let packed = pack(RECORD.into());
        assert_eq!(unpack(&packed[..packed.len() - 1]), None);
        assert_eq!(unpack(&packed[..3]), None);
        assert_eq!(unpack(&[FIRST]), None);
        // A frame whose head claims a terabyte.
        let mut boast = packed.clone();
        boast.splice(1.., [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(unpack(&boast), None);
    }

    #[test]
    fn the_dictionary_is_the_one_that_stores_were_written_with() {
        insta::assert_snapshot!(sha256([WORDS]));
    }
}
