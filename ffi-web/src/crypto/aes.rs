//! The modes of AES over the block cipher of the crate `aes` and the hash of `ghash`: Galois/Counter Mode with any nonce and any
//! tag length (NIST SP 800-38D), cipher block chaining with the padding of PKCS #7, counter mode with a counter of any width
//! (SP 800-38A), key wrap (RFC 3394). No engine is named here.

use aes::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use ghash::{GHash, universal_hash::UniversalHash};
use subtle::ConstantTimeEq;

/// The bytes of a block.
pub(super) const BLOCK: usize = 16;

/// The cipher under a key.
pub(super) enum Aes {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

/// The input does not fit, or is not what the key made.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused;

impl Aes {
    /// Under a key of 16, 24 or 32 bytes.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(Self::Short),
            24 => Aes192::new_from_slice(key).ok().map(Self::Middle),
            32 => Aes256::new_from_slice(key).ok().map(Self::Long),
            _ => None,
        }
    }

    fn encrypt_blocks(&self, blocks: &mut [Block<Aes128>]) {
        match self {
            Self::Short(cipher) => cipher.encrypt_blocks(blocks),
            Self::Middle(cipher) => cipher.encrypt_blocks(blocks),
            Self::Long(cipher) => cipher.encrypt_blocks(blocks),
        }
    }

    fn decrypt_blocks(&self, blocks: &mut [Block<Aes128>]) {
        match self {
            Self::Short(cipher) => cipher.decrypt_blocks(blocks),
            Self::Middle(cipher) => cipher.decrypt_blocks(blocks),
            Self::Long(cipher) => cipher.decrypt_blocks(blocks),
        }
    }

    fn encrypt_block(&self, block: [u8; BLOCK]) -> [u8; BLOCK] {
        let mut blocks = [Block::<Aes128>::from(block)];
        self.encrypt_blocks(&mut blocks);
        blocks[0].into()
    }

    fn decrypt_block(&self, block: [u8; BLOCK]) -> [u8; BLOCK] {
        let mut blocks = [Block::<Aes128>::from(block)];
        self.decrypt_blocks(&mut blocks);
        blocks[0].into()
    }

    /// Counter mode, both ways: the lowest `width` bits of the counter count, and begin again at zero.
    fn count(&self, counter: u128, width: u32, data: &mut [u8]) {
        const AT_ONCE: usize = 64;
        let mask = if width >= 128 { u128::MAX } else { (1 << width) - 1 };
        let (fixed, mut count) = (counter & !mask, counter & mask);
        for piece in data.chunks_mut(AT_ONCE * BLOCK) {
            let mut stream = [Block::<Aes128>::default(); AT_ONCE];
            let used = piece.len().div_ceil(BLOCK);
            for block in &mut stream[..used] {
                *block = (fixed | count).to_be_bytes().into();
                count = count.wrapping_add(1) & mask;
            }
            self.encrypt_blocks(&mut stream[..used]);
            let key = stream.iter().flat_map(|block| block.iter());
            piece.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= *key);
        }
    }

    /// AES-CTR. More blocks than the counter has values would use some of the key stream twice.
    pub(super) fn ctr(&self, counter: [u8; BLOCK], width: u32, mut data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        let blocks = data.len().div_ceil(BLOCK) as u128;
        if width < 128 && blocks > 1 << width {
            return Err(Refused);
        }
        self.count(u128::from_be_bytes(counter), width, &mut data);
        Ok(data)
    }

    /// AES-CBC: pads and encrypts.
    pub(super) fn cbc_encrypt(&self, iv: [u8; BLOCK], mut data: Vec<u8>) -> Vec<u8> {
        let padding = BLOCK - data.len() % BLOCK;
        data.resize(data.len() + padding, padding as u8);
        let mut last = iv;
        for block in data.as_chunks_mut::<BLOCK>().0 {
            last = self.encrypt_block(xor(*block, last));
            *block = last;
        }
        data
    }

    /// AES-CBC: decrypts and takes the padding off.
    pub(super) fn cbc_decrypt(&self, iv: [u8; BLOCK], mut data: Vec<u8>) -> Result<Vec<u8>, Refused> {
        if data.is_empty() || !data.len().is_multiple_of(BLOCK) {
            return Err(Refused);
        }
        let mut last = iv;
        for block in data.as_chunks_mut::<BLOCK>().0 {
            let sealed = *block;
            *block = xor(self.decrypt_block(sealed), last);
            last = sealed;
        }
        let padding = data.last().copied().unwrap_or_default();
        let count = usize::from(padding);
        if !(1..=BLOCK).contains(&count) || data.iter().rev().take(count).any(|byte| *byte != padding) {
            return Err(Refused);
        }
        data.truncate(data.len() - count);
        Ok(data)
    }

    /// The hash of Galois/Counter Mode: what stands beside the text, the text, and their lengths in bits.
    fn ghash(&self, beside: &[u8], text: &[u8]) -> [u8; BLOCK] {
        let mut hash = GHash::new(&self.encrypt_block([0; BLOCK]).into());
        hash.update_padded(beside);
        hash.update_padded(text);
        let lengths = (beside.len() as u128 * 8) << 64 | (text.len() as u128 * 8);
        hash.update(&[lengths.to_be_bytes().into()]);
        hash.finalize().into()
    }

    /// The block that the counters of a nonce start from.
    fn first_block(&self, nonce: &[u8]) -> u128 {
        match <[u8; 12]>::try_from(nonce) {
            Ok(nonce) => {
                let mut block = [0; BLOCK];
                block[..12].copy_from_slice(&nonce);
                u128::from_be_bytes(block) | 1
            }
            Err(_) => u128::from_be_bytes(self.ghash(&[], nonce)),
        }
    }

    fn tag(&self, first: u128, beside: &[u8], sealed: &[u8]) -> [u8; BLOCK] {
        xor(self.ghash(beside, sealed), self.encrypt_block(first.to_be_bytes()))
    }

    /// AES-GCM: encrypts and adds a tag of so many bytes.
    pub(super) fn gcm_seal(&self, nonce: &[u8], beside: &[u8], mut data: Vec<u8>, tag: usize) -> Vec<u8> {
        let first = self.first_block(nonce);
        self.count(next(first), 32, &mut data);
        let made = self.tag(first, beside, &data);
        data.extend(made.iter().take(tag));
        data
    }

    /// AES-GCM: checks the tag and decrypts.
    pub(super) fn gcm_open(
        &self,
        nonce: &[u8],
        beside: &[u8],
        mut data: Vec<u8>,
        tag: usize,
    ) -> Result<Vec<u8>, Refused> {
        let first = self.first_block(nonce);
        let given = data.split_off(data.len().checked_sub(tag).ok_or(Refused)?);
        let made = self.tag(first, beside, &data);
        if !bool::from(made[..tag.min(BLOCK)].ct_eq(&given)) {
            return Err(Refused);
        }
        self.count(next(first), 32, &mut data);
        Ok(data)
    }

    /// AES-KW: wraps whole words of 64 bits, at least two.
    pub(super) fn wrap(&self, key: &[u8]) -> Result<Vec<u8>, Refused> {
        let (words, rest) = key.as_chunks::<8>();
        if words.len() < 2 || !rest.is_empty() {
            return Err(Refused);
        }
        let (mut words, mut check) = (words.to_vec(), WRAPPED);
        let count = words.len() as u64;
        for round in 0..6 {
            for (word, step) in words.iter_mut().zip(1..) {
                let block = self.encrypt_block(join(check, *word));
                let (high, low) = split(block);
                check = (u64::from_be_bytes(high) ^ (round * count + step)).to_be_bytes();
                *word = low;
            }
        }
        Ok(check.into_iter().chain(words.into_iter().flatten()).collect())
    }

    /// AES-KW: unwraps, and checks that the key is whole.
    pub(super) fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, Refused> {
        let (words, rest) = wrapped.as_chunks::<8>();
        let Some((check, words)) = words.split_first().filter(|(_, words)| words.len() >= 2 && rest.is_empty()) else {
            return Err(Refused);
        };
        let (mut words, mut check) = (words.to_vec(), *check);
        let count = words.len() as u64;
        for round in (0..6).rev() {
            for (index, word) in words.iter_mut().enumerate().rev() {
                let counted = (u64::from_be_bytes(check) ^ (round * count + index as u64 + 1)).to_be_bytes();
                (check, *word) = split(self.decrypt_block(join(counted, *word)));
            }
        }
        if bool::from(check.ct_eq(&WRAPPED)) { Ok(words.into_iter().flatten().collect()) } else { Err(Refused) }
    }
}

