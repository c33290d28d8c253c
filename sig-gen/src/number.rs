//! Numbers as JavaScript writes them.

/// The text that JavaScript's `String(value)` gives.
pub fn text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // The shortest digits that read back as the value, and the exponent of the first one.
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(0);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let sign = if value < 0.0 { "-" } else { "" };
    let body = if count <= point && point <= 21 {
        format!("{digits}{}", zeros(point - count))
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    } else if -6 < point && point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let power = if point > 0 { format!("+{}", point - 1) } else { format!("{}", point - 1) };
        match digits.split_at(1) {
            (first, "") => format!("{first}e{power}"),
            (first, rest) => format!("{first}.{rest}e{power}"),
        }
    };
    format!("{sign}{body}")
}

/// The number that a text is, when JavaScript would write it so.
pub fn canonical(written: &str) -> Option<f64> {
    let first = *written.as_bytes().first()?;
    if !(first.is_ascii_digit() || first == b'-' || first == b'I' || first == b'N') {
        return None;
    }
    let value = match written {
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        "NaN" => f64::NAN,
        _ => written.parse::<f64>().ok()?,
    };
    (text(value) == written).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{canonical, text};

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (1e20, "100000000000000000000"),
            (1.5e300, "1.5e+300"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (123_456.789, "123456.789"),
        ] {
            assert_eq!(text(value), expected);
        }
        assert_eq!(canonical("1"), Some(1.0));
        assert_eq!(canonical("01"), None);
        assert_eq!(canonical("a"), None);
    }
}
