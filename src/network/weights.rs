//! Weight files: safetensors read in place, with types, shapes and checksums checked.
//!
//! A file of this project carries these fields in the header's `__metadata__`:
//! - `format_version`: [`FORMAT`];
//! - `crc32.NAME` for every tensor: CRC-32 (IEEE) of its bytes, eight hexadecimal digits;
//! - lists of labels (`tags`, `moves`), one a line, in the order of the network's outputs.

use bytemuck::Pod;
use half::f16;
use safetensors::tensor::{Dtype, Metadata, TensorInfo};

use crate::error::Error;

pub use crate::lexicon::weights::Aligned;

/// The format that this version reads.
pub const FORMAT: &str = "1";

/// A kind of number that a tensor can hold.
pub trait Number: Pod {
    /// Its name in the file.
    const TYPE: Dtype;
}

impl Number for f32 {
    const TYPE: Dtype = Dtype::F32;
}
impl Number for f16 {
    const TYPE: Dtype = Dtype::F16;
}
impl Number for u64 {
    const TYPE: Dtype = Dtype::U64;
}
impl Number for u32 {
    const TYPE: Dtype = Dtype::U32;
}
impl Number for u16 {
    const TYPE: Dtype = Dtype::U16;
}

/// One weight file, checked.
#[derive(Debug)]
pub struct Weights {
    file: &'static str,
    header: Metadata,
    data: &'static [u8],
}

impl Weights {
    /// Reads the header of `bytes` and checks every tensor's place and checksum; copies no tensor. `file` is the
    /// name for messages.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor where the file is cut or damaged, or the header where that is not
    /// of this [`FORMAT`].
    pub fn parse(file: &'static str, bytes: &'static [u8]) -> Result<Self, Error> {
        let weights = Self::embedded(file, bytes)?;
        weights.header.offset_keys().iter().try_for_each(|name| weights.check(name))?;
        Ok(weights)
    }

    /// The same without the checksums, for a file that is part of the program: a test sums it up. To do so at every start
    /// takes a tenth of it, and has the whole file in memory, of which an article needs a part.
    ///
    /// # Errors
    /// [`Error::Model`] where the file is cut or not of this [`FORMAT`].
    pub fn embedded(file: &'static str, bytes: &'static [u8]) -> Result<Self, Error> {
        let (header, data) = split(bytes).map_err(|cause| fault(file, "header", cause))?;
        let weights = Self { file, header, data };
        let format = weights.field("format_version")?;
        if format != FORMAT {
            return Err(fault(file, "format_version", format!("expected {FORMAT}, found {format}")));
        }
        for name in weights.header.offset_keys() {
            weights.bytes(&name, weights.info(&name)?)?;
        }
        if weights.header.data_len() != data.len() {
            let cause =
                format!("{} bytes of tensors are named, {} found", weights.header.data_len(), data.len());
            return Err(fault(file, "header", cause));
        }
        Ok(weights)
    }

    /// The shape of tensor `name`, which must have `N` dimensions.
    ///
    /// # Errors
    /// [`Error::Model`] when it is missing or has another number of dimensions.
    pub fn shape<const N: usize>(&self, name: &str) -> Result<[usize; N], Error> {
        let shape = &self.info(name)?.shape;
        <[usize; N]>::try_from(shape.as_slice())
            .map_err(|_| self.fault(name, format!("expected {N} dimensions, found the shape {shape:?}")))
    }

    /// Whether the numbers of tensor `name` are of type `T`.
    ///
    /// # Errors
    /// [`Error::Model`] when it is missing.
    pub fn is<T: Number>(&self, name: &str) -> Result<bool, Error> {
        Ok(self.info(name)?.dtype == T::TYPE)
    }

    /// The numbers of tensor `name` in row-major order.
    ///
    /// # Errors
    /// [`Error::Model`] when it is missing or is not of type `T` and of this shape.
    pub fn read<T: Number>(&self, name: &str, shape: &[usize]) -> Result<&'static [T], Error> {
        let info = self.info(name)?;
        if info.dtype != T::TYPE || info.shape != shape {
            let cause = format!("expected {:?} {shape:?}, found {:?} {:?}", T::TYPE, info.dtype, info.shape);
            return Err(self.fault(name, cause));
        }
        bytemuck::try_cast_slice(self.bytes(name, info)?)
            .map_err(|cause| self.fault(name, format!("cannot be read in place: {cause}")))
    }

    /// The lines of header field `name`.
    ///
    /// # Errors
    /// [`Error::Model`] when the header lacks the field.
    pub fn lines(&self, name: &str) -> Result<impl Iterator<Item = &str>, Error> {
        Ok(self.field(name)?.split('\n'))
    }

    /// An error about tensor or field `place` of this file.
    pub fn fault(&self, place: &str, cause: impl Into<String>) -> Error {
        fault(self.file, place, cause)
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        let found = format!("{:08x}", crc32fast::hash(self.bytes(name, self.info(name)?)?));
        let expected = self.field(&format!("crc32.{name}"))?;
        if found == expected {
            return Ok(());
        }
        Err(self.fault(name, format!("damaged: expected the checksum {expected}, found {found}")))
    }

    fn info(&self, name: &str) -> Result<&TensorInfo, Error> {
        self.header.info(name).ok_or_else(|| self.fault(name, "the file has no such tensor"))
    }

    fn bytes(&self, name: &str, info: &TensorInfo) -> Result<&'static [u8], Error> {
        let (start, end) = info.data_offsets;
        self.data.get(start..end).ok_or_else(|| {
            self.fault(name, format!("cut: it ends at byte {end}, the file at {}", self.data.len()))
        })
    }

    fn field(&self, name: &str) -> Result<&str, Error> {
        let fields = self.header.metadata().as_ref();
        let value = fields.and_then(|fields| fields.get(name));
        value.map(String::as_str).ok_or_else(|| self.fault(name, "the header has no such field"))
    }
}

