#![no_main]

use comity_bench::Property;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| (Property::named("rules").hold)(bytes));
