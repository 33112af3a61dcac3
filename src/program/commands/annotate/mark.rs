//! What is noted at the end of a finished line, and taken away there again: fields that are known only once the lines are in order.

use serde::Serialize;

/// Adds a field at the end of the JSON object in `json`.
pub(in crate::program::commands) fn add(
    json: &mut Vec<u8>,
    name: &str,
    value: &impl Serialize,
) -> anyhow::Result<()> {
    anyhow::ensure!(json.pop() == Some(b'}'), "a line of output that is no JSON object");
    json.extend(field(name, value)?);
    json.push(b'}');
    Ok(())
}

/// Takes the field of that value from the end of the JSON object in `json`; whether it stood there.
pub(in crate::program::commands) fn take(
    json: &mut Vec<u8>,
    name: &str,
    value: &impl Serialize,
) -> anyhow::Result<bool> {
    let mut end = field(name, value)?;
    end.push(b'}');
    let Some(rest) = json.strip_suffix(&end[..]) else { return Ok(false) };
    json.truncate(rest.len());
    json.push(b'}');
    Ok(true)
}

/// The field with the comma before it.
fn field(name: &str, value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    Ok(format!(",\"{name}\":{}", serde_json::to_string(value)?).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_added_and_taken_away() {
        let before = b"{\"id\":\"a\",\"text\":\"T\"}".to_vec();
        let mut json = before.clone();
        add(&mut json, "duplicate_of", &"the \"first\"").unwrap();
        assert_eq!(json, b"{\"id\":\"a\",\"text\":\"T\",\"duplicate_of\":\"the \\\"first\\\"\"}");
        assert!(!take(&mut json, "duplicate_of", &"another").unwrap());
        assert!(take(&mut json, "duplicate_of", &"the \"first\"").unwrap());
        assert_eq!(json, before);
        assert!(add(&mut Vec::new(), "a", &1).is_err());
    }
}
