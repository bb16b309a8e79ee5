//! Migrations are one list, numbered without a hole: `0001_name.sql`, `0002_name.sql`, …

use super::Finding;

/// Everything wrong with these names of files, in alphabetical order.
pub(super) fn check(names: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut last = 0;
    for name in names {
        let Some((number, is_variant)) = parts(name) else {
            findings.push(finding(name, "name it NNNN_what_it_makes.sql"));
            continue;
        };
        if is_variant && number == last {
            continue;
        }
        if number != last + 1 {
            findings.push(finding(name, &format!("the next number is {:04}", last + 1)));
        }
        last = number;
    }
    findings
}

fn finding(name: &str, message: &str) -> Finding {
    Finding::new(&format!("migrations/{name}"), 1, message)
}

/// The number, and whether this is the variant of one database: `0007_x.sqlite.sql`.
fn parts(name: &str) -> Option<(u32, bool)> {
    let (number, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let (rest, is_variant) = rest.strip_suffix(".sqlite").map_or((rest, false), |rest| (rest, true));
    let is_plain =
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (number.len() == 4 && is_plain).then(|| number.parse().ok())?.map(|number| (number, is_variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        check(&names).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_list_without_holes_is_good() {
        assert_eq!(messages(&["0001_partitions.sql", "0002_outbox.sql", "0002_outbox.sqlite.sql"]), [""; 0]);
    }

    #[test]
    fn holes_doubles_and_odd_names_are_found() {
        assert_eq!(messages(&["0001_a.sql", "0003_c.sql"]), ["the next number is 0002"]);
        assert_eq!(messages(&["0001_a.sql", "0001_b.sql"]), ["the next number is 0002"]);
        assert_eq!(messages(&["first.sql"]), ["name it NNNN_what_it_makes.sql"]);
    }
}