/// What every wrapped key begins with inside.
const WRAPPED: [u8; 8] = [0xa6; 8];

fn xor(left: [u8; BLOCK], right: [u8; BLOCK]) -> [u8; BLOCK] {
    (u128::from_ne_bytes(left) ^ u128::from_ne_bytes(right)).to_ne_bytes()
}

/// The block after this one, by a counter of 32 bits.
fn next(block: u128) -> u128 {
    block & !0xffff_ffff | u128::from((block as u32).wrapping_add(1))
}

fn join(high: [u8; 8], low: [u8; 8]) -> [u8; BLOCK] {
    (u128::from(u64::from_be_bytes(high)) << 64 | u128::from(u64::from_be_bytes(low))).to_be_bytes()
}

fn split(block: [u8; BLOCK]) -> ([u8; 8], [u8; 8]) {
    let number = u128::from_be_bytes(block);
    (((number >> 64) as u64).to_be_bytes(), (number as u64).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3394, section 4.1.
    #[test]
    fn key_wrap() {
        let aes = Aes::new(&std::array::from_fn::<u8, 16, _>(|index| index as u8)).unwrap();
        let key: Vec<u8> = (0..8).map(|index| index * 0x11).chain((8..16).map(|index| index * 0x11)).collect();
        let wrapped = aes.wrap(&key).unwrap();
        let text: String = wrapped.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
        assert_eq!(aes.unwrap(&wrapped).unwrap(), key);
        assert_eq!(aes.unwrap(&wrapped[8..]), Err(Refused));
        assert_eq!(aes.wrap(&key[..8]), Err(Refused));
    }

    #[test]
    fn a_counter_begins_again_within_its_width() {
        let aes = Aes::new(&[1; 16]).unwrap();
        let stream = |counter: u128, width| aes.ctr(counter.to_be_bytes(), width, vec![0; 32]).unwrap();
        assert_eq!(stream(0xff, 8)[16..], stream(0, 8)[..16]);
        assert_eq!(stream(0xff, 9)[16..], stream(0x100, 9)[..16]);
        assert_eq!(stream(u128::MAX, 128)[16..], stream(0, 128)[..16]);
        assert_eq!(aes.ctr([0; 16], 1, vec![0; 33]), Err(Refused));
    }
}