/// Header and data of a safetensors file.
fn split(bytes: &'static [u8]) -> Result<(Metadata, &'static [u8]), String> {
    let (length, rest) = bytes.split_first_chunk::<8>().ok_or("the file is shorter than 8 bytes")?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|cause| cause.to_string())?;
    let (header, data) = rest.split_at_checked(length).ok_or("the file ends inside its header")?;
    let header = serde_json::from_slice(header).map_err(|cause| cause.to_string())?;
    Ok((header, data))
}

fn fault(file: &'static str, place: &str, cause: impl Into<String>) -> Error {
    Error::Model { file, place: place.to_owned(), cause: cause.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with the one tensor `a` = [1, 2] (f32), with `change` made to its header and its bytes.
    fn file(change: impl Fn(&mut serde_json::Value, &mut Vec<u8>)) -> Result<Weights, Error> {
        let mut data: Vec<u8> = [1.0_f32, 2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        let mut header = serde_json::json!({
            "__metadata__": {"format_version": FORMAT, "crc32.a": format!("{:08x}", crc32fast::hash(&data))},
            "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
        });
        change(&mut header, &mut data);
        let mut text = header.to_string();
        text.extend(std::iter::repeat_n(' ', text.len().next_multiple_of(8) - text.len()));
        let bytes = [&(text.len() as u64).to_le_bytes()[..], text.as_bytes(), &data].concat();
        // Words of eight bytes, so that the numbers lie on their boundaries wherever the allocator puts them.
        let words: Vec<u64> =
            bytes.chunks(8).map(|chunk| u64::from_le_bytes(chunk.try_into().unwrap_or_default())).collect();
        let whole: &'static [u8] = bytemuck::cast_slice(words.leak());
        Weights::parse("test", &whole[..bytes.len()])
    }

    fn message(change: impl Fn(&mut serde_json::Value, &mut Vec<u8>)) -> String {
        file(change).unwrap_err().to_string()
    }

    #[test]
    fn a_whole_file_is_read_in_place() {
        let weights = file(|_, _| ()).unwrap();
        assert_eq!(weights.read::<f32>("a", &[2]).unwrap(), [1.0, 2.0]);
        assert_eq!(weights.shape::<1>("a").unwrap(), [2]);
    }

    #[test]
    fn a_cut_or_damaged_file_is_refused_by_the_tensors_name() {
        assert!(message(|_, data| data.truncate(0)).contains("test: a: cut"));
        assert!(message(|_, data| data[3] ^= 1).contains("test: a: damaged"));
        assert!(message(|_, data| data.extend([0; 8])).contains("8 bytes of tensors are named, 16 found"));
        assert!(Weights::parse("test", &[0; 4]).unwrap_err().to_string().contains("shorter"));
        assert!(Weights::parse("test", &[9; 16]).unwrap_err().to_string().contains("inside its header"));
    }

    #[test]
    fn another_format_or_a_missing_checksum_is_refused() {
        assert!(
            message(|header, _| header["__metadata__"]["format_version"] = "other".into())
                .contains("found other")
        );
        assert!(
            message(|header, _| header["__metadata__"] = serde_json::json!({"format_version": FORMAT}))
                .contains("crc32.a: the header has no such field")
        );
    }

    #[test]
    fn a_renamed_or_misshapen_tensor_is_refused_by_its_name() {
        let weights = file(|_, _| ()).unwrap();
        let message = |result: Result<&[f32], Error>| result.unwrap_err().to_string();
        assert!(message(weights.read("b", &[2])).contains("test: b: the file has no such tensor"));
        assert!(message(weights.read("a", &[1, 2])).contains("test: a: expected F32 [1, 2], found F32 [2]"));
        assert!(weights.read::<u64>("a", &[2]).unwrap_err().to_string().contains("expected U64"));
        assert!(weights.shape::<2>("a").unwrap_err().to_string().contains("test: a: expected 2 dimensions"));
        assert!(weights.lines("moves").err().unwrap().to_string().contains("test: moves"));
    }
}
